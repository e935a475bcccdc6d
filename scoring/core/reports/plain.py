"""A report as plain data, for scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scoring.core.reports.report import News, Report
from scoring.core.reports.state import ReportedFinding
from scoring.core.reports.words import say_headline


def describe_report(report: Report, week: str, find_url: Callable[[int], str]) -> dict[str, Any]:
    """The report as JSON data; `find_url` gives the address of a finding by its id. Times are ISO 8601."""

    def finding(each: ReportedFinding) -> dict[str, Any]:
        return _describe_finding(each, find_url(each.id))

    standing = report.standing
    return {
        "week": week,
        "scope": report.scope,
        "name": report.name,
        "as_of": report.as_of.isoformat(),
        "judged_at": report.judged_at.isoformat() if report.judged_at else None,
        "compared_with": report.since.isoformat() if report.since else None,
        "headline": say_headline(report),
        "open": report.open_count,
        "exempted": report.exempted_count,
        "score": {
            "value": standing.value,
            "change": standing.change,
            "completeness": standing.completeness,
            "services": standing.services,
            "rated": standing.rated,
            "past": [{"date": point.day_date.isoformat(), "value": point.value} for point in standing.past],
        },
        "first": [{**finding(action.finding), "new": action.is_new, "more": action.more} for action in report.first],
        "topics": {
            topic.topic: [
                {"check": row.check_id, "title": row.title, "open": row.count, "change": row.change}
                for row in topic.counts
            ]
            for topic in report.topics
        },
        "news": _describe_news(report.news, find_url) if report.news else None,
        "ending": [finding(each) for each in report.ending],
        "not_looked_at": [
            {"check": row.check_id, "count": row.count, "reasons": list(row.reasons)} for row in report.unlooked
        ],
    }


def _describe_finding(finding: ReportedFinding, url: str) -> dict[str, Any]:
    until = finding.exempted_until
    return {
        "id": finding.id,
        "check": finding.check_id,
        "subject": finding.subject_ref,
        "team": finding.team_ref,
        "sentence": finding.sentence,
        "remedy": finding.remedy,
        "opened_at": finding.opened_at.isoformat(),
        "url": url,
    } | ({"exempted_until": until.isoformat()} if until else {})


def _describe_news(news: News, find_url: Callable[[int], str]) -> dict[str, Any]:
    return {
        "new": news.new_count,
        "resolved": news.resolved_count,
        "moved": news.moved_count,
        "also_new": [_describe_finding(each, find_url(each.id)) for each in news.new],
        "resolved_told": [
            {
                "id": each.id,
                "check": each.check_id,
                "sentence": each.sentence,
                "now": each.how,
                "url": find_url(each.id),
            }
            for each in news.resolved
        ],
    }
