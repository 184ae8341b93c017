"""The list of alerts and its cards, used as a reviewer uses them: filters, search, keys, links."""

from pathlib import Path

import pytest
from made_night import (
    ALERTS,
    ARABIC,
    CHINESE,
    CYRILLIC,
    DIACRITICS,
    EVIL,
    HOSTILE,
    KOREAN,
    LAST,
    LISTED_ARABIC,
)
from page_reading import Opened
from playwright.sync_api import Page, expect


def count(page: Page) -> str:
    return page.locator("#alert-count").inner_text()


def expect_count(page: Page, number: int) -> None:
    expect(page.locator("#alert-count")).to_have_text(f"{number} of {ALERTS} alerts")


def ids(page: Page) -> list[str]:
    rows: list[str] = page.eval_on_selector_all(".row", "rows => rows.map(row => row.id.slice(4))")
    return rows


def focused(page: Page) -> str:
    """The id of the row that has the focus, or else of the element."""
    found: str = page.evaluate("document.activeElement.id")
    return found.removeprefix("row-")


def card(page: Page, alert_id: str) -> str:
    """The text of an opened card, on one line."""
    return " ".join(page.locator(f"#card-{alert_id}").inner_text().split())


def test_what_is_new_or_reopened_comes_first_and_what_is_decided_last(opened: Opened, night: Path) -> None:
    page = opened(night)
    assert ids(page)[:5] == [ARABIC, LISTED_ARABIC, CYRILLIC, HOSTILE, CHINESE]
    page.get_by_role("button", name="Last").first.click()
    assert ids(page)[-2:] == [LAST, DIACRITICS]


def test_fifty_alerts_a_page_the_closest_first(opened: Opened, night: Path) -> None:
    page = opened(night)
    page.get_by_label("Sort by").select_option("score")
    expect_count(page, ALERTS)
    assert (len(ids(page)), ids(page)[0]) == (50, ARABIC)
    span = page.locator(".pager .span").first
    expect(span).to_have_text(f"1–50 of {ALERTS}")
    page.get_by_role("button", name="Next").first.click()
    expect(span).to_have_text(f"51–100 of {ALERTS}")
    page.get_by_role("button", name="Last").first.click()
    expect(span).to_have_text(f"101–{ALERTS} of {ALERTS}")
    assert ids(page)[-1] == LAST
    next_page = page.get_by_role("button", name="Next").first
    assert next_page.get_attribute("aria-disabled") == "true"


@pytest.mark.parametrize(
    ("label", "choice", "left"),
    [
        ("Program", "GLOMAG", 44),
        ("State", "false positive", 1),
        ("List", "OFAC-NONSDN", 30),
        ("Type", "organization", 60),
    ],
)
def test_a_filter_leaves_what_it_names(
    opened: Opened, night: Path, label: str, choice: str, left: int
) -> None:
    page = opened(night)
    page.get_by_role("combobox", name=label, exact=True).select_option(choice)
    expect_count(page, left)
    page.get_by_role("button", name="Clear filters").click()
    expect_count(page, ALERTS)


def test_filters_add_up(opened: Opened, night: Path) -> None:
    page = opened(night)
    page.get_by_label("Score at least").fill("96.5")
    expect_count(page, 6)
    page.get_by_label("Changed this run").check()
    expect_count(page, 2)
    page.get_by_label("State").select_option("open")
    expect_count(page, 1)
    page.get_by_label("Search").fill("nobody of that name")
    expect_count(page, 0)
    expect(page.get_by_text("No alert passes these filters.")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jose nunez", [DIACRITICS]),
        ("JOSÉ ŁUKASZ", [DIACRITICS]),
        ("lukasz", [DIACRITICS]),
        ("الخزعلى", [ARABIC, LISTED_ARABIC]),  # the last letter typed without its dots
        ("قَيْس", [ARABIC, LISTED_ARABIC]),  # with the vowels written
        ("примеров", [CYRILLIC]),
        ("小明", [CHINESE]),
        ("김철수", [KOREAN]),
        ("qays", [ARABIC, LISTED_ARABIC]),
        ("R-c1", [CYRILLIC]),
        (LAST, [LAST]),
        ("</script>", [HOSTILE]),
    ],
)
def test_search_folds_case_marks_and_letters(
    opened: Opened, night: Path, query: str, found: list[str]
) -> None:
    page = opened(night)
    page.get_by_label("Search").fill(query)
    expect_count(page, len(found))
    assert ids(page) == found


def test_alerts_are_sorted_as_asked(opened: Opened, night: Path) -> None:
    page = opened(night)
    sort = page.get_by_label("Sort by")
    page.get_by_label("Search").fill("p-00")
    expect_count(page, 10)
    sort.select_option("customer")
    expect(page.locator(".who bdi").first).to_have_text("Example Person 000")
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("State").select_option("open")
    sort.select_option("first_seen")
    expect(page.locator(".row").first).to_have_attribute("id", f"row-{LISTED_ARABIC}")
    sort.select_option("party")
    expect(page.locator(".whom bdi").first).to_have_text("KIM, Chol Su")


def test_the_keyboard_reaches_everything(opened: Opened, night: Path) -> None:
    page = opened(night)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "search"
    page.keyboard.type("j/k")  # letters in a field are text
    assert page.get_by_label("Search").input_value() == "j/k"
    page.get_by_label("Search").fill("")
    expect_count(page, ALERTS)
    page.keyboard.press("Escape")
    assert focused(page) == ARABIC
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert focused(page) == LISTED_ARABIC
    page.keyboard.press("Enter")
    row = page.locator(f"#row-{LISTED_ARABIC}")
    expect(row).to_have_attribute("aria-expanded", "true")
    controlled = row.get_attribute("aria-controls")
    expect(page.locator(f"#{controlled}")).to_be_visible()
    page.keyboard.press("Tab")  # into the card
    assert page.evaluate("document.activeElement.closest('.card').id") == controlled
    page.keyboard.press("Escape")
    assert focused(page) == LISTED_ARABIC
    expect(row).to_have_attribute("aria-expanded", "false")
    expect(page.locator(f"#{controlled}")).to_be_hidden()


def test_j_goes_on_to_the_next_page(opened: Opened, night: Path) -> None:
    page = opened(night)
    page.locator(".row").last.focus()
    page.keyboard.press("j")
    expect(page.locator(".pager .span").first).to_have_text(f"51–100 of {ALERTS}")
    assert focused(page) == ids(page)[0]
    page.keyboard.press("k")
    expect(page.locator(".pager .span").first).to_have_text(f"1–50 of {ALERTS}")
    assert focused(page) == ids(page)[-1]


def test_letter_keys_can_be_switched_off(opened: Opened, night: Path) -> None:
    page = opened(night)
    page.get_by_label("Letter keys").uncheck()
    page.locator(".row").first.focus()
    page.keyboard.press("j")
    assert focused(page) == ARABIC
    page.keyboard.press("ArrowDown")
    assert focused(page) == LISTED_ARABIC


def test_a_link_opens_its_alert_on_whichever_page(opened: Opened, night: Path) -> None:
    page = opened(night, f"#{LAST}")
    expect(page.locator(f"#row-{LAST}")).to_have_attribute("aria-expanded", "true")
    assert focused(page) == LAST
    expect(page.locator(f"#row-{LAST}")).to_be_in_viewport()
    # Where filters hide the alert they give way.
    page.get_by_label("State").select_option("new")
    expect_count(page, 3)
    page.evaluate(f"location.hash = '#{KOREAN}'")
    expect(page.locator(f"#row-{KOREAN}")).to_have_attribute("aria-expanded", "true")
    expect_count(page, ALERTS)


def test_a_link_to_an_alert_that_is_not_here_says_so(opened: Opened, night: Path) -> None:
    page = opened(night, "#A0bad")
    assert count(page) == f"Alert A0bad is not among the {ALERTS} alerts of this page."


def test_a_search_on_a_page_without_all_alerts_says_what_is_not_on_it(opened: Opened, cut: Path) -> None:
    page = opened(cut)
    rest = "117 more are only in hits.csv"
    expect(page.locator("#alert-count")).to_have_text(f"10 of the 10 alerts on this page; {rest}")
    page.get_by_label("Search").fill(LAST)
    expect(page.locator("#alert-count")).to_have_text(f"0 of the 10 alerts on this page; {rest}")
    nothing = page.locator("#nothing-found")
    expect(nothing).to_contain_text("None of the 10 alerts on this page passes these filters.")
    expect(nothing).to_contain_text("117 more alerts are not on this page: look in hits.csv or hits.xlsx")
    expect(nothing.get_by_role("link", name="hits.csv")).to_be_visible()
    page.evaluate(f"location.hash = '#{LAST}'")
    told = f"Alert {LAST} is not among the 10 alerts of this page; {rest}."
    expect(page.locator("#alert-count")).to_have_text(told)
    expect(page.locator("#alert-count")).to_be_in_viewport()


def test_each_identifier_is_told_as_it_is_with_both_values_and_its_points(
    opened: Opened, night: Path
) -> None:
    page = opened(night)
    told = {
        ARABIC: [
            "Birth date ✓same day, +20 points: customer 1974-06-20, listed 20 Jun 1974",
            "Country ✓same nationality, +2 points: customer IQ, listed IQ",
            "Gender ✓the same, no points: customer male, listed male",
            "Document number ?not stated for the customer: listed Passport A1053743",
        ],
        LISTED_ARABIC: [
            "Birth date ≈day and month changed over, +20 points: customer 1974-06-05, listed 6 May 1974"
        ],
        CYRILLIC: ["Document number ✓the same: customer IMO: 9187629, listed Passport 9187629"],
        CHINESE: [
            "Birth date ≈as far as known, +2 points: customer 1974, listed 20 Jun 1974",
            "Gender ✗conflicts, −4 points: customer female, listed male",
        ],
        KOREAN: [
            "Birth date ?same but for one part, no points: customer 1974-06-20, listed 2 Jun 1974",
            "Country ?successor state, no points: customer SU, listed RU",
        ],
        # Of an older version: whether each agrees is all that was kept.
        DIACRITICS: [
            "Birth date ✓agrees: customer 1974-06-20, listed 20 Jun 1974",
            "Gender ✗conflicts",
            "Country ?unknown: listed IQ",
            "Document number ?unknown",
        ],
    }
    for alert_id, lines in told.items():
        page.evaluate(f"location.hash = '#{alert_id}'")
        rows = page.locator(f"#card-{alert_id} .checks > div")
        expect(rows).to_have_count(len(lines))
        texts = rows.evaluate_all(
            "rows => rows.map(row => [...row.children].map(e => e.textContent).join(' '))"
        )
        assert texts == lines


@pytest.mark.parametrize(
    ("alert_id", "parts"),
    [
        (ARABIC, ["Birth date: same day +20", "Country: same nationality +2", "Score 99"]),
        (CYRILLIC, ["Names alone 60", "Raised to the least score, for the reason below +38", "Score 98"]),
        (CHINESE, ["Birth date: as far as known +2", "Gender: conflicts −4", "Score 97.5"]),
    ],
)
def test_what_identifiers_add_stands_in_the_score_one_by_one(
    opened: Opened, night: Path, alert_id: str, parts: list[str]
) -> None:
    page = opened(night, f"#{alert_id}")
    rows = page.locator(f"#card-{alert_id} .score-parts tr")
    texts = rows.evaluate_all("rows => rows.map(row => [...row.children].map(e => e.textContent).join(' '))")
    assert texts[-len(parts) :] == parts


def test_what_could_not_be_read_of_a_customer_stands_on_the_card(opened: Opened, night: Path) -> None:
    page = opened(night, f"#{ARABIC}")
    assert "Left out, as it cannot be read gender 'NP' is not known" in card(page, ARABIC)


def test_changes_since_the_last_run_lead_to_their_alerts(opened: Opened, night: Path) -> None:
    page = opened(night)
    changes = page.locator("section", has=page.locator("#changes"))
    assert "1 new 1 reopened 1 closed" in " ".join(changes.inner_text().split())
    closed = changes.get_by_role("row").filter(has_text="closed")
    expect(closed).to_contain_text("true match → closed by change")
    expect(closed).to_contain_text("the party left the list")
    changes.get_by_role("link", name=LISTED_ARABIC).click()
    expect(page.locator(f"#row-{LISTED_ARABIC}")).to_have_attribute("aria-expanded", "true")
    assert "Reopened in this run: the party's alias 'Qays' is new" in card(page, LISTED_ARABIC)


def test_a_card_lays_the_names_side_by_side(opened: Opened, night: Path) -> None:
    page = opened(night, f"#{CYRILLIC}")
    opened_card = page.locator(f"#card-{CYRILLIC}")
    lines = opened_card.locator(".line")
    assert lines.nth(0).locator(".chip .word").all_inner_texts() == ["Иван", "Примеров"]
    assert lines.nth(0).locator(".chip .reading bdi").all_inner_texts() == ["ivan", "primerov"]
    assert lines.nth(1).locator(".chip .word").all_inner_texts() == ["PRIMEROV", "Ivan", "Petrovich"]
    # A pair bears the same number on both lines, and what has no pair says so in words.
    ties = [
        line.locator(".tie").evaluate_all("ties => ties.map(tie => tie.lastChild.data)")
        for line in lines.all()
    ]
    assert ties == [["1", "2"], ["2", "1"]]
    assert lines.nth(1).locator(".chip").last.inner_text().split("\n")[-1] == "only here"
    assert opened_card.locator(".matches li").count() == 2
    assert "branch Basra" in card(page, CYRILLIC)
    assert "E.O. 13224" in card(page, CYRILLIC)


def test_the_parts_of_a_score_add_up(opened: Opened, night: Path) -> None:
    page = opened(night, f"#{CYRILLIC}")
    table = page.locator(f"#card-{CYRILLIC} .score-parts")
    figures = [float(text.replace("−", "-")) for text in table.locator("td").all_inner_texts()]
    assert figures[0] == 100
    assert figures[-1] == 98
    assert "gender" not in table.inner_text()


def test_earlier_decisions_are_told(opened: Opened, night: Path) -> None:
    page = opened(night, f"#{DIACRITICS}")
    told = card(page, DIACRITICS)
    assert "2026-11-02 09:30 false positive by Ann Lee, until 2027-11-02" in told
    assert "Another birth place </script>" in told


@pytest.mark.parametrize(
    ("alert_id", "side", "direction", "language"),
    [
        (ARABIC, 0, "rtl", "und-Arab"),
        (LISTED_ARABIC, 1, "rtl", "und-Arab"),
        (CYRILLIC, 0, "ltr", "und-Cyrl"),
        (CHINESE, 0, "ltr", "zh"),
        (KOREAN, 0, "ltr", "ko"),
    ],
)
def test_a_name_keeps_its_direction_and_language(
    opened: Opened, night: Path, alert_id: str, side: int, direction: str, language: str
) -> None:
    page = opened(night, f"#{alert_id}")
    look = "element => [getComputedStyle(element).direction, element.closest('[lang]').lang]"
    in_row = page.locator(f"#row-{alert_id} {('.who', '.whom')[side]} bdi")
    assert in_row.evaluate(look) == [direction, language]
    line = page.locator(f"#card-{alert_id} .line").nth(side)
    assert line.locator(".chips").evaluate("element => getComputedStyle(element).direction") == direction
    assert line.locator(".word").first.evaluate(look) == [direction, language]
    # The rest of the page keeps to its own direction.
    assert page.locator(f"#row-{alert_id}").evaluate("row => getComputedStyle(row).direction") == "ltr"


def test_right_to_left_words_run_from_right_to_left(opened: Opened, night: Path) -> None:
    page = opened(night, f"#{ARABIC}")
    words = page.locator(f"#card-{ARABIC} .line").first.locator(".chip")
    boxes = [word.bounding_box() for word in words.all()]
    places = [box["x"] for box in boxes if box]
    assert len(places) > 1
    assert places == sorted(places, reverse=True)


def test_no_text_of_the_data_becomes_markup(opened: Opened, night: Path) -> None:
    page = opened(night, f"#{HOSTILE}")
    assert page.locator(f"#row-{HOSTILE} .who bdi").text_content() == EVIL
    assert EVIL.strip() in (page.locator(f"#card-{HOSTILE}").text_content() or "")
    assert page.locator("img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
