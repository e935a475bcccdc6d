"""`manage.py report`: the weekly ownership report of a team or of the organisation, printed or sent."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from catalog.core.refs import RefError, parse_ref
from catalog.models.clock import database_now
from scoring.actions.report_mails import compose_mail
from scoring.actions.reports import send_report
from scoring.core.reports.plain import describe_report
from scoring.core.reports.state import ORGANISATION
from scoring.core.reports.weeks import WeekError, monday_of
from scoring.selectors.report_readers import Readership, get_readership
from scoring.selectors.reports import WeeksReport, get_report_of, get_week, preview_report

EXIT_NOT_SENT = 1
EXIT_NO_SUCH_REPORT = 2


class Command(BaseCommand):
    """Print or send one report."""

    help = (
        "Print the weekly ownership report: this week's as it was made, or how it would be now if it was not made yet. "
        "With --send make it, and send it to its readers; each gets one mail a week, however often this is called. "
        "Exit status: 0 printed, or all of it sent; 1 some mail could not be sent; 2 there is no such report."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `report --help` shows."""
        about = parser.add_mutually_exclusive_group()
        about.add_argument("--team", metavar="REF", help="the report of a team: its name, or its whole ref")
        about.add_argument("--organisation", action="store_true", help="the report on everything (this is the default)")
        parser.add_argument("--week", metavar="WEEK", help="another week than this, as in 2026-W47")
        parser.add_argument("--format", choices=("text", "html", "json"), default="text", help="how it is printed")
        parser.add_argument("--send", action="store_true", help="send it instead of printing it")

    def handle(self, *_: Any, team: str | None, week: str | None, send: bool, **options: Any) -> None:
        """Print or send."""
        this_week = get_week(database_now())
        readership = _find_readership(team)
        if not send:
            self._print(_find_report(readership, _read_week(week) if week else this_week), options["format"])
        elif week in (None, this_week):
            self._send(readership)
        else:
            raise CommandError(f"Only this week's report, {this_week}, can be sent.", returncode=EXIT_NO_SUCH_REPORT)

    def _print(self, found: WeeksReport, form: str) -> None:
        if form == "json":
            data = describe_report(found.report, found.week, _find_url)
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        mail = compose_mail(found)
        self.stdout.write(mail.html if form == "html" else mail.text)

    def _send(self, readership: Readership) -> None:
        mails = send_report(readership, database_now())
        if not mails.readers:
            self.stdout.write(_say_why_nobody(readership))
            return
        self.stdout.write(f"{mails.sent} sent, {mails.waiting} to be tried again, {mails.refused} refused.")
        if mails.sent < mails.readers:
            sys.exit(EXIT_NOT_SENT)


def _find_readership(team: str | None) -> Readership:
    try:
        scope = str(parse_ref(team, "group")) if team else ORGANISATION
    except RefError as error:
        raise CommandError(str(error), returncode=EXIT_NO_SUCH_REPORT) from error
    readership = get_readership(scope)
    if readership is None:
        raise CommandError(f"The catalog knows no team {scope}.", returncode=EXIT_NO_SUCH_REPORT)
    return readership


def _read_week(week: str) -> str:
    try:
        monday_of(week)
    except WeekError as error:
        raise CommandError(str(error), returncode=EXIT_NO_SUCH_REPORT) from error
    return week


def _find_report(readership: Readership, week: str) -> WeeksReport:
    found = get_report_of(readership, week)
    now = database_now()
    if found is None and week == get_week(now):
        return preview_report(readership.actor, readership.scope, readership.name, now)
    if found is None:
        says = f"There is no report on {readership.scope} of {week}."
        raise CommandError(says, returncode=EXIT_NO_SUCH_REPORT)
    return found


def _find_url(finding_id: int) -> str:
    return f"{settings.BASE_URL}{reverse('finding', args=[finding_id])}"


def _say_why_nobody(readership: Readership) -> str:
    if readership.addresses:
        return "There is nothing to tell, so nobody gets a mail."
    if readership.scope == ORGANISATION:
        return "Nobody to send it to: no administrator's account has an e-mail address."
    return f"Nobody to send it to: neither {readership.name} nor any of its members has an e-mail address."
