"""The task that beat asks for, every ten minutes, as often at once as it likes."""

from __future__ import annotations

import pytest

from bailiwick.celery import app
from catalog.models.clock import database_now
from scoring.models import ReportDelivery, ReportState
from scoring.selectors.reports import get_beginning, get_week
from scoring.tasks import send_weekly_reports
from teams.models import Team
from tests.scoring.mail_server import MailServer
from tests.scoring.reports import HEAD, HOUR, judged


def test_beat_asks_for_it() -> None:
    assert send_weekly_reports.name in {entry["task"] for entry in app.conf.beat_schedule.values()}


@pytest.mark.django_db
def test_delivered_twice_it_sends_each_mail_once(shop: Team, mail_server: MailServer) -> None:
    judged(get_beginning(get_week(database_now())) - HOUR)
    judged(database_now())
    send_weekly_reports()
    send_weekly_reports()
    assert sorted(mail_server.recipients) == [HEAD, "shop@example.org"]
    assert (ReportState.objects.count(), ReportDelivery.objects.filter(state="sent").count()) == (2, 2)
