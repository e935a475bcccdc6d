"""Evidence: what a person can go and look at. Each kind knows its JSON form, which findings store and pages render.

The JSON form is `{"kind": ..., "says": ..., ...fields}`; `says` is one short text on what the evidence shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from catalog.core.web_addresses import safe_address

MAX_ROWS = 50


class CommitSeen(NamedTuple):
    """One commit: its full id, who wrote it, and when."""

    sha: str
    author: str
    at: datetime


class PersonSeen(NamedTuple):
    """A person or an author: the ref where the catalog knows them (else empty), the name, and what is said of them."""

    ref: str
    name: str
    note: str = ""


class EdgeSeen(NamedTuple):
    """A relation between two refs."""

    source: str
    type: str
    target: str


class NumberSeen(NamedTuple):
    """A number with its name and its unit; `ref` names what it belongs to, where that is something in the catalog."""

    name: str
    value: float
    unit: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """A line of a file of an origin at a commit. Line 0 stands for the file as a whole.

    What a registered URL leads to has an address for a path, and no commit.
    """

    kind: ClassVar[str] = "file"
    says: str
    origin_id: int
    commit: str
    path: str
    line: int = 0

    def __post_init__(self) -> None:
        _require(self, self.path and (self.commit or safe_address(self.path)))

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"kind": self.kind, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FileEvidence:
        """The reverse of `to_json`."""
        return cls(data["says"], data["origin_id"], data["commit"], data["path"], data["line"])


@dataclass(frozen=True, slots=True)
class CommitsEvidence:
    """Commits of one origin, the most telling first."""

    kind: ClassVar[str] = "commits"
    says: str
    origin_id: int
    commits: tuple[CommitSeen, ...]

    def __post_init__(self) -> None:
        _require(self, self.commits)

    def to_json(self) -> dict[str, Any]:
        """The JSON form; times are ISO 8601."""
        rows = [{"sha": seen.sha, "author": seen.author, "at": seen.at.isoformat()} for seen in self.commits[:MAX_ROWS]]
        return {"kind": self.kind, "says": self.says, "origin_id": self.origin_id, "commits": rows}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CommitsEvidence:
        """The reverse of `to_json`."""
        rows = (CommitSeen(row["sha"], row["author"], datetime.fromisoformat(row["at"])) for row in data["commits"])
        return cls(data["says"], data["origin_id"], tuple(rows))


@dataclass(frozen=True, slots=True)
class PeopleEvidence:
    """People whom a finding is about."""

    kind: ClassVar[str] = "people"
    says: str
    people: tuple[PersonSeen, ...]

    def __post_init__(self) -> None:
        _require(self, self.people)

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"kind": self.kind, "says": self.says, "people": _rows(self.people)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PeopleEvidence:
        """The reverse of `to_json`."""
        return cls(data["says"], tuple(PersonSeen(**row) for row in data["people"]))


@dataclass(frozen=True, slots=True)
class EdgesEvidence:
    """Relations of the catalog."""

    kind: ClassVar[str] = "edges"
    says: str
    edges: tuple[EdgeSeen, ...]

    def __post_init__(self) -> None:
        _require(self, self.edges)

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"kind": self.kind, "says": self.says, "edges": _rows(self.edges)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> EdgesEvidence:
        """The reverse of `to_json`."""
        return cls(data["says"], tuple(EdgeSeen(**row) for row in data["edges"]))


@dataclass(frozen=True, slots=True)
class NumbersEvidence:
    """Numbers side by side, the largest or the most telling first."""

    kind: ClassVar[str] = "numbers"
    says: str
    numbers: tuple[NumberSeen, ...]

    def __post_init__(self) -> None:
        _require(self, self.numbers)

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"kind": self.kind, "says": self.says, "numbers": _rows(self.numbers)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NumbersEvidence:
        """The reverse of `to_json`."""
        return cls(data["says"], tuple(NumberSeen(**row) for row in data["numbers"]))


@dataclass(frozen=True, slots=True)
class ScheduleEvidence:
    """A schedule of people on call that is not kept in Git."""

    kind: ClassVar[str] = "schedule"
    says: str
    schedule_ref: str

    def __post_init__(self) -> None:
        _require(self, self.schedule_ref)

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return {"kind": self.kind, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ScheduleEvidence:
        """The reverse of `to_json`."""
        return cls(data["says"], data["schedule_ref"])


Evidence = FileEvidence | CommitsEvidence | PeopleEvidence | EdgesEvidence | NumbersEvidence | ScheduleEvidence
_KINDS: tuple[type[Evidence], ...] = (
    FileEvidence, CommitsEvidence, PeopleEvidence, EdgesEvidence, NumbersEvidence, ScheduleEvidence,
)  # fmt: skip
_BY_KIND = {kind.kind: kind for kind in _KINDS}


def read_evidence(data: Mapping[str, Any]) -> Evidence:
    """The evidence that `to_json` wrote. Raises KeyError for a kind that does not exist."""
    return _BY_KIND[data["kind"]].from_json(data)


def origins_of(evidence: Iterable[Evidence]) -> frozenset[int]:
    """Ids of the origins one has to be allowed to see in order to look at the evidence."""
    return frozenset(each.origin_id for each in evidence if isinstance(each, FileEvidence | CommitsEvidence))


def refs_of(evidence: Iterable[Evidence]) -> frozenset[str]:
    """Refs of what one has to be allowed to see in order to look at the evidence."""
    found: set[str] = set()
    for each in evidence:
        match each:
            case PeopleEvidence(people=people):
                found.update(person.ref for person in people)
            case NumbersEvidence(numbers=numbers):
                found.update(number.ref for number in numbers)
            case EdgesEvidence(edges=edges):
                found.update(ref for edge in edges for ref in (edge.source, edge.target))
    return frozenset(found - {""})


def _require(evidence: Evidence, content: object) -> None:
    if not content:
        raise ValueError(f"evidence of the kind {evidence.kind} with nothing to look at: {evidence.says}")


def _rows(rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [row._asdict() for row in rows[:MAX_ROWS]]
