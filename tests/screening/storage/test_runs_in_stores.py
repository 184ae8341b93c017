"""A run in an object store: there once run.json is, which goes up last."""

from pathlib import Path

import pytest
from s3_server import SECRET, Store

from screening.model.errors import InputError
from screening.runs.run_folder import check_out, staged_run
from screening.storage.addresses import StoreAddress


def a_run(out: StoreAddress, text: str, overwrite: bool = False, more: tuple[str, ...] = ()) -> None:
    with staged_run(out, overwrite) as folder:
        for name in ("hits.parquet", "report.html", "run.json", *more):
            (folder / name).write_text(text)
        (folder / "gates").mkdir()
        (folder / "gates" / "index.html").write_text(text)


@pytest.fixture
def out(store: Store) -> StoreAddress:
    return StoreAddress.parse(f"{store.address}/runs/today")


WHOLE = ["gates/index.html", "hits.parquet", "report.html", "run.json"]


def refused(out: StoreAddress, overwrite: bool = False) -> str:
    with pytest.raises(InputError) as caught:
        check_out(out, overwrite)
    return str(caught.value)


def test_run_json_goes_up_last(out: StoreAddress, store: Store) -> None:
    store.server.requests.clear()
    a_run(out, "new")
    written = [path for method, path, _ in store.server.requests if method == "PUT"]
    assert written[-1].endswith("/runs/today/run.json")
    assert store.names("runs/today") == WHOLE
    assert out.exists()
    assert (out / "run.json").read_text() == "new"


def test_a_page_opens_as_a_page(out: StoreAddress, store: Store) -> None:
    a_run(out, "new")
    found = store.server.client().head_object(Bucket=out.bucket, Key=f"{out.key}/report.html")
    assert found["ContentType"] == "text/html"


def test_a_run_that_fails_uploads_nothing(out: StoreAddress, store: Store) -> None:
    with pytest.raises(RuntimeError), staged_run(out) as folder:
        (folder / "run.json").write_text("{}")
        raise RuntimeError("something broke")
    assert store.names("runs/today") == []
    assert not folder.exists()


def test_a_run_is_replaced_only_when_that_is_asked_for(out: StoreAddress, store: Store) -> None:
    a_run(out, "old", more=("party_links.csv",))
    assert refused(out) == (
        f"{out}: exists already. Choose another --out, or replace that run with --overwrite."
    )
    store.server.requests.clear()
    a_run(out, "new", overwrite=True)
    changes = [(method, path.rpartition("/")[2]) for method, path, _ in store.server.requests]
    first, *_, last = [each for each in changes if each[0] in ("PUT", "DELETE") and "." in each[1]]
    assert (first, last) == (("DELETE", "run.json"), ("PUT", "run.json"))
    # What only the old run had is gone.
    assert store.names("runs/today") == WHOLE
    assert store.get("runs/today/hits.parquet") == b"new"


def test_a_folder_with_somebody_elses_files_is_left_alone(out: StoreAddress, store: Store) -> None:
    a_run(out, "old")
    store.put("runs/today/thesis.docx", b"mine")
    assert "holds 'thesis.docx', which no run writes" in refused(out, overwrite=True)
    assert store.get("runs/today/run.json") == b"old"


def test_a_file_and_a_whole_bucket_are_no_place_for_a_run(store: Store) -> None:
    address = store.put("runs/today", b"a file")
    assert "is a file, and a run is a folder" in refused(StoreAddress.parse(address))
    assert "needs a folder of its own in the bucket" in refused(StoreAddress.parse("s3://bank"))


def test_a_bucket_that_is_not_there_is_told_before_anything_slow(store: Store) -> None:
    assert "there is no bucket 'nobody'" in refused(StoreAddress.parse("s3://nobody/runs/today"))


@pytest.mark.parametrize("name", ["hits.parquet", "run.json"])
def test_an_upload_that_is_refused_leaves_nothing_that_looks_finished(
    name: str, out: StoreAddress, store: Store
) -> None:
    a_run(out, "old")
    store.server.fails = lambda method, path: (
        ("403 Forbidden", "AccessDenied") if method in ("PUT", "POST") and path.endswith(f"/{name}") else None
    )
    with pytest.raises(InputError) as caught:
        a_run(out, "new", overwrite=True)
    told = str(caught.value)
    assert f"{out}/{name}: the store refused access (ACCESS_DENIED" in told
    assert told.endswith("so nothing there looks finished; run again with --overwrite.")
    assert SECRET not in told
    assert "run.json" not in store.names("runs/today")

    store.server.fails = lambda method, path: None
    assert "holds a run that was not finished" in refused(out)
    a_run(out, "new", overwrite=True)
    assert store.names("runs/today") == WHOLE


def test_what_is_written_before_the_upload_is_for_its_owner_alone(out: StoreAddress, store: Store) -> None:
    with staged_run(out) as folder:
        assert isinstance(folder, Path)
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "run.json").write_text("{}")
    assert not folder.exists()
