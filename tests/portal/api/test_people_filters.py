"""The list of people by script takes the filters of the page, refuses what is none, and tells nothing of the hidden."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from catalog.core.addresses import GITHUB_LOGIN
from catalog.models import Alias
from portal.api.query import describe_filters
from portal.api.schema import get_schema
from teams.filters import PersonFilters
from teams.models import Person
from tests.portal.api.world import Script
from tests.portal.organisation import Organisation
from tests.scoring.factories import NOW

HIDDEN = (
    {"email": "vaughn-vault@example.org"},
    {"email": "V@OLD.example.org"},
    {"email": "7+vaughnv@users.noreply.github.com"},
    {"login": "vaughnv"},
    {"q": "vaughnv"},
    {"q": "v@old"},
    {"team": "vaulters", "in_team": "true"},
    {"email": "v@old.example.org", "several": "false"},
)


@pytest.fixture
def world(world: Organisation) -> Organisation:
    """With a login for Vaughn, who is hidden, and one for Ulla; Uma has left."""
    for login, ref in (("vaughnv", "user:default/vaughn-vault"), ("ulla-x", "user:default/ulla")):
        Alias.objects.create(scheme=GITHUB_LOGIN, value=login, entity_ref=ref, valid_from=NOW)
    Person.objects.filter(name="uma").update(left_at=NOW)
    return world


def find(script: Script, **query: str) -> set[str]:
    found = script.read("/people", query)
    assert found["count"] == len(found["results"])
    return {each["name"] for each in found["results"]}


def test_the_document_declares_every_filter_of_the_page() -> None:
    declared = {each["name"] for each in get_schema()["paths"]["/api/v1/people"]["get"]["parameters"]}
    assert declared == {each.name for each in describe_filters(PersonFilters)} | {"sort", "cursor", "limit"}
    assert {"q", "email", "login", "team", "left", "in_team", "several"} <= declared


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "ulla-x"}, {"ulla"}),
        ({"email": "U.Example@old.example.org"}, {"ulla"}),
        ({"email": "1+ulla-x@users.noreply.github.com"}, {"ulla"}),
        ({"login": "@Ulla-X"}, {"ulla"}),
        ({"team": "group:default/Shop", "left": "false"}, {"ulla"}),
        ({"left": "true"}, {"uma"}),
        ({"several": "true"}, {"ulla"}),
    ],
)
def test_each_finds_what_it_says(outsiders_script: Script, query: dict[str, str], names: set[str]) -> None:
    assert find(outsiders_script, **query) == names


def test_with_and_without_a_team_are_all_there_are(outsiders_script: Script) -> None:
    apart = find(outsiders_script, in_team="true"), find(outsiders_script, in_team="false")
    assert not apart[0] & apart[1]
    assert apart[0] | apart[1] == find(outsiders_script)


def test_whoever_is_only_in_a_hidden_team_is_in_none(
    world: Organisation, owners_script: Script, outsiders_script: Script
) -> None:
    Person.objects.get(name="ulla").memberships.filter(team=world.shop).delete()
    assert "ulla" in find(owners_script, in_team="true")
    assert "ulla" in find(outsiders_script, in_team="false")


@pytest.mark.parametrize("query", HIDDEN, ids=lambda query: "&".join(f"{key}={query[key]}" for key in query))
def test_somebody_hidden_answers_like_nobody(
    owners_script: Script, outsiders_script: Script, query: dict[str, str]
) -> None:
    assert owners_script.read("/people", query)["count"] == 1
    found, nobodys = (
        outsiders_script.get("/people", query),
        outsiders_script.get("/people", {"email": "no@example.org"}),
    )
    assert (found.status_code, found.content) == (nobodys.status_code, nobodys.content)
    assert orjson.loads(found.content)["count"] == 0


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"left": "maybe"}, "left"),
        ({"in_team": "1"}, "in_team"),
        ({"several": "True"}, "several"),
        ({"team": "::"}, "team"),
        ({"email": " "}, "email"),
        ({"login": ""}, "login"),
        ({"login": ["a", "b"]}, "login"),
        ({"q": "x" * 501}, "q"),
        ({"sort": "email"}, "sort"),
        ({"without_team": "true"}, "without_team"),
    ],
)
def test_a_wrong_value_is_refused_by_name(outsiders_script: Script, query: dict[str, Any], parameter: str) -> None:
    response = outsiders_script.get("/people", query)
    assert response.status_code == 400
    assert [each["parameter"] for each in response.json()["errors"]] == [parameter]
