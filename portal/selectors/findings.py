"""Findings as they are shown: with the names of subject, team and check, and their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from catalog.core.access import Actor
from portal.selectors.evidence import Shown, show_evidence
from portal.selectors.names import Named, get_names
from scoring.core.registry import Check, get_checks
from scoring.models import Finding
from scoring.selectors.findings import list_open_findings


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding with everything a row or a page says about it."""

    finding: Finding
    subject: Named
    team: Named | None
    check: Check | None
    evidence: Sequence[Shown]

    @property
    def check_title(self) -> str:
        """The check as a statement; its id where the check is gone."""
        return self.check.title if self.check else self.finding.check_id


def show_findings(actor: Actor, findings: Sequence[Finding]) -> list[ShownFinding]:
    """Findings ready to show, in their order; at most five queries for all of them."""
    refs = {ref for finding in findings for ref in (finding.subject_ref, finding.team_ref)}
    names = get_names(actor, refs)
    evidence = show_evidence(actor, [finding.evidence for finding in findings])
    checks = get_checks()
    return [
        ShownFinding(
            finding,
            names[finding.subject_ref],
            names[finding.team_ref] if finding.team_ref else None,
            checks.get(finding.check_id),
            shown,
        )
        for finding, shown in zip(findings, evidence, strict=True)
    ]


def count_open_by(actor: Actor, field: str, values: Sequence[str] | None = None) -> dict[str, int]:
    """Open findings by `check_id`, `team_ref`, `subject_kind` or `subject_ref`; `values` narrows it to some."""
    found = list_open_findings(actor)
    if values is not None:
        found = found.filter(**{f"{field}__in": values})
    return dict(found.order_by().values_list(field).annotate(number=Count("pk")))
