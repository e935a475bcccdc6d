"""`/exemptions`: which findings rest until when, by whose decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet

from portal.api.base import ListView
from portal.api.shapes import Shape
from portal.selectors.exemptions import ShownExemption, describe_exemptions
from scoring.exemption_filters import ExemptionFilters
from scoring.models import Exemption
from scoring.selectors.exemptions import list_exemptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionItem(Shape):
    """A person's decision that a check does not count for a subject until a date."""

    id: int
    check_id: str
    subject_ref: str
    key: Annotated[str, "The finding it is about; empty: everything that the check finds there."]
    reason: str
    until_date: Annotated[date, "The last day on which it counts."]
    is_current: Annotated[bool, "Whether it counts today."]
    decided_by_ref: str
    decided_by_name: str
    decided_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by_ref: str
    withdrawal_reason: str


class ListExemptions(ListView):
    """The exemptions, the newest first; also those that count no more."""

    subject = "finding"
    answer = ExemptionItem
    filters = ExemptionFilters
    sorts = {"decided_at": ("decided_at", "pk"), "until_date": ("until_date", "pk"), "subject": ("subject_ref", "pk")}
    sort = "-decided_at"

    def get_queryset(self) -> QuerySet[Exemption]:
        """The exemptions."""
        return list_exemptions(self.actor)

    def describe(self, rows: Sequence[Exemption]) -> list[ExemptionItem]:
        """At most two queries."""
        return [_describe(shown) for shown in describe_exemptions(rows)]


def _describe(shown: ShownExemption) -> ExemptionItem:
    row = shown.exemption
    return ExemptionItem(
        id=row.pk,
        check_id=row.check_id,
        subject_ref=row.subject_ref,
        key=row.key,
        reason=row.reason,
        until_date=row.until_date,
        is_current=shown.is_counting,
        decided_by_ref=row.decided_by_ref,
        decided_by_name=shown.decided_by,
        decided_at=row.decided_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by_ref=row.withdrawn_by_ref,
        withdrawal_reason=row.withdrawal_reason,
    )
