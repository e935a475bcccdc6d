"""Imported shifts say who is on call within their window, and nothing beyond it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from teams.core.oncall import ImportedShifts, OnCallError, Shift, list_rota_shifts
from teams.core.oncall.imported import read_imported, write_imported

DAY = timedelta(days=1)
SINCE = datetime(2026, 3, 2, tzinfo=UTC)
UNTIL = SINCE + 10 * DAY
ANA = Shift(SINCE, SINCE + 2 * DAY, ("user:default/ana",))
BEN = Shift(SINCE + 3 * DAY, UNTIL, ("Ben Okri",))
IMPORTED = ImportedShifts("Europe/Berlin", SINCE, UNTIL, (ANA, BEN))


def test_what_was_written_is_read_back() -> None:
    assert read_imported(write_imported(SINCE, UNTIL, (ANA, BEN)), "Europe/Berlin") == IMPORTED


def test_shifts_are_cut_at_the_window() -> None:
    found = list_rota_shifts(IMPORTED, SINCE + DAY, SINCE + 4 * DAY)
    assert found == (
        Shift(SINCE + DAY, SINCE + 2 * DAY, ANA.people),
        Shift(SINCE + 3 * DAY, SINCE + 4 * DAY, BEN.people),
    )


@pytest.mark.parametrize(
    ("since", "until"), [(SINCE - DAY, UNTIL), (SINCE, UNTIL + DAY), (UNTIL + DAY, UNTIL + 2 * DAY)]
)
def test_what_was_not_read_is_not_nobody(since: datetime, until: datetime) -> None:
    with pytest.raises(OnCallError, match="2026-03-02 to 2026-03-12 only"):
        list_rota_shifts(IMPORTED, since, until)


def test_a_window_must_end_after_it_starts() -> None:
    with pytest.raises(OnCallError, match="end after"):
        list_rota_shifts(IMPORTED, UNTIL, SINCE)
