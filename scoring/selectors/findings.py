"""Findings as one actor may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from catalog.core.access import Actor
from catalog.models import Entity, Origin
from catalog.models.bulk import among
from catalog.models.visibility import VisibleQuerySet
from scoring.core.registry import get_checks
from scoring.core.topic import Topic
from scoring.core.topics import Topics, sort_checks
from scoring.models import Finding, FindingEvent, Unknown


@dataclass(frozen=True, slots=True)
class FindingCount:
    """Open findings of one check, under the label people know them by; `unknown` subjects could not be judged."""

    check_id: str
    label: str
    count: int
    unknown: int


@dataclass(frozen=True, slots=True)
class TopicCount:
    """Open findings of the checks that ask the same kind of question."""

    topic: Topic
    rows: Sequence[FindingCount]

    @property
    def count(self) -> int:
        """Open findings of the whole topic."""
        return sum(row.count for row in self.rows)


def get_topics() -> Topics:
    """The checks there are, sorted by topic."""
    return sort_checks(get_checks().values())


def list_findings(actor: Actor) -> VisibleQuerySet[Finding]:
    """Findings in any state, the newest first."""
    return Finding.objects.visible_to(actor).order_by("-opened_at", "-pk")


def list_open_findings(
    actor: Actor, *, team_refs: Iterable[str] | None = None, subject_ref: str | None = None
) -> VisibleQuerySet[Finding]:
    """Open findings, the newest first: all, those that concern one of some teams, or those of one subject."""
    findings = list_findings(actor).filter(state=Finding.State.OPEN)
    if team_refs is not None:
        findings = findings.filter(team_ref__in=among(sorted(team_refs)))
    if subject_ref is not None:
        findings = findings.filter(subject_ref=subject_ref)
    return findings


def get_finding(actor: Actor, finding_id: int) -> Finding | None:
    """One finding in any state, or None if there is none that this actor may see."""
    return list_findings(actor).filter(pk=finding_id).first()


def list_events(finding: Finding) -> QuerySet[FindingEvent]:
    """The steps in the life of a finding that was got for the actor, the first first."""
    return finding.events.order_by("at", "pk")


def count_findings_by_check(actor: Actor) -> dict[str, int]:
    """Check id -> number of open findings; every check is there, also with none. One query."""
    open_findings = Finding.objects.visible_to(actor).filter(state=Finding.State.OPEN)
    counted = dict(open_findings.values_list("check_id").annotate(Count("pk")).order_by())
    return {check_id: counted.get(check_id, 0) for check_id in get_checks()}


def count_unknown_by_check(actor: Actor) -> dict[str, int]:
    """Check id -> number of subjects it could not tell anything about; every check is there. Two queries."""
    visible = Entity.objects.visible_to(actor).values("ref")
    origins = {origin.ref for origin in Origin.objects.visible_to(actor).only("pk")}
    rows = Unknown.objects.filter(Q(subject_ref__in=visible) | Q(subject_ref__in=among(sorted(origins))))
    counted = dict(rows.values_list("check_id").annotate(Count("pk")).order_by())
    return {check_id: counted.get(check_id, 0) for check_id in get_checks()}


def count_topics(actor: Actor) -> list[TopicCount]:
    """Open findings by topic and check, in the order in which they are told. Three queries.

    A check that finds nothing is there with 0, which is news too; a topic without checks is not.
    """
    counts, unknown = count_findings_by_check(actor), count_unknown_by_check(actor)
    topics = (
        TopicCount(
            each.topic, [FindingCount(id_, label, counts[id_], unknown[id_]) for id_, label in each.labels.items()]
        )
        for each in get_topics().all
    )
    return [each for each in topics if each.rows]
