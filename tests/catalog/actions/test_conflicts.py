"""A person decides which of two descriptors counts: at once, for all scans to come, and until it is taken back."""

from __future__ import annotations

import pytest

from catalog.actions.conflicts import choose_descriptor, withdraw_choice
from catalog.actions.decisions import DecisionError
from catalog.actions.pending import deliver_changes
from catalog.actions.sources import remove_source
from catalog.core.access import SYSTEM, Actor
from catalog.models import ChangeLog, Claim, DescriptorChoice, Edge, Entity, Ownership
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.repositories import component, documents, group

pytestmark = pytest.mark.django_db

CART = "component:default/cart"
ANN = "account:1"


@pytest.fixture
def looks() -> Looks:
    """Cart, declared by `first` for shop and then by `second` for money."""
    looks = Looks(make_source())
    looks.look("org", documents(group("shop"), group("money")))
    looks.look("first", component("cart", "shop"))
    looks.look("second", component("cart", "money", dependsOn="[resource:db]"))
    return looks


def choose(looks: Looks, name: str, reason: str = "It moved.", path: str | None = None) -> DescriptorChoice:
    choice = choose_descriptor(looks.descriptor(name, CART, path).pk, reason, ANN, looks.now)
    deliver_changes(looks.now)
    return choice


def owner() -> str:
    return Ownership.objects.get(subject_ref=CART, until=None).owner_ref


def test_a_choice_takes_effect_at_once_on_entity_edges_claims_and_owner(looks: Looks) -> None:
    assert (looks.in_force(CART), owner()) == ("first", "group:default/shop")
    choose(looks, "second")
    assert looks.in_force(CART) == "second"
    assert Entity.objects.get(ref=CART).owner_text == "money"
    assert Edge.objects.filter(source_ref=CART, type="dependsOn").exists()
    claim = Claim.objects.get(subject_ref=CART, basis="descriptor", ended_at=None)
    assert (claim.owner_text, claim.evidence["origin"]) == ("money", looks.origins["second"].pk)
    assert owner() == "group:default/money"


def test_a_choice_survives_rescans_moves_and_changes_of_both(looks: Looks) -> None:
    choose(looks, "second")
    looks.look("first", component("cart", "shop", system="checkout"))
    looks.look("second", {"moved/catalog-info.yaml": component("cart", "money")})
    looks.look("first", {"a.yaml": component("cart", "shop")})
    assert looks.in_force(CART) == "second"
    assert DescriptorChoice.objects.get().is_current


def test_a_choice_survives_a_broken_file(looks: Looks) -> None:
    choose(looks, "second")
    looks.look("second", "kind: [\n")
    assert looks.in_force(CART) == "second"
    assert Entity.objects.get(ref=CART).error
    assert DescriptorChoice.objects.get().is_current


def test_two_descriptors_in_one_repository_can_be_told_apart(looks: Looks) -> None:
    files = {"a/catalog-info.yaml": component("pay", "shop"), "b/catalog-info.yaml": component("pay", "money")}
    looks.look("mono", files)
    pay = "component:default/pay"
    assert Entity.objects.get(ref=pay).owner_text == "shop"
    choose_descriptor(looks.descriptor("mono", pay, "b/catalog-info.yaml").pk, "The new one.", ANN, looks.now)
    assert Entity.objects.get(ref=pay).owner_text == "money"
    looks.look("mono", files | {"c.yaml": component("other")})
    assert Entity.objects.get(ref=pay).owner_text == "money"


def test_a_choice_ends_when_its_repository_declares_it_no_more_and_stays_on_record(looks: Looks) -> None:
    choose(looks, "second")
    looks.look("second")
    choice = DescriptorChoice.objects.get()
    assert looks.in_force(CART) == "first"
    assert (choice.ended_at, choice.ended_by_ref) == (looks.now, "scan")
    assert "declares it no more" in choice.end_reason
    looks.look("second", component("cart", "money"))
    assert looks.in_force(CART) == "first", "what came back is the later one"


def test_a_choice_that_is_withdrawn_gives_way_to_the_first_seen(looks: Looks) -> None:
    choice = choose(looks, "second")
    withdraw_choice(choice.pk, "We were wrong.", "account:2", looks.now)
    deliver_changes(looks.now)
    choice.refresh_from_db()
    assert (looks.in_force(CART), owner()) == ("first", "group:default/shop")
    assert (choice.ended_by_ref, choice.end_reason) == ("account:2", "We were wrong.")
    with pytest.raises(DecisionError, match="already"):
        withdraw_choice(choice.pk, "Again.", ANN, looks.now)


def test_a_second_choice_replaces_the_first(looks: Looks) -> None:
    first = choose(looks, "second")
    second = choose(looks, "first", "No, this one.")
    first.refresh_from_db()
    assert looks.in_force(CART) == "first"
    assert (first.is_current, second.is_current) == (False, True)
    assert "chosen" in first.end_reason


def test_every_step_is_in_the_change_log_with_who_and_why(looks: Looks) -> None:
    ChangeLog.objects.all().delete()
    choice = choose(looks, "second", "It moved to its own repository.")
    withdraw_choice(choice.pk, "We were wrong.", ANN, looks.now)
    log = list(ChangeLog.objects.order_by("pk"))
    assert [row.action for row in log] == ["decided", "changed", "withdrawn", "changed"]
    assert {row.actor_ref for row in log} == {ANN}
    assert log[0].fields == {
        "(chosen file)": [None, "second: catalog-info.yaml"],
        "(reason)": [None, "It moved to its own repository."],
    }
    assert log[1].fields["spec.owner"] == ["shop", "money"]
    assert (log[1].origin, log[1].former_origin) == (looks.origins["second"], looks.origins["first"])
    assert log[2].fields["(reason)"] == [None, "We were wrong."]


def test_a_promotion_says_where_what_counts_now_stands(looks: Looks) -> None:
    looks.look("first")
    log = ChangeLog.objects.latest("pk")
    assert (log.action, log.origin, log.former_origin) == ("changed", looks.origins["second"], looks.origins["first"])
    assert (log.commit, log.path) == (looks.descriptor("second", CART).commit, "catalog-info.yaml")


def test_what_a_restricted_descriptor_said_before_is_not_told_by_the_change_log(looks: Looks) -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    looks.look("vault", component("safe", "shop"), source=secret)
    looks.look("open", component("safe", "money"))
    safe = "component:default/safe"
    choose_descriptor(looks.descriptor("open", safe).pk, "It is public now.", ANN, looks.now)
    stranger = Actor("account:9")
    seen = ChangeLog.objects.visible_to(stranger).filter(subject_ref=safe)
    assert [row.action for row in seen] == ["decided"], "the change itself would tell the owner of before"
    remove_source(secret.pk, "command", looks.now)
    assert [row.action for row in seen.all()] == ["decided"], "not even when the restricted source is gone"
    assert ChangeLog.objects.visible_to(SYSTEM).filter(subject_ref=safe).count() > 1


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 2001])
def test_a_decision_needs_a_reason(looks: Looks, reason: str) -> None:
    with pytest.raises(DecisionError, match=r"why|longer"):
        choose(looks, "second", reason)
    assert not DescriptorChoice.objects.exists()


def test_what_is_gone_cannot_be_chosen(looks: Looks) -> None:
    gone = looks.descriptor("second", CART).pk
    looks.look("second")
    for pk in (gone, 0):
        with pytest.raises(DecisionError, match="no more"):
            choose_descriptor(pk, "It moved.", ANN, looks.now)


def test_a_broken_document_cannot_be_chosen(looks: Looks) -> None:
    looks.look("third", "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: Not A Name\n")
    broken = looks.origins["third"].descriptors.get()
    with pytest.raises(DecisionError):
        choose_descriptor(broken.pk, "It moved.", ANN, looks.now)


def test_a_choice_between_equal_descriptors_moves_the_evidence(looks: Looks) -> None:
    """What it says is the same, and yet the claim's proof must stand in the file that counts."""
    looks.look("second", component("cart", "shop"))
    looks.look("first", component("cart", "shop"))
    choose(looks, "second")
    claim = Claim.objects.get(subject_ref=CART, basis="descriptor", ended_at=None)
    assert claim.evidence["origin"] == looks.origins["second"].pk
