"""Who may decide who owns something, and for which teams."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.access import Actor, Subject, may
from catalog.core.claims import Basis
from catalog.models import Claim
from catalog.selectors.entities import get_entity
from catalog.selectors.ownership import list_claims
from catalog.selectors.repositories import get_repository
from portal.selectors.actors import get_actor_names
from portal.selectors.names import Named, get_names
from scoring.core.owners import OWNED_KINDS
from teams.selectors.teams import list_teams

_REPOSITORY = "repository:"


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """What a person says about an owner now."""

    claim: Claim
    team: Named
    decided_by: str
    reason: str
    may_withdraw: bool


def list_teams_to_decide_for(actor: Actor) -> list[tuple[str, str]]:
    """Ref and name of each team that the actor may say owns something: those one leads, or all. One query."""
    teams = list_teams(actor).filter(dissolved_at__isnull=True)
    return [(team.ref, team.shown_name) for team in teams if may_decide_owner(actor, team.ref)]


def may_decide_owner(actor: Actor, team_ref: str) -> bool:
    """Whether the actor may say that this team owns something, or does so no more."""
    return may(actor, "decide", Subject("ownership", team_ref=team_ref))


def leads_any_team(actor: Actor) -> bool:
    """Whether there is a team for which the actor may decide. No query."""
    return any(may_decide_owner(actor, ref) for ref in (*actor.lead_of_refs, ""))


def is_decidable(actor: Actor, subject_ref: str) -> bool:
    """Whether a person can decide who owns this: a repository, or something that should have an owner, to be seen."""
    kind, _, rest = subject_ref.partition(":")
    if kind == _REPOSITORY.rstrip(":"):
        return rest.isascii() and rest.isdigit() and len(rest) < 16 and get_repository(actor, int(rest)) is not None  # noqa: PLR2004  # digits of an id
    return kind in OWNED_KINDS and get_entity(actor, subject_ref) is not None


def get_owner_decision(actor: Actor, subject_ref: str) -> ShownDecision | None:
    """What a person says now about the owner of a subject, which the actor may see. At most four queries."""
    claim = list_claims(actor, subject_ref).filter(basis=Basis.PERSON.value, ended_at=None).first()
    if claim is None:
        return None
    decided_by = str(claim.evidence.get("decided_by", ""))
    return ShownDecision(
        claim=claim,
        team=get_names(actor, [claim.owner_text])[claim.owner_text],
        decided_by=get_actor_names([decided_by])[decided_by],
        reason=str(claim.evidence.get("says", "")),
        may_withdraw=actor.ref == decided_by or may_decide_owner(actor, claim.owner_text),
    )
