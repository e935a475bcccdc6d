"""What was removed and what people keep, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.core.access import Actor, may_for_any
from catalog.core.refs import parse_ref
from catalog.core.retention import purged_at
from catalog.models import ChangeLog, Entity, Keeping
from catalog.selectors.removed import get_last_owners, get_removals
from catalog.selectors.renames import get_present_refs
from portal.links import removed_url
from portal.selectors.actors import get_actor_names
from portal.selectors.conflicts import KINDS_OF_ADMINISTRATORS
from portal.selectors.names import Named, get_names


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """One entity that was removed: how, by whom, whose it was, and until when it can be brought back.

    `now_called` is set where its ref is the old name of something else.
    """

    entity: Entity
    removal: ChangeLog | None
    who: str
    team: Named | None
    until: datetime
    may_decide: bool
    now_called: Named | None = None

    @property
    def url(self) -> str:
        """Its page."""
        return removed_url(self.entity.ref)

    @property
    def is_without_source(self) -> bool:
        """Whether it went with its whole source, and can only come back with that."""
        origin = self.removal.origin if self.removal is not None else None
        return origin is None or (origin.source is not None and origin.source.removed_at is not None)


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One entity that a person keeps, or kept."""

    keeping: Keeping
    named: Named
    decided_by: str
    ended_by: str
    may_decide: bool


def describe_removed(actor: Actor, entities: Sequence[Entity]) -> list[RemovedRow]:
    """Rows for entities the actor may see, in their order. At most eight queries."""
    refs = [entity.ref for entity in entities]
    removals, owners, renamed = get_removals(actor, refs), get_last_owners(refs), get_present_refs(refs)
    who = get_actor_names(removal.actor_ref for removal in removals.values())
    names = get_names(actor, {*owners.values(), *renamed.values()})
    return [
        RemovedRow(
            entity=entity,
            removal=removals.get(entity.ref),
            who=who[removals[entity.ref].actor_ref] if entity.ref in removals else "",
            team=names[owners[entity.ref]] if entity.ref in owners else None,
            until=purged_at(entity.removed_at or entity.changed_at),
            may_decide=may_decide_removal(actor, entity.ref, owners.get(entity.ref, "")),
            now_called=names[renamed[entity.ref]] if entity.ref in renamed else None,
        )
        for entity in entities
    ]


def describe_kept(actor: Actor, keepings: Sequence[Keeping]) -> list[KeptRow]:
    """Rows for decisions the actor may see, in their order. At most five queries, none for none."""
    if not keepings:
        return []
    owners = get_last_owners(keeping.ref for keeping in keepings)
    names = get_names(actor, {keeping.ref for keeping in keepings})
    people = get_actor_names(ref for keeping in keepings for ref in (keeping.decided_by_ref, keeping.ended_by_ref))
    return [
        KeptRow(
            keeping,
            names.as_written(keeping.ref),
            people[keeping.decided_by_ref],
            people[keeping.ended_by_ref],
            may_decide_removal(actor, keeping.ref, owners.get(keeping.ref, "")),
        )
        for keeping in keepings
    ]


def may_decide_removal(actor: Actor, ref: str, team_ref: str) -> bool:
    """Whether the actor may bring something back that a team owned last; teams and people only an administrator."""
    teams = [team_ref] if team_ref and parse_ref(ref).kind not in KINDS_OF_ADMINISTRATORS else []
    return may_for_any(actor, "decide", "removal", teams)
