"""The memberships of one person by several records, each once."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from teams.core.records import Span, choose_shadowed, find_left_at


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def span(key: int, since: int, until: int | None = None, *, is_lead: bool = False) -> Span:
    return Span(key, day(since), day(until) if until else None, is_lead)


def test_one_that_lasts_is_left_and_one_that_leads_before_others() -> None:
    assert choose_shadowed([span(1, 3), span(2, 1)]) == {1}
    assert choose_shadowed([span(1, 3, is_lead=True), span(2, 1)]) == {2}


def test_what_another_covers_is_said_already() -> None:
    assert choose_shadowed([span(1, 2), span(2, 3, 4), span(3, 1, 4)]) == {2}
    assert choose_shadowed([span(1, 1, 9), span(2, 1, 9), span(3, 2, 5), span(4, 8, 12)]) == {2, 3}


def test_who_is_decided_to_be_out_is_in_by_no_record() -> None:
    assert choose_shadowed([span(1, 3), span(2, 1), span(3, 1, 2)], is_out=True) == {1, 2}


def test_a_person_is_there_while_one_record_is() -> None:
    assert find_left_at([day(3), None]) is None
    assert find_left_at([day(3), day(5)]) == day(5)


SPANS = st.lists(
    st.builds(
        lambda since, length, is_lead: (since, since + length if length else None, is_lead),
        st.integers(1, 9),
        st.integers(0, 9),
        st.booleans(),
    ),
    max_size=6,
)


@given(SPANS)
def test_no_day_in_a_team_is_lost_and_one_at_most_lasts(rows: list[tuple[int, int | None, bool]]) -> None:
    spans = [span(key, since, until, is_lead=is_lead) for key, (since, until, is_lead) in enumerate(rows)]
    shadowed = choose_shadowed(spans)
    shown = [each for each in spans if each.key not in shadowed]
    assert sum(each.until is None for each in shown) == any(each.until is None for each in spans)
    forever = day(31)
    for each in (each for each in spans if each.until is not None):
        assert any(s.since <= each.since and (s.until or forever) >= (each.until or forever) for s in shown)
