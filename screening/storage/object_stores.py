"""Object stores as pyarrow reaches them: S3 and what speaks its language, Google's, Azure's.

Credentials come from where the provider's own tools look: the environment, and S3's files. There must be
some, or the settings must ask for access without any, or for those of the machine: nothing is sent to a
cloud's metadata service that nobody asked for. No message repeats what a store answered word by word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from screening.model.errors import InputError
from screening.storage.addresses import StoreAddress, StoreOptions

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.fs as pafs

__all__ = [
    "StoredFile",
    "contents",
    "files_below",
    "filesystem",
    "from_store",
    "kind_of",
    "open_file",
    "path_in",
    "reaching",
    "side_by_side",
    "stamp_of",
]

T = TypeVar("T")
R = TypeVar("R")

_CONNECT_SECONDS = 5.0
_RETRY_SECONDS = 30
_THREADS = 16
# Together they bound what is held in memory while a file is hashed.
_CHUNK = 4 << 20
_AHEAD = 6


@dataclass(frozen=True)
class StoredFile:
    """A file below a folder. name: its path from there, with slashes. size: in bytes."""

    name: str
    size: int
    is_folder: bool


def path_in(address: StoreAddress) -> str:
    """The address as pyarrow's file systems want it."""
    return f"{address.bucket}/{address.key}".rstrip("/")


def filesystem(address: StoreAddress) -> pafs.FileSystem:
    """The store of an address; the same one each time, for it keeps connections. Call it in `reaching`."""
    seen = tuple(os.environ.get(name) for name in _VARIABLES)
    return _made(address.scheme, address.root, address.options, seen)


def kind_of(address: StoreAddress) -> Literal["file", "folder"] | None:
    """What there is. Raises InputError where the bucket is not there, or the store cannot be asked."""
    import pyarrow.fs as pafs

    with reaching(address):
        store = filesystem(address)
        found = store.get_file_info(path_in(address)).type
        if found == pafs.FileType.NotFound and not _has_bucket(store, address):
            raise InputError(_no_bucket(address))
    if found == pafs.FileType.File:
        return "file"
    return "folder" if found == pafs.FileType.Directory else None


def files_below(address: StoreAddress, deep: bool = True) -> list[StoredFile]:
    """All files and folders below a folder, in the order of their names; none where there is no folder.

    deep: not only those directly in it.
    """
    import pyarrow.fs as pafs

    with reaching(address):
        base = path_in(address)
        chosen = pafs.FileSelector(base, recursive=deep, allow_not_found=True)
        found = filesystem(address).get_file_info(chosen)
    entries = [
        StoredFile(info.path[len(base) + 1 :].rstrip("/"), info.size or 0, info.type != pafs.FileType.File)
        for info in found
    ]
    return sorted(entries, key=lambda entry: entry.name)


def open_file(address: StoreAddress) -> pa.NativeFile:
    """The file, to read ranges of it. Call it, and read from it, in `reaching`."""
    return filesystem(address).open_input_file(path_in(address))


def stamp_of(address: StoreAddress) -> tuple[int, tuple[object, ...]]:
    """Its size, and what the store calls this state of it. Call it in `reaching`."""
    with open_file(address) as file:
        said: Mapping[Any, Any] = file.metadata() or {}
        known = sorted((str(key).lower(), bytes(value)) for key, value in said.items())
        return file.size(), tuple(each for each in known if each[0] in _STATE)


_STATE = ("etag", "generation", "last-modified", "versionid", "x-amz-version-id")


def side_by_side(function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """The function's result for each, in order; waiting for a store costs the time of the slowest few."""
    if len(items) < 2:
        return [function(item) for item in items]
    with ThreadPoolExecutor(max_workers=min(_THREADS, len(items)), thread_name_prefix="store") as pool:
        return list(pool.map(function, items))


def contents(addresses: Sequence[StoreAddress]) -> Iterator[tuple[int, Iterator[bytes]]]:
    """The size and the bytes of each file, in order, fetched ahead in bounded memory. Each file's bytes must
    be taken before the next is asked for. Call it in `reaching`."""
    with ThreadPoolExecutor(max_workers=_AHEAD, thread_name_prefix="store") as pool:
        begun: list[Future[tuple[pa.NativeFile, int, bytes]]] = []
        try:
            for place in range(len(addresses)):
                for address in addresses[place + len(begun) : place + _AHEAD]:
                    begun.append(pool.submit(_beginning, address))
                file, size, first = begun.pop(0).result()
                yield size, _chunks(file, size, first, pool)
        finally:
            for each in begun:
                each.cancel()


def _beginning(address: StoreAddress) -> tuple[pa.NativeFile, int, bytes]:
    file = open_file(address)
    size = file.size()
    return file, size, _read_at(file, min(_CHUNK, size), 0) if size else b""


def _chunks(file: pa.NativeFile, size: int, first: bytes, pool: ThreadPoolExecutor) -> Iterator[bytes]:
    yield first
    places = iter(range(_CHUNK, size, _CHUNK))
    ahead: list[Future[bytes]] = []
    while True:
        while len(ahead) < _AHEAD and (place := next(places, None)) is not None:
            ahead.append(pool.submit(_read_at, file, min(_CHUNK, size - place), place))
        if not ahead:
            return
        yield ahead.pop(0).result()


def _read_at(file: Any, count: int, place: int) -> bytes:
    # Its type stubs know only one argument.
    content: bytes = file.read_at(count, place)
    return content


def _has_bucket(store: pafs.FileSystem, address: StoreAddress) -> bool:
    import pyarrow.fs as pafs

    try:
        return store.get_file_info(address.bucket).type != pafs.FileType.NotFound
    except OSError:
        # Who may read files need not be allowed to ask for their bucket.
        return True


# What decides how a store is reached; another value makes another file system.
_KEYS = {
    "s3": ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"),
    "gs": ("GOOGLE_APPLICATION_CREDENTIALS",),
    "abfs": ("AZURE_STORAGE_KEY", "AZURE_STORAGE_SAS_TOKEN", "AZURE_CLIENT_SECRET"),
}
_CONTAINER = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
_SECRETS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_STORAGE_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "AZURE_CLIENT_SECRET",
)
_VARIABLES = (
    *(name for names in _KEYS.values() for name in names),
    *_CONTAINER,
    *_SECRETS,
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AZURE_CLIENT_ID",
    "AZURE_TENANT_ID",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_STORAGE_ACCOUNT",
)


@lru_cache(maxsize=16)
def _made(scheme: str, root: str, options: StoreOptions, seen: tuple[str | None, ...]) -> pafs.FileSystem:
    _check_credentials(scheme, root, options)
    return {"s3": _s3, "gs": _gs, "abfs": _abfs}[scheme](root, options)


def _check_credentials(scheme: str, root: str, options: StoreOptions) -> None:
    if (
        (options.anonymous and scheme != "abfs")
        or options.instance_role
        or any(map(os.environ.get, _KEYS[scheme]))
    ):
        return
    if scheme == "s3" and (any(map(os.environ.get, _CONTAINER)) or any(map(Path.exists, _aws_files()))):
        return
    if scheme == "gs" and (Path.home() / ".config/gcloud/application_default_credentials.json").exists():
        return
    if scheme == "abfs" and os.environ.get("AZURE_FEDERATED_TOKEN_FILE"):
        return
    public = f", or object_stores.{scheme}.anonymous: true for a public bucket" if scheme != "abfs" else ""
    raise InputError(
        f"{scheme}://{root}: no credentials for it. Set {_ASKED[scheme]} in the environment; or, in the file "
        f"given with --config, object_stores.{scheme}.instance_role: true for those of this machine{public}."
    )


_ASKED = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE,",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS",
    "abfs": "AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN, or AZURE_TENANT_ID, AZURE_CLIENT_ID and "
    "AZURE_CLIENT_SECRET,",
}


def _aws_files() -> Iterator[Path]:
    own = Path.home() / ".aws"
    yield Path(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or own / "credentials")
    yield Path(os.environ.get("AWS_CONFIG_FILE") or own / "config")


def _s3(root: str, options: StoreOptions) -> pafs.FileSystem:
    import pyarrow.fs as pafs

    if not options.instance_role:
        # Else the machine's metadata service is asked wherever nothing else is found. Who set it knows.
        os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    endpoint = options.endpoint or os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    region = options.region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if not region:
        # Amazon is asked, as its buckets answer from their own region only. Others have mostly one.
        region = "us-east-1" if endpoint else pafs.resolve_s3_region(root)
    known: dict[str, Any] = {"scheme": "https"}
    if endpoint:
        scheme, _, host = endpoint.rpartition("://")
        known = {"endpoint_override": host.rstrip("/"), "scheme": scheme or "https"}
    return pafs.S3FileSystem(
        anonymous=options.anonymous,
        region=region,
        connect_timeout=_CONNECT_SECONDS,
        **known,
    )


def _gs(root: str, options: StoreOptions) -> pafs.FileSystem:
    import pyarrow.fs as pafs

    known: dict[str, Any] = {}
    if options.endpoint:
        scheme, _, host = options.endpoint.rpartition("://")
        known = {"endpoint_override": host, "scheme": scheme}
    return pafs.GcsFileSystem(
        anonymous=options.anonymous, retry_time_limit=timedelta(seconds=_RETRY_SECONDS), **known
    )


def _abfs(root: str, options: StoreOptions) -> pafs.FileSystem:
    import pyarrow.fs as pafs

    account = root.rpartition("@")[2].partition(".")[0] if "@" in root else ""
    account = account or os.environ.get("AZURE_STORAGE_ACCOUNT", "")
    if not account:
        raise InputError(
            f"abfs://{root}: names no storage account. Give "
            f"abfs://{root}@ACCOUNT.dfs.core.windows.net/…, or set AZURE_STORAGE_ACCOUNT."
        )
    known: dict[str, Any] = {}
    if options.endpoint:
        scheme, _, host = options.endpoint.rpartition("://")
        for service in ("blob", "dfs"):
            known |= {f"{service}_storage_authority": host, f"{service}_storage_scheme": scheme}
    secrets: dict[str, Any] = {
        "account_key": os.environ.get("AZURE_STORAGE_KEY"),
        "sas_token": os.environ.get("AZURE_STORAGE_SAS_TOKEN"),
    }
    given = {name: value for name, value in secrets.items() if value}
    if not given and os.environ.get("AZURE_CLIENT_SECRET"):
        given = {
            name: os.environ.get(f"AZURE_{name.upper()}", "")
            for name in ("tenant_id", "client_id", "client_secret")
        }
    return pafs.AzureFileSystem(account, **given, **known)


@contextmanager
def reaching(address: StoreAddress) -> Iterator[None]:
    """Turns what pyarrow says of a store into an InputError that names the address and the way out."""
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(f"{address}: there is no such file in the store. Check the address.") from error
    except (OSError, ValueError) as error:
        raise InputError(_words(address, str(error))) from error


def from_store(error: BaseException) -> bool:
    """Whether an error that arose while a file was decoded is of the store it comes from."""
    return isinstance(error, OSError) and bool(_OF_STORES.search(str(error)))


_OF_STORES = re.compile(r"AWS Error|curl|google::cloud|Azure Error|Path does not exist", re.IGNORECASE)
_CODE = re.compile(
    r"AWS Error (\w+(?: \(HTTP status \d+\))?) during (\w+)|Status\((\w+)|Azure Error: \[(\w+)"
)
_NO_BUCKET = re.compile(r"NO_SUCH_BUCKET|NoSuchBucket|bucket does not exist|ContainerNotFound")
_REFUSED = re.compile(
    r"ACCESS_DENIED|FORBIDDEN|HTTP status 40[13]|INVALID_ACCESS_KEY|InvalidAccessKey|SIGNATURE|EXPIRED_TOKEN"
    r"|INVALID_CLIENT_TOKEN|InvalidToken|UNRECOGNIZED_CLIENT|PERMISSION_DENIED|UNAUTHENTICATED"
    r"|AuthenticationFailed|AuthorizationFailure|AuthorizationPermissionMismatch|invalid_grant|credential",
    re.IGNORECASE,
)
_UNREACHED = re.compile(
    r"NETWORK_CONNECTION|curl|TIMEOUT|DEADLINE_EXCEEDED|Could not connect|Could not resolve"
    r"|Fail to get a new connection|UNAVAILABLE|Connection reset|closed connection",
    re.IGNORECASE,
)
_BUSY = re.compile(r"SLOW_DOWN|THROTTL|HTTP status 5\d\d|INTERNAL_FAILURE|INTERNAL_ERROR|ServerBusy")
_ELSEWHERE = re.compile(r"HTTP status 301|PERMANENT_REDIRECT|PermanentRedirect|AuthorizationHeaderMalformed")


def _words(address: StoreAddress, said: str) -> str:
    found = _CODE.search(said)
    code = " ".join(part for part in found.groups() if part) if found else ""
    shown = f" ({code})" if code else ""
    if _NO_BUCKET.search(said):
        return _no_bucket(address)
    if _BUSY.search(said):
        return f"{address}: the store failed or is too busy{shown}. Run the same command again."
    if _ELSEWHERE.search(said):
        return (
            f"{address}: the bucket is in another region{shown}. Set object_stores.s3.region in the file "
            "given with --config, or AWS_REGION."
        )
    if _UNREACHED.search(said):
        return (
            f"{address}: the store cannot be reached{_at(address)}{shown}. Check the network and "
            f"object_stores.{address.scheme}.endpoint, then run the same command again."
        )
    if _REFUSED.search(said):
        return (
            f"{address}: the store refused access{shown}. Check the credentials in the environment "
            f"({_ASKED[address.scheme].rstrip(',')}) and what they may do: list, read, and for a run also "
            "write and delete."
        )
    return f"{address}: the store answered with an error{shown or _first(said)}. Check the address."


def _no_bucket(address: StoreAddress) -> str:
    what = "container" if address.scheme == "abfs" else "bucket"
    return (
        f"{address}: there is no {what} '{address.bucket}'. Check the address and "
        f"object_stores.{address.scheme}.endpoint; {what}s are not created here."
    )


def _at(address: StoreAddress) -> str:
    endpoint = address.options.endpoint
    if endpoint is None and address.scheme == "s3":
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return f" at {endpoint.rpartition('@')[2]}" if endpoint else ""


def _first(said: str) -> str:
    """What a store says beyond what is known, without any secret that was sent there."""
    text = (said.splitlines() or [""])[0][:200]
    for name in _SECRETS:
        if value := os.environ.get(name):
            text = text.replace(value, "***")
    return f": {text}" if text else ""
