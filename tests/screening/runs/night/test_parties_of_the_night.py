"""Which listed parties changed, and lists cut down to those."""

from bank import Listed, two_lists

from screening.runs.night.parties import changed_parties, party_table, restricted
from screening.watchlists import Watchlist


def lists_of(*listed: Listed) -> list[Watchlist]:
    return [each.watchlist() for each in listed]


def ids(watchlist: Watchlist) -> list[str | None]:
    return watchlist.tables["entities"]["entity_id"].to_pylist()


def test_a_party_of_two_lists_is_two_parties() -> None:
    both = lists_of(*two_lists())
    table = party_table(both)
    assert table.num_rows == sum(each.entity_count for each in both)
    pairs = list(zip(table["list_id"].to_pylist(), table["entity_id"].to_pylist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    assert len({entity_id for _, entity_id in pairs}) < len(pairs)


def test_the_same_lists_change_nothing() -> None:
    before, after = (party_table(lists_of(*two_lists())) for _ in range(2))
    changes = changed_parties(before, after)
    assert changes.added_or_changed == frozenset()
    assert (changes.added, changes.changed, changes.removed) == (0, 0, 0)


def test_parties_changed_added_and_gone() -> None:
    one, other = two_lists()
    one.delist(removed := one.ids[3])
    before = party_table(lists_of(one, other))
    one.list_again(removed)
    one.add_alias(altered := one.ids[0], "A New Alias")
    other.delist(other.ids[5])
    other.delist(other.ids[5])
    changes = changed_parties(before, party_table(lists_of(one, other)))
    assert changes.added_or_changed == {("ONE", removed), ("ONE", altered)}
    assert (changes.added, changes.changed, changes.removed) == (1, 1, 2)


def test_a_party_that_moves_to_another_list_is_gone_there_and_new_here() -> None:
    one, other = two_lists()
    before = party_table(lists_of(one, other))
    (moved,) = [entity_id for entity_id in one.ids if entity_id not in other.ids][:1]
    for table in other.tables:
        other.tables[table][moved] = one.rows(table, moved)
    one.delist(moved)
    changes = changed_parties(before, party_table(lists_of(one, other)))
    assert changes.added_or_changed == {("OTHER", moved)}
    assert (changes.added, changes.changed, changes.removed) == (1, 0, 1)


def test_before_the_first_night_every_party_is_new() -> None:
    after = party_table(lists_of(*two_lists()))
    changes = changed_parties(party_table([]), after)
    assert changes.added == len(changes.added_or_changed) == after.num_rows


def test_a_list_that_is_cut_down_keeps_its_identity() -> None:
    one, other = lists_of(*two_lists())
    # On both lists.
    wanted = next(e for e in ids(one) if e in ids(other))
    (cut,) = restricted([one, other], {("ONE", str(wanted))})
    assert cut.version == one.version
    assert ids(cut) == [wanted]
    names = [row for row in one.tables["names"].to_pylist() if row["entity_id"] == wanted]
    assert cut.tables["names"].to_pylist() == names


def test_a_list_without_a_wanted_party_is_left_out() -> None:
    assert restricted(lists_of(*two_lists()), set()) == []
