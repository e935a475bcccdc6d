"""What one app does not know of the other is connected here."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from bailiwick.heap import YOUNG_OBJECTS
from portal.models import Account
from scoring.selectors.report_readers import get_organisation_readership


@pytest.mark.django_db
def test_the_report_on_the_organisation_goes_to_those_who_may_see_everything() -> None:
    accounts: dict[str, Any] = {
        "ann": {"is_staff": True},
        "root": {"is_superuser": True},
        "gone": {"is_staff": True, "is_active": False},
        "olga": {},
    }
    for name, fields in accounts.items():
        Account.objects.create_user(name, email=f"{name}@example.org", **fields)
    Account.objects.create_user("mute", is_staff=True)
    assert get_organisation_readership().addresses == ("ann@example.org", "root@example.org")


def test_what_is_there_from_the_start_is_not_looked_through_again() -> None:
    assert gc.get_freeze_count() > YOUNG_OBJECTS
    assert gc.get_threshold()[0] == YOUNG_OBJECTS
    assert gc.isenabled()
