"""Conditions as set algebra agree with looking at each entity's rows."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from catalog.core.filters.evaluate import select
from catalog.core.filters.predicates import All, Has, Is, Not, Predicate, Some, Starts

KEYS, VALUES = ("a", "b", "c"), ("x", "xy", "z")
Row = tuple[str, str]


class Entities:
    """Postings over a list of entities, each a set of rows."""

    def __init__(self, rows: list[set[Row]]) -> None:
        self._rows = rows
        self.everything = (1 << len(rows)) - 1

    def having(self, key: str) -> int:
        return self._where(lambda row: row[0] == key)

    def equal(self, key: str, value: str) -> int:
        return self._where(lambda row: row == (key, value))

    def starting(self, key: str, prefix: str) -> int:
        return self._where(lambda row: row[0] == key and row[1].startswith(prefix))

    def _where(self, is_met: Callable[[Row], bool]) -> int:
        return sum(1 << slot for slot, rows in enumerate(self._rows) if any(map(is_met, rows)))


leaves = st.one_of(
    st.builds(Is, st.sampled_from(KEYS), st.lists(st.sampled_from(VALUES), max_size=2).map(tuple)),
    st.builds(Has, st.sampled_from(KEYS)),
    st.builds(Starts, st.sampled_from(KEYS), st.sampled_from(("", "x"))),
)
predicates: st.SearchStrategy[Predicate] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Some, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
row_sets = st.lists(st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES))), max_size=6)


@given(predicates, row_sets)
def test_sets_agree_with_looking_at_each_entity(predicate: Predicate, rows: list[set[Row]]) -> None:
    wanted = sum(1 << slot for slot, own in enumerate(rows) if holds(predicate, own))
    assert select(predicate, Entities(rows)) == wanted


def holds(predicate: Predicate, rows: set[Row]) -> bool:
    match predicate:
        case Is(key, values):
            return any((key, value) in rows for value in values)
        case Has(key):
            return any(row[0] == key for row in rows)
        case Starts(key, prefix):
            return any(row[0] == key and row[1].startswith(prefix) for row in rows)
        case Not(part):
            return not holds(part, rows)
        case All(parts):
            return all(holds(part, rows) for part in parts)
        case Some(parts):
            return any(holds(part, rows) for part in parts)


def test_keys_and_values_are_compared_without_case() -> None:
    entities = Entities([{("a", "x")}])
    assert select(Is("A", ("X",)), entities) == select(Has("A"), entities) == select(Starts("A", "X"), entities) == 1


def test_no_condition_is_everything() -> None:
    assert select(None, Entities([set(), set()])) == 0b11
