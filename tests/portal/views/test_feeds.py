"""Calendar feeds: a private address each, the same events from day to day, and silence for whom it is not meant."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from portal.actions.feeds import MOST_FEEDS, REFUSALS
from portal.models import AuditEvent, Feed
from teams.models import Person, Schedule
from tests.portal.organisation import Named, Organisation
from tests.teams.schedules import keep_schedule, schedule_text

SCHEDULE = "schedule:default/shop"
NOW = datetime(2026, 1, 5, 12, 0, 30, tzinfo=UTC)
LATER = datetime(2026, 1, 5, 13, tzinfo=UTC)
DAY_OF_TOM = "20260106T080000Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def shop(org: Organisation, owner: Named, teammate: Named) -> Organisation:
    keep_schedule(schedule_text("shop", "shop", "[[olga], [tom]]"), org.origin, path="shop/oncall.yaml")
    return org


def make(someone: Named, subject: str = SCHEDULE) -> str:
    """The path of a new feed, as the page shows it once."""
    page = someone.client.post("/account/feeds", {"subject_ref": subject}).content.decode()
    found = re.search(r"/feeds/[\w-]+/on-call\.ics", page)
    assert found, page
    return found[0]


def read(path: str, **headers: str) -> Any:
    return Client().get(path, headers=headers)


def write(moment: Any) -> str:
    return str(moment.to_ical().decode())


def events(path: str) -> dict[str, dict[str, str]]:
    response = read(path)
    assert response.status_code == 200
    found = {}
    for event in Calendar.from_ical(response.content).walk("VEVENT"):
        start = write(event["DTSTART"])
        found[start] = {name: str(event[name]) for name in ("UID", "SUMMARY", "STATUS", "SEQUENCE")} | {
            "DTEND": write(event["DTEND"])
        }
    return found


def test_a_feed_is_read_without_signing_in_and_says_how(shop: Organisation, owner: Named) -> None:
    response = read(make(owner))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "private" in response.headers["Cache-Control"]
    assert {b"REFRESH-INTERVAL;VALUE=DURATION:PT1H", b"X-PUBLISHED-TTL:PT1H"} <= set(response.content.split(b"\r\n"))


def test_another_library_reads_the_same(shop: Organisation, owner: Named) -> None:
    vobject = pytest.importorskip("vobject", reason="vobject is not installed: the second library that reads feeds")
    path = make(owner)
    calendar = vobject.readOne(read(path).content.decode())
    told = {
        f"{each.dtstart.value:%Y%m%dT%H%M%SZ}": (each.uid.value, each.summary.value) for each in calendar.vevent_list
    }
    assert told == {start: (event["UID"], event["SUMMARY"]) for start, event in events(path).items()}
    assert len(told) > 60


def test_a_schedules_feed_names_who_is_on_call(shop: Organisation, owner: Named) -> None:
    found = events(make(owner))
    assert found["20260105T080000Z"]["SUMMARY"] == "Olga on call: shop"
    assert (found[DAY_OF_TOM]["SUMMARY"], found[DAY_OF_TOM]["DTEND"]) == ("Tom on call: shop", "20260107T080000Z")
    assert {event["STATUS"] for event in found.values()} == {"CONFIRMED"}


def test_a_persons_feed_has_their_shifts_by_every_schedule(shop: Organisation, owner: Named) -> None:
    Person.objects.filter(name="olga").update(email="olga@example.org")
    keep_schedule(schedule_text("night", "money", "[[zoe], ['olga@example.org']]"), shop.origin, path="n/oncall.yaml")
    found = events(make(owner, "user:default/olga"))
    assert found["20260105T080000Z"]["SUMMARY"] == "On call: shop"
    assert found[DAY_OF_TOM]["SUMMARY"] == "On call: night"


def test_what_did_not_change_is_304(shop: Organisation, owner: Named, clock: Any) -> None:
    path = make(owner)
    etag = read(path).headers["ETag"]
    clock.move_to(LATER)
    assert read(path, **{"If-None-Match": etag}).status_code == 304
    assert read(path, **{"If-None-Match": '"other"'}).status_code == 200


def test_a_shift_that_vanishes_is_cancelled_and_keeps_its_uid(shop: Organisation, owner: Named, clock: Any) -> None:
    path = make(owner)
    before = events(path)
    gone = "overrides:\n  - {mode: replace_all, users: [zoe], start: '2026-01-06T09:00', end: '2026-01-07T09:00'}\n"
    keep_schedule(schedule_text("shop", "shop", "[[olga], [tom]]", gone), shop.origin, path="shop/oncall.yaml")
    clock.move_to(LATER)
    calendar = Calendar.from_ical(read(path).content).walk("VEVENT")
    there = {str(each["UID"]): (str(each["STATUS"]), str(each["SEQUENCE"]), str(each["SUMMARY"])) for each in calendar}
    assert there[before[DAY_OF_TOM]["UID"]] == ("CANCELLED", "1", "Tom on call: shop")
    assert ("CONFIRMED", "0", "zoe on call: shop") in there.values()
    assert there[before["20260105T080000Z"]["UID"]][:2] == ("CONFIRMED", "0")


def test_a_schedule_that_ends_cancels_what_was_to_come(shop: Organisation, owner: Named, clock: Any) -> None:
    path = make(owner)
    events(path)
    Schedule.objects.update(removed_at=LATER)
    clock.move_to(LATER)
    found = events(path)
    assert found[DAY_OF_TOM]["STATUS"] == "CANCELLED"


def test_a_file_that_breaks_cancels_nothing(shop: Organisation, owner: Named, clock: Any) -> None:
    paths = make(owner), make(owner, "user:default/olga")
    before = [events(path) for path in paths]
    Schedule.objects.update(document=None, problem="line 3: no")
    clock.move_to(LATER)
    assert [events(path) for path in paths] == before


def test_who_asks_again_at_once_gets_what_was_computed(shop: Organisation, owner: Named, clock: Any) -> None:
    path = make(owner)
    before = events(path)
    Schedule.objects.update(removed_at=NOW)
    clock.shift(59)
    assert events(path) == before
    clock.shift(1)
    assert events(path) != before


def test_only_a_digest_is_stored_and_the_address_is_shown_once(shop: Organisation, owner: Named) -> None:
    path = make(owner)
    secret = path.split("/")[2]
    assert secret not in str(list(Feed.objects.values()))
    assert secret not in str(list(AuditEvent.objects.values()))
    assert secret not in owner.client.get("/account/feeds").content.decode()
    response = owner.client.post("/account/feeds", {"subject_ref": SCHEDULE})
    assert (response.headers["Cache-Control"], response.headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_a_new_address_ends_the_old_one_and_remembers_what_was_published(
    shop: Organisation, owner: Named, clock: Any
) -> None:
    old = make(owner)
    before = events(old)
    page = owner.client.post(f"/account/feeds/{Feed.objects.get().pk}/replace").content.decode()
    new = re.search(r"/feeds/[\w-]+/on-call\.ics", page)
    assert new
    assert read(old).status_code == 404
    assert events(new[0]) == before


def test_a_revoked_feed_is_gone(shop: Organisation, owner: Named) -> None:
    path = make(owner)
    assert owner.client.post(f"/account/feeds/{Feed.objects.get().pk}/revoke").status_code == 302
    assert read(path).status_code == 404
    assert b"No feeds yet" in owner.client.get("/account/feeds").content


def test_a_feed_stops_with_its_account_and_with_the_right_to_see(
    org: Organisation, owner: Named, administrator: Named
) -> None:
    keep_schedule(schedule_text("vaulters", "vaulters", "[[olga], [tom]]"), org.hidden_origin, path="v/oncall.yaml")
    paths = [make(owner, "schedule:default/vaulters"), make(administrator, "schedule:default/vaulters")]
    assert [read(path).status_code for path in paths] == [200, 200]
    type(owner.account).objects.filter(pk=administrator.account.pk).update(is_active=False)
    Person.objects.get(name="olga").memberships.update(until=NOW)
    assert [read(path).status_code for path in paths] == [404, 404]


def test_every_refusal_is_the_same_and_leaves_no_address_in_the_log(
    shop: Organisation, owner: Named, caplog: pytest.LogCaptureFixture
) -> None:
    revoked = make(owner)
    owner.client.post(f"/account/feeds/{Feed.objects.get().pk}/revoke")
    with caplog.at_level(logging.DEBUG):
        answers = [read(path) for path in (revoked, "/feeds/unknown/on-call.ics", "/feeds/%00/on-call.ics")]
        answers += [Client(enforce_csrf_checks=True).post(make(owner))]
    assert {(each.status_code, each.content) for each in answers} == {(404, b"There is no feed here.\n")}
    assert len({str(sorted(each.headers.items())) for each in answers}) == 1
    assert "on-call.ics" not in caplog.text


def test_guessing_is_bounded_and_does_not_lock_out_who_has_an_address(shop: Organisation, owner: Named) -> None:
    path = make(owner)
    codes = [read(f"/feeds/{number}/on-call.ics").status_code for number in range(REFUSALS + 2)]
    assert codes == [404] * REFUSALS + [429] * 2
    assert AuditEvent.objects.filter(action="feed-refused").count() == REFUSALS
    assert read(path).status_code == 200


def test_others_may_not_touch_or_see_it(
    shop: Organisation, owner: Named, signed_out: Client, request: pytest.FixtureRequest
) -> None:
    path = make(owner)
    pk = Feed.objects.get().pk
    for someone in map(request.getfixturevalue, ("teammate", "outsider", "administrator")):
        assert b"No feeds yet" in someone.client.get("/account/feeds").content
        for verb in ("replace", "revoke"):
            assert someone.client.post(f"/account/feeds/{pk}/{verb}").status_code == 404
    for url in ("/account/feeds", f"/account/feeds/{pk}/revoke"):
        assert signed_out.post(url).status_code == 302
    assert read(path).status_code == 200


def test_what_one_may_not_see_cannot_be_subscribed_to(org: Organisation, outsider: Named) -> None:
    keep_schedule(schedule_text("vaulters", "vaulters"), org.hidden_origin, path="v/oncall.yaml")
    assert b"vaulters" not in outsider.client.get("/account/feeds").content
    for subject in ("schedule:default/vaulters", "schedule:default/nothing", "team:x", "\0"):
        response = outsider.client.post("/account/feeds", {"subject_ref": subject})
        assert (response.status_code, b"bw-field-error" in response.content) == (200, True), subject
    assert not Feed.objects.exists()


def test_nobody_has_feeds_without_end(shop: Organisation, owner: Named) -> None:
    for number in range(MOST_FEEDS):
        Feed.objects.create(
            account=owner.account, subject_ref=SCHEDULE, digest=f"{number}", created_at=NOW, changed_at=NOW
        )
    assert (
        b"Revoke one that you no longer need" in owner.client.post("/account/feeds", {"subject_ref": SCHEDULE}).content
    )
