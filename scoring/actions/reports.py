"""The weekly reports: made once a week for each scope, with one delivery per reader, in one transaction."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from catalog.models.clock import database_now
from catalog.models.transactions import reading
from scoring.actions.report_deliveries import Round, close_past_weeks, hurry_mails, send_due_mails
from scoring.actions.report_mails import get_host
from scoring.core.reports.build import build_report
from scoring.models import ReportDelivery, ReportState
from scoring.selectors.findings import get_topics
from scoring.selectors.report_due import get_due
from scoring.selectors.report_readers import Readership, get_organisation_readership, get_team_readership
from scoring.selectors.report_state import load_state
from scoring.selectors.reports import MailCount, count_mails, get_last_state, get_week

logger = logging.getLogger(__name__)


def send_weekly_reports(now: datetime, clock: Callable[[], datetime] = database_now) -> Round:
    """Make the reports that are due, and send what waits. Call it every ten minutes, as often at once as you like."""
    freeze_due_reports(now)
    week = get_week(now)
    close_past_weeks(week)
    return send_due_mails(week, clock)


def send_report(readership: Readership, now: datetime, clock: Callable[[], datetime] = database_now) -> MailCount:
    """Make one report of this week now, due or not, and send it to whoever has not got it; how its mails stand then."""
    week = get_week(now)
    freeze_report(readership, week, now)
    hurry_mails(week, readership.scope, now)
    send_due_mails(week, clock, readership.scope)
    return count_mails(week, readership.scope)


def freeze_due_reports(now: datetime) -> int:
    """Make every report that is due and not made yet; how many. One that cannot be made takes no other away."""
    due = get_due(now)
    readerships = [get_organisation_readership()] if due.organisation else []
    readerships.extend(get_team_readership(team) for team in due.teams)
    return sum(_try_to_freeze(readership, due.week, now) for readership in readerships)


def _try_to_freeze(readership: Readership, week: str, now: datetime) -> bool:
    try:
        freeze_report(readership, week, now)
    except Exception:
        logger.exception("The report %s on %s could not be made", week, readership.scope)
        return False
    return True


def freeze_report(readership: Readership, week: str, now: datetime) -> ReportState:
    """The report of a week, made from how things stand now unless it was made before. Of two at once one makes it.

    Its deliveries are made with it and never again: whoever changes an address during the week gets no second mail.
    A report that has nothing at all to tell goes to nobody.
    """
    made = ReportState.objects.filter(week=week, scope=readership.scope)
    if (row := made.first()) is not None:
        return row
    with reading():
        previous = get_last_state(readership.actor, readership.scope, week)
        state = load_state(readership.actor, readership.scope, readership.name, now, previous)
    is_empty = build_report(previous, state, get_topics()).is_empty
    try:
        with transaction.atomic():
            row = ReportState.objects.create(week=week, scope=readership.scope, state=state.to_json(), frozen_at=now)
            ReportDelivery.objects.bulk_create([] if is_empty else _list_deliveries(readership, week, now))
    except IntegrityError:
        return made.get()
    return row


def _list_deliveries(readership: Readership, week: str, now: datetime) -> list[ReportDelivery]:
    return [
        ReportDelivery(
            week=week,
            scope=readership.scope,
            recipient=address,
            message_id=f"<{week}.{uuid.uuid4().hex}@{get_host()}>",
            due_at=now,
        )
        for address in readership.addresses
    ]
