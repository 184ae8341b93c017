"""Kinds of documents and numbers, and the words for them: the settings under `document_kinds`, from
configs/document_kinds.yaml. Customers, lists and links read them alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from pydantic import Field, model_validator

from screening.config_files import CONFIG_DIR, Section, read_mapping

__all__ = ["DocumentKind", "DocumentKinds", "ReadKind", "default_document_kinds", "plain_kind"]

_WORD = re.compile(r"[^\W_]+")
# Written without blanks between words: such a word may stand anywhere in a text.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# A label that is written together with its number: IMO9187629, LEI5299... Of other numbers with letters in
# them it is as likely the beginning: Mexico's tax numbers begin with letters of the name.
_GLUED = re.compile(r"\b([^\W\d_]{3,})(?=\d+\b|\d[^\W_]{19}\b)")
# Longer texts are no word for a kind; they are read, but not remembered.
_REMEMBERED = 80


class DocumentKind(Section):
    """See configs/document_kinds.yaml."""

    words: tuple[str, ...]
    worldwide: bool = False
    country_words: Mapping[str, str] = Field(default_factory=dict)
    check: str | None = None
    check_words: Mapping[str, tuple[str, str]] = Field(default_factory=dict)


class ReadKind(NamedTuple):
    """What a text says of a number. country: the only one that uses the word, else None. check: the rule that
    such a number keeps, in the country check_country where that is not None."""

    kind: str
    country: str | None = None
    check: str | None = None
    check_country: str | None = None


class DocumentKinds(Section):
    """All kinds, in the order in which their words are looked for."""

    kinds: Mapping[str, DocumentKind]
    any_document: tuple[str, ...]
    may_be_one: tuple[tuple[str, str], ...]

    @model_validator(mode="after")
    def _kinds_are_known(self) -> DocumentKinds:
        for kind in (kind for pair in self.may_be_one for kind in pair):
            if kind not in self.kinds:
                raise ValueError(f"may_be_one: no kind is called '{kind}'; there are {', '.join(self.kinds)}")
        return self

    def read(self, text: str | None) -> ReadKind | None:
        """The kind whose words stand in a text, such as a publisher's "Tax ID No."; None where none does, and
        where the text may mean any document."""
        if not text:
            return None
        if len(text) > _REMEMBERED:
            return self._look_up(text)
        if text not in self.known:
            self.known[text] = self._look_up(text)
        return self.known[text]

    def read_label(self, number: str) -> ReadKind | None:
        """The kind that a label beside a number tells: "Passport A123", "IMO9187629", "9187629 (IMO)"."""
        words = _GLUED.sub(r"\1 ", plain_kind(number)).split()
        return self.read(" ".join(word for word in words if not any(sign.isdigit() for sign in word)))

    def means_any(self, text: str) -> bool:
        """Whether a text says no more than that something is a document or a number."""
        return plain_kind(text) in self.generic

    def is_worldwide(self, kind: str) -> bool:
        """Whether numbers of the kind are the same in every country; a kind that is not known is not."""
        return kind in self.kinds and self.kinds[kind].worldwide

    def may_be_the_same(self, one: str, other: str) -> bool:
        """Whether one number may be of both kinds."""
        return one == other or frozenset((one, other)) in self.pairs

    @cached_property
    def known(self) -> dict[str, ReadKind | None]:
        """Texts that were read before."""
        return {}

    @cached_property
    def generic(self) -> frozenset[str]:
        """`any_document` as it is looked up."""
        return frozenset(plain_kind(text) for text in self.any_document)

    @cached_property
    def pairs(self) -> frozenset[frozenset[str]]:
        """`may_be_one` as it is looked up."""
        return frozenset(frozenset(pair) for pair in self.may_be_one)

    @cached_property
    def words(self) -> tuple[tuple[str, ReadKind], ...]:
        """Every word as it is looked up, those that say most of a kind first."""
        found: dict[str, ReadKind] = {}
        for kind, said in self.kinds.items():
            for word in dict.fromkeys([*said.check_words, *said.country_words, *said.words]):
                check, where = said.check_words.get(word, (said.check, None))
                read = ReadKind(kind, said.country_words.get(word), check, where)
                found.setdefault(plain_kind(word), read)
        return tuple(found.items())

    def _look_up(self, text: str) -> ReadKind | None:
        plain = plain_kind(text)
        if not plain or plain in self.generic:
            return None
        spaced = f" {plain} "
        for word, read in self.words:
            if f" {word} " in spaced or (_UNSPACED.search(word) and word in plain):
                return read
        return None


@lru_cache(maxsize=1)
def default_document_kinds() -> DocumentKinds:
    """The kinds of configs/document_kinds.yaml."""
    return DocumentKinds.model_validate(read_mapping(CONFIG_DIR / "document_kinds.yaml"))


def plain_kind(text: str) -> str:
    """The words of a text in small letters, without dots and signs, one blank between."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace(".", "")))
