"""What the catalog API is answered from stays in step with what descriptors say, whatever comes in whatever order."""

from __future__ import annotations

import random
from collections import defaultdict

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.pending import Change, deliver_to, queue_changes
from catalog.actions.stitch import CONSUMER
from catalog.core.search.postings import decode_posting, list_slots
from catalog.core.search.rows import SearchRows, list_relation_rows, list_search_rows
from catalog.core.served.entity import is_refused_for_owner
from catalog.models import Edge, Entity, Origin, SearchKey, SearchTerm, ServedEntity, ServedVersion, Source
from catalog.models.served import SOURCE_KEY, TEXT_KEY
from tests.catalog.api.backstage.world import component, declare, make_origin, make_source
from tests.catalog.factories import NOW

pytestmark = pytest.mark.django_db

Sets = defaultdict[tuple[str | int, ...], set[int]]
NAMES = ("a", "b", "c", "d")
OWNERS = ("shop", "pay", None, "group:default/shop", "")


def some_file(chance: random.Random) -> str:
    """A few components that depend on each other, some without an owner; now and then a broken document."""
    documents = []
    for name in chance.sample(NAMES, chance.randint(0, 3)):
        others = [f"component:{other}" for other in chance.sample(NAMES, chance.randint(0, 2))]
        type_ = chance.choice(("service", "Service"))
        documents.append(component(name, owner=chance.choice(OWNERS), type=type_, dependsOn=others))
    if chance.random() < 0.2:
        documents.append("kind: [")
    return "---\n".join(documents)


@pytest.mark.parametrize("seed", range(8))
def test_everything_served_is_what_its_text_says(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    hidden = make_source("hidden", is_restricted=True)
    origins = [make_origin("open", make_source("open")), make_origin("hidden", hidden)]
    for _ in range(10):
        declare(chance.choice(origins), {path: some_file(chance) for path in ("x.yaml", "y.yaml")})
        if chance.random() < 0.2:
            Source.objects.filter(pk=hidden.pk).update(is_restricted=chance.random() < 0.5)
        check_consistency()


def check_consistency() -> None:
    """Sets equal what the texts say; texts say what edges say; who is served is who should be."""
    keys: Sets = defaultdict(set)
    terms: Sets = defaultdict(set)
    for row in ServedEntity.objects.all():
        entity = orjson.loads(row.text)
        guarded = orjson.loads(row.guarded) if row.guarded else []
        found = list_search_rows(entity)
        found.keys.add(SOURCE_KEY)
        found.rows.add((SOURCE_KEY, str(row.source_key), str(row.source_key)))
        add(keys, terms, (row.slot, 0), found)
        for guard in {relation[0] for relation in guarded}:
            own = list_relation_rows((type_, target) for known, type_, target in guarded if known == guard)
            add(keys, terms, (row.slot, guard), own)
        shown = {(item["type"], item["targetRef"]) for item in entity["relations"]}
        edges = set(Edge.objects.filter(source_ref=row.ref).values_list("type", "target_ref"))
        assert edges <= shown | {tuple(relation[1:]) for relation in guarded}
        assert row.uid == row.entity.uid
        assert entity["metadata"]["etag"] == row.etag
    assert {(row.key, row.guard): slots(row.posting) for row in SearchKey.objects.all() if row.posting} == keys
    stored = {(row.key, row.value, row.original, row.guard): slots(row.posting) for row in SearchTerm.objects.all()}
    assert stored == terms
    living = Entity.objects.filter(removed_at=None)
    refused = {entity.ref for entity in living if entity.error and is_refused_for_owner(orjson.loads(entity.body_json))}
    served = set(ServedEntity.objects.values_list("ref", flat=True))
    assert served - refused == {entity.ref for entity in living} - refused
    assert set(ServedEntity.objects.exclude(last_good="").values_list("ref", flat=True)) == served & refused


def add(keys: Sets, terms: Sets, place: tuple[int, int], found: SearchRows) -> None:
    slot, guard = place
    for key in found.keys:
        keys[key, guard].add(slot)
    for row in found.rows:
        terms[(*row, guard)].add(slot)


def slots(posting: str) -> set[int]:
    return set(list_slots(decode_posting(posting)))


def test_slots_stay_dense() -> None:
    origin = make_origin("open", make_source("open"))
    for round_ in range(5):
        declare(origin, {"x.yaml": "---\n".join(component(f"c{round_}-{number}") for number in range(20))})
    assert max(ServedEntity.objects.values_list("slot", flat=True)) < 40


def test_the_token_changes_with_what_is_served_and_with_nothing_else() -> None:
    origin = make_origin("open", make_source("open"))
    declare(origin, {"x.yaml": component("a") + "---\n" + component("b", type="website")})
    before, keys = token(), dict(SearchKey.objects.values_list("key", "token"))
    declare(origin, {"x.yaml": component("a") + "---\n" + component("b", type="website")})
    queue_changes(Change.RELATIONS, ["component:default/a", "component:default/nope"], NOW)
    deliver_to(CONSUMER, NOW)
    assert token() == before
    declare(origin, {"x.yaml": component("a", type="library") + "---\n" + component("b", type="website")})
    assert token() != before
    after = dict(SearchKey.objects.values_list("key", "token"))
    assert {key for key in keys if keys[key] != after[key]} == {"spec.type"}, "orders by name are kept"


def test_the_text_key_changes_with_searched_texts_alone() -> None:
    origin = make_origin("open", make_source("open"))
    text = (
        '{"apiVersion": "backstage.io/v1alpha1", "kind": "System", '
        '"metadata": {"name": "s", "description": "%s"}, "spec": {"owner": "x"}}'
    )
    declare(origin, {"x.yaml": text % "first"})
    first = SearchKey.objects.get(key=TEXT_KEY).token
    declare(origin, {"x.yaml": (text % "first").replace('"x"', '"y"')})
    assert SearchKey.objects.get(key=TEXT_KEY).token == first
    declare(origin, {"x.yaml": text % "second"})
    assert SearchKey.objects.get(key=TEXT_KEY).token != first


def test_the_number_of_queries_does_not_grow_with_the_entities() -> None:
    origin = make_origin("open", make_source("open"))
    counts = []
    for many in (5, 200):
        declare(origin, {"x.yaml": "---\n".join(component(f"c{number}") for number in range(many))})
        queue_changes(Change.ENTITY, [f"component:default/c{number}" for number in range(many)], NOW)
        Entity.objects.update(body_json=orjson.dumps(orjson.loads(component("z"))).decode())
        with CaptureQueriesContext(connection) as queries:
            deliver_to(CONSUMER, NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_an_origin_without_a_source_is_served_to_all() -> None:
    declare(make_origin("loose", None), {"x.yaml": component("a")})
    assert ServedEntity.objects.get().source_key == 0
    assert Origin.objects.get().source_id is None


def token() -> str:
    return ServedVersion.objects.get().token
