"""Times of day far away from UTC, and beyond the calendar."""

from __future__ import annotations

import pytest

from catalog.history_filters import ChangeFilters
from catalog.models import ChangeLog
from tests.catalog.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("0390-06-20T11:28:33+17:51", 1),
        ("0001-01-01T00:00:00+17:51", 1),
        ("9999-12-31T23:59:59-17:51", 0),
        ("9999-01-01T00:00:00+00:00", 0),
    ],
)
def test_every_offset_can_be_asked_for(since: str, found: int) -> None:
    ChangeLog.objects.create(subject_ref="component:default/cart", actor_ref="scan", action="changed", at=NOW)
    assert ChangeFilters({"since": since}, ChangeLog.objects.all()).qs.count() == found
