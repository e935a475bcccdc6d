"""Whatever happened on the way, the end is what a fresh scan of the final files gives (but for who was first)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.actions.pending import deliver_changes
from catalog.actions.reconcile import reconcile_origin
from catalog.core.descriptors import parse_file
from catalog.core.handles import FORMER_REF
from catalog.core.reading import OriginReading, store_document
from catalog.core.renames import FORMER_REFS
from catalog.models import Alias, Claim, Descriptor, Edge, Entity, Origin, Ownership, PendingChange, Rename, Source
from tests.catalog.factories import HISTORIES, NOW, make_origin, make_source
from tests.repositories import component, documents, group

ORIGINS = ("alpha", "beta", "gamma")
PATHS = ("catalog-info.yaml", "a/catalog-info.yaml", "b/catalog-info.yaml")
BROKEN = "kind: [\n"

Files = dict[str, str]


def _text(name: str, owner: str, target: str, former: str) -> str:
    text = group(name[1:]) if name.startswith("@") else component(name, owner, dependsOn=f"[component:{target}]")
    return text.replace("spec:\n", f"  annotations: {{{FORMER_REFS}: {former}}}\nspec:\n", 1) if former else text


documents_ = st.builds(
    _text,
    st.sampled_from(["cart", "checkout", "pay", "@shop", "@money"]),
    st.sampled_from(["shop", "money", "nobody"]),
    st.sampled_from(["cart", "pay", "missing"]),
    st.sampled_from(["", "", "basket", "till"]),  # names that no other origin had: those wait for a person
)
files = st.dictionaries(
    st.sampled_from(PATHS), st.lists(documents_, min_size=1, max_size=3).map(lambda t: documents(*t))
)
broken_files = st.dictionaries(
    st.sampled_from(PATHS), st.lists(documents_ | st.just(BROKEN), min_size=1, max_size=3).map(lambda t: documents(*t))
)
steps = st.lists(st.tuples(st.sampled_from(ORIGINS), files | broken_files), max_size=8)
ends = st.fixed_dictionaries(dict.fromkeys(ORIGINS, files))
orders = st.permutations(ORIGINS)


@dataclass
class World:
    """Three origins, and a clock that moves one minute per look."""

    origins: dict[str, Origin] = field(default_factory=dict)
    now: datetime = NOW

    def begin(self) -> None:
        Source.objects.all().delete()
        for model in (Entity, Ownership, PendingChange, Alias, Rename):
            model.objects.all().delete()
        source = make_source()
        self.origins = {name: make_origin(name, source) for name in ORIGINS}

    def look(self, name: str, content: Files) -> None:
        self.now += timedelta(minutes=1)
        parsed = [d for path, text in sorted(content.items()) for d in parse_file(path, text.encode()).documents]
        reading = OriginReading(f"{self.now:%H%M}", "main", None, "", tuple(store_document(d) for d in parsed))
        with transaction.atomic():
            reconcile_origin(self.origins[name], reading, self.now, self.now)
        deliver_changes(self.now)

    def state(self) -> dict[str, object]:
        """What the catalog says, without ids, times, commits and who of several was first."""
        holders = {
            row.ref: row for row in Descriptor.objects.filter(state="in_force").select_related("origin", "entity")
        }
        living = {entity.ref: entity for entity in Entity.objects.filter(removed_at=None)}
        assert holders.keys() == living.keys()
        assert not Descriptor.objects.filter(state="contender").exclude(ref__in=holders).exists()
        edges = defaultdict(set)
        for edge in Edge.objects.select_related("declared_by"):
            assert edge.declared_by.state == "in_force"
            edges[edge.source_ref].add((edge.type, edge.target_ref))
        for ref, entity in living.items():
            assert orjson.loads(entity.body_json) == orjson.loads(holders[ref].body_json)
            served = {(r["type"], r["targetRef"]) for r in orjson.loads(entity.relations_json)}
            assert served == edges[ref], "stitched relations are those of the edges"
        declared = Descriptor.objects.values_list("origin__name", "path", "doc_index", "ref", "body_json", "error")
        contested = set(Descriptor.objects.filter(state="contender").values_list("ref", flat=True))
        ends = contested | {end for ref in contested for end in (t for _, t in edges[ref])}
        claims = Claim.objects.filter(ended_at=None, basis="descriptor").exclude(subject_ref__in=contested)
        former = Alias.objects.filter(scheme=FORMER_REF, valid_to=None).values_list("value", "entity_ref")
        return {
            "declared": set(declared),
            "entities": {ref: e.body_json for ref, e in living.items() if ref not in contested},
            "edges": {ref: found for ref, found in edges.items() if found and ref not in ends | _targets(contested)},
            "former names": {(old, new) for old, new in former if new not in contested},
            "claims": set(claims.values_list("subject_ref", "owner_text")),
            "owners": set(
                Ownership.objects.filter(until=None)
                .exclude(subject_ref__in=contested)
                .exclude(subject_ref__startswith="repository:")
                .values_list("subject_ref", "owner_ref", "confidence")
            ),
        }


def _targets(refs: set[str]) -> set[str]:
    """Everything any descriptor of these refs points to: there the relations depend on who is in force."""
    found = set()
    for body in Descriptor.objects.filter(ref__in=refs).values_list("body_json", flat=True):
        spec = orjson.loads(body).get("spec", {})
        found |= {f"group:default/{spec['owner']}"} if "owner" in spec else set()
        found |= {f"component:default/{target.partition(':')[2]}" for target in spec.get("dependsOn", [])}
    return found


@pytest.mark.slow
class ReconcileProperty(TestCase):
    """Random histories of three origins."""

    @given(steps=steps, end=ends, order=orders, fresh=orders)
    @settings(max_examples=HISTORIES, suppress_health_check=list(HealthCheck))
    def test_any_history_ends_where_a_fresh_scan_ends(
        self, steps: list[tuple[str, Files]], end: dict[str, Files], order: list[str], fresh: list[str]
    ) -> None:
        world = World()
        world.begin()
        for name, content in steps:
            world.look(name, content)
        for name in order:
            world.look(name, end[name])
        reached = world.state()
        world.begin()
        for name in fresh:
            world.look(name, end[name])
        assert reached == world.state()
