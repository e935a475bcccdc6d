"""What is observed of a team for its Team API: what it owns, its people, who uses that and what it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from catalog.core.access import Actor
from catalog.core.handles import Directory
from catalog.models import Edge, Entity, Ownership
from catalog.models.bulk import among
from catalog.selectors.directory import get_directory
from catalog.selectors.subjects import list_hidden_refs
from portal.body import Body, read_related
from portal.links import entity_url, file_url, safe_link
from portal.selectors.entities import get_homes
from portal.selectors.team_work import list_common_work
from teams.core.teamapi.page.facts import (
    ChannelFact,
    EdgeFact,
    MemberFact,
    NeighbourFact,
    OnCallFact,
    OwnedFact,
    TeamFacts,
)
from teams.models import Team
from teams.selectors.on_call import OnCall, State, get_on_call
from teams.selectors.teams import list_members, list_owned, list_team_names

MOST_OWNED = 500
USES = ("dependsOn", "consumesApi")
USED_BY = ("dependencyOf", "apiConsumedBy")


def get_visible_directory(actor: Actor) -> Directory:
    """The teams this actor may see, with all their names, and nobody else. Four queries."""
    return _narrow(get_directory(), actor)


def _narrow(everybody: Directory, actor: Actor) -> Directory:
    return replace(everybody, teams=dict(list_team_names(actor)), people={}, teams_of={})


def get_team_facts(actor: Actor, team: Team, now: datetime, document_url: str = "") -> TeamFacts:
    """What this actor may see of a visible team. A number of queries that does not depend on what the team owns."""
    everybody = get_directory()
    directory = _narrow(everybody, actor)
    owned = list(list_owned(actor, team.ref).defer(None).order_by("kind", "name")[:MOST_OWNED])
    services = [entity.ref for entity in owned if entity.kind.lower() == "component"]
    on_call = get_on_call(actor, [team.ref, *services], now)
    today = timezone.localdate(now)
    work = list_common_work(actor, team.ref, [entity.ref for entity in owned], everybody, today)
    return TeamFacts(
        ref=team.ref,
        name=team.shown_name,
        today=today,
        directory=directory,
        focus=team.focus,
        email=team.email,
        parent_ref=team.parent_ref if team.parent_ref in directory.teams else "",
        channels=tuple(_read_channels(team)),
        members=tuple(MemberFact(m.person.ref, str(m.person), m.is_lead) for m in list_members(actor, team)),
        owned=tuple(_describe_owned(actor, owned, on_call)),
        consumers=_list_neighbours(actor, team, owned, directory, USED_BY),
        providers=_list_neighbours(actor, team, owned, directory, USES),
        common_work=tuple(fact for fact in work if fact.team_ref in directory.teams),
        on_call=_tell_on_call(on_call[team.ref]),
        document_url=document_url,
    )


def _read_channels(team: Team) -> list[ChannelFact]:
    rows = [row for row in team.channels if isinstance(row, dict)]
    return [
        ChannelFact(
            str(row.get("kind", "link")), str(row.get("title") or row.get("url", "")), safe_link(row.get("url"))
        )
        for row in rows
    ]


def _tell_on_call(answer: OnCall) -> tuple[OnCallFact, ...]:
    """Nothing where the team has no schedule; where there is one that cannot be read, why."""
    if not answer.schedules:
        return ()
    row = answer.schedules[0]
    own = f"{settings.BASE_URL}{file_url(row.origin_id, row.commit, row.path, row.line)}" if row.origin_id else row.url
    return (
        OnCallFact(
            schedule=" and ".join(each.shown_name for each in answer.schedules),
            people=tuple(person.name for person in answer.people),
            until_at=answer.until,
            url=own,
            unknown=answer.why if answer.state is State.UNKNOWN else "",
        ),
    )


def _name_on_call(answer: OnCall | None) -> str:
    """Who is on call for something, in words; empty where that is not known."""
    if answer is None or answer.state is State.UNKNOWN:
        return ""
    return ", ".join(person.name for person in answer.people) or "nobody"


def _describe_owned(actor: Actor, owned: Sequence[Entity], on_call: Mapping[str, OnCall]) -> list[OwnedFact]:
    homes = get_homes(actor, [entity.ref for entity in owned])
    apis = {entity.ref for entity in owned if entity.kind.lower() == "api"}
    facts = []
    for entity in owned:
        body, home = Body.read(entity.body_json), homes.get(entity.ref)
        facts.append(
            OwnedFact(
                ref=entity.ref,
                name=entity.shown_name,
                kind=entity.kind.lower(),
                type=entity.type,
                lifecycle=entity.lifecycle,
                repository_url=safe_link(home.remote_url) if home else "",
                api_docs_url=_find_api_docs(entity, apis),
                docs_url=body.docs_link.url if body.docs_link else "",
                on_call=_name_on_call(on_call.get(entity.ref)),
            )
        )
    return facts


def _find_api_docs(entity: Entity, apis: Collection[str]) -> str:
    """Where its definition is rendered, or that of the first API it provides; `apis` are those to choose from."""
    provided = [ref.lower() for ref in read_related(entity.relations_json, "providesApi")]
    ref = next((ref for ref in (entity.ref, *provided) if ref in apis), "")
    return f"{settings.BASE_URL}{entity_url(ref, 'definition')}" if ref else ""


def _list_neighbours(
    actor: Actor, team: Team, owned: Sequence[Entity], directory: Directory, types: Sequence[str]
) -> tuple[NeighbourFact, ...]:
    """Visible teams at the other end of edges of these types, in the order of their refs. Three queries."""
    mine = {entity.ref for entity in owned}
    edges = Edge.objects.visible_to(actor).filter(source_ref__in=among(sorted(mine)), type__in=types)
    pairs = sorted(set(edges.values_list("source_ref", "target_ref")))
    targets = {target for _, target in pairs} - mine
    targets -= list_hidden_refs(actor, targets)
    owners = Ownership.objects.filter(subject_ref__in=among(sorted(targets)), until=None)
    owner_of = dict(owners.values_list("subject_ref", "owner_ref"))
    found: defaultdict[str, list[EdgeFact]] = defaultdict(list)
    for source, target in pairs:
        owner = owner_of.get(target, "") if target in targets else ""
        if owner in directory.teams and owner != team.ref:
            found[owner].append(EdgeFact(source, target) if types is USES else EdgeFact(target, source))
    return tuple(NeighbourFact(ref, tuple(found[ref])) for ref in sorted(found))
