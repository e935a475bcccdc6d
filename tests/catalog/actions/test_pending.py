"""Who gets which refs: the outbox keeps for each consumer what it looks at, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalog.actions import pending
from catalog.actions.pending import ANY_REF, SOMETHING, Change, Consumer, deliver_changes, queue_all, queue_changes
from catalog.models import PendingChange
from tests.catalog.factories import NOW

pytestmark = pytest.mark.django_db

GROUP, CART = "group:default/shop", "component:default/cart"


@pytest.fixture
def got() -> Iterator[dict[str, list[list[str]]]]:
    """What each of three consumers got, batch by batch."""
    before, found = list(pending._consumers), {"all": [], "groups": [], "something": []}  # type: ignore[var-annotated]
    pending.register_consumers(
        [
            Consumer(
                "all", lambda refs, _: found["all"].append(refs), {Change.ENTITY: ANY_REF, Change.RELATIONS: ANY_REF}
            ),
            Consumer("groups", lambda refs, _: found["groups"].append(refs), {Change.ENTITY: ("group:",)}),
            Consumer(
                "something", lambda refs, _: found["something"].append(refs), {Change.CLAIMS: ANY_REF}, needs_refs=False
            ),
        ]
    )
    yield found
    pending.register_consumers(before)


def test_a_ref_that_changed_in_two_ways_is_kept_once(got: dict[str, list[list[str]]]) -> None:
    queue_all({Change.ENTITY: [CART, GROUP], Change.RELATIONS: {GROUP}}, NOW)
    assert PendingChange.objects.filter(consumer="all").count() == 2
    assert deliver_changes(NOW) == 3
    assert got == {"all": [[CART, GROUP]], "groups": [[GROUP]], "something": []}
    assert not PendingChange.objects.exists()


def test_refs_a_consumer_does_not_look_at_are_not_kept_for_it(got: dict[str, list[list[str]]]) -> None:
    queue_changes(Change.ENTITY, [CART], NOW)
    queue_changes(Change.RELATIONS, [GROUP], NOW)
    deliver_changes(NOW)
    assert got["groups"] == [], "a group's relations are not what it wants, nor a component"


def test_who_needs_no_refs_gets_one_word_however_many_changed(got: dict[str, list[list[str]]]) -> None:
    queue_changes(Change.CLAIMS, [f"component:default/c{number}" for number in range(100)], NOW)
    queue_changes(Change.CLAIMS, [], NOW)
    assert PendingChange.objects.count() == 1
    deliver_changes(NOW)
    assert got["something"] == [[SOMETHING]]
