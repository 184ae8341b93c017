"""What a list is is seen from what it holds."""

import pytest

from screening.model.errors import InputError
from screening.watchlists import read_watchlist


def test_a_file_of_the_set_stands_for_its_folder(small_csv):
    assert read_watchlist(small_csv / "sdn.csv").sha256 == read_watchlist(small_csv).sha256


def test_an_xml_file_is_known_whatever_its_name(small_xml):
    renamed = small_xml.rename(small_xml.with_name("list.download"))
    assert read_watchlist(renamed).entity_count == 7


def test_file_names_in_capitals(small_csv):
    for path in list(small_csv.iterdir()):
        path.rename(path.with_name(path.name.upper()))
    assert read_watchlist(small_csv).entity_count == 7


def test_the_consolidated_list_by_its_files(small_csv):
    for name in ("sdn", "alt", "add"):
        new = {"sdn": "cons_prim"}.get(name, f"cons_{name}")
        (small_csv / f"{name}.csv").rename(small_csv / f"{new}.csv")
    assert read_watchlist(small_csv).list_id == "OFAC-CONS"
    assert read_watchlist(small_csv, list_id="MINE").list_id == "MINE"


def test_two_lists_in_one_folder_are_refused(small_csv):
    (small_csv / "cons_prim.csv").write_bytes((small_csv / "sdn.csv").read_bytes())
    with pytest.raises(InputError, match="Put each into a folder of its own"):
        read_watchlist(small_csv)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"record_id,name\r\n1,A\r\n", "is no list that is known here"),
        (b"PK\x03\x04", "is no list that is known here"),
        (b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>", "root element is CONSOLIDATED_LIST"),
        (b'<Sanctions xmlns="http://elsewhere"/>', "root element is .*Sanctions"),
        (b'<sdnList xmlns="http://elsewhere"/>', "root element is .*sdnList"),
        (b"<", "not complete XML"),
    ],
)
def test_what_is_no_known_list_says_what_was_expected(tmp_path, content, message):
    path = tmp_path / "list.dat"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_watchlist(path)


ERROR_PAGE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<Error><Code>AccessDenied</Code><Message>Request has expired</Message><Expires>2026</Expires></Error>"
)


def test_an_object_stores_error_page_saved_as_a_list_is_told(tmp_path):
    path = tmp_path / "sdn.xml"
    path.write_text(ERROR_PAGE, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_watchlist(path)
    assert (
        f"{path}: is an error page of an object store, saved in place of the list "
        "(AccessDenied: Request has expired). Fetch the file again from its publisher."
    ) in str(caught.value)
    path.write_text('<Error xmlns="http://x/doc/2006-03-01/"/>', encoding="utf-8")
    with pytest.raises(InputError, match=r"\(it says no more\)"):
        read_watchlist(path)


def test_no_such_path_and_a_folder_of_nothing(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        read_watchlist(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"holds no list.*sdn\.csv, alt\.csv and add\.csv"):
        read_watchlist(tmp_path)
