"""The index of the search box follows what changed, in a fixed number of queries, and can be made anew."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.pending import deliver_changes
from catalog.actions.search import index_search, rebuild_search
from catalog.actions.sources import add_source, list_source
from catalog.actions.work import work_due_jobs
from catalog.core.access import COMMAND
from catalog.core.text_search.query import parse_query
from catalog.models import Alias, Entity, Lease, Origin, PersonMerge, SearchEntry
from catalog.models.clock import database_now
from catalog.selectors.search import list_hits
from tests.catalog.factories import NOW, make_origin, make_source
from tests.repositories import Clones, component, documents, group

pytestmark = pytest.mark.django_db


def make_entity(name: str, kind: str = "Component", **metadata: Any) -> Entity:
    body = {"kind": kind, "metadata": {"name": name, **metadata}, "spec": {"type": "service"}}
    return Entity.objects.create(
        ref=f"{kind.lower()}:default/{name}", kind=kind, namespace="default", name=name,
        body_json=orjson.dumps(body).decode(), first_seen_at=NOW, changed_at=NOW,
    )  # fmt: skip


def find(text: str) -> list[str]:
    return [hit.ref for hit in list_hits(COMMAND, parse_query(text), 20) if not hit.is_alike]


def test_what_is_new_is_found_and_what_is_gone_is_not() -> None:
    cart = make_entity("cart")
    index_search([cart.ref, "component:default/never-there"], NOW)
    assert find("cart") == [cart.ref]
    Entity.objects.update(removed_at=NOW)
    index_search([cart.ref], NOW)
    assert find("cart") == []
    assert not SearchEntry.objects.exists()


def test_a_changed_text_replaces_the_old_one_in_the_text_index() -> None:
    cart = make_entity("cart", description="sells umbrellas")
    index_search([cart.ref], NOW)
    assert find("umbrella") == [cart.ref]
    Entity.objects.update(body_json=orjson.dumps({"metadata": {"name": "cart", "description": "sells boots"}}).decode())
    index_search([cart.ref], NOW)
    assert find("umbrella") == []
    assert find("boots") == [cart.ref]


def test_former_refs_are_found_while_they_are_valid() -> None:
    cart = make_entity("cart")
    alias = Alias.objects.create(scheme="ref", value="component:default/basket", entity_ref=cart.ref, valid_from=NOW)
    index_search([cart.ref], NOW)
    assert find("basket") == [cart.ref]
    alias.valid_to = NOW + timedelta(days=1)
    alias.save()
    index_search([cart.ref], NOW)
    assert find("basket") == []


def merge(kept: Entity, other: Entity) -> PersonMerge:
    first, second = sorted((kept.ref, other.ref))
    return PersonMerge.objects.create(
        first_ref=first, second_ref=second, kept_ref=kept.ref, state=PersonMerge.State.CONFIRMED, seen_at=NOW
    )


def test_merged_records_are_found_once_by_what_either_says_until_they_are_parted() -> None:
    ada, al, lovelace = (
        make_entity(name, "User", description=f"knows of {name}") for name in ("ada", "al", "lovelace")
    )
    index_search([ada.ref, al.ref, lovelace.ref], NOW)
    assert find("lovelace") == [lovelace.ref]
    first, second = merge(al, lovelace), merge(ada, al)
    index_search([al.ref], NOW)
    for text in ("ada", "lovelace", "knows of al", "kind:user"):
        assert find(text) == [ada.ref], text
    second.ended_at = NOW
    second.save()
    index_search([ada.ref, al.ref], NOW)
    assert (find("ada"), find("lovelace")) == ([ada.ref], [al.ref])
    first.ended_at = NOW
    first.save()
    index_search([al.ref, lovelace.ref], NOW)
    assert (find("knows of al"), find("lovelace")) == ([al.ref], [lovelace.ref])


def test_a_merged_record_stands_for_one_that_no_file_names_any_more() -> None:
    ada, al = make_entity("ada", "User"), make_entity("al", "User")
    merge(ada, al)
    Entity.objects.filter(pk=ada.pk).update(removed_at=NOW)
    index_search([ada.ref], NOW)
    assert find("kind:user") == [al.ref]
    Entity.objects.update(removed_at=None)
    assert rebuild_search(lambda _done, _total: None, NOW) == 1
    assert find("kind:user") == [ada.ref]


def test_merges_are_asked_for_once_where_anybody_changed_and_else_not_at_all() -> None:
    def count(refs: list[str]) -> int:
        with CaptureQueriesContext(connection) as captured:
            index_search(refs, NOW)
        return sum("catalog_personmerge" in query["sql"] for query in captured)

    pairs = [(make_entity(f"a{number}", "User"), make_entity(f"b{number}", "User")) for number in range(9)]
    assert [merge(*pair) for pair in pairs]
    assert count([one.ref for one, _ in pairs]) == count([pairs[0][1].ref]) == 1
    assert count([make_entity("cart").ref]) == 0


def test_an_entity_of_a_kind_called_repository_is_no_repository() -> None:
    origin = make_origin("shop", remote_url="https://git.example.org/acme/shop.git")
    entity = make_entity("mirror", kind="Repository")
    index_search([entity.ref, origin.ref], NOW)
    assert find("mirror") == [entity.ref]
    assert find("git@git.example.org:acme/shop") == [origin.ref]


def test_a_deleted_row_leaves_nothing_in_the_text_index() -> None:
    origin = make_origin("umbrellas")
    index_search([origin.ref], NOW)
    Origin.objects.all().delete()
    assert find("umbrellas") == []
    other = make_origin("boots")
    index_search([other.ref], NOW)
    assert find("umbrellas") == [], "a row that takes the place of another is not taken for it"


def test_what_is_unchanged_is_not_written_and_the_queries_do_not_grow() -> None:
    def index(refs: list[str]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            index_search(refs, NOW)
        return [re.findall("SELECT|INSERT|COPY|UPDATE|DELETE", query["sql"])[0] for query in captured]

    first = index([make_entity(f"first-{number}").ref for number in range(2)] + [make_origin("r").ref])
    refs = [make_entity(f"more-{number}").ref for number in range(300)] + [make_origin(f"r{n}").ref for n in range(30)]
    writes = ["INSERT"] if connection.vendor == "sqlite" else ["COPY", "SELECT"]  # the second empties waiting lists
    assert index(refs) == first == ["SELECT"] * 4 + writes
    assert index(refs) == ["SELECT"] * 4


def test_rebuilding_brings_back_what_was_lost_and_drops_what_is_gone() -> None:
    cart, old = make_entity("cart"), make_entity("old")
    index_search([cart.ref, old.ref], NOW)
    SearchEntry.objects.filter(ref=cart.ref).delete()
    Entity.objects.filter(pk=old.pk).update(removed_at=NOW)
    seen: list[tuple[int, int]] = []
    assert rebuild_search(lambda done, total: seen.append((done, total)), NOW) == 1
    assert (find("cart"), find("old")) == ([cart.ref], [])
    assert seen == [(0, 2), (2, 2)]
    assert not Lease.objects.exclude(holder="").exists(), "deliveries go on afterwards"


def test_the_command_says_how_much_can_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    make_entity("cart")
    call_command("reindex")
    assert capsys.readouterr().out == "1 entities and repositories can be found.\n"
    call_command("reindex", "--format", "json")
    assert orjson.loads(capsys.readouterr().out) == {"entries": 1}


@pytest.mark.django_db(transaction=True)
def test_a_scan_is_followed_by_its_index(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": documents(component("checkout"), component("cart"))})
    clones.commit("org", {"catalog-info.yaml": group("shop")})
    source = add_source(str(clones.root), "command", database_now())

    def scan() -> None:
        list_source(source.pk, database_now(), by_person=True)
        work_due_jobs(lambda *_: None)

    scan()
    assert find("checkout") == ["component:default/checkout"]
    assert find("shop") == ["group:default/shop", Origin.objects.get(name="shop").ref]
    clones.commit("shop", {"catalog-info.yaml": component("checkout")})
    scan()
    assert find("cart") == []


@pytest.mark.django_db(transaction=True)
def test_what_was_there_before_the_index_is_queued_by_its_migration() -> None:
    """Simulated: the migration writes pending changes for a consumer of this name."""
    from catalog.actions.pending import _consumers
    from catalog.models import PendingChange

    assert "search" in {consumer.name for consumer in _consumers}
    cart = make_entity("cart")
    make_source("/srv/other")
    PendingChange.objects.create(consumer="search", subject_ref=cart.ref, at=NOW)
    assert deliver_changes(NOW) == 1
    assert find("cart") == [cart.ref]
