"""Recurrence rules against dateutil, an implementation of its own, and against cases of RFC 5545 worked by hand."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import takewhile

import pytest
from dateutil import rrule as dateutil_rrule  # type: ignore[import-untyped]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from teams.core.oncall.errors import CalendarError
from teams.core.oncall.ical.periods import Steps
from teams.core.oncall.ical.recur import expand
from teams.core.oncall.ical.rules import parse_rule
from teams.core.oncall.times import wall_seconds
from teams.core.oncall.wall_clock import get_clock

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall time


def expand_text(rule: str, start: datetime, low: datetime, high: datetime) -> list[datetime]:
    found = expand(
        parse_rule(rule, get_clock("UTC")), wall_seconds(start), wall_seconds(low), wall_seconds(high), Steps()
    )
    return [EPOCH + timedelta(seconds=wall) for wall in found]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _numbers(low: int, high: int) -> st.SearchStrategy[str]:
    return st.lists(st.integers(low, high).filter(bool), min_size=1, max_size=3, unique=True).map(
        lambda numbers: ",".join(map(str, numbers))
    )


DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


def _sometimes(part: st.SearchStrategy[str], one_in: int = 3) -> st.SearchStrategy[str]:
    return st.integers(1, one_in).flatmap(lambda number: part if number == 1 else st.just(""))


def _part(name: str, values: st.SearchStrategy[str], one_in: int = 3) -> st.SearchStrategy[str]:
    return _sometimes(values.map(lambda value: f"{name}={value}"), one_in)


def _list(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=3, unique=True).map(",".join)


# dateutil takes "1MO,MO" for both at once; RFC 5545 for either. So weekdays have a number all, or none.
NTH_DAYS = _list(st.builds("{}{}".format, st.sampled_from(["1", "2", "-1", "-2", "5"]), DAYS))
ANY_DAYS = _list(DAYS)
ENDS = st.sampled_from(["", "", "UNTIL=20260901T120000", "COUNT=1", "COUNT=7", "COUNT=30"])
BY_PARTS = {
    "YEARLY": [
        _part("BYDAY", ANY_DAYS | NTH_DAYS, 2),
        _part("BYMONTHDAY", _numbers(-31, 31)),
        _part("BYYEARDAY", _numbers(-366, 366)),
    ],
    "MONTHLY": [_part("BYDAY", ANY_DAYS | NTH_DAYS, 2), _part("BYMONTHDAY", _numbers(-31, 31))],
    "WEEKLY": [_part("BYDAY", ANY_DAYS, 1), _part("WKST", DAYS, 2)],
    "DAILY": [_part("BYDAY", ANY_DAYS), _part("BYMONTHDAY", _numbers(-31, 31))],
    "HOURLY": [_part("BYDAY", ANY_DAYS), _part("BYMONTHDAY", _numbers(-31, 31))],
    "MINUTELY": [_part("BYDAY", ANY_DAYS)],
}


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules that RFC 5545 allows and dateutil reads alike."""
    frequency = draw(st.sampled_from(sorted(BY_PARTS)))
    interval = st.integers(30, 600) if frequency == "MINUTELY" else st.integers(1, 5)
    parts = [f"FREQ={frequency}", draw(_part("INTERVAL", interval.map(str), 1))]
    parts += [draw(part) for part in BY_PARTS[frequency]]
    if frequency == "YEARLY" and not any(parts[2:]):
        parts.append(
            draw(_sometimes(st.builds("BYWEEKNO={};BYDAY={};WKST={}".format, _numbers(-53, 53), ANY_DAYS, DAYS), 1))
        )
    parts.append(draw(_part("BYMONTH", _numbers(1, 12))))
    parts.append(draw(_part("BYHOUR", st.sampled_from(["9", "8,20", "0,6,12,18"]), 4)))
    parts.append(draw(_part("BYMINUTE", st.sampled_from(["0", "15,45"]), 4)))
    if any(parts[2:]):
        parts.append(draw(_part("BYSETPOS", _numbers(-3, 3))))
    return ";".join(filter(None, [*parts, draw(ENDS)]))


@pytest.fixture(scope="module")
def _dateutil_ends_soon() -> Iterator[None]:
    """Else dateutil looks for a 30 February up to the year 9999, minute by minute."""
    short = types.ModuleType("datetime")
    short.__dict__.update(dt.__dict__, MAXYEAR=2028)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dateutil_rrule, "datetime", short)
        yield


@pytest.mark.usefixtures("_dateutil_ends_soon")
@settings(max_examples=400)
@given(rules(), st.datetimes(datetime(2023, 1, 1), datetime(2026, 6, 1)), st.integers(0, 400))  # noqa: DTZ001
def test_rules_give_what_dateutil_gives(rule: str, start: datetime, days: int) -> None:
    start = start.replace(microsecond=0)
    low = at("2026-01-01") + timedelta(days=days)
    high = low + timedelta(days=60)
    bounded = rule if "UNTIL" in rule or "COUNT" in rule else f"{rule};UNTIL={high:%Y%m%dT%H%M%S}"
    try:
        expected = list(takewhile(lambda moment: moment < high, dateutil_rrule.rrulestr(bounded, dtstart=start)))
    except ValueError:  # dateutil refuses rules of hours and minutes that can never come true
        assume(False)
    if start not in expected:  # DTSTART counts as the first recurrence, in COUNT too
        expected = [start, *expected] if start < high else expected
        if "COUNT" in rule:
            expected = expected[: int(rule.partition("COUNT=")[2].partition(";")[0])]
    assert expand_text(rule, start, low, high) == [moment for moment in expected if moment >= low], rule


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30T09:00", ["01-30", "02-27", "03-27"]),
        ("FREQ=MONTHLY", "2026-01-31T09:00", ["01-31", "03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31T09:00", ["01-31", "02-28", "03-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-30T09:00", ["01-30", "02-27", "03-31"]),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO;COUNT=4", "2026-01-05T09:00", ["01-05", "01-26", "02-16", "03-09"]),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "2025-03-30T09:00", ["03-29"]),
        ("FREQ=DAILY;INTERVAL=30;UNTIL=20260302", "2026-01-01T09:00", ["01-01", "01-31", "03-02"]),
    ],
)
def test_cases_worked_by_hand(rule: str, start: str, expected: list[str]) -> None:
    found = expand_text(rule, at(start), at("2026-01-01"), at("2026-04-01"))
    assert [f"{moment:%m-%d}" for moment in found] == expected


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=SECONDLY;COUNT=1000000000", "FREQ=MINUTELY;BYSECOND=1,2,3,4,5,6,7,8,9,10,11,12"],
)
def test_a_rule_of_every_second_ends_with_one_error(rule: str) -> None:
    with pytest.raises(CalendarError, match="recurrences are too many"):
        expand_text(rule, at("2020-01-01"), at("2026-01-01"), at("2026-03-01"))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;COUNT=1000000000;UNTIL=19000101",
        "FREQ=YEARLY;INTERVAL=1000000000",
    ],
)
def test_a_rule_that_never_comes_true_ends_all_the_same(rule: str) -> None:
    assert expand_text(rule, at("2020-01-01T09:00"), at("2026-01-01"), at("2026-03-01")) == []


def test_a_rule_from_long_ago_costs_no_more_than_one_from_yesterday() -> None:
    steps = Steps(200)
    rule = parse_rule("FREQ=DAILY", get_clock("UTC"))
    low = wall_seconds(at("2026-01-01"))
    assert len(expand(rule, wall_seconds(at("0101-01-01")), low, low + 60 * 86400, steps)) == 60


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=FORTNIGHTLY",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;RSCALE=CHINESE",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYMONTHDAY=0",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=PT1H",
    ],
)
def test_what_is_not_understood_is_refused_never_ignored(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_rule(text, get_clock("UTC"))


def test_what_a_rule_says_again_and_again_is_looked_at_once() -> None:
    rule = parse_rule(f"FREQ=DAILY;BYDAY={'MO,' * 1000}TU;BYHOUR={'9,' * 1000}10", get_clock("UTC"))
    assert (rule.days, rule.hours) == (((0, 0), (0, 1)), (9, 10))
