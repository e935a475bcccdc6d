"""Where the people of two teams worked on the same code, for a team's page: counted by team, never by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, Sum

from catalog.core.access import Actor
from catalog.core.handles import Directory
from catalog.models import CodeRoot, Ownership
from catalog.models.bulk import among, among_ids
from catalog.selectors.repositories import list_repositories
from catalog.selectors.subjects import list_hidden_refs
from scoring.core.authors import find_person
from scoring.models import AuthorActivity
from teams.core.teamapi.drift.collaborations_have_common_work import WINDOW_DAYS
from teams.core.teamapi.page.facts import CommonWorkFact

_OF_HOSTS = "@users.noreply."  # addresses that name a login: whose they are, the directory tells
_Place = tuple[int, str]  # repository and path prefix


@dataclass(slots=True)
class _Shared:
    """What one other team and this one did on each other's code."""

    commits: int = 0
    refs: set[str] = field(default_factory=set)


def list_common_work(
    actor: Actor, team_ref: str, owned: Collection[str], everybody: Directory, today: date
) -> tuple[CommonWorkFact, ...]:
    """Commits of other visible teams on what a team owns, and of its people on what others own; both in 60 days.

    `owned` are visible refs, `everybody` the directory with its people. Six queries, however much there is.
    """
    since = today - timedelta(days=WINDOW_DAYS)
    found: defaultdict[str, _Shared] = defaultdict(_Shared)
    _add_work_of_others(actor, team_ref, owned, everybody, since, found)
    _add_work_for_others(actor, team_ref, everybody, since, found)
    return tuple(
        CommonWorkFact(ref, shared.commits, WINDOW_DAYS, tuple(sorted(shared.refs)))
        for ref, shared in sorted(found.items())
    )


def _add_work_of_others(  # noqa: PLR0917  # what is known, and where it is counted
    actor: Actor, team_ref: str, owned: Collection[str], everybody: Directory, since: date, found: Mapping[str, _Shared]
) -> None:
    roots = CodeRoot.objects.filter(entity_ref__in=among(sorted(owned)))
    places: defaultdict[_Place, set[str]] = defaultdict(set)
    for ref, origin_id, prefix in roots.values_list("entity_ref", "origin_id", "path_prefix"):
        places[origin_id, prefix].add(ref)
    rows = _sum_up(actor, since).filter(origin_id__in=among_ids(sorted({origin_id for origin_id, _ in places})))
    for origin_id, prefix, email, commits in rows:
        if refs := places.get((origin_id, prefix)):
            teams = everybody.teams_of.get(find_person(email, [everybody]), frozenset())
            for other in teams if team_ref not in teams else ():
                found[other].commits += commits
                found[other].refs |= refs


def _add_work_for_others(
    actor: Actor, team_ref: str, everybody: Directory, since: date, found: Mapping[str, _Shared]
) -> None:
    people = {person for person, teams in everybody.teams_of.items() if team_ref in teams}
    theirs = Q(author_email__in=among(_list_emails(people, everybody))) | Q(author_email__contains=_OF_HOSTS)
    by_place: defaultdict[_Place, int] = defaultdict(int)
    for origin_id, prefix, email, commits in _sum_up(actor, since).filter(theirs):
        if find_person(email, [everybody]) in people:
            by_place[origin_id, prefix] += commits
    origins = sorted({origin_id for origin_id, _ in by_place})
    roots = CodeRoot.objects.filter(origin_id__in=among_ids(origins))
    worked = [(ref, by_place[o, p]) for ref, o, p in roots.values_list("entity_ref", "origin_id", "path_prefix")
              if (o, p) in by_place]  # fmt: skip
    hidden = list_hidden_refs(actor, {ref for ref, _ in worked})
    owners = Ownership.objects.filter(subject_ref__in=among(sorted({ref for ref, _ in worked})), until=None)
    owner_of = dict(owners.values_list("subject_ref", "owner_ref"))
    for ref, commits in worked:
        owner = owner_of.get(ref, "")
        if owner and owner != team_ref and ref not in hidden:
            found[owner].commits += commits
            found[owner].refs.add(ref)


def _sum_up(actor: Actor, since: date) -> Any:
    """Repository, path prefix, address and commits of people in repositories that the actor may see."""
    visible = list_repositories(actor).values("pk")
    rows = AuthorActivity.objects.filter(day_date__gte=since, is_bot=False, origin_id__in=visible).order_by()
    return rows.values_list("origin_id", "path_prefix", "author_email").annotate(Sum("commits"))


def _list_emails(people: AbstractSet[str], everybody: Directory) -> list[str]:
    aliases: Iterable[tuple[tuple[str, str], frozenset[str]]] = everybody.aliases.items()
    return sorted(value for (scheme, value), refs in aliases if scheme == "email" and refs & people)
