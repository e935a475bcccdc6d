"""How often a meeting is held, in words."""

from __future__ import annotations

import pytest

from teams.core.teamapi.page.recurrence import say_recurrence


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY;BYDAY=TU", "every week on Tuesday"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR", "every week on Monday, Wednesday and Friday"),
        ("freq=weekly;interval=2;byday=th", "every 2 weeks on Thursday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every working day"),
        ("FREQ=MONTHLY;BYDAY=1MO", "every month on the first Monday"),
        ("FREQ=MONTHLY;BYDAY=-1FR;WKST=MO", "every month on the last Friday"),
    ],
)
def test_in_words(rule: str, words: str) -> None:
    assert say_recurrence(rule) == words


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=7MO",
        "FREQ=MONTHLY;BYMONTHDAY=1",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=x",
        "every other Tuesday",
        "",
        ";;=",
    ],
)
def test_what_says_more_stays_as_it_is(rule: str) -> None:
    assert say_recurrence(rule) == rule
