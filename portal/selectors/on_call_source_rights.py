"""Who may add, change and remove which on-call sources."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.core.access import Action, Actor, ObjectKind, Subject, may
from teams.importers.base import Importer, list_importers
from teams.models import OnCallSource
from teams.selectors.teams import list_team_names

KIND: ObjectKind = "on-call-source"


def may_add_source(actor: Actor, importer: Importer, owner_ref: str) -> bool:
    """Whether the actor may add a source of this kind for a team."""
    return may(actor, "create", _make_subject(importer, owner_ref))


def may_keep_source(actor: Actor, action: Action, row: OnCallSource, owner_ref: str | None = None) -> bool:
    """Whether the actor may do this to a source, or would if it were of the team `owner_ref`."""
    owner_ref = row.owner_ref if owner_ref is None else owner_ref
    return may(actor, action, _make_subject(list_importers().get(row.kind), owner_ref))


def list_own_importers(actor: Actor) -> Iterator[Importer]:
    """The kinds that the actor may add for some team."""
    for importer in list_importers().values():
        if any(may_add_source(actor, importer, ref) for ref in ["", *sorted(actor.lead_of_refs)]):
            yield importer


def list_teams_to_import_for(actor: Actor) -> list[tuple[str, str]]:
    """Ref and name of the teams for which the actor may add a calendar. One query."""
    return [(ref, name) for ref, name in list_team_names(actor) if may(actor, "create", Subject(KIND, team_ref=ref))]


def _make_subject(importer: Importer | None, owner_ref: str) -> Subject:
    """A calendar is its team's. A whole account is read with a token of the organisation: nobody's but all teams'."""
    is_of_team = importer is not None and not importer.is_whole_account
    return Subject(KIND, team_ref=owner_ref if is_of_team and owner_ref else None)
