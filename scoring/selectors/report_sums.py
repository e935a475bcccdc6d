"""What a report counts besides findings: scores, and what could not be looked at. Summed up by source."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from catalog.core.access import Actor
from catalog.models import Entity, Origin, Ownership
from catalog.models.bulk import among, among_ids
from scoring.core.reports.state import ORGANISATION, ScoreGroup, UnknownGroup
from scoring.core.reports.words import clean_text
from scoring.core.scorecards import OWNERSHIP
from scoring.models import Score, ScoreDay, Unknown

TREND_WEEKS = 8
REASONS_KEPT = 5
_REPOSITORY = "repository:"


def sum_scores(actor: Actor, scope: str, now: datetime) -> tuple[ScoreGroup, ...]:
    """How the Services of a scope stand now. One query."""
    scores = Score.objects.filter(scorecard=OWNERSHIP.id, subject_ref__in=_list_refs(actor, scope))
    return tuple(_make_group(now.date(), row) for row in _sum_by_source(scores))


def sum_past_scores(actor: Actor, scope: str, now: datetime) -> tuple[ScoreGroup, ...]:
    """How they stood one, two and up to eight weeks ago; weeks in which nothing was judged are left out. One query."""
    days = [now.date() - timedelta(weeks=weeks) for weeks in range(1, TREND_WEEKS + 1)]
    scores = ScoreDay.objects.filter(
        scorecard=OWNERSHIP.id, day_date__in=days, subject_ref__in=_list_refs(actor, scope)
    )
    return tuple(_make_group(row["day_date"], row) for row in _sum_by_source(scores, "day_date"))


def sum_unknown(actor: Actor, scope: str) -> tuple[UnknownGroup, ...]:
    """What checks could not look at in a scope, with some reasons. Three queries."""
    rows = Unknown.objects.order_by("check_id", "since", "pk")
    if scope != ORGANISATION:
        rows = rows.filter(subject_ref__in=_list_owned_refs(scope))
    found = list(rows.values_list("check_id", "subject_ref", "reason"))
    sources = _list_sources(actor, {subject_ref for _, subject_ref, _ in found})
    groups: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for check_id, subject_ref, reason in found:
        if subject_ref in sources:
            groups[check_id, sources[subject_ref] or 0].append(reason)
    return tuple(
        UnknownGroup(check_id, source_id or None, len(reasons), _choose_reasons(reasons))
        for (check_id, source_id), reasons in sorted(groups.items())
    )


def _choose_reasons(reasons: list[str]) -> tuple[str, ...]:
    return tuple(clean_text(reason) for reason in list(dict.fromkeys(reasons))[:REASONS_KEPT])


def _list_owned_refs(scope: str) -> QuerySet[Ownership, str]:
    return Ownership.objects.filter(owner_ref=scope, until__isnull=True).values_list("subject_ref", flat=True)


def _list_refs(actor: Actor, scope: str) -> QuerySet[Entity, str]:
    visible = Entity.objects.visible_to(actor)
    if scope != ORGANISATION:
        visible = visible.filter(ref__in=_list_owned_refs(scope))
    return visible.values_list("ref", flat=True)


def _sum_by_source(scores: QuerySet[Any], *by: str) -> QuerySet[Any, dict[str, Any]]:
    source = Entity.objects.filter(ref=OuterRef("subject_ref")).values("source_id")[:1]
    sums = {"services": Count("pk"), "rated": Count("value"), "points": Sum("value"), "complete": Sum("completeness")}
    rows = scores.annotate(source=Subquery(source)).values(*by, "source").annotate(**sums)
    ordered: QuerySet[Any, dict[str, Any]] = rows.order_by(*by, "source")
    return ordered


def _make_group(day: date, row: dict[str, Any]) -> ScoreGroup:
    return ScoreGroup(day, row["source"], row["services"], row["rated"], row["points"] or 0, row["complete"] or 0)


def _list_sources(actor: Actor, refs: set[str]) -> dict[str, int | None]:
    """The source of each entity and repository among `refs` that is there and that the actor may see."""
    ids = {int(ref.removeprefix(_REPOSITORY)) for ref in refs if ref.startswith(_REPOSITORY)}
    entities = Entity.objects.visible_to(actor).filter(ref__in=among(sorted(refs)), removed_at__isnull=True)
    origins = Origin.objects.visible_to(actor).filter(pk__in=among_ids(sorted(ids)), removed_at__isnull=True)
    found: dict[str, int | None] = dict(entities.values_list("ref", "source_id"))
    found.update({f"{_REPOSITORY}{pk}": source_id for pk, source_id in origins.values_list("pk", "source_id")})
    return found
