"""Looking at on-call sources: what is said becomes schedules, what fails keeps them, and the row decides whose turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_httpserver import HTTPServer

from catalog.core.access import SYSTEM
from catalog.models import Alias, Claim, Lease, PendingChange
from teams.actions.on_call_jobs import MAX_ATTEMPTS, lease_source, list_due_sources, renew_source, request_look
from teams.actions.on_call_refresh import refresh_source
from teams.actions.on_call_sources import NewSource, add_on_call_source, remove_on_call_source
from teams.actions.pager_claims import claim_pagers
from teams.core.oncall import OnCallError
from teams.models import OnCallSource, Schedule
from teams.selectors.on_call import State, get_on_call
from tests.scoring.factories import make_entity, make_person, make_team
from tests.teams.importers.vendor_servers import allow, serve_offsets, serve_pagerduty
from tests.teams.schedules import keep_schedule, schedule_text

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def calendar(*people: str, more: str = "") -> str:
    """A calendar in which each person has an endless daily shift of an hour from midnight on, UTC."""
    events = "".join(
        f"BEGIN:VEVENT\nUID:{number}\nDTSTART:20260101T{number:02}0000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\n"
        f"SUMMARY:{person}\nEND:VEVENT\n"
        for number, person in enumerate(people)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}{more}END:VCALENDAR\n"


@pytest.fixture(autouse=True)
def people() -> None:
    ana = make_person("ana", shown_name="Ana Petrova", email="ana@example.org")
    Alias.objects.create(scheme="github-login", value="ana-p", entity_ref=ana.ref, valid_from=NOW)
    make_team("payments", ana)


def add(kind: str = "ical-file", **fields: Any) -> OnCallSource:
    given = NewSource(kind, "pager", owner_ref="group:default/payments")
    return add_on_call_source(replace(given, **fields), "account:1", NOW)


def look(source: OnCallSource) -> str:
    """Look at a source now, whenever it is due."""
    request_look(source.pk, NOW)
    leased = lease_source(source.pk, "me", datetime.now(UTC))
    assert leased is not None
    return refresh_source(leased)


def age(**fields: Any) -> None:
    Schedule.objects.update(**fields)


def test_a_calendar_becomes_a_schedule_of_its_team() -> None:
    source = add(content=calendar("ana-p", "Ana Petrova", "ANA@example.org"), title="Night pager")
    assert look(source) == ""
    row = Schedule.objects.get()
    assert (row.ref, row.owner_ref, row.title) == ("schedule:default/pager", "group:default/payments", "Night pager")
    assert row.imported is not None
    assert {tuple(people) for _, _, people in row.imported["shifts"]} == {("user:default/ana",)}
    source.refresh_from_db()
    assert (source.error, source.unmatched, source.attempts, source.leased_by) == ("", [], 0, "")
    assert source.good_at is not None
    assert source.due_at is not None
    assert source.due_at > source.good_at


def test_whom_nobody_knows_is_reported_and_still_on_call() -> None:
    source = add(content=calendar("Dee Gone", "ana"))
    look(source)
    source.refresh_from_db()
    (unmatched,) = source.unmatched
    assert (unmatched["name"], unmatched["schedule"]) == ("Dee Gone", "")
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    answer = get_on_call(SYSTEM, ["group:default/payments"], midnight)["group:default/payments"]
    assert [person.name for person in answer.people] == ["Dee Gone"]


def test_who_is_matched_later_is_no_longer_reported() -> None:
    source = add(content=calendar("Dee Gone"))
    look(source)
    make_person("dee", shown_name="Dee Gone")
    look(source)
    source.refresh_from_db()
    assert source.unmatched == []


def test_two_of_one_name_are_nobody_until_one_left() -> None:
    make_person("ana2", shown_name="Ana Petrova")
    source = add(content=calendar("Ana Petrova"))
    look(source)
    source.refresh_from_db()
    assert [each["name"] for each in source.unmatched] == ["Ana Petrova"]


def test_a_look_that_fails_keeps_what_was_said_and_says_since_when() -> None:
    source = add(content=calendar("ana"))
    look(source)
    good = Schedule.objects.get()
    OnCallSource.objects.update(content="BEGIN:VCALENDAR\nBEGIN:VEVENT\n")
    error = look(source)
    assert "middle of a VEVENT" in error
    row = Schedule.objects.get()
    assert (row.imported, row.seen_at) == (good.imported, good.seen_at)
    assert "could not be read since" in row.problem
    source.refresh_from_db()
    assert source.failing_since is not None
    since = source.failing_since
    look(source)
    source.refresh_from_db()
    assert source.failing_since == since
    answer = get_on_call(SYSTEM, ["group:default/payments"], NOW)["group:default/payments"]
    assert answer.state is not State.UNKNOWN
    OnCallSource.objects.update(content=calendar("ana"))
    assert look(source) == ""
    assert Schedule.objects.get().problem == ""


def test_what_says_the_same_tells_nobody() -> None:
    source = add(content=calendar("ana"))
    look(source)
    before = Schedule.objects.get().changed_at
    PendingChange.objects.all().delete()
    look(source)
    assert Schedule.objects.get().changed_at == before
    assert not PendingChange.objects.exists()


def test_a_source_that_is_not_due_or_somebody_elses_is_not_taken() -> None:
    source = add(content=calendar("ana"))
    now = datetime.now(UTC)
    leased = lease_source(source.pk, "one", now)
    assert leased is not None
    assert lease_source(source.pk, "two", now) is None
    assert renew_source(leased, now)
    refresh_source(leased)
    assert lease_source(source.pk, "two", now) is None
    assert list_due_sources(now) == []


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    source = add(content=calendar("ana"))
    now = datetime.now(UTC)
    leased = lease_source(source.pk, "slow", now)
    assert leased is not None
    assert list_due_sources(now + timedelta(minutes=2)) == [source.pk]
    other = lease_source(source.pk, "quick", now + timedelta(minutes=2))
    assert other is not None
    assert other.token > leased.token
    refresh_source(leased)
    assert not Schedule.objects.exists()
    assert not renew_source(leased, now)


def test_what_killed_three_workers_rests_until_somebody_asks() -> None:
    source = add(content=calendar("ana"))
    now = datetime.now(UTC)
    for number in range(MAX_ATTEMPTS):
        at = now + timedelta(minutes=2 * number)
        list_due_sources(at)
        assert lease_source(source.pk, "doomed", at) is not None
    later = now + timedelta(minutes=10)
    assert list_due_sources(later) == []
    source.refresh_from_db()
    assert "died" in source.error
    request_look(source.pk, now)
    assert lease_source(source.pk, "again", later) is not None


def test_a_name_is_taken_once() -> None:
    keep_schedule(schedule_text("nights"))
    with pytest.raises(OnCallError, match="schedule called nights"):
        add(name="nights")
    add()
    with pytest.raises(OnCallError, match="source called pager"):
        add()


def test_a_removed_source_takes_its_schedule_and_its_secret_along() -> None:
    source = add("ical-url", url="https://calendar.example.org/private-s3cret/basic.ics")
    OnCallSource.objects.update(kind="ical-file", content=calendar("ana"))
    look(source)
    assert remove_on_call_source(source.pk, NOW) == 1
    source.refresh_from_db()
    assert (source.url, source.content, source.due_at) == ("", "", None)
    assert not Schedule.objects.filter(removed_at=None).exists()
    assert look_is_refused(source)
    add(content=calendar("ana"))


def look_is_refused(source: OnCallSource) -> bool:
    request_look(source.pk, NOW)
    return lease_source(source.pk, "me", datetime.now(UTC)) is None


def test_a_url_is_read_without_any_token_and_its_secret_is_in_no_error(httpserver: HTTPServer, settings: Any) -> None:
    settings.OUTBOUND = allow(httpserver, "t0ken")
    httpserver.expect_oneshot_request("/s3cret.ics").respond_with_data(calendar("ana"))
    source = add("ical-url", url=httpserver.url_for("/s3cret.ics"))
    assert look(source) == ""
    assert "Authorization" not in httpserver.log[0][0].headers
    error = look(source)  # nothing is expected any more: the server answers 500
    assert "500" in error
    assert "s3cret" not in error
    assert Schedule.objects.get().imported is not None


class PagerDutyAccount:
    """An account in the catalog, and the server that answers for it."""

    def __init__(self, server: HTTPServer) -> None:
        serve_pagerduty(server)
        self.server = server
        self.source = add("pagerduty", url=server.url_for("").rstrip("/"), owner_ref="", name="pagerduty")


@pytest.fixture
def account(httpserver: HTTPServer, settings: Any) -> PagerDutyAccount:
    settings.OUTBOUND = allow(httpserver)
    return PagerDutyAccount(httpserver)


def test_schedules_of_a_vendor_belong_to_the_team_of_the_same_name(account: PagerDutyAccount) -> None:
    assert look(account.source) == ""
    owners = dict(Schedule.objects.values_list("vendor_id", "owner_ref"))
    assert owners == {"PI7DH85": "group:default/payments", "PSECOND": "", "PV3": "", "PDIRECT": ""}
    assert Schedule.objects.get(vendor_id="PV3").ref == "schedule:pagerduty/pv3"


@pytest.mark.parametrize(
    "annotations",
    [
        {"pagerduty.com/service-id": "PSVC"},
        {"pagerduty.com/integration-key": "s3cret"},
        {"bailiwick.dev/on-call-ref": "pagerduty:PI7DH85"},
        {"bailiwick.dev/on-call-ref": "schedule:pagerduty/pi7dh85"},
    ],
)
def test_a_service_is_covered_by_what_its_annotation_names(
    account: PagerDutyAccount, annotations: dict[str, str]
) -> None:
    look(account.source)
    cart = make_entity("cart", metadata={"name": "cart", "annotations": annotations})
    answer = get_on_call(SYSTEM, [cart.ref], NOW)[cart.ref]
    assert answer.state is not State.UNKNOWN
    assert [row.vendor_id for row in answer.schedules] == ["PI7DH85"]
    claim_pagers([cart.ref], NOW)
    claim = Claim.objects.get(subject_ref=cart.ref, basis="pager", ended_at=None)
    assert claim.owner_text == "group:default/payments"
    assert claim.evidence["schedule_ref"] == "schedule:pagerduty/pi7dh85"


def test_what_a_vendor_names_and_nobody_imported_is_unknown(account: PagerDutyAccount) -> None:
    look(account.source)
    cart = make_entity("cart", metadata={"name": "cart", "annotations": {"pagerduty.com/service-id": "PELSE"}})
    answer = get_on_call(SYSTEM, [cart.ref], NOW)[cart.ref]
    assert (answer.state, "not imported" in answer.why) == (State.UNKNOWN, True)


def test_an_empty_listing_removes_nothing(account: PagerDutyAccount) -> None:
    look(account.source)
    account.server.clear()
    for path in ("users", "schedules", "escalation_policies", "services"):
        serve_offsets(account.server, f"/{path}", path, [])
    assert "No schedule is listed" in look(account.source)
    assert Schedule.objects.filter(removed_at=None).count() == 4


def test_a_schedule_goes_after_two_looks_an_hour_apart(account: PagerDutyAccount) -> None:
    look(account.source)
    Schedule.objects.create(
        source=account.source, kind="pagerduty", vendor_id="PGONE", ref="schedule:pagerduty/pgone",
        first_seen_at=NOW, changed_at=NOW - DAY,
    )  # fmt: skip
    look(account.source)
    gone = Schedule.objects.filter(vendor_id="PGONE")
    assert "not listed any more" in gone.get().problem
    look(account.source)
    assert gone.get().removed_at is None
    gone.update(changed_at=NOW - DAY)
    look(account.source)
    assert gone.get().removed_at is not None


def test_a_patient_server_is_asked_again_when_it_said(account: PagerDutyAccount) -> None:
    account.server.clear()
    account.server.expect_request("/users").respond_with_data("", 429, headers={"Retry-After": "7200"})
    look(account.source)
    account.source.refresh_from_db()
    assert account.source.due_at is not None
    assert timedelta(hours=1.9) < account.source.due_at - datetime.now(UTC) < timedelta(hours=2.1)


def test_writing_costs_no_more_queries_for_more_schedules(account: PagerDutyAccount) -> None:
    with CaptureQueriesContext(connection) as queries:
        look(account.source)
    writes = [query["sql"] for query in queries if "teams_schedule" in query["sql"]]
    assert len(writes) <= 5
    assert not Lease.objects.exists()
