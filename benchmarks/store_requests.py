"""What reading a customer table from an object store costs: requests, bytes and seconds, beside that on a
disk.

A server that speaks S3 runs on loopback, in a process of its own, so its time is not the reader's. The table
is put there as one file, and as a folder of parts.

    python benchmarks/store_requests.py --customers customers.parquet --parts 20
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pyarrow.parquet as pq

from screening.customers import open_customers
from screening.settings.customers import CustomerSettings
from screening.storage.addresses import Place, StoreAddress, StoreOptions
from screening.storage.object_stores import filesystem

_BATCH_ROWS = 20_000


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--customers", type=Path, help="a Parquet file of customers")
    parser.add_argument("--parts", type=int, default=20, help="into how many files to cut it for the folder")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.serve:
        _serve()
        return
    os.environ.update(AWS_ACCESS_KEY_ID="benchmark", AWS_SECRET_ACCESS_KEY="benchmark")
    command = [sys.executable, __file__, "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, _folder() as folder:
        try:
            if server.stdout is None:
                raise RuntimeError("the server says nothing")
            url = server.stdout.readline().strip()
            _measure(given.customers, given.parts, url, Path(folder))
        finally:
            server.terminate()


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def _measure(customers: Path, parts: int, url: str, folder: Path) -> None:
    from pyarrow.fs import S3FileSystem

    host = url.removeprefix("http://")
    S3FileSystem(endpoint_override=host, scheme="http", allow_bucket_creation=True).create_dir("bank")
    table = pq.read_table(customers)
    size = -(-table.num_rows // parts)
    (folder / "parts").mkdir()
    for number in range(parts):
        pq.write_table(table.slice(number * size, size), folder / "parts" / f"part-{number:04}.parquet")
    bank = StoreAddress("s3", "bank", "", StoreOptions(endpoint=url))
    _put(customers, bank / "customers.parquet")
    for file in sorted((folder / "parts").iterdir()):
        _put(file, bank / "parts" / file.name)
    # Once without being counted: what is loaded at its first use is no matter of stores.
    _read(folder / "parts")
    for what, here, there in (
        ("one file", customers, bank / "customers.parquet"),
        (f"{parts} parts", folder / "parts", bank / "parts"),
    ):
        stored = sum(file.stat().st_size for file in ([here] if here.is_file() else here.iterdir()))
        opening, reading = _read(here)
        print(f"{what} on the disk: {stored:,} bytes, opened in {opening:.2f} s, read in {reading:.2f} s")
        _said(url)
        opening, reading = _read(there)
        said = _said(url)
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(said["requests"].items()))
        print(
            f"{what} in the store: {counts}; {said['bytes']:,} bytes ({said['bytes'] / stored:.2f} times), "
            f"opened in {opening:.2f} s, read in {reading:.2f} s"
        )


def _put(file: Path, address: StoreAddress) -> None:
    with filesystem(address).open_output_stream(f"{address.bucket}/{address.key}") as target:
        target.write(file.read_bytes())


def _read(place: Place) -> tuple[float, float]:
    """Seconds to open the table, its hash included, and to read it."""
    begin = time.perf_counter()
    source = open_customers(place, CustomerSettings(batch_rows=_BATCH_ROWS))
    opened = time.perf_counter()
    for _ in source.batches():
        pass
    return opened - begin, time.perf_counter() - opened


def _said(url: str) -> dict[str, Any]:
    """What the server was asked since the last time."""
    with urlopen(f"{url}/asked") as answer:
        said: dict[str, Any] = json.load(answer)
    return said


def _serve() -> None:
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    store: Any = DomainDispatcherApplication(create_backend_app)
    requests: Counter[str] = Counter()
    sent = 0

    def answer(environ: dict[str, Any], start: Any) -> list[bytes]:
        nonlocal sent
        if environ["PATH_INFO"] == "/asked":
            body = json.dumps({"requests": requests, "bytes": sent}).encode()
            requests.clear()
            sent = 0
            start("200 OK", [("Content-Type", "application/json")])
            return [body]
        body = b"".join(store(environ, start))
        listing = "list-type" in environ["QUERY_STRING"]
        requests["LIST" if listing else environ["REQUEST_METHOD"]] += 1
        sent += 0 if environ["REQUEST_METHOD"] == "HEAD" else len(body)
        return [body]

    class Quiet(WSGIRequestHandler):
        def log(self, *said: Any) -> None:
            pass

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=Quiet)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
