"""One file from one address, by one try: redirects followed, limits kept, errors told for what they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from screening.model.errors import InputError
from screening.settings.lists import FetchSettings, without_secrets
from screening.watchlists.sources.deadline import Deadline
from screening.watchlists.sources.error_pages import is_web_page, said_on_page

__all__ = ["TryAgainError", "Validators", "redirected", "transfer"]

_CHUNK = 1 << 16
_PAGE_BYTES = 4096
# What may be well in a moment.
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_REDIRECTS = {301, 302, 303, 307, 308}
_MEANINGS = {
    401: "it asks for who you are: see 'authorization' in configs/sources.yaml",
    403: "it does not let this program have it",
    404: "nothing lies at this address; look up where the publisher moved it",
    410: "nothing lies at this address any more; look up where the publisher moved it",
}


class TryAgainError(Exception):
    """A failure that may pass; the text says which. wait: the seconds that the server asks for."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server named the content by, to ask it whether it has changed. origin: scheme, host and port of
    the server that did; no other is told."""

    origin: str
    etag: str | None
    last_modified: str | None

    def headers(self) -> dict[str, str]:
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}

    def published(self, now: datetime) -> datetime | None:
        """When the content last changed by the server's word; None for none, and for a day to come."""
        when = _when(self.last_modified)
        return when if when is not None and when.date() <= now.date() else None


def transfer(
    client: httpx.Client,
    address: str,
    to: Path,
    limits: FetchSettings,
    deadline: Deadline,
    known: Validators | None = None,
    authorization: str | None = None,
) -> tuple[Validators, str] | None:
    """Write what lies at `address` to the file `to`; returns its validators and its SHA-256, or None, with
    nothing written, where it is what `known` names.

    authorization: header for the host of the address; no other is sent it. Raises TryAgainError for what may
    pass, and InputError for everything else; OSError where the file cannot be written.
    """
    shown, at = without_secrets(address), httpx.URL(address)
    first = _origin(at)
    for _ in range(limits.max_redirects + 1):
        headers: dict[str, str] = {}
        if known is not None and known.origin == _origin(at):
            headers |= known.headers()
        if authorization is not None and first == _origin(at):
            headers["Authorization"] = authorization
        with _answer(client, at, headers, limits, deadline, shown) as response:
            if response.status_code in _REDIRECTS:
                at = redirected(at, response, shown, limits)
                continue
            if response.status_code == 304 and known is not None and headers.keys() & known.headers().keys():
                return None
            _check_status(response, shown)
            digest = _save(response, to, shown, limits, deadline)
            etag, last_modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
            return Validators(_origin(at), etag, last_modified), digest
    raise InputError(f"{shown}: redirects more than {limits.max_redirects} times, in a circle perhaps.")


@contextmanager
def _answer(
    client: httpx.Client,
    at: httpx.URL,
    headers: dict[str, str],
    limits: FetchSettings,
    deadline: Deadline,
    shown: str,
) -> Iterator[httpx.Response]:
    """The answer to one request, its body still to come. Raises as `transfer` does."""
    silence = max(0.001, min(limits.read_seconds, deadline.left))
    timeout = httpx.Timeout(silence, connect=min(limits.connect_seconds, silence))
    try:
        with deadline.watched() as trace:
            request = client.build_request(
                "GET", at, headers=headers, timeout=timeout, extensions={"trace": trace}
            )
            response = client.send(request, stream=True)
            try:
                yield response
            finally:
                response.close()
    except httpx.RequestError as error:
        if deadline.is_over:
            raise _too_long(shown, deadline) from error
        raise _broken(error, shown) from error


def _broken(error: httpx.RequestError, shown: str) -> TryAgainError | InputError:
    said = str(error) or type(error).__name__
    if isinstance(error, httpx.UnsupportedProtocol | httpx.DecodingError):
        return InputError(f"{shown}: {said}.")
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return InputError(
            f"{shown}: the server's certificate is not trusted ({said}). Where your network has "
            "a certificate authority of its own, name its file in the environment variable SSL_CERT_FILE."
        )
    if isinstance(error, httpx.ConnectTimeout):
        return TryAgainError("the server cannot be reached in time")
    if isinstance(error, httpx.TimeoutException):
        return TryAgainError("the server was silent for too long")
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return TryAgainError(f"the server cannot be reached ({said})")
    return TryAgainError(f"the connection broke off ({said})")


def _too_long(shown: str, deadline: Deadline) -> InputError:
    return InputError(
        f"{shown}: has not come whole within {deadline.seconds:g} seconds ('fetching.total_seconds')."
    )


def redirected(at: httpx.URL, response: httpx.Response, shown: str, limits: FetchSettings) -> httpx.URL:
    """Where the answer to a request for `at` redirects to. Raises InputError where not to follow it."""
    location = response.headers.get("Location", "")
    try:
        there = at.join(location)
    except (httpx.InvalidURL, ValueError):
        there = httpx.URL("")
    if not location or there.scheme not in ("https", "http") or not there.host or there.userinfo:
        raise InputError(f"{shown}: redirects to '{without_secrets(location)}', which is no address.")
    if at.scheme == "https" and there.scheme == "http" and not limits.allow_http:
        raise InputError(
            f"{shown}: redirects to {without_secrets(str(there))}, where anybody on the way could change the "
            "list. Look up its https address ('fetching.allow_http' would follow all the same)."
        )
    return there


def _check_status(response: httpx.Response, shown: str) -> None:
    status = response.status_code
    if status == 200:
        return
    page = b""
    for chunk in response.iter_raw(_PAGE_BYTES):
        page = (page + chunk)[:_PAGE_BYTES]
        if len(page) == _PAGE_BYTES:
            break
    said = f"HTTP {status} {response.reason_phrase}".rstrip()
    if on_page := said_on_page(page):
        said += f", '{on_page}'"
    if status in _PASSING:
        raise TryAgainError(said, _asked_wait(response))
    meaning = f": {_MEANINGS[status]}" if status in _MEANINGS else ""
    raise InputError(f"{shown}: {said}{meaning}.")


def _asked_wait(response: httpx.Response) -> float | None:
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdecimal() and asked.isascii():
        return float(asked)
    when = _when(asked)
    return None if when is None else max(0.0, (when - datetime.now(UTC)).total_seconds())


def _when(text: str | None) -> datetime | None:
    try:
        when = parsedate_to_datetime(text or "")
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _save(response: httpx.Response, to: Path, shown: str, limits: FetchSettings, deadline: Deadline) -> str:
    """Write the body and return its SHA-256."""
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("identity", "gzip", ""):
        raise InputError(f"{shown}: came in an encoding that was not asked for.")
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > limits.max_bytes:
        raise _too_large(shown, limits)
    digest, written, beginning = hashlib.sha256(), 0, b""
    # It may be a link to a file that is kept.
    to.unlink(missing_ok=True)
    with to.open("wb") as file:
        for chunk in response.iter_bytes(_CHUNK):
            written += len(chunk)
            if written > limits.most_unpacked(response.num_bytes_downloaded):
                raise _too_large(shown, limits)
            if deadline.is_over:
                raise _too_long(shown, deadline)
            beginning = beginning or chunk[:_PAGE_BYTES]
            digest.update(chunk)
            file.write(chunk)
    if declared.isdecimal() and int(declared) != response.num_bytes_downloaded:
        raise TryAgainError(f"{response.num_bytes_downloaded:,} bytes came of {int(declared):,}")
    if not written:
        raise TryAgainError("an empty file came")
    if is_web_page(beginning, response.headers.get("Content-Type", "")):
        title = said_on_page(beginning)
        raise InputError(
            f"{shown}: a web page came{f', titled {title!r},' if title else ''} and no list. Open the "
            "address in a browser, and look up where the publisher moved the list."
        )
    return digest.hexdigest()


def _too_large(shown: str, limits: FetchSettings) -> InputError:
    return InputError(
        f"{shown}: is larger than a list may be: 'fetching.max_bytes' is {limits.max_bytes:,}, and packed "
        f"content may not grow more than {limits.max_ratio} times ('fetching.max_ratio')."
    )


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
