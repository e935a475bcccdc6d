"""`/services`: the Services with owner, score, open findings and repository."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from catalog.models import Entity
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.entities import list_services
from portal.api.entities import EntityItem, ListEntities, read_base
from portal.api.owners import get_brief_owners
from portal.api.shapes import Place, Shape
from portal.selectors.entities import Home, get_homes
from portal.selectors.findings import count_open_by
from scoring.models import Score
from scoring.selectors.scores import list_scores


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBrief(Shape):
    """How a Service stands."""

    value: Annotated[int | None, "0 to 100; null where nothing could be rated."]
    level: str
    completeness: Annotated[int, "How much of what applies could be rated, in percent."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceItem(EntityItem):
    """A Service: a Component of one of the types that count as services here."""

    repository: Annotated[Place | None, "Where it is declared."]
    score: ScoreBrief | None
    open_findings: int


class ListServices(ListEntities):
    """The Services."""

    answer = ServiceItem

    def get_queryset(self) -> VisibleQuerySet[Entity]:
        """The Services."""
        return list_services(self.actor)

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[Any]:
        """Five queries."""
        refs = [row["ref"] for row in rows]
        owners = get_brief_owners(self.actor, refs)
        scores = {score.subject_ref: score for score in list_scores(self.actor, subject_refs=refs)}
        findings = count_open_by(self.actor, "subject_ref", refs)
        homes = get_homes(self.actor, refs)
        return [
            ServiceItem(
                **read_base(row),
                owner=owners.get(row["ref"]),
                repository=_place(homes.get(row["ref"])),
                score=_rate(scores.get(row["ref"])),
                open_findings=findings.get(row["ref"], 0),
            )
            for row in rows
        ]


def _place(home: Home | None) -> Place | None:
    return Place(id=home.origin_id, name=home.name) if home else None


def _rate(score: Score | None) -> ScoreBrief | None:
    return ScoreBrief(value=score.value, level=score.level, completeness=score.completeness) if score else None
