"""Two beats, a task that is delivered twice, a worker that is killed: one mail a week all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.actions.report_deliveries import CLAIM_LASTS, send_due_mails
from scoring.actions.reports import send_weekly_reports
from scoring.models import ReportDelivery, ReportState
from tests.databases import run_at_once, shared_database
from tests.scoring.mail_server import HANG, MailServer
from tests.scoring.reports import HEAD, HOUR, MONDAY, WEEK, judged, make_finding, make_reader_team

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("ann", "bob", "cy", "dee", "eve")
PATIENCE_SECONDS = 180  # a process starts slowly on a busy machine
ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import django; django.setup()
from datetime import datetime
from scoring.actions.report_deliveries import send_due_mails
send_due_mails("{week}", lambda: datetime.fromisoformat("{now}"))
"""


@pytest.fixture
def database(transactional_db: None, head: str, tmp_path: Path) -> Iterator[str]:
    """A database that several can write to, in which the reports of five teams and of the organisation are due."""
    judged(MONDAY - HOUR)
    for number, name in enumerate(NAMES):
        make_finding(number, make_reader_team(name))
    with shared_database(tmp_path) as url:
        yield url


def test_two_beats_at_once_send_each_mail_once(database: str, mail_server: MailServer) -> None:
    rounds = run_at_once(lambda: send_weekly_reports(MONDAY, lambda: MONDAY), 4)
    assert Counter(mail_server.recipients) == Counter([HEAD, *(f"{name}@example.org" for name in NAMES)])
    assert sum(each.sent for each in rounds) == len(NAMES) + 1
    assert (ReportState.objects.count(), ReportDelivery.objects.count()) == (6, 6)


def test_two_senders_of_what_waits_send_each_mail_once(database: str, mail_server: MailServer) -> None:
    mail_server.answers = {"rcpt": ["451 busy"] * 6}
    send_weekly_reports(MONDAY, lambda: MONDAY)
    later = MONDAY + HOUR
    run_at_once(lambda: send_due_mails(WEEK, lambda: later), 4)
    assert Counter(mail_server.recipients) == Counter([HEAD, *(f"{name}@example.org" for name in NAMES)])


@pytest.mark.slow
@pytest.mark.parametrize("killed_after", ["mail", "text"])
def test_a_killed_sender_costs_at_most_a_repeat(database: str, mail_server: MailServer, killed_after: str) -> None:
    mail_server.answers = {"rcpt": ["451 busy"] * 6}
    send_weekly_reports(MONDAY, lambda: MONDAY)
    mail_server.answers = {killed_after: ["", HANG]}
    later = MONDAY + HOUR
    _kill_a_sender_that_hangs(database, mail_server, later.isoformat())
    assert send_due_mails(WEEK, lambda: later).sent == 4
    assert send_due_mails(WEEK, lambda: later + CLAIM_LASTS).sent == 1
    assert Counter(mail_server.recipients) == Counter([HEAD, *(f"{name}@example.org" for name in NAMES)])
    repeats = Counter(each["Message-ID"] for each in mail_server.seen)
    assert sorted(repeats.values()) == [1] * 5 + [2 if killed_after == "text" else 1]


def _kill_a_sender_that_hangs(url: str, mail_server: MailServer, now: str) -> None:
    """Start a process that sends, and kill it when the server no longer answers it."""
    host, port = mail_server.address
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD.format(week=WEEK, now=now)],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bailiwick.settings",
            "DATABASE_URL": url,
            "BAILIWICK_MAIL_URL": f"smtp://{host}:{port}",
        },
    )
    try:
        assert mail_server.is_hanging.wait(PATIENCE_SECONDS)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
