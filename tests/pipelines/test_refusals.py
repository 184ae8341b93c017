"""What the system refuses ends with 2, names the place and the way out, and leaves nothing half done."""

import errno
import os
from pathlib import Path

import pytest

from pipelines.cli.refusals import refusal
from screening.storage import staged_folder as run_folder

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/runs/hits.csv")


def raising(error):
    def fail(*_, **__):
        raise error

    return fail


def test_a_disk_that_fills_while_a_run_is_written(
    sanctions, prefect_api, customers, listed, tmp_path, monkeypatch
):
    monkeypatch.setattr(run_folder, "flush_tree", raising(FULL))
    done = sanctions("screen", customers, "--watchlist", listed, "--out", tmp_path / "runs" / "today")
    assert done.exit_code == 2, done.stderr
    assert "/runs/hits.csv: the disk is full" in done.stderr
    assert "make room there" in done.stderr
    assert list((tmp_path / "runs").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_file_on_a_full_disk(sanctions, listed):
    done = sanctions("lists", "diff", listed, listed, "--csv", "/dev/full")
    assert done.exit_code == 2
    assert "/dev/full: cannot be written: No space left on device" in done.stderr


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EIO, errno.ESTALE])
def test_a_place_that_cannot_be_used(number, sanctions, listed, monkeypatch):
    monkeypatch.setattr(
        "screening.runs.list_intake.take_in_list", raising(OSError(number, os.strerror(number), "/store/x"))
    )
    done = sanctions("lists", "import", listed)
    assert done.exit_code == 2
    assert "Error: /store/x: " in done.stderr


def test_a_full_disk_behind_another_error_is_told():
    try:
        try:
            raise FULL
        except OSError as error:
            raise ValueError("the writer broke off") from error
    except ValueError as error:
        assert "the disk is full" in (refusal(error) or "")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no refusal"),
        OSError("without a number"),
        ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
        FileNotFoundError(errno.ENOENT, "gone", run_folder.__file__ + ".missing"),
    ],
    ids=repr,
)
def test_a_fault_stays_a_fault(error):
    assert refusal(error) is None


def test_a_fault_ends_with_1(sanctions, listed, monkeypatch):
    monkeypatch.setattr("screening.runs.list_intake.take_in_list", raising(ValueError("why")))
    done = sanctions("lists", "import", listed)
    assert done.exit_code == 1
    assert "a fault of the program: ValueError: why" in done.stderr


@pytest.mark.parametrize("setting", ["store_dir", "runs_dir"])
def test_a_file_where_a_folder_is_needed(setting, sanctions, prefect_api, customers, listed, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(f"{setting}: {tmp_path / 'file'}\n", encoding="utf-8")
    command = {
        "store_dir": ["lists", "import", listed],
        "runs_dir": ["screen", customers, "--watchlist", listed],
    }[setting]
    done = sanctions(*command, "--config", own)
    assert done.exit_code == 2, done.stderr
    assert str(tmp_path / "file") in done.stderr
