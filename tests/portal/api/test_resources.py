"""What stands in the answers: the row as people know it, and never a secret beside it."""

from __future__ import annotations

import orjson

from catalog.models import Entity
from scoring.core.registry import get_checks
from scoring.models import ReportState
from tests.portal.api.world import Script, list_addresses
from tests.portal.organisation import Organisation


def test_an_entity_has_its_body_as_stored_its_relations_and_where_to_read_on(
    world: Organisation, outsiders_script: Script
) -> None:
    entity = outsiders_script.read("/entities/Component/default/CART")
    assert entity["body"] == orjson.loads(Entity.objects.get(pk=world.cart.pk).body_json)
    assert entity["relations"] == [
        {"type": "dependsOn", "target_ref": "component:default/gone"},
        {"type": "ownedBy", "target_ref": "group:default/shop"},
    ]
    (declared,) = entity["declared_in"]
    assert (declared["path"], declared["state"]) == ("cart/catalog-info.yaml", "in_force")
    assert declared["web_url"] == (
        f"https://github.com/example/shop/blob/{declared['commit']}/cart/catalog-info.yaml#L1"
    )
    for address in (entity["href"], *entity["links"].values()):
        assert outsiders_script.get(address).status_code == 200, address
    assert outsiders_script.read(entity["links"]["claims"])["count"] == 1
    assert outsiders_script.read(entity["links"]["scores"])["results"][0]["value"] == 85


def test_a_removed_entity_is_gone(world: Organisation, owners_script: Script) -> None:
    Entity.objects.filter(pk=world.cart.pk).update(removed_at=world.cart.changed_at)
    assert owners_script.get("/entities/component/default/cart").status_code == 404


def test_hrefs_lead_to_what_they_stand_beside(world: Organisation, owners_script: Script) -> None:
    for name, address in list_addresses(world).items():
        if name.startswith("list_") and name not in ("list_claims", "list_ownership", "list_relations", "list_scores"):
            for row in owners_script.read(address)["results"]:
                if "href" in row:
                    detail = owners_script.read(row["href"])
                    assert {
                        key: detail[key] for key in row.keys() & {"id", "ref", "name", "week"}
                    }.items() <= row.items()


def test_the_address_of_a_repository_has_no_password(world: Organisation, administrators_script: Script) -> None:
    response = administrators_script.get(f"/repositories/{world.origin.pk}")
    assert b"password" not in response.content
    repository = response.json()
    assert repository["remote"] == "github.com/example/shop"
    assert repository["web_url"] == "https://github.com/example/shop"
    assert (repository["state"], repository["broken_documents"]) == ("broken", 1)


def test_a_service_has_owner_score_and_open_findings(outsiders_script: Script) -> None:
    rows = {row["name"]: row for row in outsiders_script.read("/services")["results"]}
    cart = rows["cart"]
    assert cart["owner"] == {"ref": "group:default/shop", "confidence": 0.8}
    assert cart["score"] == {"value": 85, "level": "in doubt", "completeness": 85}
    assert (cart["open_findings"], cart["repository"]["name"]) == (1, "shop")
    assert rows["orphan"]["owner"] == {"ref": None, "confidence": 0.0}
    assert rows["orphan"]["score"] is None


def test_a_person_has_teams_of_now_and_of_the_past(world: Organisation, owners_script: Script) -> None:
    world.shop.memberships.filter(person__name="ulla").update(until=world.cart.changed_at)
    ulla = owners_script.read("/people/default/ulla")
    assert [team["ref"] for team in ulla["teams"]] == ["group:default/vaulters"]
    assert [(team["ref"], team["is_lead"]) for team in ulla["past_teams"]] == [("group:default/shop", True)]


def test_every_check_is_there_with_its_texts(outsiders_script: Script) -> None:
    page = outsiders_script.read("/checks")
    assert [row["id"] for row in page["results"]] == list(get_checks())
    for row in page["results"]:
        assert row["what_it_checks"]
        assert row["how_to_fix"]
    assert {row["id"]: row["open_findings"] for row in page["results"]}["claims-agree"] == 1


def test_a_score_is_explained_point_by_point(outsiders_script: Script) -> None:
    (score,) = outsiders_script.read("/scores")["results"]
    assert score["points"] == [
        {
            "check_id": "claims-agree", "weight": 15, "earned": 0, "outcome": "failed", "counts": "lost",
            "sentence": "The claims about cart name two teams.",
        }
    ]  # fmt: skip


def test_a_report_is_narrowed_to_its_reader(
    world: Organisation, outsiders_script: Script, owners_script: Script
) -> None:
    pk = ReportState.objects.get(week="2026-W10", scope="organisation").pk
    whole, narrowed = owners_script.read(f"/reports/{pk}"), outsiders_script.read(f"/reports/{pk}")
    assert (whole["open_count"], narrowed["open_count"]) == (2, 1)
    assert [line["finding_id"] for line in narrowed["first"]] == [world.finding.pk]
    assert (narrowed["week"], narrowed["scope"], narrowed["news"]["new_count"]) == ("2026-W10", "organisation", 0)


def test_a_broken_file_names_its_line(outsiders_script: Script) -> None:
    (row,) = outsiders_script.read("/broken-files")["results"]
    assert (row["path"], row["line"], row["error"], row["ref"]) == ("shop/broken.yaml", 3, "shop is no YAML", None)
