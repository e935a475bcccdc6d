"""`/checks`: what is checked, why, and how to fix what fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from django.http import Http404

from portal.api.addresses import make_address
from portal.api.base import ReadView
from portal.api.shapes import Page, Shape
from scoring.core.registry import HEADINGS, Check, get_checks
from scoring.selectors.findings import count_findings_by_check


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem(Shape):
    """A rule that judges facts."""

    id: str
    title: str
    what_it_checks: str
    why_it_matters: str
    how_to_fix: str
    known_limits: str
    subjects: Annotated[list[str], "Kinds of what it judges."]
    open_findings: int
    href: str


def _describe(check: Check, counts: dict[str, int]) -> CheckItem:
    texts: dict[str, Any] = {heading.lower().replace(" ", "_"): check.texts[heading] for heading in HEADINGS}
    return CheckItem(
        id=check.id,
        title=check.title,
        **texts,
        subjects=list(check.subjects),
        open_findings=counts.get(check.id, 0),
        href=make_address("checks", check.id),
    )


class ListChecks(ReadView):
    """Every check there is, all on one page."""

    subject = "finding"
    answer = CheckItem
    is_page = True

    def read(self) -> Page:
        """The checks. One query."""
        counts = count_findings_by_check(self.actor)
        rows = [_describe(check, counts) for check in get_checks().values()]
        return Page(count=len(rows), next=None, previous=None, results=rows)


class GetCheck(ReadView):
    """One check."""

    subject = "finding"
    answer = CheckItem

    def read(self) -> CheckItem:
        """The check. One query."""
        check = get_checks().get(self.kwargs["check_id"])
        if check is None:
            raise Http404
        return _describe(check, count_findings_by_check(self.actor))
