"""Team APIs for scripts: what counts now, what was not understood, the versions and what changed between two."""

from __future__ import annotations

from typing import Any

import pytest

from tests.portal.api.world import Script
from tests.portal.organisation import Organisation
from tests.teams.team_apis import keep_team_api, team_api_text

SHOP = "/team-apis/default/shop"


def test_the_list_says_where_each_stands_and_what_is_wrong(world: Organisation, outsiders_script: Script) -> None:
    (shop,) = outsiders_script.read("/team-apis")["results"]
    assert (shop["team_ref"], shop["team_name"], shop["dialect"]) == ("group:default/shop", "Shop", "team-api")
    assert shop["file"]["repository"] == {"id": world.origin.pk, "name": "shop"}
    assert (shop["is_broken"], shop["errors"], shop["notes"]) == (False, 0, 0)
    assert outsiders_script.read(shop["href"])["team_ref"] == "group:default/shop"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"team": "shop"}, 1),
        ({"team": "money"}, 0),
        ({"q": "SHOP-HELP"}, 1),
        ({"q": "ask-shop"}, 0),
        ({"dialect": "team-api"}, 1),
        ({"dialect": "front-matter"}, 0),
        ({"state": "good"}, 1),
        ({"state": "noted"}, 0),
    ],
)
def test_filters(outsiders_script: Script, query: dict[str, str], count: int) -> None:
    assert outsiders_script.read("/team-apis", query)["count"] == count


def test_a_broken_file_says_its_line_and_what_it_said_before_counts(
    world: Organisation, outsiders_script: Script
) -> None:
    keep_team_api(team_api_text("shop", more="no-such-field: 1\n"), world.origin)
    assert outsiders_script.read("/team-apis", {"state": "broken"})["count"] == 1
    assert outsiders_script.read("/team-apis", {"state": "good"})["count"] == 0
    found = outsiders_script.read(SHOP)
    (problem,) = found["problems"]
    assert (problem["severity"], problem["line"]) == ("error", 5)
    assert "shop-help" in str(part(found, "channels"))


def test_what_was_not_understood_is_a_note(world: Organisation, outsiders_script: Script) -> None:
    text = "---\nteam_id: group:default/money\nteam_type: platform\nwarp_factor: 9\n---\nHello\n"
    keep_team_api(text, world.origin, path="money/TEAM_API.md")
    assert outsiders_script.read("/team-apis", {"state": "noted"})["count"] == 1
    found = outsiders_script.read("/team-apis/default/money")
    assert any(each["severity"] == "note" and "warp_factor" in str(each) for each in found["problems"])


def test_a_team_without_a_file_has_one_all_the_same(outsiders_script: Script) -> None:
    found = outsiders_script.read("/team-apis/default/money")
    assert (found["file"], found["dialect"], found["versions"]) == (None, None, None)
    assert "ledger" in str(part(found, "owned"))
    for rest in ("versions", "diff"):
        assert outsiders_script.get(f"/team-apis/default/money/{rest}").status_code == 404


def part(found: Any, name: str) -> Any:
    return next(each for each in found["document"]["parts"] if each["id"] == name)


def test_versions_and_what_changed_between_two(outsiders_script: Script) -> None:
    newer, older = outsiders_script.read(f"{SHOP}/versions")["results"]
    assert newer["superseded_at"] is None
    assert older["superseded_at"] is not None
    last = outsiders_script.read(f"{SHOP}/diff")
    assert (last["older"]["id"], last["newer"]["id"]) == (older["id"], newer["id"])
    assert {(each["kind"], "shop-help" in each["sentence"]) for each in last["changes"]} >= {("added", True)}
    first = outsiders_script.read(f"{SHOP}/diff", {"newer": older["id"]})
    assert first["older"] is None
    assert {each["kind"] for each in first["changes"]} == {"added"}
    back = outsiders_script.read(f"{SHOP}/diff", {"newer": older["id"], "older": newer["id"]})
    assert {(each["kind"], "shop-help" in each["sentence"]) for each in back["changes"]} >= {("removed", True)}


def test_a_version_of_another_team_is_none_of_this_one(world: Organisation, owners_script: Script) -> None:
    (other,) = owners_script.read("/team-apis/default/vaulters/versions")["results"]
    assert owners_script.get(f"{SHOP}/diff", {"older": other["id"]}).status_code == 400


def test_it_need_not_be_sent_twice(outsiders_script: Script) -> None:
    etag = outsiders_script.get(f"{SHOP}/versions").headers["ETag"]
    assert outsiders_script.get(f"{SHOP}/versions", None, **{"If-None-Match": etag}).status_code == 304


def test_a_file_that_does_not_count_says_why(world: Organisation, outsiders_script: Script) -> None:
    keep_team_api(team_api_text("shop", "till"), world.origin, path="z/team-api.yaml")
    (other,) = outsiders_script.read(SHOP)["other_files"]
    assert (other["file"]["path"], other["refusal"]) == ("z/team-api.yaml", "another-counts")
    assert "Group" in other["reason"]
