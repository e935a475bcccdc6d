"""`/findings`: what is wrong, with the evidence and the life of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404

from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.subjects import list_hidden_refs
from portal.api.addresses import make_address
from portal.api.base import ListView, ReadView
from portal.api.evidence import show_evidence
from portal.api.owners import show_ref
from portal.api.shapes import JsonObject, Shape
from scoring.filters import FindingFilters
from scoring.models import Finding
from scoring.selectors.findings import get_finding, list_events, list_findings

_COLUMNS = (
    "pk", "check_id", "subject_ref", "subject_kind", "key", "team_ref", "state", "sentence", "remedy", "opened_at",
    "last_failed_at", "resolved_at", "exempted_until_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingItem(Shape):
    """A failed check of one subject."""

    id: int
    check_id: str
    subject_ref: str
    subject_kind: str
    key: Annotated[str, "Tells findings of one check about one subject apart."]
    team_ref: Annotated[str | None, "Whom it concerns."]
    state: Literal["open", "exempted", "resolved"]
    sentence: str
    remedy: str
    opened_at: datetime
    last_failed_at: datetime
    resolved_at: datetime | None
    exempted_until_date: date | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStep(Shape):
    """One step in the life of a finding."""

    event: str
    actor_ref: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFull(FindingItem):
    """A finding with its evidence and its life."""

    evidence: Annotated[list[JsonObject], "What to go and look at; `is_withheld` if that is where you may not."]
    events: list[FindingStep]


def _describe(row: dict[str, Any], hidden: set[str]) -> FindingItem:
    fields = {name: row[name] for name in _COLUMNS[1:]} | {"team_ref": show_ref(row["team_ref"], hidden)}
    return FindingItem(id=row["pk"], **fields, href=make_address("findings", row["pk"]))


class ListFindings(ListView):
    """The findings in every state, the newest first. Ask for `state=open` to see what is wrong now."""

    subject = "finding"
    answer = FindingItem
    filters = FindingFilters
    columns = _COLUMNS
    sorts = {"opened_at": ("opened_at", "pk"), "subject": ("subject_ref", "pk")}
    sort = "-opened_at"

    def get_queryset(self) -> VisibleQuerySet[Finding]:
        """The findings."""
        return list_findings(self.actor)

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[FindingItem]:
        """One query."""
        hidden = list_hidden_refs(self.actor, (row["team_ref"] for row in rows))
        return [_describe(row, hidden) for row in rows]


class GetFinding(ReadView):
    """One finding with its evidence."""

    subject = "finding"
    answer = FindingFull

    def read(self) -> FindingFull:
        """The finding. Five queries."""
        finding = get_finding(self.actor, self.kwargs["id"])
        if finding is None:
            raise Http404
        row = {name: getattr(finding, name) for name in _COLUMNS}
        (evidence,) = show_evidence(self.actor, [finding.evidence])
        events = list_events(finding).values("event", "actor_ref", "note", "at")
        item = _describe(row, list_hidden_refs(self.actor, [finding.team_ref]))
        return FindingFull(**item.fields(), evidence=evidence, events=[FindingStep(**event) for event in events])
