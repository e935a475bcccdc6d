"""`/reports`: the weekly reports as they were made, narrowed to what the asker may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404

from portal.api.addresses import make_address
from portal.api.base import ListView, ReadView
from portal.api.shapes import Shape
from scoring.core.reports.report import Report, TopicCounts
from scoring.core.reports.state import ReportedFinding, ReportedResolution
from scoring.models import ReportState
from scoring.report_filters import ReportFilters
from scoring.selectors.reports import WeeksReport, get_report, list_reports


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportItem(Shape):
    """The report on one scope in one week."""

    id: int
    week: Annotated[str, "An ISO week, as in 2026-W47."]
    scope: Annotated[str, "`organisation`, or the ref of a team."]
    frozen_at: datetime
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCount(Shape):
    """Open findings of one check."""

    check_id: str
    title: str
    count: int
    change: Annotated[int | None, "Since the report before; null without one."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTopic(Shape):
    """Open findings of checks that ask the same kind of question."""

    topic: str
    title: str
    counts: list[ReportCount]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine(Shape):
    """One finding in the words of the report."""

    finding_id: int
    check_id: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNews(Shape):
    """What changed since the report before, with the words of some."""

    since: datetime | None
    new_count: int
    new: list[ReportLine]
    resolved_count: int
    resolved: list[ReportLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStanding(Shape):
    """The mean score of the Services, and how it moved."""

    services: int
    rated: int
    value: int | None
    completeness: int
    change: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFull(ReportItem):
    """What a report says."""

    name: str
    as_of: datetime
    judged_at: Annotated[datetime | None, "When the checks last ran before it."]
    is_stale: bool
    open_count: int
    exempted_count: int
    unlooked_count: Annotated[int, "Questions that could not be answered."]
    first: Annotated[list[ReportLine], "What to do first."]
    topics: list[ReportTopic]
    news: Annotated[ReportNews | None, "Null in the first report on a scope."]
    standing: ReportStanding


def _describe(row: dict[str, Any]) -> ReportItem:
    return ReportItem(
        id=row["pk"],
        week=row["week"],
        scope=row["scope"],
        frozen_at=row["frozen_at"],
        href=make_address("reports", row["pk"]),
    )


class ListReports(ListView):
    """The weekly reports, the last week first."""

    subject = "report"
    answer = ReportItem
    filters = ReportFilters
    columns = ("pk", "week", "scope", "frozen_at")
    sorts = {"week": ("week", "scope", "pk")}
    sort = "-week"

    def get_queryset(self) -> QuerySet[ReportState]:
        """The reports."""
        return list_reports(self.actor)

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[ReportItem]:
        """No query."""
        return [_describe(row) for row in rows]


class GetReport(ReadView):
    """One weekly report."""

    subject = "report"
    answer = ReportFull

    def read(self) -> ReportFull:
        """The report. At most five queries."""
        row = list_reports(self.actor).filter(pk=self.kwargs["id"]).values(*ListReports.columns).first()
        found = get_report(self.actor, row["week"], row["scope"]) if row else None
        if row is None or found is None:
            raise Http404
        return _tell(_describe(row), found)


def _tell(item: ReportItem, found: WeeksReport) -> ReportFull:
    report, standing = found.report, found.report.standing
    return ReportFull(
        **item.fields(),
        name=report.name,
        as_of=report.as_of,
        judged_at=report.judged_at,
        is_stale=report.is_stale,
        open_count=report.open_count,
        exempted_count=report.exempted_count,
        unlooked_count=report.unlooked_count,
        first=_list_lines(action.finding for action in report.first),
        topics=[_tell_topic(topic) for topic in report.topics],
        news=_tell_news(report),
        standing=ReportStanding(
            services=standing.services,
            rated=standing.rated,
            value=standing.value,
            completeness=standing.completeness,
            change=standing.change,
        ),
    )


def _tell_topic(topic: TopicCounts) -> ReportTopic:
    counts = [
        ReportCount(check_id=each.check_id, title=each.title, count=each.count, change=each.change)
        for each in topic.counts
    ]
    return ReportTopic(topic=topic.topic, title=topic.title, counts=counts)


def _tell_news(report: Report) -> ReportNews | None:
    news = report.news
    if news is None:
        return None
    return ReportNews(
        since=report.since,
        new_count=news.new_count,
        new=_list_lines(news.new),
        resolved_count=news.resolved_count,
        resolved=_list_lines(news.resolved),
    )


def _list_lines(rows: Iterable[ReportedFinding | ReportedResolution]) -> list[ReportLine]:
    return [ReportLine(finding_id=row.id, check_id=row.check_id, sentence=row.sentence) for row in rows]
