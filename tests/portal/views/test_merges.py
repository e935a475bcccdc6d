"""Records of one person: proposed, confirmed, declined and parted on pages, by whoever may and sees both."""

from __future__ import annotations

import pytest
from django.utils import timezone

from catalog.actions.pending import deliver_changes
from catalog.models import PersonMerge
from portal.models import AuditEvent
from teams.models import Person
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.people import user
from tests.portal.organisation import Named, count_queries, sign_in
from tests.repositories import documents, group

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
ADA, AL = "user:default/ada", "user:default/al"
FILE = documents(
    group("shop"),
    group("money"),
    user("ada", "shop", email="ada@example.org", shown="Ada Lovelace", github="adal"),
    user("al", "money", email="al@example.org", emails="ada@example.org", shown="Ada Lovelace"),
    user("bo", "shop", email="bo@example.org"),
    user("di", "money", email="di@example.org"),
).replace("name: shop\n", "name: shop\n  annotations: {bailiwick.dev/lead: bo}\n")


@pytest.fixture
def looks(db: None) -> Looks:
    made = Looks(make_source(), timezone.now())
    made.look("org", FILE)
    return made


@pytest.fixture
def lead(looks: Looks) -> Named:
    """Bo, who leads Shop, a team of one of the two."""
    return sign_in("bo", Person.objects.get(name="bo"))


@pytest.fixture
def member(looks: Looks) -> Named:
    """Di, in Money, a team of the other."""
    return sign_in("di", Person.objects.get(name="di"))


@pytest.fixture
def merge(looks: Looks) -> PersonMerge:
    return PersonMerge.objects.get()


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_a_suggestion_says_why_and_is_decided_by_a_lead_of_either(
    merge: PersonMerge, lead: Named, member: Named
) -> None:
    for url in ("/people/merges", "/people/default/ada", "/people/default/al"):
        page = read(lead, url)
        assert "Both have the same e-mail address." in page
        assert f"/people/merges/{merge.pk}/confirm" in page
        shown = read(member, url)
        assert "/confirm" not in shown
        assert "Whoever leads a team of one of them" in shown
    assert "1 to look at" in read(member, "/people")
    for act in ("confirm", "decline", "withdraw"):
        assert member.post(f"/people/merges/{merge.pk}/{act}", reason="x").status_code == 403


def test_confirmed_and_undone(merge: PersonMerge, lead: Named) -> None:
    response = lead.post(f"/people/merges/{merge.pk}/confirm", reason="I sit beside her.", keep=AL)
    assert response.headers["Location"] == "/people/default/al"
    page = read(lead, "/people/default/al")
    assert "Also in the catalog as" in page
    assert "I sit beside her." in page
    assert f", from <code>{ADA}</code> since" in page
    moved = lead.get("/people/default/ada")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/people/default/al")
    assert "/people/default/ada" not in read(lead, "/people")
    assert "Ada Lovelace" in read(lead, "/teams/default/shop")
    response = lead.post(f"/people/merges/{merge.pk}/withdraw", reason="Two after all.")
    assert response.headers["Location"] == "/people/merges"
    assert "stand for themselves again" in read(lead, "/people/merges")
    assert "Two after all." in read(lead, "/people/merges?state=ended")
    assert read(lead, "/people/default/ada")
    actions = AuditEvent.objects.order_by("pk").values_list("action", "subject")
    assert list(actions) == [("people-merged", AL), ("merge-withdrawn", ADA)]


def test_dismissed_and_remembered(looks: Looks, merge: PersonMerge, lead: Named) -> None:
    lead.post(f"/people/merges/{merge.pk}/decline", reason="Mother and daughter.")
    looks.look("org", FILE + "\n")
    deliver_changes(looks.now)
    page = read(lead, "/people/merges")
    assert "Look like one person" not in page
    assert "two people" in page
    assert "Mother and daughter." in page
    assert "May be somebody else" not in read(lead, "/people/default/ada")


def test_a_decision_needs_a_reason_and_something_to_decide(merge: PersonMerge, lead: Named) -> None:
    lead.post(f"/people/merges/{merge.pk}/confirm", reason=" ")
    assert "Say why" in read(lead, "/people/merges")
    assert lead.post("/people/merges/999/confirm", reason="x").status_code == 404


def test_two_that_do_not_look_alike_are_merged_by_their_refs(looks: Looks, lead: Named, member: Named) -> None:
    asked = {"kept_ref": "bo", "other_ref": "user:default/DI", "reason": "Her second login."}
    assert member.post("/people/merges/add", **asked).status_code == 403
    assert lead.post("/people/merges/add", **asked).headers["Location"] == "/people/default/bo"
    assert (
        "The catalog has no person"
        in lead.post("/people/merges/add", **asked | {"other_ref": "nobody"}).content.decode()
    )
    assert "Name two people" in lead.post("/people/merges/add", **asked).content.decode()


def test_a_pair_with_a_hidden_record_is_seen_by_nobody_who_may_not_see_both(
    merge: PersonMerge, lead: Named, administrator: Named
) -> None:
    Person.objects.filter(ref=AL).update(source=make_source("/srv/hidden", is_restricted=True))
    assert lead.post(f"/people/merges/{merge.pk}/confirm", reason="x").status_code == 404
    for url in ("/people/merges", "/people/default/ada", "/people", "/people/merges?format=csv"):
        response = lead.get(url)
        content = b"".join(response) if response.streaming else response.content
        assert b"default/al" not in content
        assert b"to look at" not in content
    assert "default/al" in read(administrator, "/people/merges")


def test_one_s_own_page_and_addresses_are_those_of_any_record(merge: PersonMerge, lead: Named) -> None:
    her = sign_in("ada", Person.objects.get(ref=ADA))
    lead.post(f"/people/merges/{merge.pk}/confirm", reason="One.", keep=AL)
    page = read(her, "/people/default/al")
    assert "you</span>" in page
    added = her.post("/people/default/al/addresses", scheme="email", value="a@home.example", reason="Mine.")
    assert added.status_code == 302


@pytest.mark.parametrize("number", [0, 10])
def test_the_queries_do_not_grow(looks: Looks, lead: Named, number: int) -> None:
    pairs = [user(f"x{index}{side}", "shop", email=f"x{index}@example.org") for index in range(number) for side in "ab"]
    looks.look("more", documents(*pairs) if pairs else group("other"))
    assert PersonMerge.objects.count() == number + 1
    assert count_queries(lead, "/people/merges") == [
        *WHO,
        "catalog_personmerge",  # proposed
        "teams_person",
        "teams_membership",
        "catalog_alias",
        "catalog_addedalias",
        "catalog_entity",  # names of teams
        "teams_team",
        "catalog_personmerge",  # decided
    ]
