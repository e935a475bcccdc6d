"""Which code is whose, and what CODEOWNERS claims about it. A consumer of changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson
from django.db.models import Exists, OuterRef, Q

from catalog.actions.claims import NewClaim, record_scopes
from catalog.core.claims import Basis
from catalog.core.code_roots import DeclaredCode, resolve_roots
from catalog.core.codeowner_summary import owners_of_folder
from catalog.core.remotes import RemoteAddress, parse_remote
from catalog.models import CodeRoot, Descriptor, Origin
from catalog.models.bulk import among, among_ids, delete_rows, insert_rows

BASIS = Basis.CODEOWNERS.value
REPOSITORY_PREFIX = "repository:"
LONGEST_PREFIX = 1000  # what the column holds

Root = tuple[str, int, str, str]  # entity ref, origin, path prefix, basis


def sync_code(refs: list[str], now: datetime) -> None:
    """Bring the code roots of the components among `refs`, and of the repositories, to what descriptors say; then
    claim what CODEOWNERS says about them. Safe to run twice.
    """
    repository_ids = {int(r.removeprefix(REPOSITORY_PREFIX)) for r in refs if r.startswith(REPOSITORY_PREFIX)}
    components = [ref for ref in refs if ref.startswith("component:")]
    if not repository_ids and not components:
        return
    touched = _sync_roots(components, repository_ids) | repository_ids
    _claim_codeowners(touched, now)


def _sync_roots(components: Sequence[str], repository_ids: set[int]) -> set[int]:
    """Returns the ids of the origins in which roots came or went."""
    declared = _list_declared(components, repository_ids)
    wanted = _resolve(declared)
    refs = {code.entity_ref for _, code in declared} | set(components)
    current = {
        (root.entity_ref, root.origin_id, root.path_prefix, root.basis): root.pk
        for root in CodeRoot.objects.filter(entity_ref__in=among(sorted(refs)))
    }
    fresh = sorted(wanted - current.keys())
    stale = current.keys() - wanted
    delete_rows(CodeRoot, [current[key] for key in stale])
    insert_rows(
        [CodeRoot(entity_ref=ref, origin_id=pk, path_prefix=path, basis=basis) for ref, pk, path, basis in fresh]
    )
    return {key[1] for key in (*fresh, *stale)}


def _list_declared(components: Sequence[str], repository_ids: set[int]) -> list[tuple[int, DeclaredCode]]:
    """All components in force of the origins concerned, and those whose repository was not known so far.

    Each with the id of the origin that declares it.
    """
    in_force = Descriptor.objects.filter(state=Descriptor.State.IN_FORCE, entity__kind="Component")
    concerned = Q(ref__in=among(components)) | Q(origin__in=among_ids(sorted(repository_ids)))
    found = in_force.filter(concerned)
    rows = list(found.values_list("origin_id", "ref", "body_json", "path"))
    if repository_ids:
        # asked on its own: within an OR, PostgreSQL may read all code roots for each component
        homeless = in_force.filter(~Exists(CodeRoot.objects.filter(entity_ref=OuterRef("ref")))).exclude(concerned)
        rows += homeless.values_list("origin_id", "ref", "body_json", "path")
    return [(origin_id, DeclaredCode(ref, _annotations(body), path)) for origin_id, ref, body, path in rows]


def _resolve(declared: Iterable[tuple[int, DeclaredCode]]) -> set[Root]:
    by_origin: defaultdict[int, list[DeclaredCode]] = defaultdict(list)
    for pk, code in declared:
        by_origin[pk].append(code)
    addresses = _index_addresses()
    wanted: set[Root] = set()
    for origin in Origin.objects.filter(pk__in=among_ids(by_origin)):
        codes = by_origin[origin.pk]
        own = origin.pk if origin.kind == Origin.Kind.REPOSITORY else None  # at a registered URL there is no code
        for root in resolve_roots(codes, parse_remote(origin.remote_url), origin.branch):
            origin_id = own if root.repository is None else addresses.get(root.repository)
            if origin_id is not None and len(root.path_prefix) <= LONGEST_PREFIX:
                wanted.add((root.entity_ref, origin_id, root.path_prefix, str(root.basis)))
    return wanted


def _index_addresses() -> dict[RemoteAddress, int]:
    known = Origin.objects.filter(removed_at=None).exclude(remote_url="").order_by("-pk")
    parsed = ((parse_remote(url), pk) for pk, url in known.values_list("pk", "remote_url"))
    return {address: pk for address, pk in parsed if address is not None}


def _annotations(body: str) -> dict[str, str]:
    annotations = orjson.loads(body).get("metadata", {}).get("annotations") or {}
    return {key: value for key, value in annotations.items() if isinstance(value, str)}


def _claim_codeowners(origin_ids: set[int], now: datetime) -> None:
    roots: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for root in CodeRoot.objects.filter(origin__in=among_ids(sorted(origin_ids))):
        roots[root.origin_id].append((root.entity_ref, root.path_prefix))
    origins = Origin.objects.filter(pk__in=among_ids(sorted(origin_ids)))
    claims = {f"origin:{o.pk}": _list_claims(o, [*sorted(roots[o.pk]), (o.ref, "")]) for o in origins}
    record_scopes(BASIS, claims, now)


def _list_claims(origin: Origin, roots: Sequence[tuple[str, str]]) -> list[NewClaim]:
    claims = []
    for ref, folder in roots if origin.codeowners and origin.removed_at is None else ():
        found = owners_of_folder(origin.codeowners, folder)
        if found is None:
            continue
        evidence = {
            "origin": origin.pk,
            "commit": origin.codeowners["commit"],
            "path": origin.codeowners["path"],
            "line": found.line,
            "share": found.share,
        }
        claims += [
            NewClaim(ref, owner, evidence, weight=found.share, source_id=origin.source_id, origin_id=origin.pk)
            for owner in found.owners
        ]
    return claims
