"""A decision counts on its days, both ends included; on every other day files count."""

from __future__ import annotations

from datetime import date

import pytest

from teams.core.membership import Decided, Standing, declare, resolve

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 8)


@pytest.mark.parametrize(
    ("day", "holds", "is_over"),
    [
        (date(2026, 3, 1), False, False),
        (FIRST, True, False),
        (LAST, True, False),
        (date(2026, 3, 9), False, True),
    ],
)
def test_it_holds_from_its_first_day_to_its_last(day: date, holds: bool, is_over: bool) -> None:
    decided = Decided(Standing.OUT, FIRST, LAST)
    assert (decided.holds_on(day), decided.is_over_on(day)) == (holds, is_over)
    assert resolve(Standing.LEAD, decided, day) == (Standing.OUT if holds else Standing.LEAD)


def test_without_days_it_holds_always() -> None:
    assert resolve(Standing.OUT, Decided(Standing.LEAD), date.min) == Standing.LEAD
    assert resolve(Standing.OUT, Decided(Standing.LEAD), date.max) == Standing.LEAD
    assert resolve(Standing.MEMBER, None, FIRST) == Standing.MEMBER


def test_a_lead_whom_no_file_names_a_member_is_none() -> None:
    assert declare(is_member=False, is_lead=True) == Standing.OUT
    assert declare(is_member=True, is_lead=True) == Standing.LEAD
    assert declare(is_member=True, is_lead=False) == Standing.MEMBER
