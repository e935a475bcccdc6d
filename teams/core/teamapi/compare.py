"""What changed between two versions of a Team API, as sentences a reader understands without seeing the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.core.descriptors.policies import shorten
from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.statements import Statement, list_statements

LONGEST_VALUE = 200  # characters


class ChangeKind(StrEnum):
    """What happened to a statement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change in a part of the document, with its lines in the old and the new file, 0 where it is not there."""

    kind: ChangeKind
    part: str
    sentence: str
    old_line: int = 0
    new_line: int = 0


def compare_documents(old: TeamApiDocument | None, new: TeamApiDocument | None) -> tuple[Change, ...]:
    """Every change in the order of the parts. None stands for no document: then everything is new, or gone."""
    before, after = _by_key(_loosen(old, new)), _by_key(_loosen(new, old))
    changes = [change for key in _merge_keys(before, after) for change in _compare(before.get(key), after.get(key))]
    return (*changes, *_compare_prose(old, new))


_Keyed = dict[tuple[str, Hashable], Statement]


def _loosen(document: TeamApiDocument | None, other: TeamApiDocument | None) -> list[Statement]:
    """The statements. Where both documents have one interaction with a team, it is the same one, whatever its mode."""
    statements = list_statements(document) if document else ()
    theirs = list_statements(other) if other else ()
    mine_by_team, theirs_by_team = _count_by_team(statements), _count_by_team(theirs)
    loose = {team for team, count in mine_by_team.items() if count == 1 and theirs_by_team[team] <= 1}
    return [_with_team_key(each) if _team_of(each) in loose else each for each in statements]


def _count_by_team(statements: Sequence[Statement]) -> Counter[Hashable]:
    return Counter(team for each in statements if (team := _team_of(each)) is not None)


def _team_of(statement: Statement) -> Hashable:
    key = statement.key
    return key[0] if statement.part == "interactions" and isinstance(key, tuple) else None


def _with_team_key(statement: Statement) -> Statement:
    return Statement(statement.part, _team_of(statement), statement.subject, statement.facts, statement.line)


def _by_key(statements: Sequence[Statement]) -> _Keyed:
    """The statements by part and key; of what is said twice the first counts."""
    found: _Keyed = {}
    for each in statements:
        found.setdefault((each.part, each.key), each)
    return found


def _merge_keys(before: _Keyed, after: _Keyed) -> list[tuple[str, Hashable]]:
    parts = list(dict.fromkeys(part for part, _ in (*after, *before)))
    return sorted(dict.fromkeys((*before, *after)), key=lambda key: parts.index(key[0]))


def _compare(old: Statement | None, new: Statement | None) -> Iterator[Change]:
    if old is not None and new is not None and (old.key is not None or (old.facts and new.facts)):
        yield from _compare_facts(old, new)
    elif new is not None and (new.facts or new.key is not None):
        opening = "Says of" if new.key is None else "Adds"
        yield Change(ChangeKind.ADDED, new.part, f"{opening} {new.subject}{_tell(new)}.", new_line=new.line)
    elif old is not None and (old.facts or old.key is not None):
        opening = "Says nothing more of" if old.key is None else "Drops"
        yield Change(ChangeKind.REMOVED, old.part, f"{opening} {old.subject}.", old_line=old.line)


def _compare_facts(old: Statement, new: Statement) -> Iterator[Change]:
    labels = dict.fromkeys((*old.facts, *new.facts))
    told = [_tell_change(label, old.facts.get(label, ""), new.facts.get(label, "")) for label in labels]
    if any(told):
        sentence = f"{_capitalise(new.subject)}: {'; '.join(filter(None, told))}."
        yield Change(ChangeKind.CHANGED, new.part, sentence, old.line, new.line)


def _tell(statement: Statement) -> str:
    told = "; ".join(f"{label} {_cut(text)}" for label, text in statement.facts.items())
    return f": {told}" if told else ""


def _tell_change(label: str, before: str, after: str) -> str:
    if before == after:
        return ""
    was = f"before: {_cut(before)}" if before else "new"
    return f"{label} {_cut(after)} ({was})" if after else f"{label} no longer said ({was})"


def _compare_prose(old: TeamApiDocument | None, new: TeamApiDocument | None) -> Iterator[Change]:
    before, after = (document.prose if document else "" for document in (old, new))
    if before == after:
        return
    kind = ChangeKind.CHANGED if before and after else ChangeKind.ADDED if after else ChangeKind.REMOVED
    yield Change(
        kind, "prose", f"The text around the fields {'is' if kind is not ChangeKind.CHANGED else 'has'} {kind}."
    )


def _cut(text: str) -> str:
    return shorten(text, LONGEST_VALUE)


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
