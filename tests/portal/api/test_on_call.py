"""Who is on call, asked by a script: for anything, at any time, over any window; and the schedules behind it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from teams.models import Schedule
from tests.portal.api.world import Script
from tests.portal.organisation import Organisation
from tests.teams.schedules import keep_schedule, schedule_text

ULLAS_DAY, STRANGERS_DAY = "2026-01-05T12:00:00Z", "2026-01-06T12:00:00Z"
WINDOW = {"since": "2026-01-05T00:00:00Z", "until": "2026-01-07T00:00:00Z"}
NO_OFFSET = "Must be a time with its offset, as in 2026-03-02T09:00:00Z (a + is written %2B)."
GAPS = "    restrictions: [{type: daily, start: '06:00', duration_seconds: 57600}]\n"


def ask(script: Script, **query: str) -> Any:
    return script.read("/on-call", query)


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ({"service": "cart"}, "component:default/cart"),
        ({"ref": "component:default/CART"}, "component:default/cart"),
        ({"team": "shop"}, "group:default/shop"),
        ({"team": "group:default/shop"}, "group:default/shop"),
        ({"schedule": "shop"}, "schedule:default/shop"),
        ({"ref": "schedule:shop"}, "schedule:default/shop"),
    ],
)
def test_it_is_asked_for_by_what_people_know(outsiders_script: Script, query: dict[str, str], subject: str) -> None:
    answer = ask(outsiders_script, at=ULLAS_DAY, **query)
    (match,) = answer["matches"]
    assert (answer["answer"], match["state"], match["subject_ref"]) == ("somebody", "somebody", subject)
    assert match["until"] == "2026-01-06T08:00:00Z"
    assert [(each["ref"], each["name"]) for each in match["people"]] == [("user:default/ulla", "Ulla")]
    assert [each["ref"] for each in match["schedules"]] == ["schedule:default/shop"]


def test_it_says_how_to_reach_them(outsiders_script: Script) -> None:
    (match,) = ask(outsiders_script, service="cart", at=ULLAS_DAY)["matches"]
    assert match["people"][0]["email"] == "ulla@example.org"
    assert match["people"][0]["href"] == "/api/v1/people/default/ulla"
    (team,) = match["teams"]
    assert (team["ref"], team["email"], len(team["channels"])) == ("group:default/shop", "shop@example.org", 1)


def test_whom_the_catalog_does_not_know_is_named_as_written(outsiders_script: Script) -> None:
    (match,) = ask(outsiders_script, team="shop", at=STRANGERS_DAY)["matches"]
    assert match["people"] == [
        {"ref": "user:default/stranger", "name": "stranger", "email": "", "is_known": False, "href": None}
    ]


def test_unknown_and_nobody_are_told_apart(world: Organisation, owners_script: Script) -> None:
    answer = ask(owners_script, team="money")
    assert (answer["answer"], answer["matches"][0]["state"]) == ("unknown", "unknown")
    keep_schedule(schedule_text("money", "money", more=GAPS), world.origin, path="money/oncall.yaml")
    answer = ask(owners_script, team="money", at="2026-01-05T23:00:00Z")
    assert (answer["answer"], answer["matches"][0]["until"]) == ("nobody", "2026-01-06T05:00:00Z")
    assert answer["detail"] == "Money: nobody."


def test_a_window_has_shifts_gaps_and_coverage(world: Organisation, owners_script: Script) -> None:
    keep_schedule(schedule_text("money", "money", more=GAPS), world.origin, path="money/oncall.yaml")
    answer = ask(owners_script, team="money", **WINDOW)
    (match,) = answer["matches"]
    assert [(each["start"][8:16], each["end"][8:16]) for each in match["gaps"]] == [
        ("05T00:00", "05T05:00"), ("05T21:00", "06T05:00"), ("06T21:00", "07T00:00"),
    ]  # fmt: skip
    assert match["coverage_percent"] == 66.67
    assert [each["people"][0]["name"] for each in match["shifts"]] == ["ben", "ana", "ana", "ben"]
    assert (match["people"], answer["at"], answer["since"]) == ([], None, WINDOW["since"])


def test_what_one_may_not_see_is_not_there(outsiders_script: Script, owners_script: Script) -> None:
    for query in ({"schedule": "vaulters"}, {"team": "vaulters"}, {"ref": "vaulters"}):
        assert ask(owners_script, **query)["matches"] != []
        assert ask(outsiders_script, **query) == ask(outsiders_script, team="nothing")
    assert ask(owners_script, team="vaulters")["answer"] == "somebody"


def test_a_hidden_person_is_named_as_written_and_without_an_address(
    world: Organisation, owners_script: Script, outsiders_script: Script
) -> None:
    keep_schedule(schedule_text("shop", "shop", "[[vaughn-vault]]"), world.origin, path="shop/oncall.yaml")
    for script, email in ((owners_script, "vaughn-vault@example.org"), (outsiders_script, "")):
        assert ask(script, team="shop")["matches"][0]["people"][0]["email"] == email


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ({}, "ref", "Ask by exactly one of ref, service, team, system, schedule."),
        ({"team": "a", "ref": "b"}, "ref", "Ask by exactly one of ref, service, team, system, schedule."),
        ({"team": "a", "at": "2026-01-05"}, "at", NO_OFFSET),
        ({"team": "a", "at": "9999-12-31T00:00:00Z"}, "at", "Must lie in the years 1900 to 2199."),
        ({"team": "a", "at": ULLAS_DAY, **WINDOW}, "at", "A moment or a window, not both."),
        ({"team": "a", "since": ULLAS_DAY}, "until", "Goes with since."),
        ({"team": "a", "until": ULLAS_DAY}, "since", "Goes with until."),
        ({"team": "a", "since": ULLAS_DAY, "until": ULLAS_DAY}, "until", "Must lie after since."),
        ({"team": "a", "since": ULLAS_DAY, "until": "2028-01-05T12:00:00Z"}, "until", "At most 366 days after since."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_by_name(
    outsiders_script: Script, query: dict[str, str], parameter: str, detail: str
) -> None:
    response = outsiders_script.get("/on-call", query)
    assert (response.status_code, response.json()["errors"]) == (400, [{"parameter": parameter, "detail": detail}])


def test_an_answer_about_now_stays_the_same_until_something_changes(outsiders_script: Script) -> None:
    with time_machine.travel("2026-01-05T12:00:00Z", tick=False):
        etag = outsiders_script.get("/on-call", {"team": "shop"}).headers["ETag"]
    with time_machine.travel("2026-01-05T13:00:00Z", tick=False):
        assert outsiders_script.get("/on-call", {"team": "shop"}, **{"If-None-Match": etag}).status_code == 304
    with time_machine.travel("2026-01-06T13:00:00Z", tick=False):
        assert outsiders_script.get("/on-call", {"team": "shop"}, **{"If-None-Match": etag}).status_code == 200


def test_whose_is_this_says_who_is_awake(outsiders_script: Script) -> None:
    with time_machine.travel("2026-01-05T12:00:00Z", tick=False):
        answers = [
            outsiders_script.read("/owner", query)
            for query in ({"ref": "cart"}, {"host": "cart.example.com"}, {"email": "ulla@example.org"})
        ]
    for answer in answers:
        on_call = answer["matches"][0]["on_call"]
        assert (on_call["state"], on_call["people"][0]["email"]) == ("somebody", "ulla@example.org")


def test_the_command_says_the_same(world: Organisation, administrators_script: Script) -> None:
    for text in ("cart", "shop", "component:default/cart", "schedule:shop"):
        out = io.StringIO()
        call_command("oncall", text, "--at", ULLAS_DAY, "--format", "json", stdout=out)
        told = [
            (x["subject"], x["state"], [p["ref"] for p in x["people"]], x["why"]) for x in json.loads(out.getvalue())
        ]
        matches = ask(administrators_script, ref=text, at=ULLAS_DAY)["matches"]
        assert told == [(x["subject_ref"], x["state"], [p["ref"] for p in x["people"]], x["why"]) for x in matches]
        assert told


def test_schedules_are_listed_with_who_is_on_call(world: Organisation, outsiders_script: Script) -> None:
    with time_machine.travel(ULLAS_DAY, tick=False):
        (row,) = outsiders_script.read("/schedules")["results"]
    assert (row["ref"], row["owner_ref"], row["time_zone"]) == (
        "schedule:default/shop", "group:default/shop", "Europe/Berlin",
    )  # fmt: skip
    assert [each["name"] for each in row["people_now"]] == ["Ulla"]
    assert (row["repository"]["id"], row["path"]) == (world.origin.pk, "shop/oncall.yaml")
    for query, count in (({"owner": "shop"}, 1), ({"owner": "money"}, 0), ({"q": "SHO"}, 1), ({"in_error": "true"}, 0)):
        assert outsiders_script.read("/schedules", query)["count"] == count, query


def test_a_schedule_says_what_it_asks_of_each_person_to_its_team(
    outsiders_script: Script, administrators_script: Script
) -> None:
    found = administrators_script.read("/schedules/default/SHOP", WINDOW)
    assert (found["coverage_percent"], found["gaps"], len(found["shifts"])) == (100.0, [], 3)
    shares = {each["person"]["name"]: each for each in found["shares"]}
    assert shares["Ulla"]["hours"] + shares["stranger"]["hours"] == 48
    assert (shares["Ulla"]["hours"], shares["Ulla"]["night_hours"], shares["Ulla"]["weekend_hours"]) == (24, 8, 0)
    assert found["document"]["layers"][0]["participants"] == [["ulla"], ["stranger"]]
    assert outsiders_script.read("/schedules/default/shop", WINDOW) == found | {"shares": None}
    default = outsiders_script.read("/schedules/default/shop")
    assert (default["since"][11:], default["balance_percent"]) == ("00:00:00Z", 100)


def test_a_broken_file_is_told_with_what_it_said_before(world: Organisation, outsiders_script: Script) -> None:
    keep_schedule("kind: Schedule\nname: shop\nowner: shop\n", world.origin, path="shop/oncall.yaml")
    found = outsiders_script.read("/schedules/default/shop", WINDOW)
    assert "time_zone" in found["problem"]
    assert len(found["shifts"]) == 3
    Schedule.objects.filter(ref="schedule:default/shop").update(document=None)
    found = outsiders_script.read("/schedules/default/shop", WINDOW)
    assert (found["shifts"], found["coverage_percent"], found["shares"]) == ([], None, [])
    assert outsiders_script.read("/on-call", {"team": "shop"})["answer"] == "unknown"
