"""Deletion is soft for 30 days: what is gone can be brought back by a person, and is forgotten after that."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from catalog.actions.decisions import DecisionError
from catalog.actions.keepings import drop_keeping, end_keepings_in_time, keep_entity, purge_removed
from catalog.actions.pending import deliver_changes
from catalog.actions.remove_origins import remove_origins
from catalog.actions.sources import remove_source
from catalog.models import ChangeLog, Claim, CodeRoot, Descriptor, Edge, Entity, Keeping, Ownership, ServedEntity
from catalog.tasks import clean_up
from teams.models import Team
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.repositories import component, documents, group

pytestmark = pytest.mark.django_db

CART = "component:default/cart"
ANN = "account:1"
DAY = timedelta(days=1)
BROKEN_CART = component("cart").replace("type: service", "type: []")


@pytest.fixture
def looks() -> Looks:
    """Cart was declared by `shop` and is not any more."""
    looks = Looks(make_source())
    looks.look("org", documents(group("shop"), group("money")))
    looks.look("shop", documents(component("pay"), component("cart", dependsOn="[resource:db]")))
    looks.look("shop", component("pay"))
    return looks


def keep(looks: Looks, ref: str = CART, reason: str = "It still runs.") -> Keeping:
    keeping = keep_entity(ref, reason, ANN, looks.now)
    deliver_changes(looks.now)
    return keeping


def is_there(ref: str = CART) -> bool:
    assert ServedEntity.objects.filter(ref=ref).exists() == Entity.objects.filter(ref=ref, removed_at=None).exists()
    return ServedEntity.objects.filter(ref=ref).exists()


def test_what_is_brought_back_is_served_with_relations_claims_code_and_owner(looks: Looks) -> None:
    before = Entity.objects.get(ref=CART)
    assert not is_there()
    keep(looks)
    entity = Entity.objects.get(ref=CART)
    assert is_there()
    assert (entity.uid, entity.body_json, entity.error) == (before.uid, before.body_json, "")
    assert Edge.objects.filter(source_ref=CART, type="dependsOn").exists()
    assert Ownership.objects.get(subject_ref=CART, until=None).owner_ref == "group:default/shop"
    assert CodeRoot.objects.filter(entity_ref=CART).exists()


def test_the_stand_in_stands_where_the_file_stood_at_a_commit_that_has_it(looks: Looks) -> None:
    keep(looks)
    stand_in = looks.descriptor("shop", CART)
    assert (stand_in.path, stand_in.doc_index, stand_in.commit) == ("catalog-info.yaml", 1, "0902")
    assert (stand_in.owner_line, stand_in.missing_since) == (17, looks.now)


def test_looking_again_changes_nothing_about_what_is_kept(looks: Looks) -> None:
    keep(looks)
    log = ChangeLog.objects.filter(subject_ref=CART).count()
    assert looks.look("shop", component("pay")).is_empty
    looks.look("shop", component("pay", "money"))
    looks.look("shop")
    assert is_there()
    assert ChangeLog.objects.filter(subject_ref=CART).count() == log


@pytest.mark.parametrize("where", ["shop", "elsewhere"])
def test_it_ends_when_a_file_declares_it_again(looks: Looks, where: str) -> None:
    keep(looks)
    looks.look(where, documents(component("other"), component("cart", "money")))
    keeping = Keeping.objects.get()
    assert (looks.in_force(CART), Entity.objects.get(ref=CART).owner_text) == (where, "money")
    assert (keeping.ended_by_ref, keeping.end_reason) == ("scan", "A file declares it again.")
    assert not Descriptor.objects.filter(stage=Keeping.STAGE).exists()
    looks.look(where)
    assert not is_there(), "from then on it is an entity like any other"


def test_it_ends_when_a_file_names_it_and_is_broken(looks: Looks) -> None:
    keep(looks)
    looks.look("shop", BROKEN_CART)
    assert is_there()
    assert Entity.objects.get(ref=CART).error
    assert not Keeping.objects.get().is_current


def test_a_broken_file_of_others_does_not_touch_it(looks: Looks) -> None:
    keep(looks)
    looks.look("shop", "kind: [\n")
    assert Keeping.objects.get().is_current
    assert Entity.objects.get(ref=CART).error == ""


def test_withdrawing_removes_it_again_softly(looks: Looks) -> None:
    keeping = keep(looks)
    looks.now += DAY
    drop_keeping(keeping.pk, "It was switched off.", "account:2", looks.now)
    deliver_changes(looks.now)
    keeping.refresh_from_db()
    assert not is_there()
    assert Entity.objects.get(ref=CART).removed_at == looks.now
    assert (keeping.ended_by_ref, keeping.end_reason) == ("account:2", "It was switched off.")
    with pytest.raises(DecisionError, match="already"):
        drop_keeping(keeping.pk, "Again.", ANN, looks.now)
    keep(looks)
    assert is_there()


def test_it_ends_after_30_days_and_no_day_before(looks: Looks) -> None:
    keep(looks)
    assert end_keepings_in_time(looks.now + 30 * DAY - timedelta(seconds=1)) == 0
    assert is_there()
    assert end_keepings_in_time(looks.now + 30 * DAY) == 1
    deliver_changes(looks.now)
    assert not is_there()
    assert Keeping.objects.get().ended_by_ref == "system"


def test_a_repository_that_vanishes_does_not_take_it_along(looks: Looks) -> None:
    keep(looks)
    remove_origins([looks.origins["shop"]], "list-source", looks.now)
    deliver_changes(looks.now)
    assert is_there()
    assert not is_there("component:default/pay")


def test_removing_the_source_does(looks: Looks) -> None:
    keep(looks)
    remove_source(looks.source.pk, ANN, looks.now)
    deliver_changes(looks.now)
    assert not is_there()
    assert not Keeping.objects.get().is_current


def test_what_went_with_its_source_comes_back_with_its_source_alone(looks: Looks) -> None:
    remove_source(looks.source.pk, ANN, looks.now)
    with pytest.raises(DecisionError, match="Add the source again"):
        keep(looks)


@pytest.mark.parametrize(
    ("ref", "reason"), [("component:default/pay", "x"), ("component:default/nope", "x"), (CART, " ")]
)
def test_only_what_is_gone_is_brought_back_and_not_without_a_reason(looks: Looks, ref: str, reason: str) -> None:
    with pytest.raises(DecisionError):
        keep(looks, ref, reason)
    assert not Entity.objects.filter(ref="component:default/nope").exists()


def test_a_team_that_is_brought_back_is_a_team_again(looks: Looks) -> None:
    looks.look("org", group("shop"))
    assert Team.objects.get(name="money").dissolved_at is not None
    keep(looks, "group:default/money")
    assert Team.objects.get(name="money").dissolved_at is None


def test_every_step_is_in_the_change_log(looks: Looks) -> None:
    drop_keeping(keep(looks).pk, "It was switched off.", "account:2", looks.now)
    log = list(ChangeLog.objects.filter(subject_ref=CART).order_by("pk"))
    assert [(row.action, row.actor_ref) for row in log] == [
        ("added", "scan"), ("removed", "scan"), ("decided", ANN), ("revived", ANN), ("withdrawn", "account:2"),
        ("removed", "account:2"),
    ]  # fmt: skip
    assert log[2].fields["(kept until)"] == [None, "2026-04-01"]
    assert log[1].path == "catalog-info.yaml"


def test_after_30_days_what_it_said_is_forgotten_but_not_that_it_was(looks: Looks) -> None:
    Claim.objects.create(
        subject_ref=CART, basis="person", scope="x", owner_text="money", evidence={"says": "x"},
        first_seen_at=looks.now, last_seen_at=looks.now,
    )  # fmt: skip
    uid, removed = Entity.objects.get(ref=CART).uid, looks.now
    assert purge_removed(removed + 30 * DAY - timedelta(seconds=1)) == 0
    later = removed + 30 * DAY
    assert purge_removed(later) == 1
    assert purge_removed(later) == 0
    deliver_changes(later)
    entity = Entity.objects.get(ref=CART)
    assert (entity.uid, orjson.loads(entity.body_json), entity.owner_text) == (uid, {}, "")
    assert (entity.kind, entity.removed_at) == ("Component", removed)
    assert ChangeLog.objects.filter(subject_ref=CART).latest("pk").action == "purged"
    assert not Ownership.objects.filter(subject_ref=CART, until=None).exists()
    looks.now = later
    with pytest.raises(DecisionError, match="30 days ago"):
        keep(looks)
    looks.look("shop", component("cart"))
    revived = Entity.objects.get(ref=CART)
    assert (revived.uid, revived.removed_at) == (uid, None)
    assert ChangeLog.objects.filter(subject_ref=CART).latest("pk").action == "revived"


def test_what_is_there_and_what_is_kept_is_never_forgotten(looks: Looks) -> None:
    keep(looks)
    assert purge_removed(looks.now + 29 * DAY) == 0
    assert purge_removed(looks.now + 1000 * DAY) == 0
    assert orjson.loads(Entity.objects.get(ref=CART).body_json)["spec"]["owner"] == "shop"


def test_the_hourly_task_does_both(looks: Looks) -> None:
    keep(looks)
    looks.look("shop")
    Keeping.objects.update(until=looks.now)
    Entity.objects.filter(ref="component:default/pay").update(removed_at=looks.now - 31 * DAY)
    clean_up()
    assert not is_there()
    assert Entity.objects.get(ref="component:default/pay").body_json == "{}"
