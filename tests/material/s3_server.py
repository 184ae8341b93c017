"""A server on loopback that speaks S3 (moto's), notes what it is asked, and fails when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

BUCKET = "bank"
SECRET = "secret-of-these-tests"
_ERROR = "<Error><Code>{0}</Code><Message>told to</Message></Error>"


class S3Server:
    """requests: method, path and length of each answer. fails: the status and code to answer a request with,
    None to answer it well."""

    def __init__(self) -> None:
        from moto.server import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import make_server

        self._moto: Any = DomainDispatcherApplication(create_backend_app)
        self.requests: list[tuple[str, str, int]] = []
        self.fails: Callable[[str, str], tuple[str, str] | None] = lambda method, path: None
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, environ: dict[str, Any], start: Any) -> Any:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        failure = self.fails(method, path)
        if failure is not None:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start(failure[0], [("Content-Type", "application/xml")])
            return [_ERROR.format(failure[1]).encode()]
        body = b"".join(self._moto(environ, start))
        self.requests.append((method, path, len(body)))
        return [body]

    def client(self) -> Any:
        import boto3

        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="AKIATESTING",
            aws_secret_access_key=SECRET,
        )


class Store:
    """The bucket of one test, with a folder of its own."""

    def __init__(self, server: S3Server, folder: str) -> None:
        self.server = server
        self.folder = folder
        self.address = f"s3://{BUCKET}/{folder}"
        self._client = server.client()

    def put(self, name: str, content: bytes | Path) -> str:
        """The address of a new file with that content."""
        body = content.read_bytes() if isinstance(content, Path) else content
        self._client.put_object(Bucket=BUCKET, Key=f"{self.folder}/{name}", Body=body, ACL="public-read")
        return f"{self.address}/{name}"

    def put_folder(self, name: str, folder: Path) -> str:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                self.put(f"{name}/{file.relative_to(folder).as_posix()}", file)
        return f"{self.address}/{name}"

    def get(self, name: str) -> bytes:
        content: bytes = self._client.get_object(Bucket=BUCKET, Key=f"{self.folder}/{name}")["Body"].read()
        return content

    def names(self, folder: str = "") -> list[str]:
        """The files in a folder of the bucket, without the marks that stand for folders."""
        prefix = "/".join(part for part in (self.folder, folder) if part) + "/"
        found = self._client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
        return sorted(each["Key"][len(prefix) :] for each in found if not each["Key"].endswith("/"))


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    server = S3Server()
    server.client().create_bucket(Bucket=BUCKET)
    yield server
    server.stop()


@pytest.fixture
def no_clouds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No way into any cloud, whatever the machine has."""
    import os

    for name in os.environ:
        if name.startswith(("AWS_", "AZURE_", "GOOGLE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    return monkeypatch


@pytest.fixture
def store(
    s3_server: S3Server, no_clouds: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Store]:
    """A folder in the bucket, with the way into it in the environment."""
    no_clouds.setenv("AWS_ENDPOINT_URL", s3_server.url)
    no_clouds.setenv("AWS_ACCESS_KEY_ID", "AKIATESTING")
    no_clouds.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    s3_server.fails = lambda method, path: None
    yield Store(s3_server, request.node.name.replace("[", "-").replace("]", ""))
    s3_server.fails = lambda method, path: None
