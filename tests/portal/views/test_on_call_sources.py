"""On-call sources: administrators add all kinds, leads the calendars of their own team, and no secret is shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from catalog.http.settings import OutboundSettings, parse_hosts
from portal.models import AuditEvent
from teams.actions.on_call_jobs import lease_source
from teams.actions.on_call_refresh import refresh_source
from teams.models import OnCallSource, Schedule
from tests.portal.organisation import Named, Organisation, count_queries

SHOP = "group:default/shop"
URL = "https://calendar.example.org/private-s3cret/basic.ics"
FIELDS = {"name": "nights", "title": "", "owner_ref": SHOP, "zone": "Europe/Berlin", "every_minutes": "60"}
CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:{}\nDTSTART:20260101T000000Z\nDURATION:P1D\n"
    "RRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n"
)


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> list[int]:
    """The sources that workers were told to look at."""
    found: list[int] = []
    settings.OUTBOUND = OutboundSettings(parse_hosts(("calendar.example.org", "api.pagerduty.com")))
    monkeypatch.setattr("portal.actions.on_call_sources.refresh_on_call_source.delay", found.append)
    monkeypatch.setattr("portal.actions.on_call_sources.deliver.delay", lambda: None)
    return found


def read(someone: Named, url: str = "/on-call/sources") -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def upload(someone: Named, text: str, **fields: str) -> int:
    file = SimpleUploadedFile("nights.ics", text.encode())
    response = someone.client.post("/on-call/sources/add/ical-file", {**FIELDS, **fields, "file": file})
    return int(response.status_code)


def add(someone: Named, kind: str = "ical-url", **fields: str) -> HttpResponse:
    values = FIELDS | {"url": URL} | fields
    return someone.client.post(f"/on-call/sources/add/{kind}", values)  # type: ignore[return-value]


def look(source: OnCallSource) -> None:
    leased = lease_source(source.pk, "me", datetime.now(UTC))
    assert leased is not None
    refresh_source(leased)


def test_signed_out_people_see_nothing(org: Organisation, client: object) -> None:
    for path in ("", "/add/ical-url", "/1"):
        assert client.get(f"/on-call/sources{path}").status_code == 302  # type: ignore[attr-defined]  # no types here


def test_without_sources_it_says_what_to_do(org: Organisation, owner: Named, lead: Named) -> None:
    assert "An administrator, or the lead of a team" in read(owner)
    page = read(lead)
    assert "/on-call/sources/add/ical-url" in page
    assert "/on-call/sources/add/pagerduty" not in page


@pytest.mark.parametrize("kind", ["ical-url", "ical-file", "pagerduty", "grafana", "nothing"])
@pytest.mark.usefixtures("org")
def test_who_may_add_what(owner: Named, lead: Named, outsider: Named, administrator: Named, kind: str) -> None:
    is_calendar = kind.startswith("ical")
    for person, status in (
        (owner, 403),
        (outsider, 403),
        (lead, 200 if is_calendar else 403),
        (administrator, 200),
    ):
        assert person.get(f"/on-call/sources/add/{kind}").status_code == (404 if kind == "nothing" else status)


def test_a_lead_adds_a_calendar_of_their_own_team_alone(org: Organisation, lead: Named, told: list[int]) -> None:
    assert add(lead, owner_ref="group:default/money").status_code == 200
    assert not OnCallSource.objects.exists()
    assert add(lead).status_code == 302
    source = OnCallSource.objects.get()
    assert (source.owner_ref, source.url, told) == (SHOP, URL, [source.pk])
    event = AuditEvent.objects.get(action="on-call-source-added")
    assert "s3cret" not in str(event.detail)


def test_the_secret_in_a_url_is_shown_to_nobody(org: Organisation, administrator: Named) -> None:
    add(administrator)
    source = OnCallSource.objects.get()
    for url in ("/on-call/sources", f"/on-call/sources/{source.pk}", f"/on-call/sources/{source.pk}/remove"):
        assert "s3cret" not in read(administrator, url)
    assert "calendar.example.org" in read(administrator)
    csv = administrator.get("/on-call/sources?format=csv")
    assert "s3cret" not in b"".join(csv).decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"url": "https://elsewhere.example.org/x.ics"}, "BAILIWICK_OUTBOUND_HOSTS"),
        ({"url": "file:///etc/passwd"}, "Only http"),
        ({"url": "https://user:word@calendar.example.org/"}, "user or a password"),
        ({"name": "No Good"}, "Lower-case letters"),
        ({"zone": "Moon/Base"}, "Europe/Berlin"),
        ({"zone": "../../etc/passwd"}, "Europe/Berlin"),
        ({"every_minutes": "1"}, "not one of the available choices"),
        ({"owner_ref": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    org: Organisation, administrator: Named, fields: dict[str, str], said: str
) -> None:
    response = add(administrator, **fields)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not OnCallSource.objects.exists()


def test_a_name_that_is_taken_is_an_error(org: Organisation, administrator: Named) -> None:
    add(administrator)
    response = add(administrator)
    assert "called nights already" in response.content.decode()


def test_an_uploaded_calendar_is_read_and_unmatched_people_are_reported(
    org: Organisation, owner: Named, lead: Named
) -> None:
    assert upload(lead, CALENDAR.format("Olga")) == 302
    assert "being read" in read(lead)
    source = OnCallSource.objects.get()
    look(source)
    page = read(lead, f"/on-call/sources/{source.pk}")
    assert "schedule:default/nights" in page
    assert "Everybody on call is somebody in the catalog" in page
    OnCallSource.objects.update(content=CALENDAR.format("<b>Dee</b> Gone"))
    lead.post(f"/on-call/sources/{source.pk}/refresh")
    look(source)
    page = read(lead, f"/on-call/sources/{source.pk}")
    assert "&lt;b&gt;Dee&lt;/b&gt; Gone" in page
    assert "spec.profile.email" in page


def test_a_file_that_is_too_large_or_no_text_is_refused_at_once(org: Organisation, lead: Named) -> None:
    file = SimpleUploadedFile("x.ics", b"x" * (4 * 1024 * 1024 + 1))
    response = lead.client.post("/on-call/sources/add/ical-file", {**FIELDS, "file": file})
    assert response.status_code in {200, 413}
    file = SimpleUploadedFile("x.ics", b"\xff\xfe")
    response = lead.client.post("/on-call/sources/add/ical-file", {**FIELDS, "file": file})
    assert "not in UTF-8" in response.content.decode()
    assert not OnCallSource.objects.exists()


def test_a_failure_says_since_when_and_what_is_still_shown(org: Organisation, lead: Named) -> None:
    upload(lead, CALENDAR.format("Olga"))
    source = OnCallSource.objects.get()
    look(source)
    OnCallSource.objects.update(content="BEGIN:VCALENDAR\n", due_at=datetime.now(UTC))
    look(source)
    page = read(lead, f"/on-call/sources/{source.pk}")
    assert "failing since" in page
    assert "what is shown was read" in page
    assert "ends in the middle" in page
    assert "failing since" in read(lead)
    assert "olga" in read(lead, "/on-call").lower()


def test_of_a_source_that_was_never_read_nobody_claims_that_everybody_is_known(org: Organisation, lead: Named) -> None:
    upload(lead, "BEGIN:VCALENDAR\n")
    source = OnCallSource.objects.get()
    assert "It is not read yet" in read(lead, f"/on-call/sources/{source.pk}")
    assert "not read yet" in read(lead), "the list does not say that there are none either"
    look(source)
    page = read(lead, f"/on-call/sources/{source.pk}")
    assert "It could not be read, so nobody can say" in page
    assert "Everybody on call is" not in page


def test_what_was_known_before_a_failure_is_told_as_of_then(org: Organisation, owner: Named, lead: Named) -> None:
    upload(lead, CALENDAR.format("Olga"))
    source = OnCallSource.objects.get()
    look(source)
    OnCallSource.objects.update(content="BEGIN:VCALENDAR\n", due_at=datetime.now(UTC))
    look(source)
    page = read(lead, f"/on-call/sources/{source.pk}")
    assert "Everybody on call was somebody in the catalog when it was last read" in page


def test_a_source_is_changed_without_its_secret(org: Organisation, lead: Named, told: list[int]) -> None:
    add(lead)
    source = OnCallSource.objects.get()
    url = f"/on-call/sources/{source.pk}/change"
    page = read(lead, url)
    assert "s3cret" not in page
    assert "Leave it empty to keep" in page
    lead.client.post(url, {**FIELDS, "title": "Nights", "every_minutes": "15"})
    source.refresh_from_db()
    assert (source.title, source.every_minutes, source.url, source.name) == ("Nights", 15, URL, "nights")
    assert told == [source.pk] * 2
    other = "https://calendar.example.org/other.ics"
    lead.client.post(url, {**FIELDS, "url": other})
    source.refresh_from_db()
    assert (source.title, source.url) == ("", other)
    assert lead.client.post(url, {**FIELDS, "owner_ref": "group:default/money"}).status_code == 200
    source.refresh_from_db()
    assert source.owner_ref == SHOP


def test_only_the_lead_and_administrators_change_and_remove(
    org: Organisation, owner: Named, lead: Named, outsider: Named, administrator: Named
) -> None:
    add(administrator)
    add(administrator, "pagerduty", name="pd", owner_ref="", url="https://api.pagerduty.com")
    calendar, account = OnCallSource.objects.order_by("pk")
    for person in (owner, outsider):
        for path in ("refresh", "remove"):
            assert person.post(f"/on-call/sources/{calendar.pk}/{path}").status_code == 403
        assert "Look now" not in read(person)
    for path in ("refresh", "remove"):
        assert lead.post(f"/on-call/sources/{account.pk}/{path}").status_code == 403
    assert lead.post(f"/on-call/sources/{calendar.pk}/refresh").status_code == 302
    assert "Remove nights?" in read(lead, f"/on-call/sources/{calendar.pk}/remove")
    assert lead.post(f"/on-call/sources/{calendar.pk}/remove").status_code == 302
    assert administrator.post(f"/on-call/sources/{account.pk}/remove").status_code == 302
    assert not OnCallSource.objects.filter(removed_at=None).exists()
    assert lead.get(f"/on-call/sources/{calendar.pk}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_sources(org: Organisation, lead: Named) -> None:
    upload(lead, CALENDAR.format("Olga"))
    read(lead)
    few = count_queries(lead, "/on-call/sources")
    for number in range(5):
        upload(lead, CALENDAR.format("Olga"), name=f"n{number}")
    assert OnCallSource.objects.count() == 6
    assert count_queries(lead, "/on-call/sources") == few
    assert Schedule.objects.count() == 0
