"""A list of one's own: a table and its mapping, as docs/add-a-publisher.md tells it."""

import re
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists import read_watchlist
from screening.watchlists.publishers import details_url, publisher_of
from screening.watchlists.publishers.table.mapping import ListMapping
from screening.watchlists.publishers.table.mapping_files import known_mappings, read_mapping_file
from screening.watchlists.read import source_files

PAGE = Path(__file__).resolve().parents[4] / "docs" / "add-a-publisher.md"


def block(kind):
    """The example of this kind on the page."""
    return re.search(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]


@pytest.fixture
def folder(tmp_path):
    """A folder with the page's table and mapping."""
    (tmp_path / "ministry.csv").write_bytes(block("csv").encode("cp1252"))
    (tmp_path / "ministry.list.yaml").write_text(block("yaml"), encoding="utf-8")
    return tmp_path


def rows(watchlist, table, *columns):
    return [tuple(row[column] for column in columns) for row in watchlist.tables[table].to_pylist()]


def test_the_page_followed_word_for_word_gives_the_list(folder):
    watchlist = read_watchlist(folder / "ministry.csv")
    assert watchlist.version.startswith("XX-MIN 2021-03-15 ")
    assert rows(watchlist, "names", "entity_id", "name", "quality", "family_name") == [
        ("L-1", "Anton Vale", "primary", "Vale"),
        ("L-1", "Vail, Anton", "strong", "Vail"),
        ("L-1", "Toni", "strong", None),
        ("L-2", "Müller & Söhne AG", "primary", None),
    ]
    assert rows(watchlist, "birth_dates", "year", "month", "day") == [(1971, 3, 25)]
    assert rows(watchlist, "countries", "text", "country") == [("Syrien", "SY"), ("Schweiz", "CH")]
    assert rows(watchlist, "identifiers", "kind", "number", "country") == [("Pass", "N0123", "SY")]
    assert rows(watchlist, "programs", "program", "authority")[0] == ("VO 12", "Examples Act")
    assert rows(watchlist, "measures", "measure")[:2] == [("asset freeze",), ("travel ban",)]
    assert watchlist.published_counts == (PartyCount("person", 1, 3), PartyCount("organization", 1, 1))


def test_the_mapping_is_a_part_of_the_publication(folder):
    files = source_files(folder / "ministry.csv")
    assert [file.name for file in files] == ["ministry.csv", "ministry.list.yaml"]
    assert read_watchlist(folder).version == read_watchlist(folder / "ministry.csv").version


def test_tables_in_folders_called_by_their_date_share_the_mapping_above(folder):
    below = folder / "2026-01-31"
    below.mkdir()
    (folder / "ministry.csv").rename(below / "anything.csv")
    assert read_watchlist(below).list_id == "XX-MIN"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("names:", "namen:", "namen: no such key|names: is missing"),
        ("id: {column: Listennr}", "", r"ministry.list.yaml, id: is missing. Add it"),
        ("split: '/'", "split: '('", r"names.2.split: '\(' is no regular expression"),
        ("encoding: cp1252", "encoding: cp99", "file.encoding: no encoding is called 'cp99'"),
        ("Firma: organization", "Firma: firm", "type.rules.0.words.Firma: Input should be 'person'"),
        ("(?P<number>", "(?P<nr>", "identifiers.0: pattern needs a group called number"),
        ("[asset freeze, travel ban]", "[prison]", "programs.0.words.VO 12.measures.0: Input should be"),
        (
            "column: Geboren,",
            "column: Birthday,",
            "has no column 'Birthday', which the mapping of XX-MIN reads",
        ),
        (
            "recognize: [Listennr,",
            "recognize: [Number,",
            "has no column 'Number', which ministry.list.yaml names",
        ),
        ("Firma: organization, ", "", r"ministry.csv, line 3: nothing tells the type of 'Müller & Söhne AG'"),
        ("{delimiter: ';', encoding: cp1252}", "{delimiter: ';'}", "line 3: byte 14 is not utf-8"),
    ],
)
def test_a_mapping_that_does_not_fit_says_where_and_why(folder, before, after, said):
    mapping = folder / "ministry.list.yaml"
    text = mapping.read_text(encoding="utf-8")
    assert before in text
    mapping.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_watchlist(folder / "ministry.csv")


def test_one_number_twice_is_told_unless_the_mapping_says_what_it_means(folder):
    table, mapping = folder / "ministry.csv", folder / "ministry.list.yaml"
    table.write_bytes(table.read_bytes().replace(b"L-2;Firma", b"L-1;Firma"))
    with pytest.raises(InputError, match="line 3: the id 'L-1' stands in line 2 already"):
        read_watchlist(table)
    mapping.write_text(mapping.read_text(encoding="utf-8") + "rows: name\n", encoding="utf-8")
    assert read_watchlist(table).name_count == 4


def test_every_mapping_of_the_configs_is_sound_and_known_as_a_publisher():
    for path, mapping in known_mappings().items():
        assert read_mapping_file(path) == mapping
        publisher = publisher_of(mapping.list_id)
        assert publisher is not None
        assert publisher.name == mapping.list_id
        assert details_url(mapping.list_id, "1") is None
    assert publisher_of("NOBODY") is None


def test_the_page_names_every_key():
    page = PAGE.read_text(encoding="utf-8")
    assert [key for key in ListMapping.model_fields if f"`{key}`" not in page] == []
