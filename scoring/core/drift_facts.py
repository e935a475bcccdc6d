"""What Team APIs are held against, drawn from a Snapshot: one set of facts for all checks on drift."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from catalog.core.handles import FORMER_REF
from scoring.core.common_work import CommonWork, find_common_work
from scoring.core.computed import Computed
from scoring.core.evidence import EdgeSeen
from scoring.core.owners import OWNED_KINDS, Declared, find_declared_owner
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.work import INNER_SOURCE_LABEL, Shares, WorkSharer, find_history_gap
from teams.core.oncall.linking import read_link
from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.drift import collaborations_have_common_work, services_are_used_not_written
from teams.core.teamapi.drift.facts import Documents, DriftFacts, EntityFact, RepositoryFact, WorkFact
from teams.core.teamapi.drift.pairs import list_pairs
from teams.core.teamapi.naming import entity_ref

#: Relations by which something uses something, and the annotation that says which calls are made.
USES = ("dependsOn", "consumesApi")
COUPLING = "bailiwick.dev/coupling"
PART_OF = "partOf"
WRITTEN_DAYS = services_are_used_not_written.WINDOW_DAYS
COMMON_DAYS = collaborations_have_common_work.WINDOW_DAYS


def list_documents(snapshot: Snapshot) -> Documents:
    """The Team APIs of the Groups that are there, also those whose file cannot be read any more."""
    found: dict[str, TeamApiDocument] = {}
    for group in snapshot.of_kinds("group"):
        team_api = snapshot.team_apis.get(group.ref)
        if team_api is not None and team_api.document is not None:
            found[group.ref] = team_api.document
    return found


def make_drift_facts(snapshot: Snapshot, history_days: int) -> DriftFacts:
    """What is observed; history is unread where the last `history_days` days of it are not known.

    What rules rarely ask for is worked out when they do.
    """
    facts = snapshot.once(_make_facts)
    components = frozenset(ref for ref, each in facts.entities.items() if each.kind == "component")
    return replace(facts, unread_history=Computed(components, partial(_find_unread, snapshot, history_days)))


def share_work(snapshot: Snapshot, entity_ref: str) -> Shares:
    """Whose commits those of the last `WRITTEN_DAYS` days on the code of an entity are."""
    places = sorted({(root.origin_id, root.path_prefix) for root in snapshot.roots_of(entity_ref)})
    owner_ref = _owner_of(snapshot, snapshot.entities[entity_ref])
    return snapshot.once(WorkSharer).share(places, WRITTEN_DAYS, owner_ref)


def list_uses(snapshot: Snapshot) -> tuple[EdgeSeen, ...]:
    """That one entity uses another, by relations and by declared calls, in the order of refs."""
    found = {EdgeSeen(*edge) for edge in snapshot.edges if edge.type in USES}
    for entity in snapshot.of_kinds("component"):
        if COUPLING in entity.annotations:
            found |= {EdgeSeen(entity.ref, "calls", target) for target in _read_calls(entity)}
    return tuple(sorted(found))


def _make_facts(snapshot: Snapshot) -> DriftFacts:
    parents = {team.parent_ref for team in snapshot.teams.values() if team.parent_ref}
    components = frozenset(entity.ref for entity in snapshot.of_kinds("component"))
    facts = DriftFacts(
        today=snapshot.now.date(),
        directory=snapshot.directory,
        entities={fact.ref: fact for fact in _list_entities(snapshot)},
        aliases=snapshot.once(find_aliases),
        repositories=_list_repositories(snapshot),
        teams_below={parent: snapshot.teams_below(parent) for parent in parents},
        work=Computed(components, partial(_find_work, snapshot)),
        reachable=frozenset(team.ref for team in snapshot.teams.values() if team.is_reachable),
        paged=_list_paged(snapshot),
        changed={ref: each.changed_date for ref, each in snapshot.team_apis.items()},
        unreadable=frozenset(ref for ref, each in snapshot.team_apis.items() if each.problem),
        gaps=snapshot.organisation_gaps,
    )
    pairs = list_pairs(list_documents(snapshot), facts)
    common = Computed(
        frozenset(frozenset((pair.first_ref, pair.second_ref)) for pair in pairs), partial(_find_common, snapshot)
    )
    return replace(
        facts,
        common_commits=Computed(common, lambda pair: common[pair].commits or None),
        unclear_work=Computed(common, lambda pair: common[pair].unclear or None),
        consumers=_list_consumers(snapshot, facts.entities),
    )


def _list_entities(snapshot: Snapshot) -> Iterator[EntityFact]:
    parts = (edge for edge in snapshot.edges if edge.type == PART_OF and edge.target_ref.startswith("system:"))
    systems = {edge.source_ref: edge.target_ref for edge in parts}
    for entity in snapshot.of_kinds(*OWNED_KINDS):
        roots = snapshot.roots_of(entity.ref)
        repository = snapshot.repositories.get(roots[0].origin_id) if roots else None
        yield EntityFact(
            ref=entity.ref,
            name=entity.shown_name,
            kind=entity.kind,
            owner_ref=_owner_of(snapshot, entity),
            owner_text=entity.owner_text,
            system_ref=systems.get(entity.ref, ""),
            lifecycle=entity.lifecycle,
            repository=repository.address if repository else "",
            is_service=snapshot.is_service(entity),
            is_production=entity.lifecycle in snapshot.production_lifecycles,
            is_shared=entity.labels.get(INNER_SOURCE_LABEL) == "true",
        )


def _owner_of(snapshot: Snapshot, entity: Entity) -> str:
    """The team that a descriptor names, empty where that is no team of today."""
    owner = find_declared_owner(snapshot, entity)
    return owner.team.ref if owner.how is Declared.TEAM and owner.team and owner.team.dissolved_at is None else ""


def find_aliases(snapshot: Snapshot) -> Mapping[str, str]:
    """Former refs that stand for one present ref."""
    aliases = snapshot.directory.aliases.items()
    return {value: next(iter(refs)) for (scheme, value), refs in aliases if scheme == FORMER_REF and len(refs) == 1}


def _list_repositories(snapshot: Snapshot) -> Mapping[str, RepositoryFact]:
    return {
        each.address: RepositoryFact(each.address, each.name, each.is_archived)
        for each in snapshot.repositories.values()
        if each.address
    }


def _list_paged(snapshot: Snapshot) -> frozenset[str]:
    """Teams that have a schedule, in a file or as their Group says."""
    owners = {snapshot.directory.bind(each.owner_ref).team_ref for each in snapshot.schedules if each.owner_ref}
    linked = {group.ref for group in snapshot.of_kinds("group") if read_link(group.annotations, group.namespace)}
    return frozenset((owners | linked) - {""})


def _list_consumers(snapshot: Snapshot, entities: Mapping[str, EntityFact]) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for edge in snapshot.once(list_uses):
        user, used = entities.get(edge.source), entities.get(edge.target)
        if user and used and user.owner_ref and used.owner_ref:
            found[used.owner_ref].add(user.owner_ref)
    return {provider: frozenset(users) for provider, users in found.items()}


def _read_calls(entity: Entity) -> set[str]:
    """Refs of what the descriptor says it calls; what cannot be read calls nothing."""
    try:
        calls = json.loads(entity.annotations[COUPLING])
    except (ValueError, RecursionError):
        return set()
    texts = calls if isinstance(calls, dict) else {}
    return {ref for text in texts if (ref := entity_ref(text, namespace=entity.namespace))}


def _find_work(snapshot: Snapshot, entity_ref: str) -> WorkFact | None:
    shares = share_work(snapshot, entity_ref)
    return WorkFact(shares.total, shares.by_team, shares.unbound) if shares.total else None


def _find_common(snapshot: Snapshot, pair: frozenset[str]) -> CommonWork:
    one_ref, other_ref = sorted(pair)
    return find_common_work(snapshot, (one_ref, other_ref), COMMON_DAYS)


def _find_unread(snapshot: Snapshot, history_days: int, entity_ref: str) -> str | None:
    """A sentence on why nobody knows who changed the code of a Component; None where it is known."""
    roots = snapshot.roots_of(entity_ref)
    if not roots:
        return "the catalog does not know where its code is."
    return find_history_gap(snapshot, sorted({root.origin_id for root in roots}), history_days) or None
