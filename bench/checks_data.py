"""A made-up organisation for bench/checks.py: services, teams, Team APIs, people, edges, claims, a year of commits."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from catalog.models import Alias, Claim, CodeRoot, Descriptor, Edge, Entity, Origin, Ownership, Source
from catalog.models.bulk import insert_rows, update_rows
from scoring.models import AuthorActivity, FactState, TicketActivity
from teams.models import Membership, Person, Team, TeamApiVersion

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
TIP = "a" * 40
SERVICES_PER_TEAM, PEOPLE_PER_TEAM, SERVICES_PER_REPOSITORY, EDGES_PER_SERVICE = 20, 6, 2, 5
AUTHORS, DAYS = 6, 12
SEED = 7


def fill(services: int) -> None:
    """Write it, a few seconds for 10,000 services. One service of 20 has something wrong with its owner."""
    rng = random.Random(SEED)  # noqa: S311  # figures, not secrets
    source = Source.objects.create(name="bench", location="/bench", created_by_ref="command", created_at=NOW)
    teams, people = _fill_teams(max(2, services // SERVICES_PER_TEAM))
    count = services // SERVICES_PER_REPOSITORY
    seen = {"first_seen_at": NOW, "scanned_at": NOW, "tip_committed_at": NOW, "tip": TIP}
    insert_rows(
        [
            Origin(source=source, name=f"r{n}", provider_id=f"r{n}", location=f"/bench/r{n}", **seen)
            for n in range(count)
        ]
    )
    origins = list(Origin.objects.order_by("pk"))
    insert_rows(
        [FactState(collector="history", origin=o, fingerprint="f", commit=TIP, observed_at=NOW) for o in origins]
    )
    owners = [_choose_owner(rng, n, teams) for n in range(services)]
    insert_rows([_entity(n, owners[n], source) for n in range(services)])
    pks = dict(Entity.objects.values_list("ref", "pk"))
    homes = [origins[n // SERVICES_PER_REPOSITORY % len(origins)] for n in range(services)]
    insert_rows([_descriptor(n, owners[n], homes[n], pks) for n in range(services)])
    _fill_team_apis(owners, origins[0], teams)
    _fill_facts(rng, owners, homes, teams, people)


def change(services: int) -> None:
    """Take the owner of the first services away."""
    rows = list(Entity.objects.filter(kind="Component").exclude(owner_text="").order_by("pk")[:services])
    for row in rows:
        row.owner_text = ""
    update_rows(rows, ("owner_text",))


def _ref(number: int) -> str:
    return f"component:default/s{number}"


def _choose_owner(rng: random.Random, number: int, teams: list[str]) -> str:
    if number % 20 == 0:
        return rng.choice(["", "phantoms"])
    return teams[number // SERVICES_PER_TEAM % len(teams)]


def _fill_teams(count: int) -> tuple[list[str], list[list[str]]]:
    """Names of teams, and the addresses of the people in each."""
    names = [f"t{n}" for n in range(count)]
    insert_rows([Team(ref=f"group:default/{name}", name=name, first_seen_at=NOW) for name in names])
    people = [[f"p{n}-{k}" for k in range(PEOPLE_PER_TEAM)] for n in range(count)]
    everyone = [name for members in people for name in members]
    insert_rows([Person(ref=f"user:default/{name}", name=name, first_seen_at=NOW) for name in everyone])
    addresses = [
        Alias(scheme="email", value=f"{name}@example.org", entity_ref=f"user:default/{name}", valid_from=NOW)
        for name in everyone
    ]
    insert_rows(addresses)
    teams, persons = dict(Team.objects.values_list("name", "pk")), dict(Person.objects.values_list("name", "pk"))
    since = NOW - timedelta(days=900)
    insert_rows(
        [
            Membership(team_id=teams[team], person_id=persons[name], since=since)
            for team, members in zip(names, people, strict=True)
            for name in members
        ]
    )
    return names, [[f"{name}@example.org" for name in members] for members in people]


def _entity(number: int, owner: str, source: Source) -> Entity:
    metadata = {"name": f"s{number}", "annotations": {f"example.org/a{n}": "x" * 40 for n in range(8)}, "tags": ["a"]}
    body = {"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": metadata, "spec": {"owner": owner}}
    return Entity(
        ref=_ref(number), kind="Component", namespace="default", name=f"s{number}", type="service", owner_text=owner,
        lifecycle="production", source=source, body_json=orjson.dumps(body).decode(), first_seen_at=NOW, changed_at=NOW,
    )  # fmt: skip


def _descriptor(number: int, owner: str, home: Origin, pks: dict[str, int]) -> Descriptor:
    return Descriptor(
        origin=home, entity_id=pks[_ref(number)], path=f"s{number}/catalog-info.yaml", doc_index=0, ref=_ref(number),
        state="in_force", digest="d", line=1, owner_line=9 if owner else 0, commit=TIP, first_seen_at=NOW,
    )  # fmt: skip


def _fill_team_apis(owners: list[str], home: Origin, teams: list[str]) -> None:
    """A Group and a Team API for each team; every tenth lists one service too few."""
    refs = [f"group:default/{name}" for name in teams]
    times = {"first_seen_at": NOW, "changed_at": NOW}
    insert_rows(
        [Entity(ref=f"group:default/{n}", kind="Group", namespace="default", name=n, source=home.source, body_json="{}",
                **times) for n in teams]
    )  # fmt: skip
    pks = dict(Entity.objects.filter(kind="Group").values_list("ref", "pk"))
    insert_rows(
        [Descriptor(origin=home, entity_id=pks[ref], path="groups.yaml", doc_index=n, ref=ref, state="in_force",
                    digest="d", line=1, commit=TIP, first_seen_at=NOW) for n, ref in enumerate(refs)]
    )  # fmt: skip
    owned: dict[str, list[int]] = {name: [] for name in teams}
    for number, owner in enumerate(owners):
        owned.setdefault(owner, []).append(number)
    listed = {name: owned[name][n % 10 == 0 :] for n, name in enumerate(teams)}
    versions = [
        TeamApiVersion(
            team_ref=refs[n], declared_ref=refs[n], origin=home, path=f"teams/{name}/team-api.yaml", commit=TIP,
            text=_write_team_api(n, teams, listed[name]), dialect="team-api", digest="d", is_counted=True,
            first_seen_at=NOW, seen_at=NOW,
        )
        for n, name in enumerate(teams)
    ]  # fmt: skip
    insert_rows(versions)
    given: dict[str, Any] = {"source_id": home.source_id, "origin": home, "first_seen_at": NOW, "last_seen_at": NOW}
    evidence = {"origin": home.pk, "commit": TIP, "path": "team-api.yaml", "line": 9}
    insert_rows(
        [Claim(subject_ref=_ref(n), scope=f"file:{name}", basis="team-api", owner_text=f"group:default/{name}",
               evidence=evidence, **given) for name in teams for n in listed[name]]
    )  # fmt: skip
    tickets = [
        TicketActivity(origin=home, ticket=f"T-{n}", author_email=f"p{m % len(teams)}-0@example.org", commits=2,
                       day_date=(NOW - timedelta(days=9)).date())
        for n in range(len(teams)) for m in (n, n + 3)
    ]  # fmt: skip
    insert_rows(tickets)


def _write_team_api(number: int, teams: list[str], owned: list[int]) -> str:
    """What a team says: what it owns, a service for one other team, and a collaboration with a second and a third."""
    others = [teams[(number + step) % len(teams)] for step in (1, 2, 3, len(teams) - 2, len(teams) - 3)]
    lines = [f"- {{ref: {_ref(n)}, kind: service, onCall: 'schedule:default/x'}}" for n in owned]
    said = [f"- {{team: {others[0]}, mode: x-as-a-service, role: provider, start: 2025-01-01}}"]
    said += [f"- {{team: 'group:default/{name}', mode: collaboration, start: 2025-01-01}}" for name in others[1:]]
    return (
        f"apiVersion: teamapi/v1\nkind: TeamApi\nteam: group:default/{teams[number]}\nupdated: 2026-03-01\n"
        f"identity: {{name: Team {number}, focus: One of many}}\ntype: stream-aligned\n"
        "channels: [{type: slack, address: '#help', purpose: questions}, {type: pager, address: '#down'}]\n"
        "versioning: {scheme: semver, deprecationNotice: P90D}\n"
        + "\n".join(["owns:", *lines] if lines else [])
        + "\n".join(["\ninteractions:", *said, ""])
    )


def _fill_facts(
    rng: random.Random, owners: list[str], homes: list[Origin], teams: list[str], people: list[list[str]]
) -> None:
    claims, ownerships, roots, edges, activity = [], [], [], [], []
    descriptors = dict(Descriptor.objects.values_list("ref", "pk"))
    for number, (owner, home) in enumerate(zip(owners, homes, strict=True)):
        team = teams.index(owner) if owner in teams else 0
        roots.append(
            CodeRoot(entity_ref=_ref(number), origin=home, path_prefix=f"s{number}", basis="descriptor-folder")
        )
        claims += _claims(number, owner, f"t{(team + (number % 50 == 1)) % len(teams)}", home)
        if owner in teams:
            ownerships.append(
                Ownership(subject_ref=_ref(number), owner_ref=f"group:default/{owner}", confidence=0.8, since=NOW)
            )
        edges += [
            Edge(
                declared_by_id=descriptors[_ref(number)], source_ref=_ref(number), type="dependsOn",
                target_ref=_ref(rng.randrange(len(owners))),
            )
            for _ in range(EDGES_PER_SERVICE)
        ]  # fmt: skip
        worker = team if number % 30 else (team + 1) % len(people)
        activity += [
            _activity(rng, number, home, people[worker][k % PEOPLE_PER_TEAM], k) for k in range(AUTHORS * DAYS)
        ]
    for rows in (roots, claims, ownerships, edges, activity):
        insert_rows(rows)


def _claims(number: int, owner: str, reviewer: str, home: Origin) -> list[Claim]:
    given: dict[str, Any] = {"subject_ref": _ref(number), "scope": f"origin:{home.pk}", "origin": home}
    given |= {"source_id": home.source_id, "first_seen_at": NOW, "last_seen_at": NOW}
    evidence = {"origin": home.pk, "commit": TIP, "path": "CODEOWNERS", "line": number}
    by_descriptor = [Claim(basis="descriptor", owner_text=owner, evidence=evidence, **given)] if owner else []
    return [*by_descriptor, Claim(basis="codeowners", owner_text=f"@bench/{reviewer}", evidence=evidence, **given)]


def _activity(rng: random.Random, number: int, home: Origin, email: str, turn: int) -> AuthorActivity:
    at = NOW - timedelta(days=1 + turn // AUTHORS * 25)
    return AuthorActivity(
        origin=home, path_prefix=f"s{number}", author_email=email, author_name=email, day_date=at.date(),
        commits=rng.randint(1, 4), last_commit=f"{turn:040x}", last_committed_at=at,
    )  # fmt: skip
