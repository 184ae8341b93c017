"""Broken copies of a file: what a reader of lists must survive with a right result or a clear error.

    for broken in mutations(path.read_bytes(), count=500, seed=1):
        ...

The same content, count and seed give the same copies, so a copy that fails can be made again by its number.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

__all__ = ["MUTATIONS", "mutations"]

Mutation = Callable[[bytes, random.Random], bytes]

# A field of this length is beyond what any reader may take for granted (csv's own limit is 131,072).
_HUGE = 150_000


def _flip_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _put_bytes(content: bytes, chance: random.Random) -> bytes:
    """Signs that mean something to a parser, or to nobody, anywhere."""
    sign = chance.choice(
        (b"\x00", b"\x1a", b'"', b"'", b"<", b">", b"&", b"&#0;", b"&x;", b"</", b"<!--", b"<![CDATA[",
         b"]]>", b"{", b"}", b"[", b"]", b",", b";", b"\n", b"\r", b"\xff", b"\xc3", b"\xed\xa0\x80",
         b"\xef\xbb\xbf", b"-0-", b"-0- ", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"-1", b"0000", b"NaN",
         b"99999999999999999999")
    )  # fmt: skip
    at = _place(content, chance)
    return content[:at] + sign * chance.choice((1, 1, 1, 3, 50)) + content[at:]


def _cut_end(content: bytes, chance: random.Random) -> bytes:
    return content[: _place(content, chance)]


def _cut_start(content: bytes, chance: random.Random) -> bytes:
    return content[_place(content, chance) :]


def _cut_middle(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted((_place(content, chance), _place(content, chance)))
    return content[:start] + content[end:]


def _swap_parts(content: bytes, chance: random.Random) -> bytes:
    first, second, third = sorted(_place(content, chance) for _ in range(3))
    return content[:first] + content[second:third] + content[first:second] + content[third:]


def _drop_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    for _ in range(chance.choice((1, 1, 3, 10))):
        if lines:
            del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def _repeat_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    start = chance.randrange(len(lines))
    some = lines[start : start + chance.choice((1, 1, 5, 20))]
    return b"".join([*lines[:start], *some * chance.choice((2, 2, 3, 50)), *lines[start + len(some) :]])


def _exchange_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    if lines:
        first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def _huge_field(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    filling = chance.choice((b"A", b"9", b" ", b"a.k.a. ", b"(", b"; ", b"DOB ", b"\xc3\xa9", b"<a>"))
    return content[:at] + filling * (_HUGE // len(filling)) + content[at:]


def _other_encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", errors="replace")
    encoding = chance.choice(
        ("utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251", "utf-7", "cp037", "utf-8-sig")
    )
    return text.encode(encoding, errors="replace")


def _twice_encoded(content: bytes, _chance: random.Random) -> bytes:
    return content.decode("latin-1").encode("utf-8")


def _line_ends(content: bytes, chance: random.Random) -> bytes:
    plain = content.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"", b" ")))


def _other_word(content: bytes, chance: random.Random) -> bytes:
    """One word of the file becomes another one of it, so that the form often stays and the sense does not."""
    words = content.split(b" ")
    if len(words) > 1:
        words[chance.randrange(len(words))] = words[chance.randrange(len(words))]
    return b" ".join(words)


def _other_digits(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    digits = [at for at, byte in enumerate(changed) if 0x30 <= byte <= 0x39]
    for _ in range(min(len(digits), chance.choice((1, 5, 50)))):
        changed[chance.choice(digits)] = chance.choice(b"0123456789x-.")
    return bytes(changed)


def _document_type(content: bytes, chance: random.Random) -> bytes:
    """Entities that grow or read files, in front of what is there."""
    grow = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    read = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    at = content.find(b"<", 1) if content.startswith(b"<?") else 0
    return content[: max(at, 0)] + chance.choice((grow, read)) + content[max(at, 0) :]


def _nothing(_content: bytes, chance: random.Random) -> bytes:
    return chance.choice(
        (b"", b"\n", b"\x1a", b"\x00" * 100, b"<", b"<a/>", b"{}", b"[]", b"\xff\xfe", b"PK\x03\x04")
    )


MUTATIONS: tuple[Mutation, ...] = (
    _flip_bytes, _put_bytes, _cut_end, _cut_start, _cut_middle, _swap_parts, _drop_lines, _repeat_lines,
    _exchange_lines, _huge_field, _other_encoding, _twice_encoded, _line_ends, _other_word, _other_digits,
    _document_type, _nothing,
)  # fmt: skip
# Those after which most of the file is still what it was come more often: they get furthest into a reader.
_OFTEN = (_flip_bytes, _put_bytes, _drop_lines, _repeat_lines, _other_word, _other_digits)


def mutations(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`count` broken copies of `content`: each kind of damage in turn, at times two on top of each other."""
    chance = random.Random(seed)
    kinds = (*MUTATIONS, *_OFTEN)
    for number in range(count):
        broken = kinds[number % len(kinds)](content, chance)
        if chance.random() < 0.2:
            broken = chance.choice(_OFTEN)(broken, chance)
        yield broken


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(content))
