"""Exemptions as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date

from django.utils import timezone

from catalog.core.access import Actor, Subject, may
from portal.selectors.actors import get_actor_names
from scoring.models import Exemption, Finding
from scoring.selectors.exemptions import is_counting, list_exemptions_of


@dataclass(frozen=True, slots=True)
class ShownExemption:
    """One exemption with the names of who decided and who withdrew it."""

    exemption: Exemption
    decided_by: str
    withdrawn_by: str
    is_counting: bool


def list_counting_exemptions(actor: Actor, finding: Finding) -> list[ShownExemption]:
    """Those that let a finding, which the actor may see, rest now. No query for one that does not rest, else three."""
    if finding.exempted_until_date is None:
        return []
    shown = describe_exemptions(list(list_exemptions_of(actor, finding)))
    return [each for each in shown if each.is_counting]


def describe_exemptions(exemptions: Sequence[Exemption]) -> list[ShownExemption]:
    """Exemptions with names, in their order. At most two queries."""
    today = get_today()
    people = get_actor_names(ref for each in exemptions for ref in (each.decided_by_ref, each.withdrawn_by_ref))
    return [
        ShownExemption(each, people[each.decided_by_ref], people[each.withdrawn_by_ref], is_counting(each, today))
        for each in exemptions
    ]


def may_exempt(actor: Actor, finding: Finding) -> bool:
    """Whether the actor may let a finding rest: whoever leads the team it concerns."""
    return may(actor, "decide", Subject("finding", team_ref=finding.team_ref or None))


def get_today() -> date:
    """The day in UTC, by which exemptions begin and end."""
    return timezone.now().astimezone(UTC).date()
