"""What a run costs, and runs over catalogs that hold little."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Descriptor, Entity, Origin, Source
from scoring.models import (
    Finding,
    FindingEvent,
    Score,
)
from tests.scoring.actions.runs import DAY, TILL, findings, run, shop
from tests.scoring.factories import (
    NOW,
    TIP,
    make_activity,
    make_claim,
    make_entity,
    make_origin,
)

__all__ = ["shop"]  # a fixture

pytestmark = pytest.mark.django_db

MOST_QUERIES = 37
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "SELECT clock_timestamp")


def count_queries(at: Any) -> list[str]:
    """What a run asks the database, but for the marks of transactions and the clock, which SQLite is not asked for."""
    with CaptureQueriesContext(connection) as queries:
        run(at)
    return [query["sql"][:110] for query in queries if not query["sql"].startswith(NOT_COUNTED)]


def test_the_number_of_queries_does_not_grow_with_the_organisation(shop: Origin) -> None:
    def grow(count: int, start: int) -> None:
        for number in range(start, start + count):
            make_entity(f"unowned-{number}", "", origin=shop)
            make_entity(f"lost-{number}", "phantoms", origin=shop)
            make_entity(f"fine-{number}", "shop", origin=shop)
            make_activity(shop, f"fine-{number}", "ada", 20)
            make_claim(
                f"component:default/fine-{number}",
                "codeowners",
                "@org/strangers",
                {"origin": shop.pk, "commit": TIP, "path": "CODEOWNERS", "line": 1},
                shop,
            )

    grow(1, 0)
    run()
    few = count_queries(NOW + DAY)
    grow(30, 1)
    run(NOW + DAY)
    many = count_queries(NOW + 2 * DAY)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)
    assert Finding.objects.count() == 1 + 2 * 31


def test_an_empty_catalog_is_judged_without_complaint() -> None:
    done = run()
    assert (done.state, done.entities, Finding.objects.count(), Score.objects.count()) == ("finished", 0, 0, 0)


def test_a_repository_without_any_descriptor_is_found() -> None:
    origin = make_origin("till-bridge", tip=TIP, scanned_at=NOW, tip_committed_at=NOW)
    run()
    (finding,) = Finding.objects.all()
    assert (finding.check_id, finding.subject_ref, finding.subject_kind) == (
        "repository-is-claimed",
        origin.ref,
        "repository",
    )
    assert FindingEvent.objects.count() == 1


def test_a_removed_repository_is_not_judged() -> None:
    make_origin("gone", tip=TIP, scanned_at=NOW, removed_at=NOW)
    run()
    assert not Finding.objects.exists()


def test_a_source_without_a_name_for_its_entities_is_open_to_everyone(shop: Origin) -> None:
    Source.objects.update(is_restricted=False)
    Descriptor.objects.filter(ref=TILL).update(error="line 9: spec.owner is missing")
    Entity.objects.filter(ref=TILL).update(error="line 9: spec.owner is missing")
    run()
    assert findings() == {("owner-is-declared", TILL): "open"}
