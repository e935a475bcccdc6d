"""Rows that tests of scoring begin with: a component and its owner as a scan would have left them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import orjson

from catalog.models import Alias, Claim, CodeRoot, Descriptor, Entity, Origin
from scoring.models import AuthorActivity, FactState
from teams.models import Membership, Person, Team
from tests.catalog.factories import NOW, make_origin, make_source

LONG_AGO = NOW - timedelta(days=900)
TIP = "a" * 40

__all__ = [
    "LONG_AGO",
    "NOW",
    "TIP",
    "make_activity",
    "make_entity",
    "make_origin",
    "make_person",
    "make_source",
    "make_team",
]


def make_entity(
    name: str = "cart", owner: str = "shop", *, kind: str = "Component", origin: Origin | None = None, **fields: Any
) -> Entity:
    """An entity that a descriptor of `origin` declares, with its claim; a Component has its folder as code root."""
    origin = origin or Origin.objects.first() or make_origin(tip=TIP, scanned_at=NOW)
    ref, path = f"{kind.lower()}:default/{name}", f"{name}/catalog-info.yaml"
    body = {"kind": kind, "metadata": fields.pop("metadata", {"name": name}), "spec": {"owner": owner}}
    given = {"type": "service", "lifecycle": "production", "source": origin.source} | fields
    times = {"first_seen_at": NOW, "changed_at": NOW}
    entity = Entity.objects.create(
        ref=ref, kind=kind, namespace="default", name=name, owner_text=owner, **given, **times,
        body_json=orjson.dumps(body).decode(),
    )  # fmt: skip
    Descriptor.objects.create(
        origin=origin, entity=entity, path=path, doc_index=0, ref=ref, state="in_force", digest="d", line=1,
        owner_line=7 if owner else 0, commit=TIP, first_seen_at=NOW,
    )  # fmt: skip
    if owner:
        evidence = {"origin": origin.pk, "commit": TIP, "path": path, "line": 7}
        make_claim(ref, "descriptor", owner, evidence, origin)
    if kind == "Component":
        CodeRoot.objects.create(entity_ref=ref, origin=origin, path_prefix=name, basis="descriptor-folder")
    return entity


def make_claim(ref: str, basis: str, owner: str, evidence: dict[str, Any], origin: Origin) -> Claim:
    return Claim.objects.create(
        subject_ref=ref, basis=basis, scope=f"origin:{origin.pk}", owner_text=owner, evidence=evidence,
        source=origin.source, origin=origin, first_seen_at=NOW, last_seen_at=NOW,
    )  # fmt: skip


def make_team(name: str = "shop", *people: Person, **fields: Any) -> Team:
    team = Team.objects.create(ref=f"group:default/{name}", name=name, title=name.title(), first_seen_at=NOW, **fields)
    for person in people:
        Membership.objects.create(team=team, person=person, since=LONG_AGO)
    return team


def make_person(name: str = "ada", **fields: Any) -> Person:
    """A person with an address at example.org."""
    person = Person.objects.create(ref=f"user:default/{name}", name=name, first_seen_at=NOW, **fields)
    Alias.objects.create(scheme="email", value=f"{name}@example.org", entity_ref=person.ref, valid_from=NOW)
    return person


def make_activity(
    origin: Origin, prefix: str, name: str, commits: int, *, days_ago: int = 3, is_bot: bool = False
) -> AuthorActivity:
    """Commits of an author on one day, and the state of a history that was read."""
    at: datetime = NOW - timedelta(days=days_ago)
    day: date = at.date()
    FactState.objects.get_or_create(
        collector="history", origin=origin, defaults={"fingerprint": "f", "commit": TIP, "observed_at": NOW}
    )
    return AuthorActivity.objects.create(
        origin=origin, path_prefix=prefix, author_email=f"{name}@example.org", author_name=name.title(), is_bot=is_bot,
        day_date=day, commits=commits, last_commit=f"{days_ago:040d}", last_committed_at=at,
    )  # fmt: skip
