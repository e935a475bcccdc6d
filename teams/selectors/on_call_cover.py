"""Which schedules stand by for something: a schedule for itself, what a descriptor names, else those of the team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson
from django.db.models import Q

from catalog.core.access import Actor
from catalog.models import Entity
from catalog.models.bulk import among
from catalog.selectors.ownership import get_owners
from catalog.selectors.subjects import list_hidden_refs
from teams.core.oncall.linking import Link, read_link
from teams.models import Schedule
from teams.selectors.schedule_links import load_schedule_links
from teams.selectors.schedules import list_counting_schedules

_TEAM = "group:"
SCHEDULE = "schedule:"


@dataclass(frozen=True, slots=True)
class Cover:
    """The schedules of one subject, and whose they are in words; none of them where that is unknown: `why` says so."""

    subject_ref: str
    why: str
    schedules: Sequence[Schedule] = ()


def find_covers(actor: Actor, subject_refs: Sequence[str]) -> dict[str, Cover]:
    """Who stands by for each entity, team or schedule. Subjects must be visible.

    At most five queries, and two more where descriptors name schedules of vendors.
    """
    links = _list_links([ref for ref in subject_refs if not ref.startswith((_TEAM, SCHEDULE))])
    links |= {ref: Link(ref) for ref in subject_refs if ref.startswith(SCHEDULE)}
    imported = load_schedule_links() if any(link.vendor for link in links.values()) else {}
    teams = _list_teams(actor, [ref for ref in subject_refs if ref not in links])
    named = {ref for link in links.values() for ref in link.find(imported)}
    rows = list(list_counting_schedules(actor).filter(Q(ref__in=named) | Q(owner_ref__in=set(teams.values()))))
    by_ref = {row.ref: row for row in rows}
    found = {}
    for ref in subject_refs:
        if link := links.get(ref):
            found[ref] = _cover_by_link(ref, link, [by_ref.get(each) for each in link.find(imported)])
        else:
            own = [row for row in rows if row.ref and row.owner_ref == teams.get(ref)]
            found[ref] = _cover_by_team(ref, teams.get(ref, ""), own)
    return found


def _cover_by_link(ref: str, link: Link, named: Sequence[Schedule | None]) -> Cover:
    rows = [row for row in named if row is not None]
    names = " and ".join(row.shown_name for row in rows)
    if link.vendor:
        if rows:
            return Cover(ref, f"By {names}, imported for what its descriptor names at {link.vendor}.", rows)
        return Cover(ref, f"Its descriptor names a schedule at {link.vendor}, which is not imported.")
    if ref == link.schedule_ref:
        return Cover(ref, f"By {names}." if rows else "The catalog has no such schedule.", rows)
    if not rows:
        return Cover(ref, f"Its descriptor names {link.schedule_ref}, which is not in the catalog.")
    return Cover(ref, f"By {names}, which its descriptor names.", rows)


def _cover_by_team(ref: str, team_ref: str, rows: Sequence[Schedule]) -> Cover:
    if not team_ref:
        return Cover(ref, "It names no schedule, and no team owns it.")
    if not rows:
        return Cover(ref, "No schedule of its team is in the catalog.")
    whose = f"{'the' if ref == team_ref else 'its'} team's schedule{'s' if len(rows) > 1 else ''}"
    return Cover(ref, f"By {' and '.join(row.shown_name for row in rows)}, {whose}.", rows)


def _list_links(refs: Sequence[str]) -> dict[str, Link]:
    """What entities name in their annotations. One query."""
    links = {}
    there = Entity.objects.filter(ref__in=among(refs), removed_at=None)
    rows = there.values_list("ref", "namespace", "body_json") if refs else ()
    for ref, namespace, body_json in rows:
        metadata = orjson.loads(body_json).get("metadata")
        annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
        texts = annotations if isinstance(annotations, dict) else {}
        link = read_link({key: text for key, text in texts.items() if isinstance(text, str)}, namespace)
        if link:
            links[ref] = link
    return links


def _list_teams(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """The team of each subject that has one the actor may see; a team is its own. Two queries."""
    asked = list(refs)
    owned = {ref: row.owner_ref for ref, row in get_owners([ref for ref in asked if not ref.startswith(_TEAM)]).items()}
    hidden = list_hidden_refs(actor, owned.values()) if owned else frozenset()
    found = {ref: owner for ref, owner in owned.items() if owner and owner not in hidden}
    return found | {ref: ref for ref in asked if ref.startswith(_TEAM)}
