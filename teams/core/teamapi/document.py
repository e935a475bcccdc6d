"""A Team API once it is read, whichever form it was written in. Pure values; texts are as written, trimmed.

Every statement knows the 1-based line it was read from (0 where it has none), so that it can be shown. Lines do not
count when statements are compared. Names of teams and entities stay as written and bind when somebody looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from teams.core.teamapi.durations import Duration
from teams.core.teamapi.schema.vocabulary import DEFAULT_REVIEW_EVERY_DAYS


class Dialect(StrEnum):
    """The form a document is written in."""

    NATIVE = "team-api"
    AS_CODE = "team-api-as-code"
    FRONT_MATTER = "front-matter"
    TEMPLATE = "team-api-template"


class Severity(StrEnum):
    """ERROR: the document does not count until it is mended. WARNING: probably not meant. NOTE: not understood."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class TeamType(StrEnum):
    """The types of Team Topologies."""

    STREAM_ALIGNED = "stream-aligned"
    PLATFORM = "platform"
    ENABLING = "enabling"
    COMPLICATED_SUBSYSTEM = "complicated-subsystem"
    UNDEFINED = "undefined"


class Mode(StrEnum):
    """The modes of interaction of Team Topologies."""

    COLLABORATION = "collaboration"
    X_AS_A_SERVICE = "x-as-a-service"
    FACILITATING = "facilitating"


class Role(StrEnum):
    """What a team is in an interaction."""

    PROVIDER = "provider"
    CONSUMER = "consumer"
    FACILITATOR = "facilitator"
    FACILITATED = "facilitated"
    PEER = "peer"


class Status(StrEnum):
    """Whether an interaction goes on."""

    CURRENT = "current"
    EXPECTED = "expected"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach the team. `hours` are those in which the response time counts: `working-hours` or `always`."""

    type: str
    address: str
    url: str = ""
    purposes: tuple[str, ...] = ()
    response_time: Duration | None = None
    hours: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A regular meeting; `rrule` by RFC 5545, `recurrence` in words where it was written so."""

    purpose: str
    rrule: str = ""
    recurrence: str = ""
    time_of_day: str = ""
    time_zone: str = ""
    minutes: int | None = None
    is_open: bool | None = None
    url: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Owned:
    """A claim of ownership: `ref_text` is an entity's ref, a repository's address, or a name."""

    ref_text: str
    kind: str = ""
    description: str = ""
    repository: str = ""
    api_docs: str = ""
    docs: str = ""
    runbook: str = ""
    on_call: str = ""
    lifecycle: str = ""
    versioning: str = ""
    expectation: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Offering:
    """What others may ask for or rely on. `availability` in percent, `latency_ms` in milliseconds."""

    name: str
    ref_text: str = ""
    expectations: str = ""
    availability: float | None = None
    latency_ms: float | None = None
    response_time: Duration | None = None
    deprecation_notice: Duration | None = None
    how_to_request: str = ""
    docs: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Versioning:
    """How the team changes what others use; `notice_line` is that of the deprecation notice."""

    scheme: str = ""
    release_cadence: str = ""
    deprecation_notice: Duration | None = None
    changelog: str = ""
    notes: str = ""
    line: int = field(default=0, compare=False)
    notice_line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quality:
    """How the team keeps its software good."""

    testing: str = ""
    gates: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    slo: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A way of working, a practice, a place to read (its address in `url`) or a word (its meaning in `notes`)."""

    name: str
    url: str = ""
    notes: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A piece of work or a plan."""

    title: str
    url: str = ""
    ref_text: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Work:
    """What the team works on and plans."""

    now: tuple[WorkItem, ...] = ()
    next: tuple[WorkItem, ...] = ()
    later: tuple[WorkItem, ...] = ()
    cross_team: tuple[WorkItem, ...] = ()
    roadmap_url: str = ""


@dataclass(frozen=True, slots=True)
class Interaction:
    """How the team works with another, by its own words; `mode` and `role` are None where not said or understood.

    `until_date` is the expected end, worked out from the start where only a duration is given; `duration_text` is
    that as it was written.
    """

    team_text: str
    mode: Mode | None = None
    role: Role | None = None
    purpose: str = ""
    status: Status = Status.CURRENT
    since_date: date | None = None
    until_date: date | None = None
    duration_text: str = ""
    about: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Dependency:
    """A team this one waits for; `type` is `ok`, `slowing` or `blocking`."""

    team_text: str
    type: str = ""
    description: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TeamApiDocument:
    """All a team says of itself. `lines` are those of single fields, by the field's name here.

    `team_text` is as written, `team_ref` its canonical form: empty where the document gives a name only, and then it
    belongs to the group that points at it. `cognitive_load` is `low`, `medium`, `high`, `very-high` or empty.
    """

    dialect: Dialect
    team_text: str = ""
    team_ref: str = ""
    name: str = ""
    focus: str = ""
    purpose: str = ""
    type: TeamType | None = None
    platform: str = ""
    value_stream: str = ""
    established: str = ""
    size: int | None = None
    time_zones: tuple[str, ...] = ()
    working_hours: str = ""
    search_terms: tuple[str, ...] = ()
    cognitive_load: str = ""
    channels: tuple[Channel, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    owns: tuple[Owned, ...] = ()
    provides: tuple[Offering, ...] = ()
    versioning: Versioning = Versioning()
    quality: Quality = Quality()
    ways_of_working: tuple[Named, ...] = ()
    practices: tuple[Named, ...] = ()
    docs: tuple[Named, ...] = ()
    glossary: tuple[Named, ...] = ()
    work: Work = Work()
    interactions: tuple[Interaction, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    updated_date: date | None = None
    reviewed_date: date | None = None
    review_every_days: int = DEFAULT_REVIEW_EVERY_DAYS
    prose: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def line_of(self, name: str) -> int:
        """The line of a single field, 1 where it is not known."""
        return self.lines.get(name, 1)

    @property
    def last_review_date(self) -> date | None:
        """When the team last changed or confirmed the document; None where it does not say."""
        return max(filter(None, (self.updated_date, self.reviewed_date)), default=None)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a document, or not understood in it. `path` is dotted, as in `channels.0.type`."""

    message: str
    line: int
    path: str = ""
    severity: Severity = Severity.ERROR
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class ParsedTeamApi:
    """What came of reading a file. `document` is None where it holds an error or is no Team API at all."""

    document: TeamApiDocument | None
    problems: tuple[Problem, ...] = ()
    dialect: Dialect = Dialect.NATIVE
