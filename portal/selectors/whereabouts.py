"""What a ref, a place in a repository, an e-mail address or a host belongs to, as far as the asker may see.

Each function finds subjects and says how; who owns them is another question. Nothing found means nobody knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from catalog.core import code_roots as core
from catalog.core.access import Actor
from catalog.core.code_urls import normalize_path, parse_code_url
from catalog.core.handles import FORMER_REF
from catalog.core.refs import RefError, parse_ref
from catalog.core.remotes import RemoteAddress, parse_remote
from catalog.models import Alias, CodeRoot, Entity, Origin
from catalog.selectors.aliases import is_address
from catalog.selectors.entities import list_entities
from catalog.selectors.ownership import get_owners
from catalog.selectors.repositories import list_repositories
from catalog.selectors.subjects import REPOSITORY_PREFIX
from portal.body import Body
from portal.selectors.hosts import list_hosts
from teams.models import Membership, Person
from teams.selectors.teams import list_people, list_teams
from teams.selectors.visible import list_memberships

MOST = 20
HOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Whereabout:
    """A subject that was found, and how. `team_ref` where that settles who answers for it: a team, a team's member."""

    subject_ref: str
    via: str
    team_ref: str = ""


Found = list[Whereabout]


def find_by_ref(actor: Actor, text: str) -> Found:
    """An entity by its ref, by a former ref, or by its bare name if it has one. At most three queries."""
    written = text.strip().lower()
    number = written.removeprefix(REPOSITORY_PREFIX)
    if written.startswith(REPOSITORY_PREFIX) and number.isascii() and number.isdigit():
        return _find_repository_by_id(actor, number)
    entities = list_entities(actor)
    try:
        ref = str(parse_ref(written))
    except RefError:
        return _settle(actor, [(found, "It has this name.") for found in _find_by_name(actor, written)])
    if entities.filter(ref=ref).exists():
        return _settle(actor, [(ref, "It has this ref.")])
    former = Alias.objects.filter(scheme=FORMER_REF, value=ref, valid_to__isnull=True).values("entity_ref")
    found = list(entities.filter(ref__in=former).order_by("ref").values_list("ref", flat=True)[:MOST])
    return _settle(actor, [(each, f"It was called {ref} before.") for each in found])


def find_by_repository(actor: Actor, repository: str, path: str = "") -> Found:
    """What the code at a path of a repository belongs to; the repository itself where no entity has that code.

    `repository` is its name, its path at its host, or an address of it or of something in it. Without a path: what
    has all of it, else the repository where that is owned, else everything in it. At most four queries.
    """
    origins, inner = _find_repositories(actor, repository)
    wanted = normalize_path(path or inner) or ""
    roots: defaultdict[int, list[CodeRoot]] = defaultdict(list)
    visible = list_entities(actor).order_by().values("ref")
    for root in CodeRoot.objects.filter(origin__in=[origin.pk for origin in origins], entity_ref__in=visible):
        roots[root.origin_id].append(root)
    owned = {ref for ref, each in get_owners([origin.ref for origin in origins]).items() if each.owner_ref}
    return [found for origin in origins for found in _find_code(origin, roots[origin.pk], wanted, owned)]


def find_by_email(actor: Actor, email: str) -> Found:
    """A team with this address, and the teams of whoever has it. At most four queries."""
    written = email.strip().lower()
    named = Alias.objects.filter(is_address([written])).values("entity_ref")  # former ones count: mail still comes
    teams = list_teams(actor).filter(Q(email__iexact=written) | Q(ref__in=named), dissolved_at__isnull=True)
    people = list(list_people(actor).filter(Q(email__iexact=written) | Q(ref__in=named)).order_by("ref")[:MOST])
    found = [Whereabout(team.ref, "It is the team's address.", team.ref) for team in teams[:MOST]]
    return [*found, *_find_teams_of(actor, people)]


def find_by_host(actor: Actor, host: str) -> Found:
    """Entities whose links, annotations or name have this host. Two queries.

    Best effort: what runs where is not known otherwise.
    """
    wanted = host.strip().lower().partition(":")[0].rstrip(".")
    mentions = list_entities(actor).filter(body_json__icontains=wanted).order_by("ref")
    rows = mentions.values_list("ref", "body_json")[:HOST_CANDIDATES]
    found = [ref for ref, body_json in rows if wanted in list_hosts(Body.read(body_json))]
    return _settle(actor, [(ref, "Its descriptor names this host.") for ref in found[:MOST]])


def _settle(actor: Actor, found: Iterable[tuple[str, str]]) -> Found:
    """Groups answer for themselves, and people through their teams. At most two queries."""
    settled: Found = []
    for ref, via in found:
        if ref.startswith("group:"):
            settled.append(Whereabout(ref, via, ref))
        elif ref.startswith("user:"):
            settled += _find_teams_of(actor, list(list_people(actor).filter(ref=ref)))
        else:
            settled.append(Whereabout(ref, via))
    return settled


def _find_teams_of(actor: Actor, people: Sequence[Person]) -> Found:
    """One for each team that each person is in; one without a team for whoever is in none. One query."""
    current = list_memberships(actor).filter(person__in=people, until__isnull=True, team__dissolved_at__isnull=True)
    teams: defaultdict[int, list[Membership]] = defaultdict(list)
    for membership in current.select_related("team").order_by("team__name"):
        teams[membership.person_id].append(membership)
    return [found for person in people for found in _place(person, teams[person.pk])]


def _place(person: Person, memberships: Sequence[Membership]) -> Found:
    if person.left_at is not None:
        return [Whereabout(person.ref, f"{person} left on {person.left_at:%Y-%m-%d}.")]
    if not memberships:
        return [Whereabout(person.ref, f"{person} is in no team.")]
    return [Whereabout(person.ref, f"{person} is in {each.team}.", each.team.ref) for each in memberships]


def _find_by_name(actor: Actor, written: str) -> Sequence[str]:
    namespace, _, name = written.rpartition("/")
    named = list_entities(actor).filter(name__iexact=name)
    named = named.filter(namespace__iexact=namespace) if namespace else named
    return list(named.order_by("ref").values_list("ref", flat=True)[:MOST])


def _find_repository_by_id(actor: Actor, text: str) -> Found:
    found = list_repositories(actor).filter(pk=int(text)).first() if len(text) < 16 else None  # noqa: PLR2004  # digits of an id
    return [Whereabout(found.ref, "It is a repository.")] if found else []


def _find_repositories(actor: Actor, text: str) -> tuple[Sequence[Origin], str]:
    """The repositories meant, and the path in them that an address names."""
    written = text.strip()
    code = parse_code_url(written)
    address = code.repository if code else parse_remote(written)
    visible = list_repositories(actor).order_by("name", "pk")
    if address is None:
        named = list(visible.filter(name__iexact=written)[:MOST])
        if named or "/" not in written:
            return named, ""
        return _at_path(visible.filter(remote_url__icontains=written), written.strip("/").lower()), ""
    candidates = visible.filter(remote_url__icontains=address.path.rpartition("/")[2])
    return [origin for origin in candidates if _has_address(origin, address)][:MOST], code.path if code else ""


def _at_path(candidates: Iterable[Origin], path: str) -> Sequence[Origin]:
    remotes = ((origin, parse_remote(origin.remote_url)) for origin in candidates)
    return [origin for origin, remote in remotes if remote is not None and remote.key == path][:MOST]


def _has_address(origin: Origin, address: RemoteAddress) -> bool:
    return parse_remote(origin.remote_url) == address


def _find_code(origin: Origin, roots: Sequence[CodeRoot], path: str, owned: set[str]) -> Found:
    index = core.RootIndex(
        core.CodeRoot(root.entity_ref, None, root.path_prefix, core.RootBasis(root.basis)) for root in roots
    )
    where = f"{path} of {origin.name}" if path else origin.name
    if refs := index.owner_of_path(path):
        return [Whereabout(ref, f"It has the code of {where}.") for ref in refs[:MOST]]
    if path or not roots or origin.ref in owned:
        return [Whereabout(origin.ref, f"No entity has the code of {where}: the repository itself is asked about.")]
    parts = sorted({(root.entity_ref, root.path_prefix) for root in roots})
    return [Whereabout(ref, f"It has the code of {prefix} of {origin.name}.") for ref, prefix in parts[:MOST]]


def list_bodies(actor: Actor, refs: Iterable[str]) -> dict[str, Entity]:
    """The entities among some refs with their bodies, by ref. One query."""
    found = Entity.objects.visible_to(actor).filter(ref__in=list(refs), removed_at__isnull=True)
    return {entity.ref: entity for entity in found.defer("relations_json")}
