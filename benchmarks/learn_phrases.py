"""Makes configs/phrases.tsv: which words stand side by side in rigour's phrases of several words.

    pip download --no-deps --no-binary :all: rigour==VERSION
    python benchmarks/learn_phrases.py rigour-VERSION.tar.gz

rigour (MIT license) tells of words, and of phrases of several ("van der Berg", "limited liability
company"), what they stand for, and drops a title in front. A name without a phrase or a title is the sum of
its words, each analyzed once and kept; so screening has to know which words may make one. rigour itself does
not tell, but its source does: this reads the tables there and writes the first two words of each phrase, and
each word that may begin a title with nothing behind it, for the version of the source.
"""

from __future__ import annotations

import argparse
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rigour.text.normalize import Normalize, normalize

from screening.names.phrases import TABLE

_FOLDED = Normalize.CASEFOLD | Normalize.NAME


class Source:
    """rigour's source as it is published."""

    def __init__(self, path: Path) -> None:
        self.version = path.name.removeprefix("rigour-").removesuffix(".tar.gz")
        self._path = path

    def text(self, name: str) -> str:
        with tarfile.open(self._path) as archive:
            file = archive.extractfile(f"rigour-{self.version}/rust/data/{name}")
            if file is None:
                raise FileNotFoundError(name)
            return file.read().decode("utf-8")

    def json(self, name: str) -> Any:
        return json.loads(self.text(name))


def person_phrases(source: Source) -> Iterator[str]:
    symbols = source.json("names/symbols.json")
    for group in ("person_symbols", "person_name_parts", "person_nick"):
        for forms in symbols[group].values():
            yield from forms
    for line in source.text("names/person_names.txt").splitlines():
        forms, arrow, _ = line.strip().rpartition(" => ")
        if arrow:
            yield from forms.split(", ")
    yield from ordinals(source)


def other_phrases(source: Source) -> Iterator[str]:
    symbols = source.json("names/symbols.json")
    for group in ("org_symbols", "org_domains"):
        for forms in symbols[group].values():
            yield from forms
    for form in source.json("names/org_types.json"):
        yield from (form[key] for key in ("display", "compare", "generic") if form.get(key))
        yield from form.get("aliases", ())
    for line in filter(None, source.text("territories/data.jsonl").splitlines()):
        territory = json.loads(line)
        yield from filter(None, (territory.get("name"), territory.get("full_name")))
        yield from territory.get("names_strong", ())
    yield from ordinals(source)


def ordinals(source: Source) -> Iterator[str]:
    for each in source.json("text/ordinals.json"):
        yield from each["forms"]


def first_two(phrases: Iterator[str]) -> set[tuple[str, str]]:
    words = (words_of(phrase) for phrase in phrases)
    return {(found[0], found[1]) for found in words if len(found) > 1}


def check_pieces(source: Source) -> None:
    """Names of organizations are cut at spaces before rigour writes forms of company in its own way. So one
    that goes over a space has to be seen by its words."""
    for form in source.json("names/org_types.json"):
        for alias in (form.get("display"), *form.get("aliases", ())):
            if alias and len(alias.split()) > 1 and len(words_of(alias)) < 2:
                raise SystemExit(f"{alias!r} goes over a space, and has one word: no table can tell")


def words_of(phrase: str) -> list[str]:
    return (normalize(phrase, _FOLDED) or "").split()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, help="rigour-VERSION.tar.gz")
    source = Source(parser.parse_args().source)
    check_pieces(source)
    found = {"person": first_two(person_phrases(source)), "non_person": first_two(other_phrases(source))}
    in_front = source.json("names/stopwords.json")
    for kind, titles in (("person", "person_name_prefixes"), ("non_person", "org_name_prefixes")):
        found[kind] |= {(words_of(title)[0], "") for title in in_front[titles]}
    with TABLE.open("w", encoding="utf-8") as out:
        out.write(
            f"# The first two words of each phrase that rigour {source.version} knows (MIT license),\n"
            "# and, with nothing behind it, the first word of what it drops in front. A name with\n"
            "# none of them is the sum of its words.\n"
            "# Made by: python benchmarks/learn_phrases.py rigour-VERSION.tar.gz\n"
            f"# rigour\t{source.version}\n"
            "kind\tfirst\tsecond\n"
        )
        for kind, pairs in found.items():
            out.writelines(f"{kind}\t{first}\t{second}\n" for first, second in sorted(pairs))
    print({kind: len(pairs) for kind, pairs in found.items()}, "pairs of words in", TABLE)


if __name__ == "__main__":
    main()
