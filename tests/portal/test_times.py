"""How times, refs and differences are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.templatetags.portal import as_percent, kind_icon, say_ago, signed

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=23), "23 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=14), "2026-02-16"),
        (-timedelta(minutes=5), "in 5 min"),
        (-timedelta(days=2), "in 2 days"),
        (-timedelta(days=30), "2026-04-01"),
    ],
)
def test_how_long_ago(distance: timedelta, words: str) -> None:
    assert say_ago(NOW - distance, NOW) == words


def test_a_difference_has_its_sign() -> None:
    assert [signed(5), signed(-3), signed(0)] == ["+5", "-3", "unchanged"]


def test_a_kind_nobody_knows_has_an_icon_too() -> None:
    assert kind_icon("Widget") == "category"
    assert as_percent(0.625) == "62 %"
