"""A run's folder appears in full or not at all."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.runs.run_folder import staged_run
from screening.storage import durable


def a_run(out: Path, text: str) -> None:
    with staged_run(out, overwrite=out.exists()) as folder:
        (folder / "run.json").write_text(text)
        (folder / "hits.csv").write_text(text)


def test_a_run_is_not_there_until_it_is_finished(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "run"
    with staged_run(out) as folder:
        (folder / "run.json").write_text("{}")
        assert not out.exists()
        assert folder.parent == out.parent
        assert folder.name.startswith(".")
        assert folder.name.endswith(".partial")
    assert [path.name for path in out.iterdir()] == ["run.json"]
    assert [path.name for path in out.parent.iterdir()] == ["run"]


def test_a_run_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), staged_run(tmp_path / "run") as folder:
        (folder / "run.json").write_text("{}")
        raise RuntimeError("something broke")
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    out = tmp_path / "run"
    a_run(out, "old")
    with pytest.raises(KeyboardInterrupt), staged_run(out, overwrite=True) as folder:
        (folder / "run.json").write_text("new")
        raise KeyboardInterrupt
    assert (out / "run.json").read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_killed_run_leaves_nothing_that_looks_finished(tmp_path: Path) -> None:
    out = tmp_path / "run"
    a_run(out, "old")
    program = (
        "import sys, time; from pathlib import Path; from screening.runs.run_folder import staged_run\n"
        "with staged_run(Path(sys.argv[1]), overwrite=True) as folder:\n"
        "    (folder / 'run.json').write_text('new'); print('writing', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(out)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert (out / "run.json").read_text() == "old"
    assert all(path == out or path.name.endswith(".partial") for path in tmp_path.iterdir())


def test_an_existing_run_is_refused_before_any_work(tmp_path: Path) -> None:
    out = tmp_path / "run"
    a_run(out, "old")
    with pytest.raises(InputError, match=r"exists already.*--overwrite"), staged_run(out):
        pytest.fail("the work was begun")
    assert (out / "run.json").read_text() == "old"


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    a_run(tmp_path, "new")
    assert (tmp_path / "run.json").read_text() == "new"


@pytest.mark.parametrize("atomic", [True, False])
def test_overwrite_replaces_a_run_whole(
    tmp_path: Path, atomic: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not atomic:
        monkeypatch.setattr(durable, "_exchanged", lambda one, other: False)
    out = tmp_path / "run"
    a_run(out, "old")
    (out / "rejected.csv").write_text("old")
    a_run(out, "new")
    assert sorted(path.name for path in out.iterdir()) == ["hits.csv", "run.json"]
    assert (out / "run.json").read_text() == "new"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges folders in one step")
def test_there_is_no_moment_without_a_run(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    if not durable._exchanged(one, other):
        pytest.skip("this file system cannot exchange folders")
    program = (
        "import sys; from pathlib import Path; from screening.storage.durable import swap_folders\n"
        "print('swapping', flush=True)\n"
        "while True: swap_folders(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, one, other], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            assert other.exists()
    finally:
        process.kill()
        process.communicate()


def test_a_swap_that_fails_halfway_puts_the_old_run_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "run"
    a_run(out, "old")
    monkeypatch.setattr(durable, "_exchanged", lambda one, other: False)
    rename = Path.rename

    def full_disk(self: Path, target: Path) -> Path:
        if self.name.endswith(".partial"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full_disk)
    with pytest.raises(OSError, match="No space"):
        a_run(out, "new")
    assert (out / "run.json").read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_overwrite_leaves_alone_what_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(InputError, match="does not look like a run"), staged_run(tmp_path, overwrite=True):
        pytest.fail("the work was begun")
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(InputError, match=r"holds 'letters\.txt'"), staged_run(tmp_path, overwrite=True):
        pytest.fail("the work was begun")
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_a_file_or_a_link_is_no_place_for_a_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name, reason in (("file", "is a file"), ("link", "is a link")):
        with pytest.raises(InputError, match=reason), staged_run(tmp_path / name, overwrite=True):
            pytest.fail("the work was begun")
    with pytest.raises(InputError, match="cannot be created"), staged_run(tmp_path / "file" / "run"):
        pytest.fail("the work was begun")


def test_a_folder_made_by_somebody_else_meanwhile_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "run"
    with pytest.raises(InputError, match="exists already"), staged_run(out) as folder:
        (folder / "run.json").write_text("mine")
        out.mkdir()
        (out / "run.json").write_text("theirs")
    assert (out / "run.json").read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [out]


def a_run_with_pages(out: Path, *pages: str) -> None:
    with staged_run(out, overwrite=out.exists()) as folder:
        (folder / "run.json").write_text("{}")
        (folder / "gates").mkdir()
        for page in pages:
            (folder / "gates" / page).write_text("<!doctype html>")


def test_the_gates_pages_are_part_of_a_run_and_replaced_with_it(tmp_path: Path) -> None:
    out = tmp_path / "run"
    a_run_with_pages(out, "index.html", "01-hits.html")
    a_run_with_pages(out, "index.html")
    assert [path.name for path in (out / "gates").iterdir()] == ["index.html"]
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("foreign", ["notes.txt", "older.html/"])
def test_what_somebody_put_beside_the_gates_pages_is_not_lost(tmp_path: Path, foreign: str) -> None:
    out = tmp_path / "run"
    a_run_with_pages(out, "index.html")
    kept = out / "gates" / foreign
    if foreign.endswith("/"):
        kept.mkdir()
    else:
        kept.write_text("mine")
    with pytest.raises(InputError, match=f"holds 'gates/{kept.name}', which no run writes"):
        a_run_with_pages(out, "index.html")
    assert kept.exists()
