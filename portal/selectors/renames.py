"""Renames as pages show them: old and new, what it rests on, and who may decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.core.access import Actor, may_for_any
from catalog.core.refs import parse_ref
from catalog.models import Rename
from catalog.selectors.removed import get_last_owners
from portal.host import file_at_host
from portal.origins import is_repository, place_url
from portal.selectors.actors import get_actor_names
from portal.selectors.conflicts import KINDS_OF_ADMINISTRATORS
from portal.selectors.evidence import Line
from portal.selectors.names import Named, get_names

_BASES = {
    Rename.Basis.DETECTED: "one went and one came in the same file, at the same commit",
    Rename.Basis.DESCRIPTOR: "the descriptor of the new one says so",
    Rename.Basis.PERSON: "a person said so",
}


@dataclass(frozen=True, slots=True)
class RenameRow:
    """One rename with names; `file` is where it was seen."""

    rename: Rename
    new: Named
    basis: str
    file: Line | None
    decided_by: str
    ended_by: str
    may_decide: bool

    @property
    def is_of_file(self) -> bool:
        """Whether it holds because a file says so, and ends there."""
        return self.rename.basis == Rename.Basis.DESCRIPTOR and self.rename.state == Rename.State.CONFIRMED


def describe_renames(actor: Actor, renames: Sequence[Rename]) -> list[RenameRow]:
    """Rows for renames the actor may see, in their order. At most six queries, none for none."""
    if not renames:
        return []
    owners = get_last_owners({ref for rename in renames for ref in (rename.old_ref, rename.new_ref)})
    names = get_names(actor, {rename.new_ref for rename in renames})
    people = get_actor_names(ref for rename in renames for ref in (rename.decided_by_ref, rename.ended_by_ref))
    return [
        RenameRow(
            rename=rename,
            new=names.as_written(rename.new_ref),
            basis=_BASES[Rename.Basis(rename.basis)],
            file=_show_file(rename),
            decided_by=people[rename.decided_by_ref],
            ended_by=people[rename.ended_by_ref],
            may_decide=_may_decide(actor, rename.old_ref, rename.new_ref, owners),
        )
        for rename in renames
    ]


def may_rename(actor: Actor, old_ref: str, new_ref: str) -> bool:
    """Whether the actor may say that one ref is the old name of another. One query."""
    return _may_decide(actor, old_ref, new_ref, get_last_owners([old_ref, new_ref]))


def _may_decide(actor: Actor, old_ref: str, new_ref: str, owners: Mapping[str, str]) -> bool:
    """Whoever leads the team of the one or the other; teams and people are renamed by administrators."""
    is_open = parse_ref(new_ref).kind not in KINDS_OF_ADMINISTRATORS
    teams = [owners[ref] for ref in (old_ref, new_ref) if ref in owners] if is_open else []
    return may_for_any(actor, "decide", "rename", teams)


def _show_file(rename: Rename) -> Line | None:
    if rename.origin is None or not rename.path or not rename.commit:
        return None
    url = place_url(rename.origin, rename.commit, rename.path)
    if not is_repository(rename.origin):
        return Line(rename.path, url)
    return Line(
        f"{rename.origin.name}: {rename.path}",
        url,
        file_at_host(rename.origin, rename.commit, rename.path),
    )
