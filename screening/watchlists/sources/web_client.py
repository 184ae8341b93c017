"""Files from the web, tried again where a failure may pass."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from screening.model.errors import InputError
from screening.settings.lists import FetchSettings, without_secrets
from screening.watchlists.sources.deadline import Deadline
from screening.watchlists.sources.transfer import TryAgainError, Validators, transfer

__all__ = ["WebClient", "web_client"]

_log = logging.getLogger(__name__)
# An index or a checksum, which are read into memory.
_TEXT_BYTES = 10_000_000


@dataclass(frozen=True)
class WebClient:
    """Gets files of one list, all of them by the same deadline. authorization: header for hosts of `own`."""

    client: httpx.Client
    limits: FetchSettings
    deadline: Deadline
    authorization: str | None = None
    own: frozenset[str] = frozenset()

    def get(self, address: str, to: Path, known: Validators | None = None) -> tuple[Validators, str] | None:
        """As `transfer`, tried again; what does not pass is an InputError, too."""
        shown = without_secrets(address)
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL as error:
            raise InputError(f"{shown}: is no address: {error}.") from error
        if url.scheme != "https" and not self.limits.allow_http:
            raise InputError(
                f"{shown}: is no https address, so anybody on the way could change the list. Name its https "
                "address ('fetching.allow_http: true' would take this one all the same)."
            )
        authorization = self.authorization if url.host in self.own else None
        for number in range(1, self.limits.tries + 1):
            try:
                return transfer(self.client, address, to, self.limits, self.deadline, known, authorization)
            except TryAgainError as error:
                wait = self._wait(number, error.wait)
                if number == self.limits.tries:
                    raise InputError(f"{shown}: {error}; tried {self._times(number)}.") from error
                if wait > min(self.limits.max_wait_seconds, self.deadline.left):
                    raise InputError(
                        f"{shown}: {error}; tried {self._times(number)}, and the next try would be in "
                        f"{wait:,.0f} seconds, which is longer than to be waited for. Fetch later."
                    ) from error
                _log.warning(
                    "%s: %s; try %d of %d in %.1f s", shown, error, number + 1, self.limits.tries, wait
                )
                time.sleep(wait)
        raise AssertionError("at least one try is made")

    def text(self, address: str, aside: Path) -> str:
        """A small file's text; `aside` is where it may lie meanwhile."""
        small = self.limits.model_copy(update={"max_bytes": min(_TEXT_BYTES, self.limits.max_bytes)})
        try:
            WebClient(self.client, small, self.deadline, self.authorization, self.own).get(address, aside)
            return aside.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(f"{without_secrets(address)}: is no text.") from error
        finally:
            aside.unlink(missing_ok=True)

    def _wait(self, number: int, asked: float | None) -> float:
        doubled: float = min(self.limits.first_wait_seconds * 2 ** (number - 1), self.limits.max_wait_seconds)
        # Never sooner than the server asks for; without that, less by chance.
        return max(asked, doubled) if asked is not None else doubled * random.uniform(0.5, 1)

    @staticmethod
    def _times(number: int) -> str:
        return "once" if number == 1 else f"{number} times"


@contextmanager
def web_client(
    limits: FetchSettings, authorization: str | None = None, own: frozenset[str] = frozenset()
) -> Iterator[WebClient]:
    """A client for one list, whose deadline begins now.

    Proxies (HTTPS_PROXY, NO_PROXY) and certificate authorities (SSL_CERT_FILE, SSL_CERT_DIR) are those of the
    environment. Passwords of ~/.netrc are not: httpx reads that only where it is asked to. Of what can be
    unpacked on the way only gzip is asked for, once: layers of it grow without bound.
    """
    headers = {"User-Agent": limits.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
    try:
        client = httpx.Client(headers=headers, follow_redirects=False, trust_env=True)
    except (httpx.InvalidURL, ValueError, ImportError, OSError) as error:
        raise InputError(
            "lists cannot be fetched with the proxies and certificates that the environment names "
            f"(HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE, SSL_CERT_DIR): {error}."
        ) from error
    with client:
        yield WebClient(client, limits, Deadline(limits.total_seconds), authorization, own)
