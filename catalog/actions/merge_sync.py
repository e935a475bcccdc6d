"""Records that look like one person, brought up for a person to decide. A consumer of changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

import orjson

from catalog.actions.ended_decisions import ENDED, end
from catalog.core.addresses import EMAIL, PERSONAL_SCHEMES
from catalog.core.alias_rules import list_aliases
from catalog.core.handles import FORMER_REF
from catalog.core.merges import Record, suggest
from catalog.models import AddedAlias, Alias, Entity, Erasure, PersonMerge
from catalog.models.bulk import insert_rows, update_rows
from catalog.selectors.merges import get_merged_refs

UNLIKE = "They look like one person no more."
State = PersonMerge.State


def sync_merges(refs: Sequence[str], now: datetime) -> None:
    """Propose the pairs that look like one person, and end proposals that do no more. Safe to run twice.

    What somebody decided stays as it is; nobody is looked for behind a pseudonym. Six queries, whoever changed.
    """
    if any(ref.startswith("user:") for ref in refs):
        propose_merges(now)


def propose_merges(now: datetime) -> None:
    """As `sync_merges`, of everybody."""
    erased = set(Erasure.objects.values_list("ref", flat=True))
    alike = suggest(record for record in _list_records() if record.ref not in erased)
    known = {(row.first_ref, row.second_ref): row for row in PersonMerge.objects.filter(ended_at=None)}
    merged = get_merged_refs()
    renamed = set(Alias.objects.filter(scheme=FORMER_REF, valid_to=None).values_list("value", "entity_ref"))
    wanted = {
        pair: reasons
        for pair, reasons in alike.items()
        if merged.get(pair[0], pair[0]) != merged.get(pair[1], pair[1]) and not {pair, pair[::-1]} & renamed
    }
    over = [row for pair, row in known.items() if row.state == State.PROPOSED and pair not in wanted]
    for old in over:
        end(old, "scan", UNLIKE, now)
    update_rows(over, ENDED)
    changed = []
    for pair, reasons in wanted.items():
        row = known.get(pair)
        if row is not None and row.state == State.PROPOSED and row.likeness != list(reasons):
            row.likeness = list(reasons)
            changed.append(row)
    update_rows(changed, ("likeness",))
    insert_rows(
        [
            PersonMerge(first_ref=pair[0], second_ref=pair[1], likeness=list(reasons), seen_at=now)
            for pair, reasons in wanted.items()
            if pair not in known
        ],
        ignore_conflicts=True,
    )


def _list_records() -> Iterator[Record]:
    """Everybody who is there, and who was not long ago. Two queries."""
    added: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for ref, scheme, value in AddedAlias.objects.filter(ended_at=None).values_list("entity_ref", "scheme", "value"):
        added[ref].add((scheme, value))
    users = Entity.objects.filter(kind__iexact="user").order_by("ref")
    for ref, name, body, removed_at in users.values_list("ref", "name", "body_json", "removed_at"):
        said = orjson.loads(body)
        names = list_aliases(said) | added[ref]
        yield Record(
            ref=ref,
            name=name.lower(),
            shown_name=_read_shown_name(said),
            emails=frozenset(value for scheme, value in names if scheme == EMAIL),
            logins=frozenset(pair for pair in names if pair[0] in PERSONAL_SCHEMES and pair[0] != EMAIL),
            is_there=removed_at is None,
        )


def _read_shown_name(user: object) -> str:
    spec = user.get("spec") if isinstance(user, dict) else None
    profile = spec.get("profile") if isinstance(spec, dict) else None
    name = profile.get("displayName") if isinstance(profile, dict) else None
    return name if isinstance(name, str) else ""
