"""What still names somebody who left: claims of ownership, schedules, leads of teams, Team APIs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson
from django.db.models import Q

from catalog.core.access import Actor
from catalog.core.addresses import EMAIL
from catalog.core.refs import parse_ref
from catalog.models import Claim, Entity
from portal.links import file_url, schedule_url, subject_url
from portal.selectors.ledger import BASIS_TITLES
from portal.selectors.names import Named, get_names
from teams.core.identity import LEAD_ANNOTATION, describe_team
from teams.models import Person
from teams.selectors.identities import Identity
from teams.selectors.person_on_call import PersonOnCallPlan
from teams.selectors.team_apis import list_team_apis

MOST = 50


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names a person: what kind of place, what it is about, what it says, and where it stands."""

    kind: str
    about: Named
    says: str
    url: str


def list_mentions(
    actor: Actor, person: Person, identities: Sequence[Identity], plan: PersonOnCallPlan
) -> list[Mention]:
    """What names them, as far as the actor may see it; at most 50 of each kind. Seven queries at most."""
    needles = _list_needles(person, identities)
    claims, leads = _find_claims(actor, needles), _find_leads(actor, person)
    apis = list(_find_in_team_apis(actor, person, needles))
    names = get_names(actor, [ref for ref, *_ in (*claims, *leads, *apis)])
    on_call = [
        Mention(
            "Schedule", Named(row.ref, row.shown_name, "Schedule"), "They are on call by it.", schedule_url(row.ref)
        )
        for row in plan.schedules[:MOST]
    ]
    found = [
        Mention(kind, names[ref], says, url or names[ref].url)
        for kind, rows in (("Lead", leads), ("Owner", claims), ("Team API", apis))
        for ref, says, url in rows
    ]
    return [*on_call, *found]


def _list_needles(person: Person, identities: Sequence[Identity]) -> list[str]:
    """How files write this person, in lower case: refs, addresses, logins."""
    ref = parse_ref(person.ref)
    short = [f"user:{ref.name}"] if ref.namespace == "default" else []
    emails = [each.value for each in identities if each.scheme == EMAIL]
    logins = [f"@{each.value}" for each in identities if each.scheme != EMAIL]
    return list(dict.fromkeys([person.ref, *short, *([person.email] if person.email else []), *emails, *logins]))


def _find_claims(actor: Actor, needles: Sequence[str]) -> list[tuple[str, str, str]]:
    written = Q()
    for needle in needles:
        written |= Q(owner_text__iexact=needle)
    rows = Claim.objects.visible_to(actor).filter(written, ended_at=None).order_by("subject_ref", "basis")
    return [
        (row.subject_ref, f"{BASIS_TITLES.get(row.basis, row.basis)} names {row.owner_text}.", _place(row.evidence))
        for row in rows[:MOST]
    ]


def _place(evidence: object) -> str:
    """The page of the line that says it; empty where there is none."""
    if not isinstance(evidence, dict) or not isinstance(evidence.get("origin"), int):
        return ""
    return file_url(
        evidence["origin"], str(evidence.get("commit", "")), str(evidence.get("path", "")), evidence.get("line") or 1
    )


def _find_leads(actor: Actor, person: Person) -> list[tuple[str, str, str]]:
    groups = Entity.objects.visible_to(actor).filter(kind__iexact="group", removed_at=None)
    rows = groups.filter(body_json__contains=LEAD_ANNOTATION).filter(body_json__icontains=parse_ref(person.ref).name)
    bodies = rows.order_by("ref").values_list("ref", "body_json")[:MOST]
    return [
        (ref, "The Group names them as its lead.", subject_url(ref))
        for ref, body in bodies
        if person.ref in describe_team(orjson.loads(body)).lead_refs
    ]


def _find_in_team_apis(actor: Actor, person: Person, needles: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Lines of Team APIs that hold a ref, an address or a login of theirs, or their full name."""
    full = person.shown_name.lower()
    wanted = [*needles, *([full] if " " in full else [])]
    for version in list_team_apis(actor):
        for number, line in enumerate(version.text.splitlines(), 1):
            if any(needle in line.lower() for needle in wanted):
                url = file_url(version.origin_id, version.commit, version.path, number)
                yield version.team_ref, f"Line {number}: {line.strip()[:120]}", url
                break
