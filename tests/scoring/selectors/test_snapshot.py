"""The Snapshot holds what the tables say, survives whatever a descriptor says, and costs a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Alias, Claim, Descriptor, Edge, Entity, Origin, Ownership, Source
from scoring.core.snapshot import AuthorWork, Snapshot
from scoring.models import FactState
from scoring.selectors.snapshot import load_snapshot
from teams.models import Membership, Person, Schedule
from tests.scoring.factories import (
    LONG_AGO,
    NOW,
    TIP,
    make_activity,
    make_entity,
    make_origin,
    make_person,
    make_source,
    make_team,
)
from tests.teams.schedules import keep_schedule, schedule_text

pytestmark = pytest.mark.django_db

CART = "component:default/cart"
DAY = timedelta(days=1)
QUERIES = 20


@pytest.fixture
def origin() -> Origin:
    return make_origin(tip=TIP, scanned_at=NOW, tip_committed_at=NOW)


def load(*windows: int) -> Snapshot:
    return load_snapshot(NOW, windows or (180,))


def test_an_entity_with_its_place_owner_and_code(origin: Origin) -> None:
    metadata = {
        "name": "cart",
        "labels": {"bailiwick.dev/inner-source": "true"},
        "annotations": {"a": "b"},
        "tags": ["x"],
    }
    make_entity("cart", "shop", origin=origin, metadata=metadata, title="The cart")
    Ownership.objects.create(subject_ref=CART, owner_ref="group:default/shop", confidence=0.8, since=NOW)
    Ownership.objects.create(subject_ref=CART, owner_ref="x", confidence=1, since=LONG_AGO, until=NOW)
    snapshot = load()
    (cart,) = snapshot.of_kinds("component")
    assert (cart.ref, cart.kind, cart.shown_name, cart.owner_text, cart.type) == (
        CART,
        "component",
        "The cart",
        "shop",
        "service",
    )
    assert cart.labels == {"bailiwick.dev/inner-source": "true"}
    assert (dict(cart.annotations), set(cart.tags)) == ({"a": "b"}, {"x"})
    assert cart.place is not None
    assert (cart.place.path, cart.place.owner_line, cart.place.commit) == ("cart/catalog-info.yaml", 7, TIP)
    assert snapshot.owners[CART].team_ref == "group:default/shop"
    assert [root.path_prefix for root in snapshot.roots_of(CART)] == ["cart"]
    assert [claim.owner_text for claim in snapshot.claims[CART]] == ["shop"]
    assert snapshot.is_service(cart)


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        [],
        "x",
        {"labels": ["a"], "annotations": "b", "tags": {"c": 1}},
        {"labels": {"a": 1, "b": None}, "tags": [1]},
    ],
)
def test_a_descriptor_may_hold_anything(origin: Origin, metadata: Any) -> None:
    make_entity("cart", "shop", origin=origin, metadata=metadata)
    (cart,) = load().of_kinds("component")
    assert (cart.labels, cart.annotations, cart.tags) == ({}, {}, frozenset())


def test_what_is_gone_is_not_there(origin: Origin) -> None:
    make_entity("cart", "shop", origin=origin, removed_at=NOW)
    make_entity("till", "shop", origin=origin)
    Claim.objects.update(ended_at=NOW)
    make_origin("gone", removed_at=NOW)
    snapshot = load()
    assert list(snapshot.entities) == ["component:default/till"]
    assert snapshot.claims == {}
    assert list(snapshot.repositories) == [origin.pk]


def test_a_claim_of_a_basis_nobody_knows_is_passed_over(origin: Origin) -> None:
    make_entity("cart", "shop", origin=origin)
    Claim.objects.update(basis="hearsay")
    assert load().claims == {}


def test_edges_are_kept_though_they_lead_nowhere(origin: Origin) -> None:
    make_entity("cart", "shop", origin=origin)
    descriptor = Descriptor.objects.get()
    Edge.objects.create(declared_by=descriptor, source_ref=CART, type="dependsOn", target_ref="resource:default/none")
    assert load().edges == ((CART, "dependsOn", "resource:default/none"),)


def test_repositories_count_what_they_declare(origin: Origin) -> None:
    make_entity("cart", "shop", origin=origin)
    Descriptor.objects.create(
        origin=origin, path="b.yaml", doc_index=0, state="broken", digest="d", commit=TIP, first_seen_at=NOW
    )
    (repository,) = load().repositories.values()
    assert (repository.ref, repository.descriptors, [place.path for place in repository.broken]) == (
        origin.ref,
        1,
        ["b.yaml"],
    )


def test_the_directory_of_now_and_of_ever(origin: Origin) -> None:
    ada, gus = make_person("ada"), make_person("gus", left_at=NOW)
    make_team("shop", ada)
    make_team("phoenix", dissolved_at=NOW)
    Alias.objects.filter(entity_ref=gus.ref).update(valid_to=NOW)
    snapshot = load()
    assert snapshot.directory.bind("shop").team_ref == "group:default/shop"
    assert snapshot.directory.bind("ada@example.org").team_ref == "group:default/shop"
    assert snapshot.directory.bind("phoenix").team_ref == ""
    assert snapshot.directory_ever.bind("phoenix").team_ref == "group:default/phoenix"
    assert snapshot.directory.bind("gus@example.org").person_ref == ""
    assert snapshot.directory_ever.bind("gus@example.org").person_ref == gus.ref


def test_work_is_summed_up_by_author_and_window(origin: Origin) -> None:
    make_activity(origin, "cart", "ada", 2, days_ago=1)
    make_activity(origin, "cart", "ada", 3, days_ago=20)
    make_activity(origin, "cart", "ada", 5, days_ago=200)
    make_activity(origin, "cart", "ada", 7, days_ago=1, is_bot=True)
    make_activity(origin, "", "bo", 1, days_ago=30)
    snapshot = load(30, 180)
    work = {(author.name, author.is_bot): author for author in snapshot.work[origin.pk, "cart"]}
    ada = work["Ada", False]
    assert isinstance(ada, AuthorWork)
    assert (ada.commits, ada.in_window, ada.by_day) == (10, {30: 5, 180: 5}, ())
    assert (ada.last_commit, ada.last_committed_at) == (f"{1:040d}", NOW - DAY)
    assert work["Ada", True].in_window == {30: 7, 180: 7}
    assert snapshot.work[origin.pk, ""][0].in_window == {30: 1, 180: 1}


def test_days_are_loaded_for_those_whose_team_changed(origin: Origin) -> None:
    ada, bo = make_person("ada"), make_person("bo")
    make_team("shop", ada, bo)
    cafe = make_team("cafe")
    Membership.objects.filter(person=ada).update(until=NOW - 90 * DAY)
    Membership.objects.create(team=cafe, person=ada, since=NOW - 90 * DAY)
    for name in ("ada", "bo"):
        make_activity(origin, "", name, 2, days_ago=5)
        make_activity(origin, "", name, 3, days_ago=120)
        make_activity(origin, "", name, 4, days_ago=200)
    by_name = {author.name: author for author in load().work[origin.pk, ""]}
    assert by_name["Ada"].by_day == (((NOW - 120 * DAY).date(), 3), ((NOW - 5 * DAY).date(), 2))
    assert by_name["Bo"].by_day == ()


def test_history_says_why_it_is_not_known(origin: Origin) -> None:
    FactState.objects.create(
        collector="history",
        origin=origin,
        commit=TIP,
        error="gone",
        data={"complete_since": "2026-02-05T10:00:00+00:00"},
    )
    state = load().history[origin.pk]
    assert (state.commit, state.error, str(state.complete_since)) == (TIP, "gone", "2026-02-05 10:00:00+00:00")


def make_group_file(origin: Origin, **fields: Any) -> None:
    Descriptor.objects.create(
        origin=origin, path="groups.yaml", doc_index=0, ref="group:default/shop", state="in_force", digest="d",
        commit=TIP, first_seen_at=NOW, **fields,
    )  # fmt: skip


GAPS: dict[str, tuple[dict[str, Any], dict[str, Any], bool, list[str]]] = {
    "all is read": ({}, {"scanned_at": NOW}, True, []),
    "not read yet": ({}, {}, False, ["the repository org has not been read yet."]),
    "not read yet, from a source that defines nobody": ({"may_define_organisation": False}, {}, False, []),
    "broken, and defines teams": (
        {},
        {"scanned_at": NOW, "scan_error": "x"},
        True,
        ["the repository org, which defines teams and people, cannot be read."],
    ),
    "broken, and defines none": ({}, {"scanned_at": NOW, "scan_error": "x"}, False, []),
    "never read and broken is no excuse for ever": ({}, {"scan_error": "x"}, False, []),
    "a source that was never listed": (
        {"list_error": "no such folder"},
        {"scanned_at": NOW},
        False,
        ["the source clones cannot be listed: no such folder"],
    ),
    "a source that was listed before": ({"list_error": "x", "listed_at": NOW}, {"scanned_at": NOW}, False, []),
}


@pytest.mark.parametrize(("source", "fields", "has_groups", "expected"), GAPS.values(), ids=GAPS.keys())
def test_gaps_of_the_organisation(
    source: dict[str, Any], fields: dict[str, Any], has_groups: bool, expected: list[str]
) -> None:
    origin = make_origin("org", make_source(**source), **fields)
    if has_groups:
        make_group_file(origin)
    assert list(load().organisation_gaps) == expected


def test_a_broken_document_beside_teams_is_a_gap_and_one_elsewhere_is_none(origin: Origin) -> None:
    make_group_file(origin)
    broken = {"origin": origin, "state": "broken", "digest": "d", "commit": TIP, "first_seen_at": NOW}
    Descriptor.objects.create(path="cart.yaml", doc_index=0, **broken)
    assert load().organisation_gaps == ()
    Descriptor.objects.create(path="groups.yaml", doc_index=1, **broken)
    assert load().organisation_gaps == ("a document in groups.yaml of shop, beside teams and people, cannot be read.",)


def test_the_number_of_queries_is_fixed(origin: Origin) -> None:
    def count() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            load(30, 180)
        return [query["sql"][:120] for query in queries if query["sql"].startswith("SELECT")]

    nothing = count()
    for number in range(25):
        person = make_person(f"p{number}")
        make_team(f"t{number}", person)
        make_entity(f"e{number}", f"t{number}", origin=origin)
        make_activity(make_origin(f"o{number}", make_source(f"/srv/{number}")), "", f"p{number}", 3)
    much = count()
    assert (len(nothing), len(much)) == (QUERIES, QUERIES), "\n".join(much)


def test_settings_and_restricted_sources_are_part_of_it() -> None:
    make_source("/srv/open")
    secret = make_source("/srv/secret", is_restricted=True)
    snapshot = load()
    assert snapshot.restricted_sources == {secret.pk}
    assert "service" in snapshot.service_types
    assert "production" in snapshot.production_lifecycles
    assert (Source.objects.count(), Person.objects.count(), Entity.objects.count()) == (2, 0, 0)


def test_a_body_that_is_large_is_not_kept(origin: Origin) -> None:
    entity = make_entity("cart", "shop", origin=origin)
    Entity.objects.filter(pk=entity.pk).update(
        body_json=orjson.dumps({"metadata": {"name": "cart"}, "spec": {"definition": "x" * 100_000}}).decode()
    )
    (cart,) = load().of_kinds("component")
    assert "xxx" not in repr(cart)


def test_schedules_with_what_is_wrong_with_them(origin: Origin) -> None:
    keep_schedule(f"{schedule_text('cart', 'shop')}---\nkind: Schedule\nname: nights\nowner: shop\n", origin)
    good, bad = sorted(load().schedules, key=lambda each: each.problem)
    assert good.place is not None
    assert (good.ref, good.owner_ref, good.place.path) == ("schedule:default/cart", "group:default/shop", "oncall.yaml")
    assert good.schedule is not None
    assert (bad.ref, bad.schedule) == ("schedule:default/nights", None)
    assert "time_zone" in bad.problem or "layers" in bad.problem
    Schedule.objects.update(removed_at=NOW)
    assert load().schedules == ()
