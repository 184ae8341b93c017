"""What a night leaves to the next: all of it or nothing, for one run at a time."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from bank import Bank, sample_customers, settings_with, two_lists

from screening.model.errors import InputError
from screening.runs.night import LastNight, StateFolder
from screening.runs.night import state as last_night
from screening.watchlists import Watchlist

FIRST = date(2026, 1, 2)
# All of them can be screened.
CUSTOMERS = [row for row in sample_customers() if row["name"] and row["name"].strip()][:20]


@pytest.fixture(scope="module")
def lists() -> list[Watchlist]:
    return [listed.watchlist() for listed in two_lists()]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, lists: list[Watchlist]) -> Path:
    """The folder of a bank after its first night."""
    folder = tmp_path_factory.mktemp("bank")
    Bank(folder, settings_with()).screen(lists, CUSTOMERS, FIRST)
    return folder


@pytest.fixture
def bank(kept: Path, tmp_path: Path) -> Bank:
    """A bank after its first night, to do with as one likes."""
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    return Bank(tmp_path, settings_with())


def left(bank: Bank) -> LastNight:
    last = bank.state.last_night()
    assert last is not None
    return last


def entries(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_before_the_first_night_there_is_nothing(tmp_path: Path) -> None:
    assert StateFolder(tmp_path / "state").last_night() is None


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs to know which file is flushed")
def test_all_of_a_night_is_on_the_disk_before_anything_points_to_it(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = left(bank)
    pointer = bank.state.path / "last_night.json"
    flushed: dict[str, str] = {}
    before = pointer.read_text(encoding="utf-8")

    def noted(handle: int) -> None:
        flushed[Path(f"/proc/self/fd/{handle}").resolve().name] = pointer.read_text(encoding="utf-8")

    monkeypatch.setattr("os.fsync", noted)
    bank.state.leave(replace(last, run_key="another"))
    tables = {"night.json", "customers.parquet", "parties.parquet", "hits.parquet"}
    batches = {path.name for path in bank.state.batches.rglob("*") if path.is_file()}
    assert tables | batches <= flushed.keys()
    assert {flushed[name] for name in tables | batches} == {before}
    assert "another" in pointer.read_text(encoding="utf-8")


def test_a_night_comes_back_as_it_was_left(bank: Bank, lists: list[Watchlist]) -> None:
    last = left(bank)
    assert (last.day, last.last_full) == (FIRST, FIRST)
    assert last.list_versions == {watchlist.list_id: watchlist.version for watchlist in lists}
    assert last.hits.equals(bank.from_scratch(lists, CUSTOMERS, FIRST))
    assert sorted(last.customers["record_id"].to_pylist()) == sorted(row["record_id"] for row in CUSTOMERS)
    with bank.state.locked():
        bank.state.leave(replace(last, run_key="again"))
    again = left(bank)
    assert replace(again, run_key=last.run_key, folder=last.folder) == last


def test_a_second_run_is_refused_while_one_is_under_way(tmp_path: Path) -> None:
    one, other = (StateFolder(tmp_path / "state") for _ in range(2))
    refused = pytest.raises(InputError, match=r"state: another nightly run .* Let it end")
    with one.locked(), refused, other.locked():
        pytest.fail("two runs at once")
    with other.locked():
        assert other.last_night() is None


def test_a_run_that_raises_lets_go_of_the_state(tmp_path: Path) -> None:
    state = StateFolder(tmp_path / "state")
    with pytest.raises(ZeroDivisionError), state.locked():
        raise ZeroDivisionError
    with state.locked():
        pass


def test_a_state_that_cannot_be_written_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file\n")
    refused = pytest.raises(InputError, match="state: cannot be written")
    with refused, StateFolder(tmp_path / "state").locked():
        pytest.fail("a file is no folder")


def test_what_no_later_night_needs_is_dropped(bank: Bank, lists: list[Watchlist]) -> None:
    for folder, name in (
        ("nights", ".half"),
        ("nights", "of-a-killed-run"),
        ("batches", ".half"),
        ("batches", "of-nobody"),
    ):
        (bank.state.path / folder / name).mkdir()
    (bank.state.results / ".half").write_text("")
    bank.screen(lists, [*CUSTOMERS[1:], CUSTOMERS[0] | {"name": "Somebody Else"}], FIRST + timedelta(days=1))
    last = left(bank)
    assert entries(bank.state.path / "nights") == [last.run_key]
    assert entries(bank.state.batches) == sorted(set(last.customers["batch"].to_pylist()))
    assert len(entries(bank.state.batches)) == 2
    assert entries(bank.state.results) == []


def test_a_batch_is_dropped_once_none_of_its_customers_is_left(bank: Bank, lists: list[Watchlist]) -> None:
    before = entries(bank.state.batches)
    bank.screen(lists, [row | {"address": "moved"} for row in CUSTOMERS], FIRST + timedelta(days=1))
    assert not set(before) & set(entries(bank.state.batches))


@pytest.mark.parametrize("step", ["nights", "pointer"])
def test_until_the_last_step_the_night_before_is_the_last(
    bank: Bank, lists: list[Watchlist], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = left(bank)

    def power_cut(*_: object, **__: object) -> None:
        raise OSError(5, "power cut")

    tomorrow = CUSTOMERS[:10]
    with monkeypatch.context() as broken:
        if step == "nights":
            broken.setattr(last_night.pq, "write_table", power_cut)
        else:
            broken.setattr(last_night.Path, "replace", power_cut)
        with pytest.raises(OSError, match="power cut"):
            bank.screen(lists, tomorrow, FIRST + timedelta(days=1))
    assert left(bank).run_key == before.run_key
    done = bank.screen(lists, tomorrow, FIRST + timedelta(days=1))
    assert left(bank).run_key == done.plan.run_key != before.run_key
    assert done.hits.equals(bank.from_scratch(lists, tomorrow, FIRST + timedelta(days=1)))


def _no_json(state: Path, _night: Path) -> None:
    (state / "last_night.json").write_text("{")


def _no_run_key(state: Path, _night: Path) -> None:
    (state / "last_night.json").write_text("{}")


def _night_gone(_state: Path, night: Path) -> None:
    shutil.rmtree(night)


def _hits_gone(_state: Path, night: Path) -> None:
    (night / "hits.parquet").unlink()


def _customers_cut(_state: Path, night: Path) -> None:
    file = night / "customers.parquet"
    file.write_bytes(file.read_bytes()[:-20])


def _no_day(_state: Path, night: Path) -> None:
    file = night / "night.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"day": "yesterday"}))


@pytest.mark.parametrize("spoil", [_no_json, _no_run_key, _night_gone, _hits_gone, _customers_cut, _no_day])
def test_a_damaged_state_is_an_input_error_with_the_way_out(
    bank: Bank, lists: list[Watchlist], spoil: object
) -> None:
    assert callable(spoil)
    spoil(bank.state.path, bank.state.path / "nights" / left(bank).run_key)
    with pytest.raises(InputError, match=r"last_night\.json: the state .* Move the folder away"):
        bank.screen(lists, CUSTOMERS, FIRST + timedelta(days=1))
    bank.state.path.rename(bank.state.path.with_name("away"))
    again = bank.screen(lists, CUSTOMERS, FIRST + timedelta(days=1))
    assert again.plan.why == "the first night"


@pytest.mark.parametrize("spoil", ["gone", "cut"])
def test_a_damaged_batch_is_an_input_error_with_the_way_out(
    bank: Bank, lists: list[Watchlist], spoil: str
) -> None:
    (batch,) = bank.state.batches.iterdir()
    if spoil == "gone":
        shutil.rmtree(batch)
    else:
        for file in batch.rglob("*.arrow"):
            file.write_bytes(file.read_bytes()[:100])
    changed = two_lists()
    changed[0].add_alias(changed[0].ids[0], "A New Alias")
    with pytest.raises(InputError, match=r"state/batches/.* Move .*state away"):
        bank.screen([listed.watchlist() for listed in changed], CUSTOMERS, FIRST + timedelta(days=1))
