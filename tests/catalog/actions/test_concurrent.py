"""Two workers reconcile two origins at the same time that share groups, systems and refs: no deadlock, nothing lost."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import orjson
import pytest
from django.db import connection, transaction

from catalog.actions.pending import deliver_changes
from catalog.actions.reconcile import reconcile_origin
from catalog.core.descriptors import parse_file
from catalog.core.reading import OriginReading, store_document
from catalog.models import Descriptor, Edge, Entity, Origin
from tests.catalog.factories import NOW, make_origin, make_source
from tests.repositories import component, documents, group

ROUNDS = 1000

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def content(name: str, number: int) -> str:
    """Ten refs of both origins in opposite orders, five of its own, with relations that change in each round."""
    shared = [component(f"shared-{n}", owner=f"team-{n % 3}", dependsOn=f"[component:{name}-{n}]") for n in range(10)]
    own = [component(f"{name}-{n}", owner=f"team-{(n + number) % 3}", system=f"s{number % 2}") for n in range(5)]
    texts = [*shared, *own, *(group(f"team-{n}") for n in range(3))]
    return documents(*(texts if (name == "alpha") == (number % 2 == 0) else reversed(texts)))


def reconcile(origin: Origin, number: int, seen_at: datetime, meet: threading.Barrier, faults: list[Exception]) -> None:
    """One worker's part of one round."""
    try:
        parsed = parse_file("catalog-info.yaml", content(origin.name, number).encode()).documents
        keep = parsed if number % 3 else parsed[:12]
        reading = OriginReading(f"{number}", "main", None, "", tuple(store_document(document) for document in keep))
        meet.wait(30)
        with transaction.atomic():
            reconcile_origin(origin, reading, seen_at, seen_at)
    except Exception as error:  # noqa: BLE001  # whatever it is, the test tells
        faults.append(error)
    finally:
        connection.close()


def test_two_workers_on_shared_refs_never_wait_in_a_circle_and_lose_nothing() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: there is nothing to wait for in a circle")
    source = make_source()
    origins = [make_origin(name, source) for name in ("alpha", "beta")]
    faults: list[Exception] = []
    for number in range(ROUNDS):
        meet = threading.Barrier(2)
        at = NOW + timedelta(minutes=number)
        threads = [threading.Thread(target=reconcile, args=(origin, number, at, meet, faults)) for origin in origins]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not faults, (number, faults)
    deliver_changes(NOW)
    assert_whole()


def assert_whole() -> None:
    """One in force per living ref, its edges those it declares, and served relations those of the edges."""
    living = {entity.ref: entity for entity in Entity.objects.filter(removed_at=None)}
    holders = {row.ref: row for row in Descriptor.objects.filter(state="in_force")}
    assert living.keys() == holders.keys()
    assert len(living) >= 13
    for ref, holder in holders.items():
        assert orjson.loads(living[ref].body_json) == orjson.loads(holder.body_json)
    edges: dict[str, set[tuple[str, str]]] = {}
    for edge in Edge.objects.select_related("declared_by"):
        assert edge.declared_by.state == "in_force"
        edges.setdefault(edge.source_ref, set()).add((edge.type, edge.target_ref))
    for ref, entity in living.items():
        served = {(relation["type"], relation["targetRef"]) for relation in orjson.loads(entity.relations_json)}
        assert served == edges.get(ref, set()), ref
