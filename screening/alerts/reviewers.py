"""Who is who among reviewers, however a name was typed, and whether two names are two people.

The settings (alerts.reviewers) may list them, each with other ways to write the name and with login names:
then nobody else decides, and who is logged in under a listed name decides only as that person. Without a
list, a name is what is left of it without capitals, accents, signs and the order of its parts: "Lee, Ann" is
"ann lee". As a second person that is not enough: "A. Lee" may be Ann Lee, and so may "Ann".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from screening.alerts.database import plain_text
from screening.model.errors import InputError

__all__ = ["Reviewers"]

_Key = tuple[str, ...]


class Reviewers:
    """listed: name → other ways to write it and login names; None where everybody may decide.

    Raises InputError for a way to write a name that is two people's.
    """

    def __init__(self, listed: Mapping[str, Sequence[str]] | None) -> None:
        self._names: dict[_Key, str] | None = None
        if listed is None:
            return
        self._names = {}
        for name, others in listed.items():
            for written in (name, *others):
                known = self._names.setdefault(_key(written), name)
                if known != name:
                    raise InputError(
                        f"alerts.reviewers: '{written}' stands for {known} and for {name}. Write it once."
                    )

    def named(self, name: str, login: str = "") -> str:
        """The reviewer of this name, as the ledger keeps it. login: who is logged in, "" where not known.

        Raises InputError for a name without letters, and where there is a list for one that is not in it, and
        for a login that is somebody else's.
        """
        name = " ".join(plain_text(name).split())
        if not _key(name):
            raise InputError("reviewer: the name is blank. Say who decides.")
        if self._names is None:
            return name
        found = self._names.get(_key(name))
        if found is None:
            raise InputError(
                f"reviewer '{name}': not in alerts.reviewers. Write the name as it stands there, or add it."
            )
        owner = self._names.get(_key(login))
        if owner not in (None, found):
            raise InputError(
                f"reviewer '{name}': you are logged in as '{login}', who is {owner} in alerts.reviewers, and "
                f"{found} is somebody else. Let {found} hand in what {found} decided."
            )
        return found

    def same(self, one: str, other: str) -> bool:
        """Whether two names are one person's."""
        return self._person(one) == self._person(other)

    def may_be_same(self, one: str, other: str) -> bool:
        """Whether two names could be one person's: without a list, one may be short for the other."""
        if self._names is not None or self.same(one, other):
            return self.same(one, other)
        short, long = sorted((_key(one), _key(other)), key=len)
        return _shortens(short, long)

    def _person(self, name: str) -> _Key:
        key = _key(name)
        listed = (self._names or {}).get(key)
        return key if listed is None else _key(listed)


def _key(name: str) -> _Key:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return tuple(sorted(re.findall(r"[^\W_]+", kept)))


def _shortens(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether each part of `short` is a part of its own of `long`, or the initial of one."""
    if not short:
        return True
    first, rest = short[0], short[1:]
    return any(
        _fits(first, part) and _shortens(rest, [*long[:place], *long[place + 1 :]])
        for place, part in enumerate(long)
    )


def _fits(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
