"""The command line itself: help, versions of lists, one name."""

import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import click
import pytest
from party_lists import small_list
from run_inputs import PARTIES, write_list

from pipelines.cli import main
from screening.watchlists import import_watchlist

SANCTIONS = [sys.executable, "-c", "from pipelines.cli import main; main(prog_name='sanctions')"]


def commands(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [path, *(each for name, child in below for each in commands(child, (*path, name)))]


@pytest.mark.parametrize("path", commands(main), ids=lambda path: " ".join(path) or "sanctions")
def test_the_help_of_every_command_has_an_example(sanctions, path):
    result = sanctions(*path, "--help")
    assert result.exit_code == 0
    assert f"Example: {' '.join(['sanctions', *path])}" in " ".join(result.stdout.split())


def test_help_answers_within_a_second():
    def seconds() -> float:
        began = perf_counter()
        subprocess.run([*SANCTIONS, "--help"], check=True, capture_output=True)
        return perf_counter() - began

    assert min(seconds() for _ in range(3)) < 1


def test_help_loads_nothing_heavy():
    program = (
        "import sys, pipelines.cli\n"
        "heavy = {'prefect', 'great_expectations', 'pandas', 'pyarrow', 'rigour', 'numpy'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_the_process_ends_with_the_status_and_a_message_on_stderr(tmp_path):
    done = subprocess.run(
        [*SANCTIONS, "screen", "missing.parquet", "--watchlist", "missing"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[1:] == [
        "Error: missing.parquet: no such file or folder. Give a .parquet or .csv file of customers."
    ]


def test_an_existing_out_is_refused_before_anything_is_loaded(customers, listed, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    program = (
        "import sys\n"
        "from pipelines.cli import main\n"
        "try:\n"
        "    main(prog_name='sanctions')\n"
        "finally:\n"
        "    print(sorted({'prefect', 'great_expectations', 'rigour'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "screen",
            str(customers),
            "--watchlist",
            str(listed),
            "--out",
            str(out),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert str(out) in done.stderr
    assert "--overwrite" in done.stderr
    assert done.stdout == "[]\n"
    assert (out / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_an_unknown_option_ends_with_2(sanctions):
    assert sanctions("screen", "customers.parquet", "--fast").exit_code == 2


def test_lists_are_imported_once_and_shown(sanctions, listed):
    assert "holds no list yet" in sanctions("lists", "show").stdout
    first = sanctions("lists", "import", listed)
    assert first.exit_code == 0, first.stderr
    assert "3 parties with 6 names" in first.stdout
    assert sanctions("lists", "import", listed).exit_code == 0
    header, row = sanctions("lists", "show").stdout.splitlines()
    assert header.split()[:4] == ["list", "published", "imported", "parties"]
    assert row.startswith("*  OFAC-SDN  unknown")
    assert str(listed) in row


def test_the_newer_of_two_versions_is_starred(sanctions, tmp_path):
    for month, parties in (("2022-01", PARTIES), ("2021-07", PARTIES[:2])):
        listed = write_list(tmp_path / month, parties=parties, addresses=[])
        # The second is older than the first, which takes a person's word.
        assert sanctions("lists", "import", listed, "--accept-change").exit_code == 0
    older, newer = sanctions("lists", "show").stdout.splitlines()[1:]
    assert older.split()[:2] == ["OFAC-SDN", "2021-07-01"]
    assert newer.split()[:3] == ["*", "OFAC-SDN", "2022-01-01"]


def test_a_list_that_is_none_ends_with_2(sanctions, tmp_path):
    result = sanctions("lists", "import", tmp_path)
    assert result.exit_code == 2
    assert "sdn.csv" in result.stderr


def test_one_name_is_explained(sanctions, listed):
    result = sanctions("name", "Qays Hadi al-Khazali", "--watchlist", listed)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    start = next(
        at for at, line in enumerate(lines) if "AL-KHAZALI, Qais  (OFAC-SDN 28004, person; GLOMAG)" in line
    )
    told = [line.strip() for line in lines[start + 1 :]]
    assert "by its alias AL-KHAZALI, Qays" in told
    assert "Qays     =  Qays     same" in told
    assert "Khazali  =  KHAZALI  same" in told
    assert "only in the customer's name: Hadi" in told
    assert "GLOMAG: Global Magnitsky - serious human rights abuse and corruption, E.O. 13818" in told
    assert told[-1] == "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=28004"
    points = [float(line.split()[0]) for line in told if re.match(r"-?\d+\.\d\d ?", line)]
    assert points[0] == 100
    assert sum(points[:-1]) == pytest.approx(points[-1], abs=0.2)
    assert "28283" not in result.stdout


def test_a_name_against_several_lists_shows_a_party_once_with_each_listing(sanctions, listed):
    un_entry = {"entity_id": "QDi.999"}
    un_list = small_list(
        "UN",
        {"QDi.999": ["QAYS AL KHAZALI"]},
        programs=[
            un_entry | {"program": "Al-Qaida"},
            un_entry | {"program": "New", "authority": "Resolution 9"},
        ],
        measures=[un_entry | {"measure": "travel ban"}],
    )
    import_watchlist(un_list, Path("store"))
    linked = "linking: {kinds: [], together: [[OFAC-SDN 28004, UN QDi.999]]}"
    Path("own.yaml").write_text(linked, encoding="utf-8")
    result = sanctions(
        "name", "Qays al-Khazali", "--watchlist", listed, "--watchlist", "UN", "--config", "own.yaml"
    )
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count("28004, person") == 1
    told = [line.strip() for line in result.stdout.splitlines()]
    start = told.index("OFAC-SDN 28004: AL-KHAZALI, Qais")
    assert told[start + 1 :] == [
        "GLOMAG: Global Magnitsky - serious human rights abuse and corruption, E.O. 13818",
        "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=28004",
        "prohibits: asset freeze",
        "UN QDi.999 (joined by a person): QAYS AL KHAZALI",
        "Al-Qaida: ISIL (Da'esh) and Al-Qaida, "
        "UN Security Council resolutions 1267 (1999), 1989 (2011) and 2253 (2015)",
        # A code that is in no table, of which the list tells the authority.
        "New: Resolution 9",
        "prohibits: travel ban",
    ]


def test_one_name_that_nobody_bears(sanctions, listed):
    result = sanctions("name", "Rex Tillerson", "--watchlist", listed, "--kind", "person", "--threshold", 90)
    assert result.exit_code == 0
    assert result.stdout.endswith("No party scores 90 or more.\n")


def test_a_name_without_a_letter(sanctions, listed):
    result = sanctions("name", " - ", "--watchlist", listed)
    assert result.exit_code == 2
    assert "needs a letter or a digit" in result.stderr


def test_a_name_without_a_list(sanctions):
    result = sanctions("name", "Somebody")
    assert result.exit_code == 2
    assert "sanctions lists import PATH" in result.stderr
