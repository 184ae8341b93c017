"""Pages that servers send in place of a file: for people to read, often with the status of a success."""

from __future__ import annotations

import html
import re

__all__ = ["is_web_page", "said_on_page"]

_LONGEST = 160
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(r"<Code>(.*?)</Code>", re.DOTALL)
_MESSAGE = re.compile(r"<Message>(.*?)</Message>", re.DOTALL)
_BEGINNINGS = (b"<!doctype html", b"<html")


def is_web_page(beginning: bytes, content_type: str) -> bool:
    """Whether content is HTML, by its first bytes or by the header; no list is published as that.

    A server may call anything it does not know HTML: then the first bytes must be those of markup, and not of
    XML or a table.
    """
    start = beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_BEGINNINGS):
        return True
    is_xml = start.startswith(b"<?xml") and b"<html" not in start[:1000]
    return content_type.lower().startswith("text/html") and start.startswith(b"<") and not is_xml


def said_on_page(page: bytes) -> str:
    """What the page says, in its title or as the error of an object store; empty for neither."""
    text = page.decode("utf-8", errors="replace")
    if (code := _CODE.search(text)) is not None:
        message = _MESSAGE.search(text)
        return _short(f"{code[1]}: {message[1]}" if message else code[1])
    title = _TITLE.search(text)
    return _short(title[1]) if title else ""


def _short(text: str) -> str:
    line = " ".join(html.unescape(text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
