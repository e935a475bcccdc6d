"""Sending: 0 lost, 0 doubled, at most one repeat where the end is not known. Against a real SMTP server."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from scoring.actions import report_deliveries
from scoring.actions.report_deliveries import (
    CLAIM_LASTS,
    LONGEST_PAUSE,
    UNKNOWN_END,
    WEEK_OVER,
    ClaimLostError,
    Round,
    claim_mail,
    close_past_weeks,
    hurry_mails,
    send_due_mails,
)
from scoring.actions.reports import send_report, send_weekly_reports
from scoring.models import ReportDelivery
from scoring.selectors.report_readers import get_team_readership
from teams.models import Team
from tests.scoring.mail_server import DROP, MailServer
from tests.scoring.reports import (
    DAY,
    HEAD,
    HOUR,
    MONDAY,
    WEEK,
    freeze_team,
    judged,
    make_finding,
    make_reader_team,
)

pytestmark = pytest.mark.django_db
BUSY, GONE = "451 4.7.1 Come back later", "550 5.1.1 shop@example.org does not live here"
PLACES = ("rcpt", "text")


@pytest.fixture
def report(shop: Team) -> Team:
    """The team whose report of this week waits to be sent."""
    make_finding(1, shop)
    freeze_team(shop)
    return shop


def send(at: datetime = MONDAY) -> Round:
    return send_due_mails(WEEK, lambda: at)


def get_mail() -> ReportDelivery:
    return ReportDelivery.objects.get()


def send_all_week(rounds: int, pause: timedelta = LONGEST_PAUSE) -> None:
    for number in range(rounds):
        send(MONDAY + number * pause)


def test_a_mail_goes_out_once(report: Team, mail_server: MailServer) -> None:
    assert send() == Round(sent=1)
    assert send(MONDAY + DAY) == Round()
    assert mail_server.recipients == ["shop@example.org"]
    assert (get_mail().state, get_mail().sent_at, get_mail().attempts) == ("sent", MONDAY, 1)


def test_it_says_what_it_is(report: Team, mail_server: MailServer) -> None:
    send()
    (taken,) = mail_server.taken
    assert taken["Message-ID"] == get_mail().message_id
    assert taken["List-Id"] == "<group-default-shop.weekly-report.localhost>"
    assert (taken["Auto-Submitted"], taken["To"]) == ("auto-generated", "shop@example.org")
    assert taken["Subject"] == "Shop, week 11: 1 finding open"
    assert [part.get_content_type() for part in taken.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_temporary_no_is_tried_again_all_week(report: Team, mail_server: MailServer, place: str) -> None:
    mail_server.answers = {place: [BUSY] * 20}
    send_all_week(20)
    assert (get_mail().state, get_mail().attempts, get_mail().transmissions) == ("waiting", 20, 0)
    assert get_mail().error == BUSY
    assert send(MONDAY + 6 * DAY) == Round(sent=1)
    assert [each["Message-ID"] for each in mail_server.taken] == [get_mail().message_id]
    assert get_mail().error == ""


def test_the_pause_grows_up_to_two_hours(report: Team, mail_server: MailServer) -> None:
    mail_server.answers = {"rcpt": [BUSY] * 10}
    at, pauses = MONDAY, []
    for _ in range(8):
        send(at)
        assert send(get_mail().due_at - timedelta(seconds=1)) == Round()
        pauses.append((get_mail().due_at - at) // timedelta(minutes=1))
        at = get_mail().due_at
    assert pauses == [5, 10, 20, 40, 80, 120, 120, 120]


@pytest.mark.parametrize("place", PLACES)
def test_a_no_for_good_is_kept_and_not_tried_again(report: Team, mail_server: MailServer, place: str) -> None:
    mail_server.answers = {place: [GONE]}
    assert send() == Round(refused=1)
    assert (get_mail().state, get_mail().error) == ("refused", GONE)
    assert send(MONDAY + DAY) == Round()
    assert mail_server.taken == []


def test_the_log_names_nobody(report: Team, mail_server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    mail_server.answers = {"rcpt": [BUSY, GONE]}
    send()
    send(MONDAY + HOUR)
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("scoring"))
    assert f"Mail {get_mail().pk} of the report {WEEK} on {report.ref} was not sent (refused for good)" in said
    assert "@" not in said
    assert "live here" not in said


def test_a_person_may_ask_again_for_what_was_refused(report: Team, mail_server: MailServer) -> None:
    mail_server.answers = {"rcpt": [GONE]}
    send()
    assert hurry_mails(WEEK, report.ref, MONDAY + HOUR) == 1
    assert send(MONDAY + HOUR) == Round(sent=1)


def test_one_that_is_refused_holds_nobody_up(head: str, mail_server: MailServer) -> None:
    for name in ("ann", "bob", "cy", "dee"):
        freeze_team(make_reader_team(name))
    mail_server.refuses = {"bob@example.org": GONE, "cy@example.org": BUSY}
    assert send() == Round(sent=2, put_back=1, refused=1)
    assert mail_server.recipients == ["ann@example.org", "dee@example.org"]


def test_without_a_mail_server_nothing_is_lost(head: str, mail_server: MailServer, settings: Settings) -> None:
    for name in ("ann", "bob", "cy"):
        freeze_team(make_reader_team(name))
    port = settings.EMAIL_PORT
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_PORT = closed.getsockname()[1]
    for number in range(4):
        assert send(MONDAY + number * LONGEST_PAUSE) == Round(put_back=1)
    settings.EMAIL_PORT = port
    assert send(MONDAY + DAY) == Round(sent=3)
    assert sorted(mail_server.recipients) == ["ann@example.org", "bob@example.org", "cy@example.org"]


def test_an_end_that_is_not_known_is_repeated_once_under_the_same_identity(
    report: Team, mail_server: MailServer
) -> None:
    mail_server.answers = {"text": [DROP]}
    assert send() == Round(put_back=1)
    assert send(MONDAY + HOUR) == Round(sent=1)
    assert [each["Message-ID"] for each in mail_server.seen] == [get_mail().message_id] * 2


def test_it_is_never_sent_a_third_time(report: Team, mail_server: MailServer) -> None:
    mail_server.answers = {"text": [DROP, DROP]}
    send_all_week(10)
    hurry_mails(WEEK, report.ref, MONDAY + DAY)
    send(MONDAY + DAY)
    assert len(mail_server.seen) == 2
    assert (get_mail().state, get_mail().error) == ("refused", UNKNOWN_END)


def test_a_clear_no_after_an_unknown_end_leaves_the_one_repeat(report: Team, mail_server: MailServer) -> None:
    mail_server.answers = {"text": [DROP, BUSY, BUSY]}
    send_all_week(4)
    assert len(mail_server.taken) == 1
    assert get_mail().state == "sent"


@pytest.mark.parametrize(("transmissions", "sent"), [(0, 1), (1, 1), (2, 0)])
def test_what_a_dead_sender_left_is_taken_up_but_never_sent_a_third_time(
    report: Team, mail_server: MailServer, transmissions: int, sent: int
) -> None:
    assert claim_mail(WEEK, MONDAY) is not None
    ReportDelivery.objects.update(transmissions=transmissions)
    assert send(MONDAY + CLAIM_LASTS - timedelta(seconds=1)) == Round()
    assert send(MONDAY + CLAIM_LASTS) == Round(sent=sent)
    assert len(mail_server.seen) == sent
    assert get_mail().state == ("sent" if sent else "refused")


def test_a_sender_that_was_taken_for_dead_sends_no_text(report: Team) -> None:
    slow = claim_mail(WEEK, MONDAY)
    quick = claim_mail(WEEK, MONDAY + CLAIM_LASTS)
    assert slow is not None
    assert quick is not None
    with pytest.raises(ClaimLostError):
        report_deliveries._begin_transmission(slow)
    report_deliveries._begin_transmission(quick)


def test_a_claimed_mail_is_given_to_nobody_else(report: Team) -> None:
    assert claim_mail(WEEK, MONDAY) is not None
    assert claim_mail(WEEK, MONDAY) is None


def test_what_is_left_of_last_week_is_given_up(report: Team, mail_server: MailServer) -> None:
    mail_server.answers = {"rcpt": [BUSY]}
    send()
    judged(MONDAY + 7 * DAY)
    send_weekly_reports(MONDAY + 7 * DAY, lambda: MONDAY + 7 * DAY)
    old = ReportDelivery.objects.get(week=WEEK)
    assert (old.state, old.error) == ("refused", WEEK_OVER)
    assert sorted(mail_server.recipients) == [HEAD, "shop@example.org"]


def test_what_was_sent_last_week_stays_sent(report: Team, mail_server: MailServer) -> None:
    send()
    assert close_past_weeks("2026-W12") == 0
    assert close_past_weeks(WEEK) == 0


def test_a_person_can_have_a_report_made_and_sent_at_any_time(shop: Team, mail_server: MailServer) -> None:
    at = MONDAY + 2 * DAY
    mails = send_report(get_team_readership(shop), at, lambda: at)
    assert (mails.sent, mails.readers) == (1, 1)
    assert send_report(get_team_readership(shop), at + HOUR, lambda: at + HOUR) == mails
    assert mail_server.recipients == ["shop@example.org"]


def test_without_smtp_each_mail_is_a_file(report: Team, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "portal.mail_files.EmailBackend", tmp_path / "mail"
    assert send() == Round(sent=1)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name.startswith("shop-week-11-1-finding-open-")


def test_a_folder_that_cannot_be_written_loses_nothing(report: Team, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "portal.mail_files.EmailBackend", tmp_path / "mail"
    (tmp_path / "mail").write_text("in the way")
    assert send() == Round(put_back=1)
    (tmp_path / "mail").unlink()
    assert send(MONDAY + HOUR) == Round(sent=1)


def test_a_line_break_never_becomes_a_header(report: Team, mail_server: MailServer) -> None:
    ReportDelivery.objects.update(recipient="shop@example.org\r\nBcc: all@example.org")
    assert send() == Round(refused=1)
    assert mail_server.seen == []
    assert get_mail().error.startswith("The mail cannot be written: ")
