"""Reports as they were made, and as they would be now; each narrowed to what its reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import get_default_timezone

from catalog.core.access import Actor
from catalog.models import Source
from scoring.core.reports.build import build_report
from scoring.core.reports.report import Report
from scoring.core.reports.state import ORGANISATION, ScopeState
from scoring.core.reports.weeks import begins_at, week_at
from scoring.models import ReportDelivery, ReportState
from scoring.selectors.findings import get_topics
from scoring.selectors.report_readers import Readership
from scoring.selectors.report_state import load_state
from teams.selectors.teams import list_teams


@dataclass(frozen=True, slots=True)
class WeeksReport:
    """A report with its week; `frozen_at` is None where it only shows how things stand right now."""

    week: str
    report: Report
    frozen_at: datetime | None


def get_week(now: datetime) -> str:
    """The week whose reports are due now, in the zone of the settings."""
    return week_at(now, get_default_timezone())


def get_beginning(week: str) -> datetime:
    """When the reports of a week become due. Raises WeekError."""
    return begins_at(week, get_default_timezone())


def list_reports(actor: Actor) -> QuerySet[ReportState]:
    """The reports on the organisation and on the teams that this actor may see, the last week first."""
    visible = Q(scope=ORGANISATION) | Q(scope__in=list_teams(actor).values("ref"))
    return ReportState.objects.filter(visible).order_by("-week", "scope")


def read_reports(actor: Actor, rows: Sequence[ReportState]) -> list[WeeksReport]:
    """What each of these said, as far as this actor may see it, in their order. At most three queries."""
    before = ReportState.objects.filter(scope=OuterRef("scope"), week__lt=OuterRef("week")).order_by("-week")
    listed = ReportState.objects.filter(pk__in=[row.pk for row in rows])
    pairs = listed.annotate(before=Subquery(before.values("pk")[:1])).values_list("pk", "before")
    earlier_ids = {pk: earlier for pk, earlier in pairs if earlier is not None}
    earlier = ReportState.objects.in_bulk(earlier_ids.values())
    sources, topics = list_visible_sources(actor), get_topics()

    def read(row: ReportState) -> ScopeState:
        return narrow_state(ScopeState.from_json(row.state), sources)

    previous = {pk: read(earlier[earlier_id]) for pk, earlier_id in earlier_ids.items()}
    return [WeeksReport(row.week, build_report(previous.get(row.pk), read(row), topics), row.frozen_at) for row in rows]


def get_report(actor: Actor, week: str, scope: str) -> WeeksReport | None:
    """The report of one week, or None if there is none that this actor may see. At most four queries."""
    row = list_reports(actor).filter(week=week, scope=scope).first()
    return read_reports(actor, [row])[0] if row else None


def get_report_of(readership: Readership, week: str) -> WeeksReport | None:
    """The report of one week as its readers get it, or None if it was not made. At most five queries."""
    row = ReportState.objects.filter(week=week, scope=readership.scope).first()
    return read_reports(readership.actor, [row])[0] if row else None


def preview_report(actor: Actor, scope: str, name: str, now: datetime) -> WeeksReport:
    """How a scope stands right now, as far as the actor may see it, compared with its last report."""
    previous = get_last_state(actor, scope, get_week(now), or_of_this_week=True)
    state = load_state(actor, scope, name, now, previous)
    return WeeksReport(get_week(now), build_report(previous, state, get_topics()), None)


def get_last_state(actor: Actor, scope: str, week: str, *, or_of_this_week: bool = False) -> ScopeState | None:
    """What the last report of a scope before a week said, as far as the actor may see it. At most two queries."""
    earlier = ReportState.objects.filter(scope=scope, **{"week__lte" if or_of_this_week else "week__lt": week})
    data = earlier.order_by("-week").values_list("state", flat=True).first()
    return narrow_state(ScopeState.from_json(data), list_visible_sources(actor)) if data else None


def list_visible_sources(actor: Actor) -> frozenset[int | None] | None:
    """Ids of the sources whose rows this actor may see, None for rows without one; no set at all: every source.

    What comes from a source that is gone by now is shown to administrators only: whether it was restricted is
    not known any more.
    """
    if actor.is_administrator:
        return None
    return frozenset({None, *Source.objects.visible_to(actor).values_list("pk", flat=True)})


def narrow_state(state: ScopeState, sources: frozenset[int | None] | None) -> ScopeState:
    """The state as far as it comes from these sources; all of it without a set."""
    return state if sources is None else state.narrow(sources)


def list_deliveries(week: str, scope: str) -> QuerySet[ReportDelivery]:
    """The mails of one report. Addresses are for administrators: check before showing them."""
    return ReportDelivery.objects.filter(week=week, scope=scope).order_by("recipient")


@dataclass(frozen=True, slots=True)
class MailCount:
    """How the mails of a report stand; `waiting` includes those that are being sent."""

    sent: int
    waiting: int
    refused: int

    @property
    def readers(self) -> int:
        """All of them."""
        return self.sent + self.waiting + self.refused


def count_mails(week: str, scope: str) -> MailCount:
    """How the mails of one report stand. One query."""
    states = Counter(list_deliveries(week, scope).values_list("state", flat=True))
    waiting = states[ReportDelivery.State.WAITING] + states[ReportDelivery.State.CLAIMED]
    return MailCount(states[ReportDelivery.State.SENT], waiting, states[ReportDelivery.State.REFUSED])
