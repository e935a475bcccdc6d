"""Loading the Snapshot: everything as of one moment, in a fixed number of queries however large the organisation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import starmap
from typing import Any

import orjson
from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from catalog.core.claims import Basis, Claim
from catalog.core.remotes import parse_remote
from catalog.models import Claim as ClaimRow
from catalog.models import CodeRoot, Descriptor, Edge, Entity, Origin, Ownership, Source
from catalog.models.transactions import reading
from scoring.core import snapshot as core
from scoring.core.drift_facts import COMMON_DAYS
from scoring.core.guards import mark_name
from scoring.models import FactState
from scoring.selectors.organisation import (
    DescriptorRow,
    Restricted,
    list_organisation_gaps,
    load_organisation,
    mark_if_restricted,
)
from scoring.selectors.team_apis import load_loads, load_team_apis
from scoring.selectors.work import load_tickets, load_work
from teams.core.oncall import OnCallError
from teams.models import Schedule
from teams.selectors.schedule_links import load_schedule_links
from teams.selectors.schedules import find_problem, list_all_counting_schedules, read_rota

State = Descriptor.State


def load_snapshot(now: datetime, windows: Sequence[int]) -> core.Snapshot:
    """The organisation at this moment. `windows` are the spans of history, in days, to hold numbers of commits for."""
    with reading():
        all_sources = list(Source.objects.all())
        restricted = frozenset(source.pk for source in all_sources if source.is_restricted)
        organisation = load_organisation(restricted)
        directory, directory_ever = organisation.make_directory(), organisation.make_directory_ever()
        descriptors = _load_descriptors()
        sources = [source for source in all_sources if source.removed_at is None]
        origins = list(Origin.objects.filter(kind=Origin.Kind.REPOSITORY, removed_at=None))
        team_apis = load_team_apis()
        guarded = {o.pk: o.source_id for o in origins if o.source_id is not None and o.source_id in restricted}
        return core.Snapshot(
            now=now,
            directory=directory,
            directory_ever=directory_ever,
            entities=_load_entities(descriptors, restricted),
            repositories=_make_repositories(origins, descriptors, restricted),
            edges=tuple(starmap(core.Edge, Edge.objects.values_list("source_ref", "type", "target_ref"))),
            claims=_load_claims(),
            owners=_load_owners(),
            teams=organisation.teams,
            people=organisation.people,
            memberships=organisation.memberships,
            code_roots=tuple(
                starmap(core.CodeRoot, CodeRoot.objects.values_list("entity_ref", "origin", "path_prefix"))
            ),
            history=_load_history(),
            work=load_work(now, windows, organisation, (directory, directory_ever), guarded),
            schedules=_load_schedules(now, guarded),
            tickets=load_tickets(now, COMMON_DAYS),
            team_apis=team_apis,
            loads=load_loads(team_apis, now.date()),
            schedule_links=load_schedule_links(),
            organisation_gaps=list_organisation_gaps(sources, origins, descriptors, restricted),
            restricted_sources=restricted,
            service_types=frozenset(settings.SERVICE_TYPES),
            production_lifecycles=frozenset(settings.PRODUCTION_LIFECYCLES),
        )


def _load_descriptors() -> list[DescriptorRow]:
    """All documents of repositories that are there, without their bodies."""
    there = Descriptor.objects.filter(origin__removed_at=None).order_by("pk")
    there = there.annotate(place=Coalesce(NullIf("path", Value("")), "origin__location"))
    return list(starmap(DescriptorRow, there.values_list(*DescriptorRow._fields)))


def _load_entities(descriptors: Iterable[DescriptorRow], restricted: Restricted) -> dict[str, core.Entity]:
    places = {row.ref: _place(row) for row in descriptors if row.state == State.IN_FORCE}
    rows = Entity.objects.filter(removed_at=None).values_list(
        "ref", "kind", "namespace", "name", "title", "type", "lifecycle", "owner_text", "error", "source", "body_json"
    )
    return {row[0]: _make_entity(row, places.get(row[0]), restricted) for row in rows}


def _make_entity(row: tuple[Any, ...], place: core.Place | None, restricted: Restricted) -> core.Entity:
    ref, kind, namespace, name, title, type_, lifecycle, owner_text, error, source_id, body = row
    metadata = orjson.loads(body).get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    tags = metadata.get("tags")
    return core.Entity(
        ref=ref,
        kind=kind.lower(),
        namespace=namespace,
        name=name,
        title=mark_if_restricted(title or name, source_id, restricted) if source_id in restricted else title,
        type=type_,
        lifecycle=lifecycle,
        owner_text=owner_text,
        error=error,
        source_id=source_id,
        place=place,
        annotations=_texts(metadata.get("annotations")),
        labels=_texts(metadata.get("labels")),
        tags=frozenset(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else frozenset(),
    )


def _texts(value: object) -> dict[str, str]:
    """The texts in a mapping of a descriptor, which may hold anything."""
    if not isinstance(value, dict):
        return {}
    return {key: text for key, text in value.items() if isinstance(key, str) and isinstance(text, str)}


def _place(row: DescriptorRow) -> core.Place:
    return core.Place(row.origin_id, row.commit, row.place, row.line, row.owner_line)


def _make_repositories(
    origins: Iterable[Origin], descriptors: Iterable[DescriptorRow], restricted: Restricted
) -> dict[int, core.Repository]:
    declaring = Counter(row.origin_id for row in descriptors if row.state != State.BROKEN)
    broken: defaultdict[int, list[core.Place]] = defaultdict(list)
    for row in descriptors:
        if row.state == State.BROKEN:
            broken[row.origin_id].append(_place(row))
    return {
        origin.pk: core.Repository(
            id=origin.pk,
            ref=origin.ref,
            name=mark_if_restricted(origin.name, origin.source_id, restricted),
            source_id=origin.source_id,
            tip=origin.tip,
            tip_committed_at=origin.tip_committed_at,
            is_archived=origin.is_archived,
            is_fork=origin.is_fork,
            is_template=origin.is_template or origin.has_skeleton,
            is_scanned=origin.scanned_at is not None,
            scan_error=origin.scan_error,
            descriptors=declaring[origin.pk],
            broken=tuple(broken[origin.pk]),
            address=_read_address(origin.remote_url),
        )
        for origin in origins
    }


def _read_address(remote_url: str) -> str:
    address = parse_remote(remote_url) if remote_url else None
    return f"{address.host}/{address.key}" if address else ""


def _load_claims() -> dict[str, tuple[Claim, ...]]:
    bases = {str(basis): basis for basis in Basis}
    rows = ClaimRow.objects.filter(ended_at=None, basis__in=list(bases))
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for ref, basis, *rest in rows.values_list("subject_ref", "basis", "owner_text", "role", "weight", "evidence"):
        claims[ref].append(Claim(ref, bases[basis], *rest))
    return {ref: tuple(found) for ref, found in claims.items()}


def _load_owners() -> dict[str, core.Owner]:
    current = Ownership.objects.filter(until=None).values_list("subject_ref", "owner_ref", "confidence")
    return {ref: core.Owner(owner_ref, confidence) for ref, owner_ref, confidence in current}


def _load_schedules(now: datetime, guarded: Mapping[int, int]) -> tuple[core.OnCallSchedule, ...]:
    """The schedules that count: of several with one ref the one first seen."""
    return tuple(_make_schedule(row, now, guarded) for row in list_all_counting_schedules())


def _make_schedule(row: Schedule, now: datetime, guarded: Mapping[int, int]) -> core.OnCallSchedule:
    place = core.Place(row.origin_id, row.commit, row.path, row.line) if row.origin_id is not None else None
    problem, source_id = find_problem(row, now), guarded.get(row.origin_id or 0)
    title = row.title if source_id is None else mark_name(row.shown_name, source_id)
    try:
        return core.OnCallSchedule(row.ref, row.owner_ref, place, read_rota(row), problem, title)
    except OnCallError as error:
        return core.OnCallSchedule(row.ref, row.owner_ref, place, None, problem or str(error), title)


def _load_history() -> dict[int, core.HistoryState]:
    states = FactState.objects.filter(collector="history").values_list("origin", "commit", "error", "data")
    return {origin: _make_history(commit, error, data) for origin, commit, error, data in states}


def _make_history(commit: str, error: str, data: Mapping[str, Any]) -> core.HistoryState:
    since = data.get("complete_since")
    return core.HistoryState(commit, error, datetime.fromisoformat(since) if since else None)
