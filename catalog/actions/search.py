"""The entries of the search box, kept in step with entities, repositories and their other names.

Merged records are one person and one entry, with what all of them say: that of the kept record while it is there.

A consumer of pending changes; `rebuild_search` makes all of it anew.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import orjson
from django.db import transaction

from catalog.actions.leases import hold_lease
from catalog.core.text_search.documents import Document, describe_entity, describe_repository
from catalog.models import Alias, Entity, Origin, SearchEntry
from catalog.models.bulk import among, among_ids, delete_rows, insert_values, update_values
from catalog.search import get_engine
from catalog.selectors.merges import get_merged_refs

REPOSITORY_PREFIX = "repository:"
USER_PREFIX = "user:"
BATCH = 5000
WRITTEN = (
    "entity_id", "origin_id", "source_id", "kind", "type", "name", "size", "weight", "names", "handles", "tags", "rest",
    "fields",
)  # fmt: skip
_WAIT_SECONDS = 0.5

#: ref, and the values of `WRITTEN`
Entry: TypeAlias = tuple[str, tuple[Any, ...]]
#: ref, id, body and source of an entity
_Row: TypeAlias = tuple[str, int, str, int | None]
#: (done, in all)
Progress = Callable[[int, int], None]


def index_search(refs: Sequence[str], now: datetime) -> None:  # noqa: ARG001  # the form of a consumer
    """Bring the entries of `refs` to what is there now. Eight queries at most, none of them for each ref."""
    merged = get_merged_refs() if any(ref.startswith(USER_PREFIX) for ref in refs) else {}
    refs = [*refs, *_list_other_records(refs, merged)]
    present = dict([*_read_entities(refs, merged), *_read_repositories(refs)])
    rows = SearchEntry.objects.filter(ref__in=among(refs)).values_list("ref", "pk", *WRITTEN)
    stored = {ref: (pk, tuple(values)) for ref, pk, *values in rows}
    changed = [(pk, *present[ref]) for ref, (pk, values) in stored.items() if present.get(ref, values) != values]
    fresh = [(ref, *values) for ref, values in sorted(present.items()) if ref not in stored]
    delete_rows(SearchEntry, sorted(pk for ref, (pk, _) in stored.items() if ref not in present))
    update_values(SearchEntry, WRITTEN, sorted(changed))
    insert_values(SearchEntry, ("ref", *WRITTEN), fresh)
    if changed or fresh:
        get_engine().settle()


def rebuild_search(progress: Progress, now: datetime) -> int:
    """Make every entry and the text index anew in one transaction; returns how many entries there are then.

    Waits while changes are being delivered, and keeps others from delivering until it is done.
    """
    while True:
        with hold_lease("deliver-changes") as is_ours:
            if is_ours:
                return _rebuild(progress, now)
        time.sleep(_WAIT_SECONDS)


def _rebuild(progress: Progress, now: datetime) -> int:
    with transaction.atomic():
        repositories = Origin.objects.filter(kind=Origin.Kind.REPOSITORY).values_list("pk", flat=True)
        refs = set(Entity.objects.values_list("ref", flat=True)) | {f"{REPOSITORY_PREFIX}{pk}" for pk in repositories}
        wanted = sorted(refs | set(SearchEntry.objects.values_list("ref", flat=True)))
        for begin in range(0, len(wanted), BATCH):
            progress(begin, len(wanted))
            index_search(wanted[begin : begin + BATCH], now)
        get_engine().rebuild()
        progress(len(wanted), len(wanted))
        return SearchEntry.objects.count()


def _list_other_records(refs: Sequence[str], merged: Mapping[str, str]) -> list[str]:
    """The records of the people among `refs` that are none of them."""
    kept = {merged.get(ref, ref) for ref in refs}
    return sorted({ref for pair in merged.items() if pair[1] in kept for ref in pair}.difference(refs))


def _read_entities(refs: Iterable[str], merged: Mapping[str, str]) -> list[Entry]:
    named = [ref for ref in refs if not _read_id(ref)]
    if not named:
        return []
    aliases: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for ref, scheme, value in Alias.objects.filter(entity_ref__in=among(named), valid_to=None).values_list(
        "entity_ref", "scheme", "value"
    ):
        aliases[merged.get(ref, ref)].append((scheme, value))
    rows = Entity.objects.filter(ref__in=among(named), removed_at=None)
    records: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows.values_list("ref", "pk", "body_json", "source_id"):
        records[merged.get(row[0], row[0])].append(row)
    return [_make_entity_entry(kept, found, aliases[kept]) for kept, found in records.items()]


def _make_entity_entry(kept: str, records: list[_Row], aliases: Iterable[tuple[str, str]]) -> Entry:
    """Of one entity, or of all records of a person that are there: the kept one stands for them, else the first."""
    records.sort(key=lambda row: (row[0] != kept, row[0]))
    ref, pk, _, source_id = records[0]
    first, *others = (orjson.loads(body) for _, _, body, _ in records)
    return _make_entry(ref, describe_entity(first, aliases, others), source_id, entity_id=pk)


def _read_repositories(refs: Iterable[str]) -> list[Entry]:
    ids = [pk for ref in refs if (pk := _read_id(ref))]
    if not ids:
        return []
    rows = Origin.objects.filter(pk__in=among_ids(ids), kind=Origin.Kind.REPOSITORY, removed_at=None)
    return [
        _make_entry(f"{REPOSITORY_PREFIX}{pk}", describe_repository(name, remote), source_id, origin_id=pk)
        for pk, name, remote, source_id in rows.values_list("pk", "name", "remote_url", "source_id")
    ]


def _read_id(ref: str) -> int:
    """The id in a repository's ref; 0 for an entity, whose kind may well be `Repository`."""
    rest = ref.removeprefix(REPOSITORY_PREFIX)
    return int(rest) if rest != ref and rest.isascii() and rest.isdigit() else 0


def _make_entry(
    ref: str, document: Document, source_id: int | None, *, entity_id: int | None = None, origin_id: int | None = None
) -> Entry:
    return ref, (
        entity_id,
        origin_id,
        source_id,
        document.kind[:63],
        document.type,
        document.name,
        document.size,
        document.weight,
        document.names,
        document.handles,
        document.tags,
        document.rest,
        orjson.dumps(document.fields).decode(),
    )
