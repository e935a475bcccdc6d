"""Composing the mail of a report: plain text and HTML that say the same, one text per report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from scoring.core.reports.weeks import week_number
from scoring.core.reports.words import drop_template_lines, say_headline, say_subject
from scoring.models import ReportDelivery
from scoring.selectors.report_readers import get_readership
from scoring.selectors.reports import WeeksReport, get_report_of

_NO_LABEL = re.compile(r"[^a-z0-9-]+")
#: Styles are written into the elements, since many mail programs read no others; what depends on the reader's
#: screen and colours can only stand in a style element.
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail of one report, whoever gets it."""

    subject: str
    text: str
    html: str


class MailMaker:
    """Makes the messages of one week; each report is composed once."""

    def __init__(self, week: str) -> None:
        self._week = week
        self._mails: dict[str, Mail] = {}

    def message(self, delivery: ReportDelivery) -> EmailMultiAlternatives:
        """The message of a delivery: every time the same, under the same Message-ID.

        Raises BadHeaderError rather than let a line break into a header.
        """
        scope = delivery.scope
        if scope not in self._mails:
            self._mails[scope] = compose_mail(_read_report(self._week, scope))
        mail = self._mails[scope]
        message = EmailMultiAlternatives(mail.subject, mail.text, to=[delivery.recipient])
        message.extra_headers = {
            "Message-ID": delivery.message_id,
            "List-Id": name_list(scope),
            "Auto-Submitted": "auto-generated",
        }
        message.attach_alternative(mail.html, "text/html")
        return message


def compose_mail(found: WeeksReport) -> Mail:
    """The mail of a report."""
    context = {
        "report": found.report,
        "week": found.week,
        "number": week_number(found.week),
        "headline": say_headline(found.report),
        "base_url": settings.BASE_URL,
    }
    return Mail(
        subject=say_subject(found.report, found.week),
        text=drop_template_lines(render_to_string("emails/weekly_report.txt", context)),
        html=_INLINER.inline(render_to_string("emails/weekly_report.html", context)),
    )


def name_list(scope: str) -> str:
    """The List-Id of a scope's reports (RFC 2919), by which mail programs sort: it stays the same for ever."""
    label = _NO_LABEL.sub("-", scope.lower()).strip("-") or "team"
    return f"<{label}.weekly-report.{get_host()}>"


def get_host() -> str:
    """The name of this installation in identifiers of mails."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _read_report(week: str, scope: str) -> WeeksReport:
    """The report as it was made, for those it was made for."""
    readership = get_readership(scope)
    found = get_report_of(readership, week) if readership else None
    assert found is not None  # noqa: S101  # deliveries are made with their report, and a team's row is kept for ever
    return found
