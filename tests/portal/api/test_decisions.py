"""Old names that lead on, the change log, who owned what when, and what people decided, as scripts get it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from catalog.models import Alias, ChangeLog, DescriptorChoice, Entity, Ownership, Source
from portal.models import Account
from tests.portal.api.world import ROOT, Script
from tests.portal.organisation import Organisation
from tests.scoring.factories import NOW, TIP

CART = "/entities/component/default/cart"
OLD = "/entities/component/default/trolley"
DAY = timedelta(days=1)


def name(old: str, new: str) -> None:
    Alias.objects.create(scheme="ref", value=old, entity_ref=new, valid_from=NOW)


@pytest.mark.parametrize("rest", ["", "/relations", "/relations?type=dependsOn&limit=1", "/history?action=added"])
def test_an_old_name_leads_to_the_same_about_the_new_one(world: Organisation, owners_script: Script, rest: str) -> None:
    name("component:default/trolley", world.cart.ref)
    response = owners_script.get(f"/entities/Component/default/Trolley{rest}")
    assert response.status_code == 308
    assert response.headers["Location"] == f"{ROOT}{CART}{rest}"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "no-cache" in response.headers["Cache-Control"], "a rename can be taken back"
    assert owners_script.get(response.headers["Location"]).status_code == 200


def test_an_old_name_of_something_hidden_leads_nowhere_for_who_may_not_see_it(
    world: Organisation, owners_script: Script, outsiders_script: Script
) -> None:
    name("component:default/trolley", world.vault.ref)
    assert owners_script.get(OLD).status_code == 308
    assert outsiders_script.get(OLD).status_code == 404


def test_an_old_name_of_two_things_and_one_that_is_over_lead_nowhere(
    world: Organisation, owners_script: Script
) -> None:
    name("component:default/trolley", world.cart.ref)
    name("component:default/trolley", "component:default/till")
    assert owners_script.get(OLD).status_code == 404
    Alias.objects.filter(entity_ref="component:default/till").update(valid_to=NOW)
    assert owners_script.get(OLD).status_code == 308
    Alias.objects.update(valid_to=NOW)
    assert owners_script.get(OLD).status_code == 404


def test_an_old_team_leads_to_the_new_one(world: Organisation, owners_script: Script) -> None:
    name("group:default/sales", "group:default/shop")
    response = owners_script.get("/teams/default/sales")
    assert (response.status_code, response.headers["Location"]) == (308, f"{ROOT}/teams/default/shop")


def read_history(script: Script, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.read(f"{CART}/history", query)["results"]
    return found


def test_the_history_says_who_changed_what_when_at_which_commit(world: Organisation, outsiders_script: Script) -> None:
    (row,) = read_history(outsiders_script)
    assert (row["action"], row["changes"], row["commit"]) == ("changed", {"spec.owner": ["money", "shop"]}, TIP)
    assert (row["actor_ref"], row["actor_name"]) == ("scan", "A scan")
    assert row["repository"]["name"] == "shop"
    assert row["commit_url"] == f"https://github.com/example/shop/commit/{TIP}"


def test_the_history_names_people(world: Organisation, owners_script: Script) -> None:
    olga = Account.objects.get(username="olga")
    ChangeLog.objects.update(actor_ref=f"account:{olga.pk}")
    assert {row["actor_name"] for row in read_history(owners_script)} == {"olga"}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"action": "changed"}, 3),
        ({"action": "removed"}, 0),
        ({"field": "spec.owner"}, 3),
        ({"field": "spec.own"}, 0),
        ({"field": 'spec".owner'}, 0),
        ({"actor": "scan"}, 3),
        ({"actor": "system"}, 0),
        ({"q": "money"}, 1),
        ({"since": "2026-03-02T09:00:00Z"}, 3),
        ({"since": "2026-03-02T09:00:01Z"}, 0),
        ({"until": "2026-03-02T09:00:00Z"}, 0),
    ],
)
def test_filters_of_the_history(world: Organisation, owners_script: Script, query: dict[str, str], count: int) -> None:
    assert len(read_history(owners_script, **query)) == count


@pytest.mark.parametrize("query", [{"action": "x"}, {"since": "yesterday"}, {"nonsense": "1"}, {"sort": "path"}])
def test_what_cannot_be_asked_of_the_history_is_a_400(owners_script: Script, query: dict[str, str]) -> None:
    assert owners_script.get(f"{CART}/history", query).status_code == 400


def test_the_history_outlives_the_entity_for_who_might_have_seen_it(
    world: Organisation, owners_script: Script, outsiders_script: Script, administrators_script: Script
) -> None:
    Entity.objects.filter(pk=world.cart.pk).update(removed_at=NOW)
    assert len(read_history(outsiders_script)) == 1
    Entity.objects.filter(pk=world.cart.pk).update(source=None)
    assert outsiders_script.get(f"{CART}/history").status_code == 404, "its source may have been a restricted one"
    assert len(read_history(administrators_script)) == 3


def own_in_march(world: Organisation) -> None:
    """The cart was nobody's until the 5th at noon, then Money's for a day, and Shop's from then on."""
    Ownership.objects.filter(subject_ref=world.cart.ref).delete()
    noon = datetime.fromisoformat("2026-03-05T12:00:00Z")
    times = [("", NOW, noon), ("group:default/money", noon, noon + DAY), ("group:default/shop", noon + DAY, None)]
    for owner, since, until in times:
        Ownership.objects.create(
            subject_ref=world.cart.ref, owner_ref=owner, confidence=0.5, reasons=[], since=since, until=until
        )


@pytest.mark.parametrize(
    ("at", "owners"),
    [
        ("2026-03-01", []),
        ("2026-03-02", [None]),
        ("2026-03-05", [None, "group:default/money"]),
        ("2026-03-06", ["group:default/money", "group:default/shop"]),
        ("2026-03-07", ["group:default/shop"]),
        ("2026-03-05T11:59:59Z", [None]),
        ("2026-03-05T12:00:00Z", ["group:default/money"]),
        ("2026-03-05T13:00:00+01:00", ["group:default/money"]),
        ("2030-01-01", ["group:default/shop"]),
    ],
)
def test_who_owned_it_at_a_moment_or_on_a_day(
    world: Organisation, outsiders_script: Script, at: str, owners: list[str | None]
) -> None:
    own_in_march(world)
    found = outsiders_script.read("/ownership", {"subject": world.cart.ref, "at": at, "sort": "since"})["results"]
    assert [row["ref"] for row in found] == owners


@pytest.mark.parametrize(
    "at", ["yesterday", "2026-03", "2026-02-30", "2026-03-05T12:00:00", "9999-12-31", "9999-12-31T23:59:59-14:00"]
)
def test_what_is_no_day_and_no_moment_is_a_400(owners_script: Script, at: str) -> None:
    response = owners_script.get("/ownership", {"at": at})
    assert response.status_code == 400
    assert "2026-05-01" in response.json()["errors"][0]["detail"]


def test_a_conflict_has_both_claimants_and_the_decision(world: Organisation, outsiders_script: Script) -> None:
    (row,) = outsiders_script.read("/conflicts")["results"]
    assert (row["ref"], row["is_holder_hidden"]) == ("component:default/till", False)
    first, second = row["claimants"]
    assert (first["is_in_force"], second["is_in_force"]) == (True, False)
    assert (second["path"], second["owner_text"], second["team_ref"]) == (
        "other/till.yaml", "money", "group:default/money",
    )  # fmt: skip
    assert (row["decision"]["reason"], row["decision"]["decided_by_ref"]) == ("till is ours.", "account:999")
    DescriptorChoice.objects.update(ended_at=NOW)
    assert outsiders_script.read("/conflicts")["results"][0]["decision"] is None
    assert outsiders_script.read("/conflicts", {"state": "decided"})["count"] == 0
    assert outsiders_script.read("/conflicts", {"state": "open"})["count"] == 1


def test_a_conflict_with_a_hidden_holder_tells_that_and_no_more(
    world: Organisation, outsiders_script: Script, owners_script: Script
) -> None:
    descriptor = world.vault.descriptors.get(state="contender")
    descriptor.origin = world.origin
    descriptor.save()
    rows = {row["ref"]: row for row in outsiders_script.read("/conflicts")["results"]}
    vault = rows[world.vault.ref]
    assert (vault["is_holder_hidden"], vault["decision"]) == (True, None)
    assert [each["path"] for each in vault["claimants"]] == ["other/vault.yaml"]
    assert not {row["ref"]: row for row in owners_script.read("/conflicts")["results"]}[world.vault.ref][
        "is_holder_hidden"
    ]


def test_what_went_with_a_source_is_for_administrators(
    world: Organisation, outsiders_script: Script, administrators_script: Script
) -> None:
    Source.objects.update(removed_at=NOW)
    Entity.objects.exclude(removed_at=None).update(source=None)
    assert outsiders_script.read("/removed-entities")["count"] == 0
    assert administrators_script.read("/removed-entities")["count"] == 2


def test_what_was_removed_longer_ago_is_not_listed(world: Organisation, owners_script: Script) -> None:
    rows = owners_script.read("/removed-entities")["results"]
    assert {row["last_owner_ref"] for row in rows} == {"group:default/shop"}
    assert owners_script.read(rows[0]["history"])["count"] == 1
    Entity.objects.exclude(removed_at=None).update(removed_at=NOW - 31 * DAY)
    assert owners_script.read("/removed-entities")["count"] == 0


def test_exemptions_that_count_and_those_that_do_not(world: Organisation, outsiders_script: Script) -> None:
    (row,) = outsiders_script.read("/exemptions", {"current": "true"})["results"]
    assert (row["is_current"], row["reason"]) == (True, "Agreed about component:default/till.")
    assert outsiders_script.read("/exemptions", {"current": "false"})["count"] == 0
    assert outsiders_script.read("/exemptions", {"subject": "Component:default/till"})["count"] == 1
