"""A small organisation, runs over it, and what they leave."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from catalog.models import Origin
from scoring.actions.scoring import (
    run_checks,
)
from scoring.models import (
    Finding,
    ScoringRun,
)
from tests.scoring.factories import (
    NOW,
    TIP,
    make_activity,
    make_entity,
    make_origin,
    make_person,
    make_team,
)

DAY = timedelta(days=1)


@pytest.fixture
def shop() -> Origin:
    """Shop has Ada; it owns cart. Nobody owns till. The history of the repository is read."""
    origin = make_origin(tip=TIP, scanned_at=NOW)
    make_team("shop", make_person("ada"))
    make_entity("cart", "shop", origin=origin, lifecycle="experimental")  # nobody has to be on call for it
    make_entity("till", "", origin=origin)
    make_activity(origin, "cart", "ada", 12)
    return origin


def run(at: Any = NOW) -> ScoringRun:
    done = run_checks(at)
    assert done is not None
    return done


def findings() -> dict[tuple[str, str], str]:
    return {(row.check_id, row.subject_ref): row.state for row in Finding.objects.order_by("pk")}


def events(finding: Finding) -> list[str]:
    return list(finding.events.order_by("pk").values_list("event", flat=True))


TILL = "component:default/till"
CART = "component:default/cart"
