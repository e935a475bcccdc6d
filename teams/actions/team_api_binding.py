"""Whose each Team API is, which of several counts, and what those that count claim in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from catalog.actions.claims import NewClaim, record_scopes
from catalog.actions.named_files import name_files
from catalog.core.claims import Basis
from catalog.core.handles import Directory
from catalog.core.remotes import RemoteAddress
from catalog.models import Claim
from catalog.models.bulk import among
from catalog.selectors.directory import get_directory
from teams.core.files import TEAM_API
from teams.core.teamapi.acceptance import Candidate, Refusal, Standing, choose_files
from teams.models import TeamApiVersion
from teams.selectors.team_api_places import index_addresses, list_pointers

BASIS = Basis.TEAM_API.value

_Key = tuple[int, str]


def bind_team_apis(ended: Sequence[TeamApiVersion], now: datetime) -> None:
    """Bind every Team API to its team, and record the claims of those that count; `ended` claim nothing any more.

    A document belongs to the team it names, else to the Group whose annotation points at it; which of them may speak
    for a team says `teams.core.teamapi.acceptance`. Ten queries, however many there are, and those of the ledger.
    """
    rows = list(TeamApiVersion.objects.filter(superseded_at=None).select_related("origin__source").order_by("pk"))
    addresses = index_addresses()
    pointed: dict[_Key, str] = {}
    readable: list[_Key] = []
    for each in list_pointers(addresses):
        if each.path and each.origin_id is not None and (key := (each.origin_id, each.path)) not in pointed:
            pointed[key] = each.team_ref
            readable += [key] if each.is_readable else []
    name_files(TEAM_API, readable, now)
    if not rows and not ended:
        return
    changed = _bind(rows, get_directory(), pointed)
    if changed:
        TeamApiVersion.objects.bulk_update(changed, ["team_ref", "is_counted", "refusal"], batch_size=500)
    scopes: dict[str, list[NewClaim]] = {_scope(row): [] for row in ended}
    scopes |= {_scope(row): _list_claims(row, addresses) if row.is_counted else [] for row in rows}
    record_scopes(BASIS, scopes, now)


def _bind(rows: Sequence[TeamApiVersion], directory: Directory, pointed: dict[_Key, str]) -> list[TeamApiVersion]:
    """Sets team, whether it counts and why not; returns the rows of which any changed. One query at most."""
    outside = _list_outside_owners(rows, directory)
    candidates = {}
    for row in rows:
        key = (row.origin_id, row.path)
        binding = directory.bind(row.declared_ref) if row.declared_ref else None
        named = binding.team_ref if binding and binding.names_team else ""
        if team_ref := named or pointed.get(key, ""):
            standing = _find_standing(row, team_ref, pointed.get(key, ""), outside)
            candidates[key] = Candidate(key, team_ref, standing, row.first_seen_at, bool(row.text))
    refusals = choose_files(candidates.values())
    return [row for row in rows if _set(row, candidates.get((row.origin_id, row.path)), refusals)]


def _set(row: TeamApiVersion, candidate: Candidate | None, refusals: Mapping[_Key, Refusal | None]) -> bool:
    """Write down whose a row is; whether that changed."""
    refusal = refusals[candidate.key] if candidate else None
    team_ref = candidate.team_ref if candidate else ""
    is_counted = candidate is not None and candidate.is_usable and refusal is None
    before = (row.team_ref, row.is_counted, row.refusal)
    row.team_ref, row.is_counted, row.refusal = team_ref, is_counted, refusal.value if refusal else ""
    return before != (row.team_ref, row.is_counted, row.refusal)


def _find_standing(row: TeamApiVersion, team_ref: str, pointed_ref: str, outside: dict[int, set[str]]) -> Standing:
    if pointed_ref == team_ref:
        return Standing.POINTED_AT
    if row.origin.may_define_organisation:
        return Standing.TRUSTED
    return Standing.OWNED if team_ref in outside.get(row.origin_id, ()) else Standing.NONE


def _list_outside_owners(rows: Iterable[TeamApiVersion], directory: Directory) -> dict[int, set[str]]:
    """Repository that is not trusted -> the teams that a person or a trusted repository says it is of."""
    ids = {row.origin_id for row in rows if not row.origin.may_define_organisation}
    if not ids:
        return {}
    said = Q(basis=Basis.PERSON.value) | Q(origin__source__may_define_organisation=True)
    claims = Claim.objects.filter(said, subject_ref__in=among(f"repository:{pk}" for pk in ids), ended_at=None)
    found: dict[int, set[str]] = {}
    for ref, text in claims.exclude(basis=Basis.HISTORY.value).values_list("subject_ref", "owner_text"):
        binding = directory.bind(text)
        if binding.names_team:
            found.setdefault(int(ref.partition(":")[2]), set()).add(binding.team_ref)
    return found


def _scope(row: TeamApiVersion) -> str:
    return f"file:{row.origin_id}:{hashlib.sha256(row.path.encode()).hexdigest()[:32]}"


def _list_claims(row: TeamApiVersion, addresses: dict[RemoteAddress, int]) -> list[NewClaim]:
    by_text = {f"{address.host}/{address.key}": pk for address, pk in addresses.items()} if _names_code(row) else {}
    claims = []
    for said in row.owns:
        origin_id = by_text.get(said["repository"])
        subject_ref = said["ref"] or (f"repository:{origin_id}" if origin_id is not None else "")
        if not subject_ref:
            continue
        evidence = {"origin": row.origin_id, "commit": row.commit, "path": row.path, "line": said["line"]}
        claims.append(
            NewClaim(subject_ref, row.team_ref, evidence, source_id=row.origin.source_id, origin_id=row.origin_id)
        )
    return claims


def _names_code(row: TeamApiVersion) -> bool:
    return any(said["repository"] for said in row.owns)
