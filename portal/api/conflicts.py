"""`/conflicts`: refs that several documents declare, and which of them counts by whose decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet

from catalog.conflict_filters import ConflictFilters
from catalog.models import Entity
from catalog.selectors.conflicts import list_contested
from catalog.selectors.subjects import list_hidden_refs
from portal.api.base import ListView
from portal.api.owners import show_ref
from portal.api.shapes import Place, Shape
from portal.selectors.conflicts import Claimant, Conflict, ShownChoice, describe_conflicts


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimantItem(Shape):
    """One document that declares the ref."""

    repository: Place
    path: str
    line: int
    commit: str
    is_in_force: Annotated[bool, "Whether it counts."]
    owner_text: Annotated[str, "The owner as written there."]
    team_ref: Annotated[str | None, "The team that stands for."]
    first_seen_at: datetime
    web_url: Annotated[str | None, "The line at the host of the repository, where that is a known one."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionBrief(Shape):
    """A person's decision that holds: which repository's document counts."""

    repository: str
    path: Annotated[str, "Where the document stood then; it counts wherever it is moved in its repository."]
    reason: str
    decided_by_ref: str
    decided_by_name: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictItem(Shape):
    """A ref that several documents declare."""

    ref: str
    claimants: list[ClaimantItem]
    is_holder_hidden: Annotated[bool, "Whether the document that counts is one that you may not see."]
    decision: Annotated[DecisionBrief | None, "Null: nobody decided, and the one seen first counts."]


class ListConflicts(ListView):
    """The refs that several documents declare."""

    subject = "conflict"
    answer = ConflictItem
    filters = ConflictFilters
    sorts = {"ref": ("ref",)}

    def get_queryset(self) -> QuerySet[Entity]:
        """The entities that somebody contends for."""
        return list_contested(self.actor)

    def describe(self, rows: Sequence[Entity]) -> list[ConflictItem]:
        """A fixed number of queries, at most sixteen."""
        found = describe_conflicts(self.actor, rows)
        teams = (each.team.ref for conflict in found for each in conflict.claimants if each.team)
        hidden = list_hidden_refs(self.actor, teams)
        return [_describe(conflict, hidden) for conflict in found]


def _describe(conflict: Conflict, hidden: set[str]) -> ConflictItem:
    return ConflictItem(
        ref=conflict.ref,
        claimants=[_describe_claimant(each, hidden) for each in conflict.claimants],
        is_holder_hidden=conflict.is_holder_hidden,
        decision=_describe_choice(conflict.choice) if conflict.choice else None,
    )


def _describe_claimant(claimant: Claimant, hidden: set[str]) -> ClaimantItem:
    row = claimant.descriptor
    return ClaimantItem(
        repository=Place(id=row.origin.pk, name=row.origin.name),
        path=row.path,
        line=row.line,
        commit=row.commit,
        is_in_force=claimant.is_in_force,
        owner_text=claimant.owner_text,
        team_ref=show_ref(claimant.team.ref if claimant.team else None, hidden),
        first_seen_at=row.first_seen_at,
        web_url=claimant.host_url or None,
    )


def _describe_choice(shown: ShownChoice) -> DecisionBrief:
    choice = shown.choice
    return DecisionBrief(
        repository=choice.origin_name,
        path=choice.path,
        reason=choice.reason,
        decided_by_ref=choice.decided_by_ref,
        decided_by_name=shown.decided_by,
        decided_at=choice.decided_at,
    )
