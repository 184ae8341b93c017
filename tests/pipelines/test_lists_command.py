"""`sanctions lists`: taking versions in, refusing those that changed too much, telling what changed."""

import json
import shutil

import pytest
from run_inputs import PARTIES, read_csv, write_list

MANY = [(str(number), f"PARTY {number}", "individual", "SDGT", "DOB 1974.") for number in range(100, 200)]


@pytest.fixture
def drop(tmp_path):
    """A folder drop, and the settings that name it."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "own.yaml").write_text(
        f"lists: [{{list_id: OFAC-SDN, folder: {tmp_path / 'drop'}, settle_seconds: 0}}]\n", encoding="utf-8"
    )
    return tmp_path / "drop"


@pytest.fixture
def fetch(sanctions, drop):
    return lambda: sanctions("lists", "fetch", "--config", drop.parent / "own.yaml")


def put(folder, parties=PARTIES):
    return write_list(folder, parties=parties, aliases=[], addresses=[])


def shown(sanctions):
    return sanctions("lists", "show").stdout.splitlines()[1:]


def test_a_list_that_changed_too_much_is_refused_until_a_person_accepts_it(sanctions, tmp_path):
    whole, half = put(tmp_path / "2022-01-01", MANY), put(tmp_path / "2022-01-02", MANY[:50])
    assert sanctions("lists", "import", whole).exit_code == 0
    refused = sanctions("lists", "import", half)
    assert refused.exit_code == 3
    assert "50 parties (-50)" in refused.stderr
    assert "nothing falls by more than 3%" in refused.stderr
    assert "--accept-change" in refused.stderr
    assert len(shown(sanctions)) == 1
    accepted = sanctions("lists", "import", half, "--accept-change")
    assert accepted.exit_code == 0, accepted.stderr
    assert "did not pass, and the list was kept all the same" in accepted.stdout
    assert "nothing falls by more than 3%" in accepted.stderr
    newest = shown(sanctions)[-1]
    assert newest.startswith("*  OFAC-SDN  2022-01-02")
    # The evidence stays with the version.
    meta = next(
        meta
        for path in (tmp_path / "work" / "store").glob("*/*/meta.json")
        if (meta := json.loads(path.read_text(encoding="utf-8")))["published"] == "2022-01-02"
    )
    sound, change = meta["gates"]
    assert (sound["passed"], change["passed"], change["accepted_all_the_same"]) == (True, False, True)
    assert change["failures"][0]["check"] == "nothing falls by more than 3%"


def test_an_older_list_under_a_newer_date_is_refused_until_a_person_accepts_it(sanctions, tmp_path):
    spring, summer = put(tmp_path / "2022-01-01", PARTIES[:2]), put(tmp_path / "2022-02-01")
    for path in (spring, summer):
        assert sanctions("lists", "import", path).exit_code == 0
    spring_again = put(tmp_path / "2022-03-01", PARTIES[:2])
    refused = sanctions("lists", "import", spring_again)
    assert refused.exit_code == 3
    assert "the content is not that of an earlier version: found 'published on 2022-01-01'" in refused.stderr
    assert "an older list came under a newer date" in refused.stderr
    assert shown(sanctions)[-1].startswith("*  OFAC-SDN  2022-02-01")
    assert sanctions("lists", "import", spring_again, "--accept-change").exit_code == 0
    assert shown(sanctions)[-1].startswith("*  OFAC-SDN  2022-01-01")
    # It is the newest now, and nothing new any more.
    assert sanctions("lists", "import", spring_again).exit_code == 0


def test_the_same_list_under_a_newer_date_is_nothing_new(sanctions, tmp_path):
    assert sanctions("lists", "import", put(tmp_path / "2022-01-01")).exit_code == 0
    again = sanctions("lists", "import", put(tmp_path / "2022-02-01"))
    assert again.exit_code == 0
    assert "nothing new" in again.stdout


def test_a_list_that_is_unsound_is_refused_whatever_a_person_accepts(sanctions, tmp_path):
    listed = write_list(
        tmp_path / "list",
        aliases=[("999", "1", "aka", "GHOST", "-0- ")],
        addresses=[("999", "1", *["x"] * 4)],
    )
    assert sanctions("lists", "import", listed, "--accept-change").exit_code == 3
    assert not (tmp_path / "work" / "store").exists()


def test_an_older_list_that_is_accepted_is_kept_but_not_in_use(sanctions, tmp_path):
    assert sanctions("lists", "import", put(tmp_path / "2022-01-02")).exit_code == 0
    older = put(tmp_path / "2022-01-01", PARTIES[:2])
    assert "not older than the last good version" in sanctions("lists", "import", older).stderr
    accepted = sanctions("lists", "import", older, "--accept-change")
    assert accepted.exit_code == 0
    assert "kept, but not in use: OFAC-SDN 2022-01-02" in accepted.stderr


def test_fetch_takes_in_what_was_dropped_once(sanctions, drop, fetch, tmp_path):
    put(drop / "2022-01-01")
    first = fetch()
    assert first.exit_code == 0, first.stderr
    assert "no earlier version to compare them with" in first.stdout
    assert "OFAC-SDN: kept in store" in first.stdout
    again = fetch()
    assert again.exit_code == 0
    assert "OFAC-SDN: nothing new, is in store" in again.stdout
    put(drop / "2022-01-02", PARTIES[:2])
    assert "OFAC-SDN: kept in store" in fetch().stdout
    older, newer = shown(sanctions)
    assert older.split()[:2] == ["OFAC-SDN", "2022-01-01"]
    assert newer.split()[:3] == ["*", "OFAC-SDN", "2022-01-02"]
    assert newer.endswith(str(drop / "2022-01-02"))


def test_fetch_leaves_a_half_written_drop_and_says_so(drop, fetch):
    put(drop / "2022-01-01")
    half = put(drop / "2022-01-02", PARTIES[:2])
    (half / "add.csv").unlink()
    result = fetch()
    assert result.exit_code == 2
    assert f"OFAC-SDN: {half}: add.csv is missing; left where it is" in result.stderr
    # The one before it is whole, and is kept all the same.
    assert "OFAC-SDN: kept in store" in result.stdout
    assert "OFAC-SDN: unusable" in result.stdout


def test_fetch_of_an_empty_drop_is_missing_until_the_store_has_the_list(drop, fetch):
    result = fetch()
    assert result.exit_code == 2
    assert "OFAC-SDN: missing" in result.stdout
    assert f"{drop}: holds no complete publication" in result.stderr
    taken = put(drop / "2022-01-01")
    assert fetch().exit_code == 0
    shutil.rmtree(taken)
    emptied = fetch()
    assert (emptied.exit_code, emptied.stdout) == (0, "OFAC-SDN: unchanged\n")


def test_fetch_refuses_one_list_and_takes_the_other_in(sanctions, drop, fetch, tmp_path):
    put(drop / "2022-01-01", MANY)
    assert fetch().exit_code == 0
    put(drop / "2022-01-02", MANY[:50])
    put(tmp_path / "other" / "2022-01-02")
    config = drop.parent / "own.yaml"
    other = f"{{list_id: OTHER, folder: {tmp_path / 'other'}, settle_seconds: 0}}"
    config.write_text(config.read_text(encoding="utf-8").replace("}]", f"}}, {other}]"), encoding="utf-8")
    result = fetch()
    assert result.exit_code == 3
    assert "OFAC-SDN: refused" in result.stdout
    assert "OTHER: kept in store" in result.stdout
    assert "nothing falls by more than 3%" in result.stderr


def test_fetch_of_a_list_that_cannot_be_read_names_the_dropped_file(drop, fetch):
    listed = put(drop / "2022-01-01")
    (listed / "sdn.csv").write_bytes(b"36,too few fields\r\n")
    result = fetch()
    assert result.exit_code == 2
    assert f"{listed / 'sdn.csv'}: row 1 has 2 fields instead of 12" in result.stderr
    assert "OFAC-SDN: unusable" in result.stdout


def test_fetch_without_a_source_and_from_a_missing_folder(sanctions, drop, fetch):
    result = sanctions("lists", "fetch")
    assert result.exit_code == 2
    assert "no source of lists is configured" in result.stderr
    drop.rmdir()
    result = fetch()
    assert result.exit_code == 2
    assert f"{drop}: the folder of OFAC-SDN cannot be read" in result.stderr


@pytest.fixture
def two_versions(sanctions, tmp_path):
    old = put(tmp_path / "2022-01-01")
    number, name, kind, _, remarks = PARTIES[0]
    parties = [(number, name, kind, "SDGT", remarks), PARTIES[1], *MANY[:12]]
    new = put(tmp_path / "2022-01-02", parties)
    for folder in (old, new):
        assert sanctions("lists", "import", folder, "--accept-change").exit_code == 0
    return old, new


def test_diff_says_counts_then_words(sanctions, two_versions):
    result = sanctions("lists", "diff", "OFAC-SDN@previous", "OFAC-SDN")
    assert result.exit_code == 0, result.stderr
    versions, counts, *lines = result.stdout.splitlines()
    assert versions.startswith("OFAC-SDN 2022-01-01 ")
    assert counts == "Parties: 12 added, 1 removed, 1 changed, 1 unchanged"
    assert "  PARTY 100 (OFAC-SDN 100, person): added under SDGT" in lines
    assert "  … and 2 more (--all shows them)" in lines
    assert "  AL-KHAZALI, Qais (OFAC-SDN 28004): program GLOMAG removed; program SDGT added" in lines
    everything = sanctions("lists", "diff", "OFAC-SDN@previous", "OFAC-SDN", "--all").stdout
    assert "PARTY 111" in everything
    assert "more (--all" not in everything


def test_diff_takes_paths_and_versions_alike_and_writes_a_table(sanctions, two_versions, tmp_path):
    old, _ = two_versions
    out = tmp_path / "changes.csv"
    result = sanctions("lists", "diff", old, "OFAC-SDN@2022-01-02", "--csv", out)
    assert result.exit_code == 0, result.stderr
    rows = read_csv(out)
    changed = [row for row in rows if row["change"] == "changed"]
    assert [(row["field"], row["before"], row["after"]) for row in changed] == [
        ("programs", "GLOMAG", ""),
        ("programs", "", "SDGT"),
    ]
    assert {row["entity_name"] for row in rows if row["change"] == "removed"} == {"AEROCARIBBEAN AIRLINES"}


def test_diff_of_equal_lists_and_of_nothing(sanctions, two_versions):
    same = sanctions("lists", "diff", "OFAC-SDN", "OFAC-SDN")
    assert same.stdout.splitlines()[1:] == ["Parties: 0 added, 0 removed, 0 changed, 14 unchanged"]
    missing = sanctions("lists", "diff", "OFAC-SDN", "OFAC-SDN@2020-01-01")
    assert missing.exit_code == 2
    assert "no such version in the store" in missing.stderr


def test_nothing_of_a_fetch_stays_in_the_temporary_folder(drop, fetch, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    put(drop / "2022-01-01")
    assert fetch().exit_code == 0
    assert list((tmp_path / "temporary").iterdir()) == []
