"""What teams promise in their Team APIs, as facts that checks may hold them to: offerings, and notice before changes.

A promise is somebody's word: it says nothing about whether it is kept. While a file cannot be read, what it said before
still stands, since nobody took it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoring.core.drift_facts import find_aliases
from scoring.core.evidence import FileEvidence
from scoring.core.snapshot import Entity, Snapshot, TeamApi
from teams.core.teamapi.document import Offering, TeamApiDocument
from teams.core.teamapi.durations import Duration
from teams.core.teamapi.naming import entity_ref, namespace_of


@dataclass(frozen=True, slots=True)
class Promise:
    """One offering of a team. `subject_ref` is the entity it names, empty where it names none that is there.

    `offering` has what may be expected: `availability` in percent, `latency_ms` in milliseconds, times as durations.
    `notice` is how long before a change that breaks others the team says so: the offering's own, else the team's.
    """

    team_ref: str
    subject_ref: str
    offering: Offering
    notice: Duration | None
    evidence: FileEvidence


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before a change that breaks others a team says so, and where that stands."""

    team_ref: str
    duration: Duration
    evidence: FileEvidence


def list_promises(snapshot: Snapshot) -> tuple[Promise, ...]:
    """All offerings of all teams, in the order of teams and lines."""
    return tuple(
        promise for ref in sorted(snapshot.team_apis) for promise in _list_promises(snapshot, snapshot.team_apis[ref])
    )


def find_promises(snapshot: Snapshot, entity: Entity) -> tuple[Promise, ...]:
    """What is promised of one entity, by whichever team."""
    return snapshot.once(_index_promises).get(entity.ref, ())


def find_notice(snapshot: Snapshot, entity: Entity) -> Notice | None:
    """The notice that holds for an entity: of the offering that names it, else of the accountable team as a whole.

    Of several offerings with a notice the one of the accountable team counts, else the first.
    """
    owner = snapshot.owners.get(entity.ref)
    owner_ref = owner.team_ref if owner else ""
    promised = [promise for promise in find_promises(snapshot, entity) if promise.offering.deprecation_notice]
    for promise in sorted(promised, key=lambda each: each.team_ref != owner_ref):
        if promise.notice is not None:
            return Notice(promise.team_ref, promise.notice, promise.evidence)
    team_api = snapshot.team_apis.get(owner_ref)
    return _notice_of_team(team_api) if team_api else None


def _index_promises(snapshot: Snapshot) -> Mapping[str, tuple[Promise, ...]]:
    found: defaultdict[str, list[Promise]] = defaultdict(list)
    for promise in snapshot.once(list_promises):
        if promise.subject_ref:
            found[promise.subject_ref].append(promise)
    return {ref: tuple(promises) for ref, promises in found.items()}


def _list_promises(snapshot: Snapshot, team_api: TeamApi) -> Iterator[Promise]:
    document = team_api.document
    for offering in document.provides if document else ():
        notice = offering.deprecation_notice or (document.versioning.deprecation_notice if document else None)
        evidence = team_api.shows_line(f"promises {offering.name}", offering.line)
        yield Promise(team_api.team_ref, _find_subject(snapshot, offering, document), offering, notice, evidence)


def _find_subject(snapshot: Snapshot, offering: Offering, document: TeamApiDocument | None) -> str:
    if document is None or not offering.ref_text:
        return ""
    ref = entity_ref(offering.ref_text, namespace=namespace_of(document))
    ref = ref if ref in snapshot.entities else snapshot.once(find_aliases).get(ref, "")
    return ref if ref in snapshot.entities else ""


def _notice_of_team(team_api: TeamApi) -> Notice | None:
    versioning = team_api.document.versioning if team_api.document else None
    if versioning is None or versioning.deprecation_notice is None:
        return None
    said = versioning.deprecation_notice
    says = f"changes that break others are announced {said.in_words} before"
    return Notice(team_api.team_ref, said, team_api.shows_line(says, versioning.notice_line or versioning.line))
