"""Filling and measuring for bench/search.py."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

import orjson
from django.db import connection
from django.db.models import Q

from catalog.actions.search import BATCH, index_search
from catalog.core.access import Actor
from catalog.core.text_search.query import parse_query
from catalog.models import Entity, Ownership, SearchEntry, Source
from catalog.models.bulk import insert_rows
from catalog.selectors.entities import list_entities
from catalog.selectors.search import count_kinds, list_entries, list_hits

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
SEED, ROUNDS, SHOWN, TEAMS = 11, 40, 8, 200
READER = Actor("account:1")
WORDS = """
checkout cart payment billing invoice ledger user auth session token search index catalog price alert email push
notify order fulfil ship stock inventory report data pipeline stream batch gateway edge proxy cache store image
media video legacy core shared common admin portal web mobile worker job queue event bus refund voucher loyalty
partner tariff fraud risk limit quota usage meter audit consent profile address carrier tracking label return
""".split()  # noqa: SIM905  # easier to read than a list
KINDS = ("Component",) * 6 + ("API", "Resource", "System", "User")
QUERIES = {
    "exact name": "{exact}",
    "prefix": "pay",
    "middle of a word": "ventor",
    "two letters": "ca",
    "two words": "ledger stock",
    "in most descriptions": "service",
    "e-mail": "person77@exa",
    "ref": "component:default/cart",
    "filters": "stock kind:api tag:tag-3",
    "typing error": "inventroy-paymnet",
    "nothing": "zzyzx",
}


def run(entities: int) -> None:
    """Fill, index and measure."""
    _fill(entities)
    refs = list(Entity.objects.values_list("ref", flat=True))
    begun = time.process_time()
    for at in range(0, len(refs), BATCH):
        index_search(refs[at : at + BATCH], NOW)
    print(f"{entities} entities on {connection.vendor}: indexed in {time.process_time() - begun:.1f} CPU seconds here")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _measure_all()


def _fill(entities: int) -> None:
    rng = random.Random(SEED)  # noqa: S311  # figures, not secrets
    source = Source.objects.create(name="bench", location="/bench", created_by_ref="command", created_at=NOW)
    rows = [_make_entity(rng, number, source) for number in range(entities)]
    insert_rows(rows)
    insert_rows(
        [
            Ownership(
                subject_ref=row.ref, owner_ref=f"group:default/team-{n % TEAMS}", confidence=1, reasons=[], since=NOW
            )
            for n, row in enumerate(rows)
        ]
    )


def _make_entity(rng: random.Random, number: int, source: Source) -> Entity:
    kind, name = rng.choice(KINDS), f"{'-'.join(rng.sample(WORDS, 2))}-{number}"
    description = f"The service that does {' '.join(rng.choices(WORDS, k=20))}."
    title, tags = name.replace("-", " ").title(), [f"tag-{rng.randrange(40)}" for _ in range(3)]
    metadata = {"name": name, "title": title, "description": description, "tags": tags}
    profile = {"displayName": f"Person {number}", "email": f"person{number}@example.org"} if kind == "User" else {}
    body = {"kind": kind, "metadata": metadata, "spec": {"type": "service", "profile": profile}}
    return Entity(
        ref=f"{kind.lower()}:default/{name}", kind=kind, namespace="default", name=name, title=title,
        description=description, source=source, body_json=orjson.dumps(body).decode(), first_seen_at=NOW,
        changed_at=NOW,
    )  # fmt: skip


def _measure_all() -> None:
    print(f"{SearchEntry.objects.count()} entries; milliseconds, {ROUNDS} times each\n")
    print(f"{'':24}{'found':>7}{'median':>9}{'p95':>8}{'with counts':>13}{'icontains':>11}{'ratio':>7}")
    every: list[float] = []
    exact = Entity.objects.filter(kind="Component").order_by("pk").values_list("name", flat=True)[0]
    for title, form in QUERIES.items():
        text = form.format(exact=exact)
        query = parse_query(text)
        found = list_entries(READER, query)
        times = _time(lambda query=query: list_hits(READER, query, SHOWN))  # type: ignore[misc]
        page = _time(lambda found=found: count_kinds(found), ROUNDS // 4)  # type: ignore[misc]
        plain = statistics.median(_time(lambda text=text: _search_plainly(text), ROUNDS // 4))  # type: ignore[misc]
        every += times
        middle = statistics.median(times)
        print(
            f"{title:24}{found.count():7}{middle:9.1f}{_p95(times):8.1f}{middle + statistics.median(page):13.1f}"
            f"{plain:11.1f}{plain / middle:7.1f}"
        )
    print(f"\nall together: p95 {_p95(every):.1f} ms (to hold: well under 50)")


def _search_plainly(text: str) -> list[Entity]:
    """The same fields by `icontains`, all words in one field, without any order of nearness."""
    held = Q()
    for field in ("name", "title", "description", "ref", "body_json"):
        held |= Q(**{f"{field}__icontains": text})
    return list(list_entities(READER).filter(held).order_by("name")[:SHOWN])


def _time(call: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    call()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - begun))
    return times


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
