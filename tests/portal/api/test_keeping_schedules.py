"""Schedules kept by scripts, and decisions about who is on call: by whom the table of permissions says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalog.core.access import PERMISSIONS, Role, Scope
from catalog.models import PendingChange
from portal.models import AuditEvent
from teams.models import Membership, Override, Person, Schedule
from tests.portal.api.world import Script, make_script
from tests.portal.organisation import Named, Organisation
from tests.teams.schedules import keep_schedule, schedule_text

NOW = "2026-01-05T12:00:00Z"
DAYTIME = {"start": "2026-01-06T09:00", "end": "2026-01-06T17:00"}
ROLES = {
    "owner": Role.MEMBER,
    "teammate": Role.MEMBER,
    "lead": Role.LEAD,
    "outsider": Role.VIEWER,
    "administrator": Role.ADMINISTRATOR,
}
PORTAL, GIT = "/schedules/default/days", "/schedules/default/shop"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both clocks stand still: this host's, and the database's, which PostgreSQL keeps itself."""
    monkeypatch.setattr("portal.actions.schedules.database_now", lambda: datetime.now(UTC))
    with time_machine.travel(NOW, tick=False):
        yield


def document(name: str = "days", **more: Any) -> dict[str, Any]:
    rotation = {"start": "2026-01-05T09:00", "unit": "day", "length": 1}
    layers = [{"participants": [["olga"], ["tom"]], "rotation": rotation}]
    return {"name": name, "owner": "shop", "time_zone": "Europe/Berlin", "layers": layers, **more}


def write(someone: Named) -> Script:
    return make_script(someone.account, (Scope.READ, Scope.WRITE))


@pytest.fixture
def shop(world: Organisation, owner: Named, teammate: Named) -> Organisation:
    """Olga and Tom take turns by a file, and by a schedule that is kept here."""
    keep_schedule(schedule_text("shop", "shop", "[[olga], [tom]]"), world.origin, path="shop/oncall.yaml")
    return world


@pytest.fixture
def leads(shop: Organisation, lead: Named) -> Script:
    script = write(lead)
    assert script.send("POST", "/schedules", {"document": document()}).status_code == 201
    return script


def people_at(script: Script, at: str, name: str = "shop") -> list[str]:
    (match,) = script.read("/on-call", {"schedule": name, "at": at})["matches"]
    return [each["name"] for each in match["people"]]


REQUESTS = (
    ("schedule", "create", "POST", "/schedules", {"document": document("more")}, 201),
    ("schedule", "create", "POST", "/schedules/preview", {"document": document("more")}, 200),
    ("schedule", "change", "PUT", PORTAL, {"document": document(title="Days")}, 200),
    ("schedule", "delete", "DELETE", PORTAL, None, 204),
    ("override", "create", "POST", f"{GIT}/overrides", {"mode": "add", "users": ["lena"], **DAYTIME}, 201),
    ("override", "create", "POST", f"{GIT}/overrides", {"mode": "remove", "replaces": "tom", **DAYTIME}, 201),
    ("override", "create", "POST", f"{GIT}/swaps", {"person": "tom", "by": "lena", **DAYTIME}, 201),
    ("override", "delete", "DELETE", f"{GIT}/overrides/{{lenas}}", None, 204),
)


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: f"{each[2]}-{each[3]}-{each[0]}")
def test_who_may_is_what_the_table_says(
    request: pytest.FixtureRequest, leads: Script, person: str, request_: tuple[Any, ...]
) -> None:
    kind, action, method, address, body, status = request_
    if person == "teammate" and address.endswith("/swaps"):  # Tom's own is another matter
        body = {"person": "olga", "by": "lena", "start": "2026-01-07T10:00", "end": "2026-01-07T11:00"}
    lenas = Override.objects.create(
        schedule_ref="schedule:default/shop", mode="add", start="2026-01-07T09:00Z", end="2026-01-07T10:00Z",
        people=["user:default/lena"], made_at=NOW, made_by_ref="account:0",
    )  # fmt: skip
    script = write(request.getfixturevalue(person))
    events = AuditEvent.objects.count()
    answer = script.send(method, address.format(lenas=lenas.pk), body)
    may = ROLES[person] in PERMISSIONS[kind, action]
    assert answer.status_code == (status if may else 403), answer.content
    changed = may and "preview" not in address
    assert AuditEvent.objects.count() - events == (1 if changed else 0)


def test_a_member_decides_for_themselves_and_for_nobody_else(leads: Script, teammate: Named, outsider: Named) -> None:
    toms, ottos = write(teammate), write(outsider)
    own = (
        ("overrides", {"mode": "add", "users": ["tom"], **DAYTIME}),
        ("overrides", {"mode": "replace_all", "users": ["tom"], **DAYTIME}),
        ("swaps", {"person": "olga", "by": "tom", "start": "2026-01-07T10:00", "end": "2026-01-07T11:00"}),
        ("swaps", {"person": "tom", "by": "olga", **DAYTIME}),
    )
    for way, body in own:
        made = toms.send("POST", f"{GIT}/{way}", body)
        assert made.status_code == 201, made.content
        assert ottos.send("DELETE", made.json()["href"]).status_code == 403
        assert toms.send("DELETE", made.json()["href"]).status_code == 204
        assert toms.send("DELETE", made.json()["href"]).status_code == 409
    for way, body in (
        ("overrides", {"mode": "add", "users": ["olga"], **DAYTIME}),
        ("overrides", {"mode": "remove", "replaces": "tom", **DAYTIME}),
        ("swaps", {"person": "olga", "by": "lena", "start": "2026-01-07T10:00", "end": "2026-01-07T11:00"}),
    ):
        assert toms.send("POST", f"{GIT}/{way}", body).status_code == 403
    otto = {"mode": "add", "users": ["otto"], **DAYTIME}
    assert ottos.send("POST", f"{GIT}/overrides", otto).status_code == 403, "not in their team"


def test_a_token_has_no_more_than_its_scopes_and_a_stranger_nothing(leads: Script, lead: Named) -> None:
    reading, writing = make_script(lead.account), make_script(lead.account, (Scope.WRITE,))
    assert reading.send("DELETE", PORTAL).status_code == 403
    assert Client().delete(f"/api/v1{PORTAL}").status_code == 401
    assert writing.get("/schedules").status_code == 403
    assert Schedule.objects.get(ref="schedule:default/days").removed_at is None


def test_a_browser_needs_its_csrf_token(leads: Script, lead: Named) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead.account)
    assert client.delete(f"/api/v1{PORTAL}").status_code == 403


def test_a_schedule_kept_here_is_answered_like_any_other(leads: Script) -> None:
    assert people_at(leads, "2026-01-06T12:00:00Z", "days") == ["Tom"]
    found = leads.read(PORTAL)
    assert (found["kind"], found["repository"], found["owner_ref"]) == ("portal", None, "group:default/shop")
    assert leads.read("/schedules", {"q": "days"})["count"] == 1


def test_claims_and_checks_hear_of_a_change(leads: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.actions.schedules.spread_decision", lambda: None)
    leads.send("PUT", PORTAL, {"document": document(title="Days")})
    assert PendingChange.objects.filter(subject_ref="schedule:default/days").exists()


def test_it_is_changed_and_ended_and_its_name_is_free_again(leads: Script) -> None:
    turned = document(layers=[{"participants": [["olga"]]}])
    assert leads.send("PUT", PORTAL, {"document": turned}).json()["shares"][0]["person"]["name"] == "Olga"
    assert people_at(leads, "2026-01-06T12:00:00Z", "days") == ["Olga"]
    assert leads.send("DELETE", PORTAL).status_code == 204
    assert leads.get(PORTAL).status_code == leads.send("DELETE", PORTAL).status_code == 404
    assert leads.send("POST", "/schedules", {"document": document()}).status_code == 201
    said = [event.detail.get("document") for event in AuditEvent.objects.filter(subject="schedule:default/days")]
    assert {"kind": "Schedule", **turned} in said, "what it said before can be read again"


def test_a_file_in_git_is_never_changed_but_by_overrides(leads: Script) -> None:
    for method, body in (("PUT", {"document": document("shop")}), ("DELETE", None)):
        assert leads.send(method, GIT, body).status_code == 409
    before = Schedule.objects.get(ref="schedule:default/shop").document
    assert people_at(leads, "2026-01-06T12:00:00Z") == ["Tom"]
    made = leads.send(
        "POST", f"{GIT}/swaps", {"person": "tom", "by": "lena", "reason": "Tom is ill.", **DAYTIME}
    ).json()
    assert people_at(leads, "2026-01-06T12:00:00Z") == ["Lena"]
    assert people_at(leads, "2026-01-06T17:00:00Z") == ["Tom"]
    assert Schedule.objects.get(ref="schedule:default/shop").document == before
    assert (made["made_by_name"], made["reason"]) == ("lena, by a script", "Tom is ill.")
    assert leads.send("DELETE", made["href"]).status_code == 204
    assert people_at(leads, "2026-01-06T12:00:00Z") == ["Tom"]
    (row,) = leads.read(f"{GIT}/overrides", {"holds": "false"})["results"]
    assert row["undone_at"] is not None, "it is not forgotten"


def test_a_decision_survives_that_its_file_changes_moves_and_comes_back(leads: Script, shop: Organisation) -> None:
    leads.send("POST", f"{GIT}/swaps", {"person": "tom", "by": "lena", **DAYTIME})
    text = schedule_text("shop", "shop", "[[olga], [tom]]")
    keep_schedule(text.replace("Europe/Berlin", "Europe/Paris"), shop.origin, path="shop/oncall.yaml")
    assert people_at(leads, "2026-01-06T12:00:00Z") == ["Lena"]
    Schedule.objects.filter(ref="schedule:default/shop").update(removed_at=NOW)
    keep_schedule(text, shop.origin, path="moved/oncall.yaml")
    assert people_at(leads, "2026-01-06T12:00:00Z") == ["Lena"]


@pytest.mark.parametrize(
    ("body", "parameter", "detail"),
    [
        ({}, "document", "Is missing."),
        ({"document": []}, "document", "unknown field"),
        ({"document": {}}, "document.name", "is missing"),
        ({"document": document("days")}, "document.name", "is the name of another schedule"),
        ({"document": document("shop")}, "document.name", "is the name of another schedule"),
        ({"document": document("x", layers=[{"participants": [["a"]], "priority": "high"}])},
         "document.layers[0].priority", "expected a whole number"),
        ({"document": document("x", time_zone="Mars")}, "document.time_zone", "is no time zone"),
        ({"document": document("x"), "more": 1}, "more", "no such field"),
        (b"{", "body", "Is no JSON"),
        (b"[]", "body", "Must be an object"),
        (b'{"document": {"title": "\\u0000"}}', "body", "without NUL"),
        (b"x" * 300_000, "body", "Must not be larger"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_at_its_field(leads: Script, body: Any, parameter: str, detail: str) -> None:
    answer = leads.send("POST", "/schedules", body)
    assert answer.status_code == 400, answer.content
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == parameter
    assert detail in fault["detail"]


def test_a_team_that_is_not_there_is_for_administrators_to_hear_of(leads: Script, administrator: Named) -> None:
    body = {"document": document("x", owner="nobody")}
    assert leads.send("POST", "/schedules", body).status_code == 403
    (fault,) = write(administrator).send("POST", "/schedules", body).json()["errors"]
    assert (fault["parameter"], "no team of the catalog" in fault["detail"]) == ("document.owner", True)


@pytest.mark.parametrize(
    ("way", "body", "parameter", "detail"),
    [
        ("overrides", {"mode": "add", "users": ["stranger"], **DAYTIME}, "users", "nobody in the catalog"),
        ("overrides", {"mode": "add", "users": ["lena"], "start": "2026-01-05T09:00", "end": "2026-01-05T10:00"},
         "end", "lies in the past"),
        ("swaps", {"person": "olga", "by": "lena", **DAYTIME}, "person", "is not on call in that time"),
        ("swaps", {"person": "tom", "by": "stranger", **DAYTIME}, "by", "nobody in the catalog"),
        ("swaps", {"person": "tom", "by": 3, **DAYTIME}, "by", "expected the name of a person"),
        ("swaps", {"person": "tom", "by": "lena", "start": "soon", "end": "later"}, "start", "expected a date or time"),
        ("overrides", {"mode": "add", "users": ["lena"], "reason": 3, **DAYTIME}, "reason", "expected text"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_told_at_its_field(
    leads: Script, way: str, body: dict[str, Any], parameter: str, detail: str
) -> None:
    answer = leads.send("POST", f"{GIT}/{way}", body)
    assert answer.status_code == 400, answer.content
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == parameter
    assert detail in fault["detail"]


def test_what_one_may_not_see_cannot_be_decided_about(leads: Script, outsider: Named) -> None:
    ottos = write(outsider)
    for method, way in (("POST", "/overrides"), ("POST", "/swaps"), ("DELETE", ""), ("GET", "/overrides")):
        assert ottos.send(method, f"/schedules/default/vaulters{way}", {}).status_code in (400, 404)
    assert ottos.send("DELETE", "/schedules/default/vaulters").status_code == 404


def test_a_preview_keeps_nothing(leads: Script) -> None:
    found = leads.send("POST", "/schedules/preview", {"document": document("more")}).json()
    assert (found["coverage_percent"], found["gaps"], found["since"]) == (100.0, [], NOW)
    assert not Schedule.objects.filter(ref="schedule:default/more").exists()


def test_who_leads_no_more_keeps_no_more(leads: Script) -> None:
    Membership.objects.filter(person__name="lena").update(is_lead=False)
    assert leads.send("DELETE", PORTAL).status_code == 403
    Person.objects.filter(name="lena").update(left_at=NOW)
    assert leads.send("POST", f"{GIT}/overrides", {"mode": "add", "users": ["lena"], **DAYTIME}).status_code == 403


def test_of_two_who_change_a_schedule_at_once_the_second_is_told(leads: Script) -> None:
    version = leads.read(PORTAL)["version"]
    first = leads.send("PUT", PORTAL, {"document": document(title="First")}, **{"If-Match": f'"{version}"'})
    assert first.status_code == 200
    second = leads.send("PUT", PORTAL, {"document": document(title="Second")}, **{"If-Match": f'"{version}"'})
    assert (second.status_code, second.headers["Content-Type"]) == (412, "application/problem+json")
    assert "Somebody else changed it" in second.json()["detail"]
    assert leads.send("DELETE", PORTAL, None, **{"If-Match": f'"{version}"'}).status_code == 412
    assert Schedule.objects.get(ref="schedule:default/days").title == "First"
    now = first.json()["version"]
    assert leads.send("DELETE", PORTAL, None, **{"If-Match": f'"{now}"'}).status_code == 204


def test_the_etag_of_what_was_read_guards_as_well_and_a_star_is_whatever_is_there(leads: Script) -> None:
    etag = leads.get(PORTAL).headers["ETag"]
    assert leads.send("PUT", PORTAL, {"document": document(title="A")}, **{"If-Match": etag}).status_code == 200
    assert leads.send("PUT", PORTAL, {"document": document(title="B")}, **{"If-Match": etag}).status_code == 412
    assert leads.send("PUT", PORTAL, {"document": document(title="B")}, **{"If-Match": "*"}).status_code == 200
    assert leads.send("PUT", PORTAL, {"document": document(title="C")}, **{"If-Match": "nonsense"}).status_code == 412


def test_what_is_written_is_seen_by_everybody_at_once(leads: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    delivered: list[str] = []
    monkeypatch.setattr("portal.actions.schedules.spread_decision", lambda: delivered.append("now"))
    leads.send("PUT", PORTAL, {"document": document(title="Days")})
    made = leads.send("POST", f"{PORTAL}/overrides", {"mode": "add", "users": ["lena"], **DAYTIME}).json()
    leads.send("DELETE", f"{PORTAL}/overrides/{made['id']}", None)
    leads.send("DELETE", PORTAL, None)
    assert delivered == ["now"] * 4


def test_of_two_schedules_of_one_name_the_list_says_which_counts(shop: Organisation, lead: Named) -> None:
    keep_schedule(schedule_text("shop", "money"), shop.origin, path="z/oncall.yaml")
    found = write(lead).read("/schedules", {"contested": "true"})["results"]
    assert [(row["path"], row["counts"]) for row in found] == [("shop/oncall.yaml", True), ("z/oncall.yaml", False)]
    assert write(lead).read(GIT)["counts"]
    assert write(lead).read("/schedules", {"contested": "false", "q": "shop"})["count"] == 0
