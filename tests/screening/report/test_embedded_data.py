"""Data inside the page: whatever a name holds, it is read back as it was and ends nothing."""

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from screening.report.embedded_data import embedded_json

HOSTILE = [
    "</script>",
    "<!--",
    "<script>",
    "]]>",
    "\u2028",
    "\u2029",
    "\x00",
    "&lt;",
    "\\u003c",
    "\ufeff",
    "\r\n",
]
texts = st.lists(
    st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
).map("".join)


class Scripts(HTMLParser):
    """What a page holds, element by element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.inside += data


@given(st.dictionaries(texts, texts | st.integers() | st.none()))
def test_any_text_comes_back_as_it_was_and_stays_inside(data):
    written = embedded_json(data)
    assert json.loads(written) == data
    assert not any(mark in written for mark in ("<", "\x00", "\r"))
    page = Scripts(f'<p></p><script type="application/json">{written}</script><p></p>')
    assert page.tags == ["p", "script", "p"]
    assert json.loads(page.inside) == data
