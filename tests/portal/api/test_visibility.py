"""Nothing from a restricted source reaches somebody who may not read it: no row, no count, no name, no reason."""

from __future__ import annotations

from typing import Any

from catalog.models import Edge, Scan
from scoring.models import ReportState
from tests.portal.api.world import HIDDEN, Script, list_addresses
from tests.portal.organisation import Organisation

#: Operations that show hidden rows to whoever may see them; the others have nothing from a source, or ask for one row.
TELLING = frozenset(
    {
        "list_sources", "list_repositories", "list_scans", "list_broken_files", "list_entities", "list_relations",
        "list_services", "list_claims", "list_ownership", "list_teams", "list_people", "list_findings", "get_finding",
        "list_scores", "list_reports", "get_report", "get_person", "get_entity", "get_search", "list_changes",
        "list_conflicts", "list_renames", "list_removed_entities", "list_exemptions", "get_graph", "list_team_apis",
        "get_team_api", "list_schedules", "list_on_call_sources", "list_merges",
    }
)  # fmt: skip


def _tells(content: bytes) -> bool:
    return any(word in content for word in HIDDEN)


def test_an_outsider_is_told_nothing_hidden_at_any_address(world: Organisation, outsiders_script: Script) -> None:
    for name, address in list_addresses(world).items():
        response = outsiders_script.get(address)
        assert response.status_code == 200, name
        assert not _tells(response.content), (name, response.content)


def test_readers_of_the_source_and_administrators_are_told(
    world: Organisation, owners_script: Script, administrators_script: Script
) -> None:
    """Without this the test above would pass on empty answers."""
    for script in (owners_script, administrators_script):
        found = {name for name, address in list_addresses(world).items() if _tells(script.get(address).content)}
        assert found == TELLING


def test_hidden_rows_are_404_as_if_there_were_none(
    world: Organisation, outsiders_script: Script, owners_script: Script
) -> None:
    hidden = [
        f"/sources/{world.hidden_origin.source_id}",
        f"/repositories/{world.hidden_origin.pk}",
        f"/scans/{Scan.objects.get(origin=world.hidden_origin).pk}",
        f"/findings/{world.hidden_finding.pk}",
        f"/reports/{ReportState.objects.filter(scope='group:default/vaulters')[0].pk}",
        "/entities/component/default/vault",
        "/entities/component/default/vault/relations",
        "/entities/component/default/vault/history",
        "/entities/component/default/old-vault/history",
        "/teams/default/vaulters",
        "/people/default/vaughn-vault",
        "/schedules/default/vaulters",
        "/schedules/default/vaulters/overrides",
        "/teams/default/vaulters/members",
        "/teams/default/vaulters/members/decisions",
    ]
    for address in hidden:
        assert owners_script.get(address).status_code == 200, address
        refused, missing = outsiders_script.get(address), outsiders_script.get("/findings/999999")
        assert refused.status_code == missing.status_code == 404, address
        assert refused.json()["detail"] == missing.json()["detail"]


COUNTS = (
    ("/sources", 2, 1),
    ("/repositories", 2, 1),
    ("/scans", 2, 1),
    ("/broken-files", 2, 1),
    ("/services", 5, 4),
    ("/findings", 3, 2),
    ("/scores", 2, 1),
    ("/teams", 3, 2),
    ("/reports", 4, 2),
    ("/entities/component/default/cart/relations", 3, 2),
    ("/entities/component/default/cart/history", 3, 1),
    ("/conflicts", 2, 1),
    ("/renames", 2, 1),
    ("/removed-entities", 2, 1),
    ("/exemptions", 2, 1),
    ("/team-apis", 2, 1),
    ("/schedules", 2, 1),
)


def test_counts_leave_hidden_rows_out(owners_script: Script, outsiders_script: Script) -> None:
    for address, seen_by_owner, seen_by_outsider in COUNTS:
        assert owners_script.read(address)["count"] == seen_by_owner, address
        assert outsiders_script.read(address)["count"] == seen_by_outsider, address


def test_facets_leave_hidden_entities_out(owners_script: Script, outsiders_script: Script) -> None:
    kinds = [
        {row["value"]: row["count"] for row in script.read("/entity-facets")["kind"]}
        for script in (owners_script, outsiders_script)
    ]
    assert kinds[0]["Component"] == kinds[1]["Component"] + 1
    assert kinds[0]["Group"] == kinds[1]["Group"] + 1


def test_members_and_findings_of_a_visible_team_are_counted_without_hidden_ones(
    owners_script: Script, outsiders_script: Script
) -> None:
    for script, members in ((owners_script, 2), (outsiders_script, 1)):
        money = script.read("/teams/default/money")
        assert (money["members"], len(money["people"])) == (members, members)
    assert owners_script.read("/teams/default/shop")["open_findings"] == 2
    assert outsiders_script.read("/teams/default/shop")["open_findings"] == 1


def test_a_hidden_owner_is_withheld_and_not_called_nobody(outsiders_script: Script, owners_script: Script) -> None:
    """ "Nobody owns it" would be a lie, and "Vaulters own it" a leak."""
    hidden = outsiders_script.read("/entities/component/default/till")["owner"]
    assert (hidden["ref"], hidden["reasons"], hidden["is_withheld"]) == (None, [], True)
    assert owners_script.read("/entities/component/default/till")["owner"]["ref"] == "group:default/vaulters"
    (row,) = outsiders_script.read("/ownership", {"subject": "component:default/till"})["results"]
    assert (row["ref"], row["is_withheld"]) == (None, True)
    answer = outsiders_script.read("/owner", {"ref": "component:default/till"})
    assert (answer["answer"], answer["detail"]) == ("unknown", "Who owns it stands in a source that you may not see.")


BY_NAME: tuple[tuple[str, dict[str, str]], ...] = (
    ("/entities", {"owner": "vaulters"}),
    ("/entity-facets", {"owner": "group:default/vaulters"}),
    ("/services", {"owner": "group:default/VAULTERS"}),
    ("/ownership", {"owner": "vaulters"}),
    ("/findings", {"team": "vaulters"}),
    ("/people", {"team": "vaulters"}),
    ("/team-apis", {"team": "vaulters"}),
    ("/reports", {"scope": "vaulters"}),
    ("/schedules", {"owner": "vaulters"}),
)


def test_asking_for_a_hidden_team_by_name_finds_nothing(owners_script: Script, outsiders_script: Script) -> None:
    for address, query in BY_NAME:
        assert _count(owners_script.read(address, query)) > 0, address
        assert _count(outsiders_script.read(address, query)) == 0, address


def _count(found: dict[str, Any]) -> int:
    return found["count"] if "count" in found else len(found["kind"])


def test_evidence_that_lies_elsewhere_is_said_to_be_there_and_not_shown(
    world: Organisation, outsiders_script: Script, owners_script: Script
) -> None:
    address = list_addresses(world)["get_finding"]
    file, hidden, numbers = outsiders_script.read(address)["evidence"]
    assert file["path"] == "till/catalog-info.yaml"
    assert hidden == {"kind": "file", "is_withheld": True}
    assert [row["name"] for row in numbers["numbers"]] == ["Shop"]
    assert outsiders_script.read(address)["team_ref"] is None
    whole = owners_script.read(address)
    assert whole["evidence"][1]["path"] == "secret/file"
    assert whole["team_ref"] == "group:default/vaulters"


def test_a_relation_to_something_hidden_looks_like_one_to_nothing(
    world: Organisation, outsiders_script: Script, owners_script: Script
) -> None:
    """Whoever may not see the target must not learn from `dangling` that it exists."""
    descriptor = world.cart.descriptors.get()
    Edge.objects.create(
        declared_by=descriptor, source_ref=world.cart.ref, type="consumes", target_ref="component:default/vault"
    )
    for script, is_dangling in ((owners_script, False), (outsiders_script, True)):
        for asked in (True, False):
            query = {"type": "consumes", "dangling": str(asked).lower()}
            rows = script.read("/entities/component/default/cart/relations", query)["results"]
            assert [row["is_dangling"] for row in rows] == ([is_dangling] if asked == is_dangling else [])


def test_the_owner_of_something_hidden_is_unknown(outsiders_script: Script, owners_script: Script) -> None:
    hidden = {
        "ref": ("component:default/vault", "vault", "group:default/vaulters", "user:default/vaughn-vault"),
        "repo": ("secret", "example/secret", "https://github.com/example/secret"),
        "email": ("vaughn-vault@example.org", "vaulters@example.org", "v@old.example.org"),
    }
    for name, texts in hidden.items():
        for text in texts:
            answer = outsiders_script.read("/owner", {name: text})
            assert (answer["answer"], answer["matches"]) == ("unknown", []), text
            assert owners_script.read("/owner", {name: text})["matches"], text


def test_hidden_code_in_an_open_repository_falls_to_what_is_around_it(
    outsiders_script: Script, owners_script: Script
) -> None:
    query = {"repo": "shop", "path": "cart/hidden/x.py"}
    assert outsiders_script.read("/owner", query)["matches"][0]["subject_ref"] == "component:default/cart"
    assert owners_script.read("/owner", query)["matches"][0]["subject_ref"] == "component:default/vault"
