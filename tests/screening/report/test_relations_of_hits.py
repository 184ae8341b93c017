"""How parties that are hit hang together, as drawings and in words."""

from hypothesis import given
from hypothesis import strategies as st

from screening.report.parties import dossiers
from screening.report.relations import relations_between

HITS = {"A": 3, "B": 1, "C": 1}


def party(name, *relations):
    return {"name": name, "relations": [[words, "", other] for words, other in relations]}


def test_parties_without_a_link_are_not_drawn():
    assert relations_between({"A": party("ANN"), "B": party("BOB")}, HITS) == {
        "groups": [],
        "sentences": [],
        "left_out": 0,
    }


def test_a_link_is_told_once_whichever_side_says_it():
    found = relations_between(
        {"A": party("ANN", ("Linked To", "B")), "B": party("BOB", ("Linked To", "A"))}, HITS
    )
    assert len(found["groups"][0]["edges"]) == 1
    assert found["sentences"] == ["ANN and BOB are linked to each other"]


def test_each_side_keeps_its_own_words():
    parties = {"A": party("ANN", ("wife of", "B")), "B": party("BOB", ("Linked To", "A"))}
    found = relations_between(parties, HITS)
    assert found["sentences"] == ["ANN is wife of BOB; BOB is linked to ANN"]
    assert found["groups"][0]["edges"][0]["words"] == "wife of; linked to"


def test_a_party_that_is_not_hit_is_no_part_of_the_drawing():
    parties = {"A": party("ANN", ("Linked To", "Z"), ("Linked To", "B")), "B": party("BOB")}
    (group,) = relations_between(parties, HITS)["groups"]
    assert [(node["name"], node["hits"]) for node in group["nodes"]] == [("ANN", 3), ("BOB", 1)]


def test_the_largest_group_comes_first_and_begins_with_its_most_linked_party():
    parties = {
        "A": party("ANN", ("Linked To", "B")),
        "B": party("BOB"),
        "C": party("CID", ("Linked To", "E")),
        "D": party("DAN", ("Linked To", "E")),
        "E": party("EVE"),
    }
    names = [
        [node["name"] for node in group["nodes"]] for group in relations_between(parties, HITS)["groups"]
    ]
    assert names == [["EVE", "CID", "DAN"], ["ANN", "BOB"]]


def test_what_is_too_much_for_a_drawing_is_counted():
    star = {"A": party("HUB")} | {f"S{n}": party(f"SPOKE {n}", ("Linked To", "A")) for n in range(40)}
    pairs = {f"P{n}": party(f"ONE {n}", ("Linked To", f"Q{n}")) for n in range(20)}
    pairs |= {f"Q{n}": party(f"OTHER {n}") for n in range(20)}
    found = relations_between(star | pairs, {})
    assert len(found["groups"]) == 12
    assert len(found["groups"][0]["nodes"]) == 12
    drawn = sum(len(group["edges"]) for group in found["groups"])
    assert drawn == len(found["sentences"]) == 11 + 11
    assert found["left_out"] == 60 - drawn


def test_a_name_too_long_for_the_drawing_is_cut_there_and_stands_in_full_beside_it():
    long = "ISLAMIC REVOLUTIONARY GUARD CORPS (IRGC)-QODS FORCE"
    found = relations_between({"A": party(long), "B": party("BOB", ("Linked To", "A"))}, HITS)
    (node,) = [node for node in found["groups"][0]["nodes"] if node["key"] == "A"]
    assert node["label"] == "ISLAMIC REVOLUTIONARY GUARD CORPS (IRGC…"
    assert node["name"] == long
    assert found["sentences"] == [f"BOB is linked to {long}"]


KEYS = [f"K{number}" for number in range(30)]
graphs = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=60)


@given(graphs, st.randoms())
def test_drawings_are_whole_in_their_frames_and_the_same_every_time(pairs, chance):
    parties = {
        key: party(f"NAME {key}", *(("Linked To", other) for one, other in pairs if one == key))
        for key in KEYS
    }
    found = relations_between(parties, {})
    links = {frozenset(pair) for pair in pairs if len(set(pair)) == 2}
    assert len(found["sentences"]) + found["left_out"] == len(links)
    shuffled = list(parties.items())
    chance.shuffle(shuffled)
    again = relations_between(dict(shuffled), {})
    assert [group["nodes"] for group in again["groups"]] == [group["nodes"] for group in found["groups"]]
    for group in found["groups"]:
        places = {(node["x"], node["y"]) for node in group["nodes"]}
        # Each name on the right has a row to itself.
        rows = [node["y"] for node in group["nodes"] if node["side"] == "right"]
        assert len(set(rows)) == len(rows) == len(places) - 1 >= 1
        assert all(0 < x < group["width"] and 0 < y < group["height"] for x, y in places)
        ends = {(edge[f"x{end}"], edge[f"y{end}"]) for edge in group["edges"] for end in (1, 2)}
        assert ends == places


def test_the_links_of_a_real_run(screened):
    parties = dossiers(screened.hits, screened.watchlists)
    sentences = relations_between(parties, {})["sentences"]
    assert any("is linked to TESIC, Slobodan" in sentence for sentence in sentences)
