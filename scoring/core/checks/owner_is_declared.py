"""Owner is declared.

What it checks
    The descriptor names an owner: ``spec.owner`` is there and can be read as a reference. Where it is not, what a
    person decided in the portal counts. Judged are Components, APIs, Resources and Systems.

Why it matters
    What nobody is named for, nobody answers for: no one is asked before it changes, and no one is called when it
    fails.

How to fix
    Name the accountable team in the descriptor::

        spec:
          owner: payments

Known limits
    Says nothing about whether that team exists, which ``owner-is-known-team`` does. CODEOWNERS is no declaration: it
    says who reviews changes of files.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.owners import KIND_NAMES, OWNED_KINDS, Declared, find_declared_owner
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict, failed, passed

SUBJECTS = OWNED_KINDS
TOPIC = Topic.ORPHANS
LABEL = "No owner declared"
REMEDY = "Name the accountable team in spec.owner of its descriptor."


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """One verdict on each Component, API, Resource and System."""
    for entity in snapshot.of_kinds(*SUBJECTS):
        yield _judge(snapshot, entity)


def _judge(snapshot: Snapshot, entity: Entity) -> Verdict:
    owner, place = find_declared_owner(snapshot, entity), entity.place
    assert place is not None  # noqa: S101  # of_kinds gives nothing else
    kind = KIND_NAMES[entity.kind]
    match owner.how:
        case Declared.NOT:
            sentence = f"Nobody is named as the owner of the {kind} {entity.shown_name}."
            return failed(entity.ref, sentence, REMEDY, (place.shows("The descriptor, which names no owner"),))
        case Declared.UNREADABLE:
            sentence = f'The owner of the {kind} {entity.shown_name} is written as "{owner.text}", which names nobody.'
            return failed(entity.ref, sentence, REMEDY, (place.shows_owner(f"spec.owner: {owner.text}"),))
    return passed(entity.ref, f'"{owner.text}" is named as the owner.')
