"""The change log as people read it, and who owned something on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from catalog.actions.entity_rows import FILE, PLACE
from catalog.core.access import Actor
from catalog.core.compared import Part, compare_values
from catalog.models import ChangeLog
from catalog.selectors.history import list_owners_on
from portal.host import commit_at_host, file_at_host
from portal.links import commit_url
from portal.origins import is_repository, place_url
from portal.selectors.actors import get_actor_names
from portal.selectors.evidence import Line
from portal.selectors.owners import Owner, tell_ownerships

#: In the change log: the error of the file, and where it stands.
ERROR = "(error)"
Action = ChangeLog.Action
_SAYS = {
    Action.ADDED: "came into the catalog",
    Action.CHANGED: "changed",
    Action.REMOVED: "removed: no file declares it any more",
    Action.REVIVED: "came back into the catalog",
    Action.DECIDED: "a person decided",
    Action.WITHDRAWN: "a decision ended",
    Action.PURGED: "forgotten: what it said is not known any more",
}
_DECISIONS = frozenset({Action.DECIDED, Action.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what of it went, came and stayed. `is_own`: it is a field of the descriptor.

    `is_gone`: it is not there any more.
    """

    name: str
    parts: Sequence[Part]
    is_own: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One entry of the change log."""

    change: ChangeLog
    says: str
    who: str
    fields: Sequence[FieldChange]
    file: Line | None
    commit: Line | None

    @property
    def is_decision(self) -> bool:
        """Whether a person's decision began or ended."""
        return self.change.action in _DECISIONS


@dataclass(frozen=True, slots=True)
class OwnedPart:
    """A part of a day with one owner; `owner` is what was last known of it then."""

    owner: Owner
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class OwnedOn:
    """Who was accountable on a day, one after the other."""

    day: date
    parts: Sequence[OwnedPart]


def describe_changes(_actor: Actor, changes: Sequence[ChangeLog]) -> list[ChangeRow]:
    """Entries that the actor may see, in their order. At most two queries."""
    names = get_actor_names(change.actor_ref for change in changes)
    return [
        ChangeRow(
            change=change,
            says=_say_action(change),
            who=_say_who(change, names[change.actor_ref]),
            fields=list(_list_fields(change)),
            file=_show_file(change),
            commit=_show_commit(change),
        )
        for change in changes
    ]


def get_owned_on(actor: Actor, ref: str, day: date) -> OwnedOn:
    """Who owned a subject, which the actor may see, on a day in UTC. At most five queries."""
    found = list(list_owners_on(ref, day))
    parts = []
    for _, group in groupby(zip(found, tell_ownerships(actor, found), strict=True), key=lambda pair: pair[0].owner_ref):
        told = list(group)
        (first, _), (last, owner) = told[0], told[-1]
        parts.append(OwnedPart(owner, first.since, last.until))
    return OwnedOn(day, parts)


def _say_who(change: ChangeLog, name: str) -> str:
    return f"{name} of {change.origin.name}" if change.actor_ref == "scan" and change.origin else name


def _say_action(change: ChangeLog) -> str:
    if change.action == Action.CHANGED and change.fields.keys() == {ERROR}:
        return "its file has an error" if change.fields[ERROR][1] else "its file is in order again"
    if change.action == Action.CHANGED and change.fields.keys() == {FILE}:
        return "declared in another place, the same as before"
    return _SAYS.get(Action(change.action), change.action)


def _list_fields(change: ChangeLog) -> Iterator[FieldChange]:
    for name, pair in sorted(change.fields.items()):
        if name != PLACE and isinstance(pair, list) and len(pair) == 2:  # noqa: PLR2004  # before and after
            is_own = not name.startswith("(")
            shown = name if is_own else name.strip("()").capitalize()
            before, after = pair if is_own else [value or None for value in pair]
            yield FieldChange(shown, compare_values(before, after), is_own, is_own and after is None)


def _show_file(change: ChangeLog) -> Line | None:
    """The file at a commit that has it: one that was removed stands at the commit that was read before."""
    place = (change.fields.get(PLACE) or [{}])[0]
    commit = place.get("commit", change.commit)
    if change.origin is None or not change.path or not commit:
        return None
    line = int(place.get("line") or 0)
    url = place_url(change.origin, commit, change.path, line)
    if not is_repository(change.origin):
        return Line(change.path, url)
    return Line(f"{change.origin.name}: {change.path}", url, file_at_host(change.origin, commit, change.path, line))


def _show_commit(change: ChangeLog) -> Line | None:
    if change.origin is None or not is_repository(change.origin) or not change.commit:
        return None
    url = commit_url(change.origin.pk, change.commit)
    return Line(change.commit[:10], url, commit_at_host(change.origin, change.commit))
