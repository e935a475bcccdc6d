"""People by script: what they are known by, records of one person, and old refs that lead on."""

from __future__ import annotations

import pytest
from django.utils import timezone

from catalog.actions.pending import deliver_changes
from catalog.core.access import SYSTEM, Scope
from catalog.models import PersonMerge
from catalog.models.clock import database_now
from portal.actions.forget import forget_person
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks
from tests.people import user
from tests.portal.api.world import Script, make_script
from tests.portal.organisation import Named
from tests.repositories import documents, group

ADA, AL = "user:default/ada", "user:default/al"
FILE = documents(
    group("shop"),
    user("ada", "shop", email="ada@example.org", github="adal"),
    user("al", "shop", email="al@example.org", shown="Alma Byron", emails="ada@example.org"),
)


@pytest.fixture
def script(administrator: Named) -> Script:
    looks = Looks(make_source(), timezone.now())
    looks.look("org", FILE)
    return make_script(administrator.account, (Scope.READ, Scope.WRITE))


def test_people_are_found_by_what_they_are_known_by(script: Script) -> None:
    (found,) = script.read("/people", {"login": "adal"})["results"]
    assert [(each["scheme"], each["value"], each["decision"]) for each in found["identities"]] == [
        ("email", "ada@example.org", None),
        ("github-login", "adal", None),
    ]
    assert script.read("/people", {"email": "al@example.org"})["count"] == 1
    assert script.read("/people", {"left": "true"})["count"] == 0
    assert script.read("/people", {"team": "shop", "several": "true"})["results"][0]["ref"] == AL


def test_an_address_is_added_and_withdrawn(script: Script) -> None:
    body = {"scheme": "email", "value": "a@home.example", "reason": "Hers."}
    made = script.send("POST", "/people/default/ada/addresses", body)
    assert made.status_code == 201
    assert script.send("POST", "/people/default/ada/addresses", body).status_code == 409
    assert script.read(made.headers["Location"])["value"] == "a@home.example"
    assert script.send("DELETE", made.headers["Location"]).status_code == 204
    assert [each["value"] for each in script.read("/people/default/ada")["past_identities"]] == ["a@home.example"]


def test_a_merge_is_confirmed_leads_on_and_is_undone(script: Script) -> None:
    (proposed,) = script.read("/people/merges", {"state": "proposed"})["results"]
    assert proposed["reasons"] == ["Both have the same e-mail address."]
    done = script.send("POST", f"{proposed['href']}/confirm", {"reason": "One.", "kept_ref": ADA}).json()
    assert (done["state"], done["kept_ref"]) == ("confirmed", ADA)
    moved = script.get("/people/default/al")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/api/v1/people/default/ada")
    assert script.read("/people/default/ada")["records"] == [ADA, AL]
    assert script.read("/people")["count"] == 1
    assert forget_person(SYSTEM, ADA, is_trial=True).records == [ADA, AL]
    assert script.send("DELETE", proposed["href"]).status_code == 204
    assert script.read("/people/default/al")["records"] == [AL]


def test_a_merged_person_is_found_once(script: Script) -> None:
    pk = PersonMerge.objects.get().pk
    query = {"q": "al@example.org"}
    assert [hit["ref"] for hit in script.read("/search", query)["results"]] == [AL]
    script.send("POST", f"/people/merges/{pk}/confirm", {"reason": "One.", "kept_ref": ADA})
    deliver_changes(database_now())
    for query in ({"q": "al@example.org"}, {"q": "ada@example.org"}, {"q": "kind:user"}):
        found = script.read("/search", query)
        assert (found["count"], [hit["ref"] for hit in found["results"]]) == (1, [ADA]), query
    for address in ("/search", "/people"):
        assert [each["ref"] for each in script.read(address, {"q": "byron"})["results"]] == [ADA], address
    script.send("DELETE", f"/people/merges/{pk}")
    deliver_changes(database_now())
    assert {hit["ref"] for hit in script.read("/search", {"q": "kind:user"})["results"]} == {ADA, AL}


def test_a_merge_is_declined_or_said_outright(script: Script) -> None:
    pk = PersonMerge.objects.get().pk
    assert script.send("POST", f"/people/merges/{pk}/decline", {"reason": "Two."}).json()["state"] == "declined"
    assert script.send("POST", f"/people/merges/{pk}/decline", {"reason": "Two."}).status_code == 409
    asked = {"kept_ref": "ada", "other_ref": "al", "reason": "One after all."}
    assert script.send("POST", "/people/merges", asked).status_code == 201
    assert script.send("POST", "/people/merges", asked | {"other_ref": "nobody"}).status_code == 400
    assert script.send("POST", "/people/merges", asked | {"reason": 5}).status_code == 400
