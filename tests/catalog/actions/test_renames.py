"""Old names: proposed by a scan, declared by a file, confirmed by a person; and where they lead."""

from __future__ import annotations

import pytest

from catalog.actions.decisions import DecisionError
from catalog.actions.pending import deliver_changes
from catalog.actions.renames import declare_rename, decline_rename, withdraw_rename
from catalog.models import Alias, ChangeLog, Ownership, PendingChange, Rename
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.repositories import component, documents, group

pytestmark = pytest.mark.django_db

OLD, NEW = "component:default/old", "component:default/new"
ANN = "account:1"


def former(text: str, *refs: str) -> str:
    """A descriptor that says what it was called before."""
    return text.replace("spec:", f'  annotations:\n    bailiwick.dev/former-refs: "{", ".join(refs)}"\nspec:', 1)


@pytest.fixture
def looks() -> Looks:
    """Old was declared by `shop`; there is a group."""
    looks = Looks(make_source())
    looks.look("org", documents(group("shop"), group("money")))
    looks.look("shop", component("old"))
    return looks


@pytest.fixture
def renamed(looks: Looks) -> Looks:
    """Old became New in the same file at one commit."""
    looks.look("shop", component("new"))
    return looks


def names() -> dict[str, str]:
    """Former ref -> where it leads."""
    return dict(Alias.objects.filter(scheme="ref", valid_to=None).values_list("value", "entity_ref"))


def states() -> list[tuple[str, str, str, bool]]:
    return [(r.old_ref, r.new_ref, r.state, r.is_current) for r in Rename.objects.order_by("pk")]


def declare(looks: Looks, old: str = OLD, new: str = NEW) -> Rename:
    rename = declare_rename(old, new, "We renamed it.", ANN, looks.now)
    deliver_changes(looks.now)
    return rename


def test_one_ref_for_another_in_a_file_is_proposed_and_not_taken_for_granted(renamed: Looks) -> None:
    assert states() == [(OLD, NEW, "proposed", True)]
    proposal = Rename.objects.get()
    assert (proposal.origin, proposal.path, proposal.basis) == (
        renamed.origins["shop"],
        "catalog-info.yaml",
        "detected",
    )
    assert names() == {}


@pytest.mark.parametrize(
    "after",
    [
        {"b.yaml": component("new")},
        {"catalog-info.yaml": documents(component("new"), component("newer"))},
        {"catalog-info.yaml": group("new")},
        {"catalog-info.yaml": documents(component("old"), component("new"))},
    ],
    ids=["another file", "one of two", "another kind", "old is still there"],
)
def test_what_is_no_rename_for_sure_is_not_proposed(looks: Looks, after: dict[str, str]) -> None:
    looks.look("shop", after)
    assert states() == []


def test_gone_in_one_scan_and_come_in_the_next_is_not_proposed(looks: Looks) -> None:
    looks.look("shop", {"other.yaml": component("other")})
    looks.look("shop", component("new"))
    assert states() == []


def test_a_confirmed_proposal_makes_the_old_ref_a_name_of_the_new(renamed: Looks) -> None:
    rename = declare(renamed)
    assert names() == {OLD: NEW}
    assert states() == [(OLD, NEW, "confirmed", True)]
    assert (rename.decided_by_ref, rename.reason) == (ANN, "We renamed it.")


def test_a_declined_proposal_is_not_made_again(renamed: Looks) -> None:
    decline_rename(Rename.objects.get().pk, "Another thing.", ANN, renamed.now)
    renamed.look("shop", component("old"))
    renamed.look("shop", component("new"))
    assert names() == {}
    assert not Rename.objects.filter(state="proposed", old_ref=OLD).exists()
    with pytest.raises(DecisionError):
        decline_rename(Rename.objects.order_by("pk")[0].pk, "Again.", ANN, renamed.now)


def test_withdrawing_takes_the_name_back(renamed: Looks) -> None:
    rename = declare(renamed)
    withdraw_rename(rename.pk, "We were wrong.", "account:2", renamed.now)
    rename.refresh_from_db()
    assert names() == {}
    assert (rename.ended_by_ref, rename.end_reason) == ("account:2", "We were wrong.")
    with pytest.raises(DecisionError, match="already"):
        withdraw_rename(rename.pk, "Again.", ANN, renamed.now)
    declare(renamed)
    assert names() == {OLD: NEW}, "and it can be said again"


def test_an_old_ref_that_is_in_use_again_is_a_name_of_nothing_else(renamed: Looks) -> None:
    declare(renamed)
    renamed.look("elsewhere", component("old"))
    assert names() == {}
    rename = Rename.objects.get(state="confirmed")
    assert (rename.is_current, rename.ended_by_ref, rename.end_reason) == (
        False,
        "scan",
        "The old ref is in use again.",
    )
    renamed.look("elsewhere", component("other"))
    assert names() == {}, "it does not come back behind anybody's back"


def test_names_lead_through_all_renames_between(renamed: Looks) -> None:
    declare(renamed)
    renamed.look("shop", component("newest"))
    assert names() == {}, "what it was renamed to is gone"
    declare(renamed, NEW, "component:default/newest")
    assert names() == dict.fromkeys((OLD, NEW), "component:default/newest")
    withdraw_rename(Rename.objects.get(old_ref=NEW, state="confirmed").pk, "No.", ANN, renamed.now)
    assert names() == {}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (NEW, NEW, "the same"),
        (OLD, "component:default/nope", "has no"),
        ("component:default/new", "group:default/shop", "only have been a team"),
        ("user:default/ada", "group:default/shop", "only have been a team"),
        ("group:default/money", "group:default/shop", "in use"),
        ("x:", NEW, "empty part"),
        (OLD, "new", "needs its kind"),
        ("x" * 501, NEW, "longer"),
        ("", NEW, "empty"),
    ],
)
def test_what_cannot_be_an_old_name_is_refused_with_a_sentence(renamed: Looks, old: str, new: str, says: str) -> None:
    with pytest.raises(DecisionError, match=says):
        declare(renamed, old, new)
    assert names() == {}


def test_an_old_ref_has_one_new_one(renamed: Looks) -> None:
    declare(renamed)
    renamed.look("other", component("other"))
    with pytest.raises(DecisionError, match="Withdraw that first"):
        declare(renamed, OLD, "component:default/other")


def test_what_is_left_out_of_the_old_ref_comes_from_the_new(renamed: Looks) -> None:
    assert declare(renamed, "Old ", " Component:default/New").old_ref == OLD


def test_a_claim_that_names_a_team_by_its_old_ref_finds_the_team(looks: Looks) -> None:
    looks.look("cart", component("cart", "payments"))
    assert Ownership.objects.get(subject_ref="component:default/cart", until=None).owner_ref == ""
    declare(looks, "payments", "group:default/money")
    cart = Ownership.objects.get(subject_ref="component:default/cart", until=None)
    assert cart.owner_ref == "group:default/money"


def test_a_change_of_the_team_does_not_close_its_old_names(looks: Looks) -> None:
    declare(looks, "payments", "group:default/money")
    looks.look("org", documents(group("shop"), group("money").replace("type: team", "type: tribe")))
    assert names() == {"group:default/payments": "group:default/money"}


def test_a_descriptor_may_say_what_it_was_called_before(looks: Looks) -> None:
    looks.look("shop", former(component("new"), "old"))
    assert names() == {OLD: NEW}
    rename = Rename.objects.get()
    assert (rename.basis, rename.state, rename.decided_by_ref) == ("descriptor", "confirmed", "scan")
    with pytest.raises(DecisionError, match="file"):
        withdraw_rename(rename.pk, "No.", ANN, looks.now)
    looks.look("shop", component("new"))
    assert names() == {}
    assert not Rename.objects.get().is_current


def test_what_was_renamed_before_the_catalog_saw_it_can_be_declared(looks: Looks) -> None:
    looks.look("shop", former(component("new"), "ancient", "older"))
    assert names() == {"component:default/ancient": NEW, "component:default/older": NEW}


def test_a_descriptor_that_names_another_repositorys_ref_needs_a_person(looks: Looks) -> None:
    """Otherwise anybody could take over the name of what somebody else removed."""
    looks.look("shop", {"other.yaml": component("other")})
    looks.look("evil", former(component("mine"), "old"))
    assert names() == {}
    assert states() == [(OLD, "component:default/mine", "proposed", True)]
    declare(looks, OLD, "component:default/mine")
    assert names() == {OLD: "component:default/mine"}


def test_a_descriptor_may_be_earlier_than_the_removal(looks: Looks) -> None:
    both = documents(component("old"), former(component("new"), "old"))
    looks.look("shop", both)
    assert names() == {}, "the old ref is in use"
    looks.look("shop", former(component("new"), "old"))
    assert names() == {OLD: NEW}


def test_two_descriptors_that_claim_one_old_name_make_it_lead_to_both(looks: Looks) -> None:
    looks.look("shop", documents(former(component("a"), "ancient"), former(component("b"), "ancient")))
    assert Alias.objects.filter(scheme="ref", value="component:default/ancient", valid_to=None).count() == 2


def test_the_change_logs_of_both_tell(renamed: Looks) -> None:
    ChangeLog.objects.all().delete()
    rename = declare(renamed)
    withdraw_rename(rename.pk, "No.", ANN, renamed.now)
    log = [(row.subject_ref, row.action, row.fields) for row in ChangeLog.objects.order_by("pk")]
    why = {"(reason)": [None, "We renamed it."]}
    assert log[:2] == [
        (NEW, "decided", {"(former ref)": [None, OLD]} | why),
        (OLD, "decided", {"(now called)": [None, NEW]} | why),
    ]
    assert log[2][1:] == ("withdrawn", {"(former ref)": [OLD, None], "(reason)": [None, "No."]})


def test_looking_again_changes_nothing(looks: Looks) -> None:
    text = documents(former(component("new"), "old", "ancient"), component("other"))
    looks.look("shop", text)
    before = [list(model.objects.order_by("pk").values_list()) for model in (Rename, Alias, ChangeLog)]
    assert looks.look("shop", text).is_empty
    looks.look("shop", text.replace("lifecycle: production", "lifecycle: experimental"))
    after = [list(model.objects.order_by("pk").values_list()) for model in (Rename, Alias)]
    assert after == before[:2]
    assert not PendingChange.objects.exists()
