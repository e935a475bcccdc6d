"""On-call sources by scripts: the rights and the checks of the portal, and no secret is told again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import LazySettings

from catalog.core.access import Scope
from catalog.http.settings import OutboundSettings, parse_hosts
from portal.models import AuditEvent
from teams.actions.on_call_jobs import lease_source
from teams.actions.on_call_refresh import refresh_source
from teams.models import OnCallSource, Schedule
from tests.portal.api.world import Script, make_script
from tests.portal.organisation import Named, Organisation

URL = "https://calendar.example.org/private-s3cret/basic.ics"
CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:{}\nDTSTART:20260101T000000Z\nDURATION:P1D\n"
    "RRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n"
)
BY_URL = {"kind": "ical-url", "name": "nights", "owner": "shop", "url": URL, "zone": "Europe/Berlin"}
BY_FILE = {"kind": "ical-file", "name": "days", "owner": "group:default/shop", "content": CALENDAR.format("Nobody")}
ACCOUNT = {"kind": "pagerduty", "name": "pd", "url": "https://api.pagerduty.com"}


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> list[int]:
    """The sources that workers were told to look at."""
    found: list[int] = []
    settings.OUTBOUND = OutboundSettings(parse_hosts(("calendar.example.org", "api.pagerduty.com")))
    monkeypatch.setattr("portal.actions.on_call_sources.refresh_on_call_source.delay", found.append)
    monkeypatch.setattr("portal.actions.on_call_sources.deliver.delay", lambda: None)
    return found


@pytest.fixture
def leads(world: Organisation, lead: Named) -> Script:
    return make_script(lead.account, (Scope.READ, Scope.WRITE))


@pytest.fixture
def administers(world: Organisation, administrator: Named) -> Script:
    return make_script(administrator.account, (Scope.READ, Scope.WRITE))


def add(script: Script, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    response = script.send("POST", "/on-call-sources", body | more)
    assert response.status_code == 201, response.content
    made: dict[str, Any] = response.json()
    assert response.headers["Location"] == made["href"]
    return made


def find_faults(script: Script, body: dict[str, Any], method: str = "POST", path: str = "/on-call-sources") -> str:
    response = script.send(method, path, body)
    assert response.status_code == 400, response.content
    return " ".join(f"{each['parameter']}: {each['detail']}" for each in response.json()["errors"])


def test_a_calendar_is_added_and_read_at_once(leads: Script, told: list[int]) -> None:
    made = add(leads, BY_URL)
    assert (made["owner_ref"], made["place"], made["is_waiting"]) == (
        "group:default/shop",
        "calendar.example.org",
        True,
    )
    assert (made["good_at"], made["every_minutes"], told) == (None, 60, [made["id"]])
    assert "s3cret" not in str(leads.read("/on-call-sources")) + str(leads.read(f"/on-call-sources/{made['id']}"))
    assert "s3cret" not in str(AuditEvent.objects.get(action="on-call-source-added").detail)


def look(made: dict[str, Any]) -> None:
    leased = lease_source(made["id"], "me", datetime.now(UTC))
    assert leased is not None
    refresh_source(leased)


def test_what_a_source_gave_and_whom_nobody_stands_for(leads: Script) -> None:
    made = add(leads, BY_FILE)
    look(made)
    found = leads.read(f"/on-call-sources/{made['id']}")
    assert [each["ref"] for each in found["schedules_read"]] == ["schedule:default/days"]
    assert [each["name"] for each in found["unmatched_people"]] == ["Nobody"]
    (item,) = leads.read("/on-call-sources", {"q": "days", "owner": "shop", "failing": "false"})["results"]
    assert (item["schedules"], item["unmatched"], item["is_waiting"]) == (1, 1, False)
    assert leads.read("/on-call-sources", {"failing": "true"})["count"] == 0


def test_a_change_keeps_what_it_does_not_name_and_is_read_at_once(leads: Script, told: list[int]) -> None:
    made = add(leads, BY_URL)
    response = leads.send("PATCH", f"/on-call-sources/{made['id']}", {"title": "Nights", "every_minutes": 15})
    assert response.status_code == 200, response.content
    row = OnCallSource.objects.get(pk=made["id"])
    assert (row.title, row.every_minutes, row.url, row.zone, row.name) == ("Nights", 15, URL, "Europe/Berlin", "nights")
    assert told == [row.pk, row.pk]
    event = AuditEvent.objects.get(action="on-call-source-changed")
    assert event.detail["fields"] == ["title", "every_minutes"]
    leads.send("PATCH", f"/on-call-sources/{made['id']}", {"title": "Nights"})
    assert AuditEvent.objects.filter(action="on-call-source-changed").count() == 1, "nothing changed"


def test_a_look_that_goes_on_does_not_write_what_was_said_before_the_change(leads: Script) -> None:
    made = add(leads, BY_FILE)
    leased = lease_source(made["id"], "me", datetime.now(UTC))
    assert leased is not None
    leads.send("PATCH", f"/on-call-sources/{made['id']}", {"title": "Days"})
    refresh_source(leased)
    assert not Schedule.objects.filter(source=made["id"]).exists()
    look(made)
    assert Schedule.objects.get(source=made["id"]).title == "Days"


def test_it_is_read_now_and_removed(leads: Script, told: list[int]) -> None:
    made = add(leads, BY_FILE)
    look(made)
    response = leads.send("POST", f"/on-call-sources/{made['id']}/read", {})
    assert (response.status_code, response.json()["is_waiting"]) == (202, True)
    assert told == [made["id"]] * 2
    assert leads.send("DELETE", f"/on-call-sources/{made['id']}", None).status_code == 204
    assert not Schedule.objects.filter(source=made["id"], removed_at=None).exists()
    assert leads.get(f"/on-call-sources/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (BY_URL | {"url": "https://elsewhere.example.org/x.ics"}, "url: "),
        (BY_URL | {"zone": "Moon/Base"}, "zone: "),
        (BY_URL | {"every_minutes": 1}, "every_minutes: "),
        (BY_URL | {"every_minutes": "15"}, "every_minutes: Must be a whole number"),
        (BY_URL | {"title": ["x"]}, "title: Must be text"),
        (BY_URL | {"content": "x"}, "content: Sources of the kind ical-url have none"),
        (BY_FILE | {"url": URL}, "url: Sources of the kind ical-file have none"),
        (BY_FILE | {"content": ""}, "content: "),
        (BY_URL | {"kind": "pager"}, "kind: Must be one of"),
        (BY_URL | {"name": "No Good"}, "name: "),
        (BY_URL | {"nonsense": 1}, "nonsense: There is no such field"),
        ({"kind": "ical-url"}, "name: Is missing"),
    ],
)
def test_what_is_wrong_is_said_by_field(administers: Script, body: dict[str, Any], said: str) -> None:
    before = OnCallSource.objects.count()
    assert said in find_faults(administers, body)
    assert OnCallSource.objects.count() == before


def test_a_change_is_checked_like_a_new_one(leads: Script) -> None:
    made = add(leads, BY_URL)
    path = f"/on-call-sources/{made['id']}"
    assert "zone: " in find_faults(leads, {"zone": "Moon/Base"}, "PATCH", path)
    assert "name: There is no such field" in find_faults(leads, {"name": "other"}, "PATCH", path)


def test_a_name_that_is_taken_is_a_conflict(leads: Script) -> None:
    add(leads, BY_URL)
    response = leads.send("POST", "/on-call-sources", BY_URL)
    assert (response.status_code, "called nights already" in response.json()["detail"]) == (409, True)


def test_accounts_are_an_administrators_and_calendars_stay_within_the_team(leads: Script, administers: Script) -> None:
    assert leads.send("POST", "/on-call-sources", ACCOUNT).status_code == 403
    account, calendar = add(administers, ACCOUNT), add(leads, BY_URL)
    assert leads.send("PATCH", f"/on-call-sources/{account['id']}", {"title": "x"}).status_code == 403
    assert leads.send("PATCH", f"/on-call-sources/{calendar['id']}", {"owner": "money"}).status_code == 403
    assert administers.send("PATCH", f"/on-call-sources/{calendar['id']}", {"owner": "money"}).status_code == 200
    assert leads.send("DELETE", f"/on-call-sources/{calendar['id']}", None).status_code == 403
