"""What each address asks the database: listed here, and the same however many rows there are."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.core.addresses import GITHUB_LOGIN
from catalog.models import Alias, Edge, Ownership, Scan, Source
from scoring.models import ReportState
from teams.models import OnCallSource
from tests.portal.api.world import Script, index_everything, list_addresses, make_state
from tests.portal.organisation import OWNER, Organisation, make_finding, make_member, make_shop_team, own, rate
from tests.scoring.factories import NOW, TIP, make_entity, make_origin
from tests.teams.schedules import keep_schedule, schedule_text
from tests.teams.team_apis import keep_team_api, team_api_text

_TABLE = re.compile(r'FROM "?(\w+)')
_INNERMOST = re.compile(r"\([^()]*\)")
#: Who asks: the token with its account, the teams of its owner, the sources those may read.
ASKER = ["portal_apitoken", "teams_membership", "catalog_sourcereader"]
OWNERS = ["catalog_ownership", "catalog_entity"]
#: What files say about who is in a team.
DECLARED = ["catalog_edge", "catalog_entity"]
#: Two records of a pair: what each is in and known by, and the names of the teams.
RECORDS = ["teams_person", "teams_membership", "catalog_alias", "catalog_addedalias", "catalog_entity", "teams_team"]
QUERIES = {
    "get_index": [],
    "get_me": ["portal_apitoken", "catalog_entity"],
    "get_owner": [
        "catalog_entity", *OWNER, "catalog_entity", "catalog_entity", "teams_team",
        "teams_membership", "catalog_entity", "catalog_ownership", "catalog_entity", "teams_schedule",
        "catalog_alias", "teams_person",
    ],
    "get_on_call": [
        "catalog_entity", "teams_schedule", "catalog_alias", "teams_person", "catalog_entity", "teams_team",
        "teams_team", "teams_membership",
    ],
    "list_on_call_sources": [
        "teams_oncallsource", "count teams_oncallsource", "catalog_entity", "count teams_schedule",
    ],
    "get_on_call_source": ["teams_oncallsource", "teams_schedule", "catalog_entity", "count teams_schedule"],
    "list_schedules": ["teams_schedule", "count teams_schedule", "catalog_entity", "catalog_alias", "teams_person"],
    "get_schedule": [
        "teams_schedule", "catalog_entity", "catalog_alias", "teams_person", "catalog_alias", "teams_person",
    ],
    "list_overrides": [
        "teams_schedule", "teams_override", "count teams_override", "teams_schedule", "catalog_alias", "teams_person",
        "portal_account",
    ],
    "get_override": ["teams_schedule", "teams_override", "catalog_alias", "teams_person", "portal_account"],
    "list_sources": ["catalog_source", "count catalog_source", "count catalog_origin"],
    "get_source": ["catalog_source", "count catalog_origin"],
    "list_locations": [
        "catalog_origin", "count catalog_origin", "count catalog_descriptor", "count catalog_descriptor"
    ],
    "get_location": ["catalog_origin", "count catalog_descriptor", "count catalog_descriptor"],
    "list_repositories": [
        "catalog_origin", "count catalog_origin", "count catalog_descriptor", "count catalog_descriptor"
    ],
    "get_repository": [
        "catalog_origin", "count catalog_descriptor", "count catalog_descriptor", *OWNER,
    ],
    "list_scans": ["catalog_scan", "count catalog_scan"],
    "get_scan": ["catalog_scan"],
    "list_broken_files": ["catalog_descriptor", "catalog_descriptor", "count catalog_descriptor"],
    "list_entities": ["catalog_entity", "count catalog_entity", *OWNERS],
    "get_entity": ["catalog_entity", *OWNER, "catalog_edge", "catalog_descriptor"],
    "list_changes": ["catalog_entity", "catalog_changelog", "count catalog_changelog"],
    "list_conflicts": [
        "catalog_entity", "count catalog_entity", "catalog_descriptor", "catalog_entity", "catalog_alias",
        "catalog_edge", "catalog_ownership", "catalog_descriptor", "catalog_descriptorchoice", "catalog_entity",
        "teams_team", "portal_account", "catalog_entity",
    ],
    "list_renames": ["catalog_rename", "count catalog_rename"],
    "list_removed_entities": [
        "catalog_entity", "count catalog_entity", "catalog_changelog", "catalog_ownership", "catalog_entity",
    ],
    "list_exemptions": ["scoring_exemption", "count scoring_exemption", "portal_account"],
    "list_relations": ["catalog_entity", "catalog_edge", "count catalog_edge"],
    "get_graph": ["catalog_entity", "catalog_edge", "catalog_edge", "catalog_entity", "teams_team"],
    "get_entity_facets": ["count catalog_entity"] * 4,
    "list_services": [
        "catalog_entity", "count catalog_entity", *OWNERS, "scoring_score", "count scoring_finding",
        "catalog_descriptor",
    ],
    "list_claims": ["catalog_claim", "count catalog_claim", "catalog_origin"],
    "list_ownership": ["catalog_ownership", "count catalog_ownership", *OWNER[1:]],
    "list_teams": [
        "teams_team", "count teams_team", "count teams_membership", "count catalog_ownership", "count scoring_finding"
    ],
    "get_team": [
        "teams_team", "count teams_membership", "count catalog_ownership", "count scoring_finding", "teams_membership",
        "teams_team",
    ],
    "list_members": [
        "teams_team", "teams_membership", "count teams_membership", "teams_membershipdecision", *DECLARED,
        "portal_account", *DECLARED,
    ],
    "list_membership_decisions": [
        "teams_team", "teams_membershipdecision", "count teams_membershipdecision", "teams_team", *DECLARED,
        "portal_account",
    ],
    "get_membership_decision": ["teams_team", "teams_membershipdecision", *DECLARED, "portal_account"],
    "list_team_apis": ["teams_teamapiversion", "count teams_teamapiversion", "catalog_entity", "teams_team"],
    "get_team_api": [
        "teams_team", "teams_teamapiversion", "teams_teamapiversion", "catalog_descriptor",
        "catalog_entity", "catalog_alias", "catalog_edge", "teams_team",  # the directory
        "catalog_entity", "catalog_entity", "catalog_ownership", "catalog_entity", "teams_schedule", "catalog_alias",
        "teams_person",  # what is owned, and who is on call for it
        "catalog_coderoot", "scoring_authoractivity", "scoring_authoractivity", "catalog_coderoot",
        "catalog_ownership", "teams_membership", "catalog_descriptor",
        "catalog_edge", "catalog_ownership", "catalog_edge", "catalog_entity", "catalog_ownership",  # neighbours
    ],
    "list_team_api_versions": [
        "teams_team", "teams_teamapiversion", "teams_teamapiversion", "count teams_teamapiversion"
    ],
    "get_team_api_diff": ["teams_team", "teams_teamapiversion", "teams_teamapiversion"],
    "list_people": ["teams_person", "count teams_person", "teams_membership", "catalog_alias", "catalog_addedalias"],
    "get_person": ["teams_person", "teams_membership", "catalog_alias", "catalog_addedalias", "teams_person"],
    "get_address": ["teams_person", "teams_person", "catalog_addedalias", "portal_account"],
    "list_merges": ["catalog_personmerge", "count catalog_personmerge", *RECORDS],
    "get_merge": ["catalog_personmerge", *RECORDS],
    "list_checks": ["count scoring_finding"],
    "get_check": ["count scoring_finding"],
    "list_findings": ["scoring_finding", "count scoring_finding", "catalog_entity"],
    "get_finding": ["scoring_finding", "catalog_origin", "catalog_entity", "catalog_entity", "scoring_findingevent"],
    "list_scores": ["scoring_score", "count scoring_score"],
    "get_search": ["count catalog_searchentry", "catalog_searchentry", "count catalog_searchentry", *OWNERS],
    "list_reports": ["scoring_reportstate", "count scoring_reportstate"],
    "get_report": [
        "scoring_reportstate", "scoring_reportstate", "scoring_reportstate", "scoring_reportstate", "catalog_source"
    ],
}  # fmt: skip


def _list_queries(script: Script, address: str) -> list[str]:
    """The table of each query, counts marked, without those that find out who asks."""
    script.get("/me")  # the first use of a token on a day is written down
    with CaptureQueriesContext(connection) as captured:
        assert script.get(address).status_code == 200
    tables = []
    for query in captured:
        outer, is_count = query["sql"], "COUNT(" in query["sql"].split(" FROM ")[0]
        while _INNERMOST.search(outer):
            outer = _INNERMOST.sub("", outer)
        found = _TABLE.search(outer) or _TABLE.search(query["sql"])
        assert found, query["sql"]
        tables.append(f"{'count ' if is_count else ''}{found[1]}")
    assert tables[:3] == ASKER
    return tables[3:]


def _make_more(world: Organisation, number: int) -> None:
    """Many rows of every kind."""
    source = world.source
    for index in range(number):
        Source.objects.create(name=f"s{index}", location=f"/srv/{index}", created_by_ref="command", created_at=NOW)
        origin = make_origin(f"more-{index}", source, tip=TIP, scanned_at=NOW)
        Scan.objects.create(origin=origin, started_at=NOW, finished_at=NOW)
        team = make_shop_team(f"team-{index}", source)
        make_member(world.shop, f"person-{index}", is_lead=True)
        make_member(team, f"member-{index}")
        entity = make_entity(f"service-{index}", "shop", origin=origin)
        own(entity, team)
        rate(entity, index)
        make_finding(entity, origin)
        keep_schedule(schedule_text(f"more-{index}", "shop"), origin)
        OnCallSource.objects.create(
            kind="ical-url", name=f"more-{index}", owner_ref=team.ref, added_by="account:0", added_at=NOW
        )
        keep_team_api(team_api_text(f"team-{index}"), origin)
        keep_team_api(team_api_text("shop", more=f"identity: {{focus: {index}}}\n"), world.origin)
        Edge.objects.create(
            declared_by=world.cart.descriptors.get(), source_ref=world.cart.ref, type="dependsOn", target_ref=entity.ref
        )
        week = f"2025-W{index + 10}"
        ReportState.objects.create(
            week=week, scope="organisation", state=make_state(world, "organisation", "All"), frozen_at=NOW
        )
    index_everything()


@pytest.fixture
def world(world: Organisation) -> Organisation:
    """The same, with an owner for the repository: what is empty asks less."""
    Ownership.objects.create(
        subject_ref=world.origin.ref, owner_ref=world.shop.ref, confidence=0.6, reasons=[], since=NOW
    )
    return world


def test_each_address_asks_what_is_listed_here(world: Organisation, owners_script: Script) -> None:
    found = {name: _list_queries(owners_script, address) for name, address in list_addresses(world).items()}
    assert found == QUERIES


def test_the_queries_do_not_grow_with_the_rows(world: Organisation, owners_script: Script) -> None:
    addresses = list_addresses(world)
    _make_more(world, 12)
    found = {name: _list_queries(owners_script, address) for name, address in addresses.items()}
    assert found == QUERIES


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ({"repo": "shop", "path": "cart/x"}, ["catalog_origin", "catalog_coderoot", "catalog_ownership"]),
        ({"email": "ulla@example.org"}, ["teams_person", "teams_team", "teams_membership"]),
        ({"host": "cart.example.com"}, ["catalog_entity"]),
        ({"ref": "component:default/cart"}, ["catalog_entity"]),
    ],
)
def test_each_way_to_ask_for_an_owner_begins_with_a_fixed_number_of_queries(
    owners_script: Script, query: dict[str, str], tables: list[str]
) -> None:
    address = "/owner?" + "&".join(f"{name}={value}" for name, value in query.items())
    found = _list_queries(owners_script, address)
    assert found[: len(tables)] == tables
    assert len(found) <= 19


@pytest.mark.parametrize(
    ("query", "before"),
    [
        ("q=ul&left=false&in_team=true&several=false&sort=-name", []),
        ("email=ulla@example.org", []),
        ("login=ulla", []),
        ("in_team=false", []),
        ("team=shop", ["catalog_entity"]),  # whether it may be seen
    ],
)
def test_filters_of_people_ask_the_same_however_many_there_are(
    world: Organisation, owners_script: Script, query: str, before: list[str]
) -> None:
    Alias.objects.create(scheme=GITHUB_LOGIN, value="ulla", entity_ref="user:default/ulla", valid_from=NOW)
    make_member(world.shop, "idle").memberships.all().delete()
    assert _list_queries(owners_script, f"/people?{query}") == [*before, *QUERIES["list_people"]]
    _make_more(world, 12)
    assert _list_queries(owners_script, f"/people?{query}") == [*before, *QUERIES["list_people"]]
