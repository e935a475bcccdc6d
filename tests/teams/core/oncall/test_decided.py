"""A person's decision counts between its two times whatever the file says, and changes nothing outside of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.core.oncall import ScheduleError, list_shifts, read_schedule
from teams.core.oncall.decided import add_decided, is_own, read_decision
from teams.core.oncall.model import Mode
from teams.core.oncall.times import write_moment

SINCE = datetime(2026, 3, 23, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=14)  # the clock changes in between
ANA, BEN, ZOE = "user:default/ana", "user:default/ben", "user:default/zoe"
RULES: dict[str, Any] = {
    "time_zone": "Europe/Berlin",
    "layers": [
        {"participants": [[ANA], [BEN]], "rotation": {"start": "2026-01-05T09:00", "unit": "day", "length": 1}},
        {
            "participants": [[ZOE]],
            "restrictions": [{"type": "daily", "start": "22:00", "duration_seconds": 28800}],
        },
    ],
    "overrides": [
        {"mode": "replace_all", "users": [BEN], "start": "2026-03-25T00:00", "end": "2026-03-26T00:00", "priority": 9}
    ],
}
SCHEDULE = read_schedule(RULES)
HOURS = st.integers(min_value=-24, max_value=24 * 15)


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, Any]:
    """Any decision that touches two weeks, or does not."""
    start = draw(HOURS)
    end = start + draw(st.integers(min_value=1, max_value=100))
    mode = draw(st.sampled_from(Mode))
    form: dict[str, Any] = {
        "mode": mode.value, "start": write_moment(SINCE + timedelta(hours=start)),
        "end": write_moment(SINCE + timedelta(hours=end)),
    }  # fmt: skip
    if mode in (Mode.SWAP, Mode.REMOVE):
        form["replaces"] = draw(st.sampled_from((ANA, BEN, ZOE)))
    if mode is not Mode.REMOVE:
        form["users"] = draw(st.lists(st.sampled_from((ANA, BEN, ZOE, "user:default/max")), min_size=1, max_size=2))
    return form


def people_by_hour(decided: list[dict[str, Any]]) -> list[frozenset[str]]:
    found: list[frozenset[str]] = [frozenset()] * (14 * 24)
    for shift in list_shifts(add_decided(SCHEDULE, decided), SINCE, UNTIL):
        first, last = ((moment - SINCE) // timedelta(hours=1) for moment in (shift.start, shift.end))
        found[first:last] = [frozenset(shift.people)] * (last - first)
    return found


@given(st.lists(decisions(), max_size=4))
def test_nothing_changes_outside_of_what_was_decided(decided: list[dict[str, Any]]) -> None:
    before, after = people_by_hour([]), people_by_hour(decided)
    spans = [tuple(datetime.fromisoformat(form[name]) for name in ("start", "end")) for form in decided]
    for hour, (old, new) in enumerate(zip(before, after, strict=True)):
        at = SINCE + timedelta(hours=hour)
        if not any(start <= at < end for start, end in spans):
            assert old == new, (at, decided)


@given(decisions())
def test_the_last_word_is_the_persons(form: dict[str, Any]) -> None:
    """Also against an override of the file that has a priority."""
    after = people_by_hour([form])
    start, end = (datetime.fromisoformat(form[name]) for name in ("start", "end"))
    for hour, people in enumerate(after):
        if start <= SINCE + timedelta(hours=hour) < end:
            assert form["mode"] != "replace_all" or people == set(form["users"])
            assert form["mode"] != "remove" or form["replaces"] not in people
            assert form["mode"] != "add" or people >= set(form["users"])


@pytest.mark.parametrize(
    ("form", "place", "message"),
    [
        ({"mode": "swap", "users": ["ana"]}, "replaces", "is missing"),
        ({"mode": "swop", "users": ["ana"]}, "mode", '"swop" is none of'),
        ({"mode": "add", "users": "ana"}, "users", "expected a list"),
        ({"mode": "add", "users": ["group:default/x"]}, "users[0]", "expected a user"),
        ({"mode": "add", "users": ["ana"], "start": "soon"}, "start", "expected a date or time"),
        ({"mode": "add", "users": ["ana"], "end": "2026-03-01T00:00Z"}, "end", "before the start"),
        ({"mode": "add", "users": ["ana"], "end": "2026-03-23T00:00Z"}, "end", "at it"),
        ({"mode": "add", "users": ["ana"], "end": "2028-03-23T00:00Z"}, "end", "366 days at most"),
        ({"mode": "add", "users": ["ana"], "ends": 3}, "", "unknown field"),
    ],
)
def test_what_cannot_be_decided_is_told_at_its_field(form: dict[str, Any], place: str, message: str) -> None:
    times = {"start": "2026-03-23T00:00Z", "end": "2026-03-24T00:00Z"}
    with pytest.raises(ScheduleError, match=message) as caught:
        read_decision({**times, **form}, "Europe/Berlin", "default")
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("form", "own"),
    [
        ({"mode": "add", "users": ["ana"]}, True),
        ({"mode": "replace_all", "users": ["ana"]}, True),
        ({"mode": "swap", "users": ["ana"], "replaces": "ben"}, True),
        ({"mode": "swap", "users": ["ben"], "replaces": "ana"}, True),
        ({"mode": "swap", "users": ["ben"], "replaces": "zoe"}, False),
        ({"mode": "add", "users": ["ana", "ben"]}, False),
        ({"mode": "remove", "replaces": "ana"}, False),
        ({"mode": "swap", "users": [], "replaces": "ana"}, False),
        ({"mode": "replace_all", "users": []}, False),
    ],
)
def test_ones_own_is_what_asks_nothing_of_others_and_leaves_no_gap(form: dict[str, Any], own: bool) -> None:
    decision = read_decision(
        {"start": "2026-03-23T09:00", "end": "2026-03-24T00:00", **form}, "Europe/Berlin", "default"
    )
    assert is_own(decision, ANA) is own
    assert not is_own(decision, None)
