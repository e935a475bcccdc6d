"""What the demo organisation is described with. Pure data: no I/O, no clock; days are counted back from a date."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

ORG = "brindlemoor"
DOMAIN = "brindlemoor.example"
HOST = f"https://git.{DOMAIN}/{ORG}"


@dataclass(frozen=True)
class Author:
    """A name and an address as they stand in a commit, and the offset from UTC in minutes."""

    name: str
    email: str
    utc_offset: int = 60

    @property
    def is_bot(self) -> bool:
        """Whether the name ends as the names of machine accounts do."""
        return self.name.endswith("[bot]")


@dataclass(frozen=True)
class Person:
    """Somebody invented. What is written down about them follows from the name, but for further addresses."""

    name: str
    utc_offset: int = 60
    more_emails: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name of the User entity and the local part of the address: `first.last` in ASCII."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return plain.lower().replace(" ", ".")

    @property
    def ref(self) -> str:
        """The entity ref."""
        return f"user:default/{self.key}"

    @property
    def login(self) -> str:
        """The login on the Git host."""
        return self.key.replace(".", "-")

    @property
    def email(self) -> str:
        """The address in the profile, and in most commits."""
        return f"{self.key}@{DOMAIN}"

    @property
    def author(self) -> Author:
        """How they usually commit."""
        return Author(self.name, self.email, self.utc_offset)

    def writing_as(self, email: str) -> Author:
        """How they commit from a machine configured with another address."""
        return Author(self.name, email, self.utc_offset)


@dataclass(frozen=True)
class Team:
    """A Group: a team, a department above teams, or a guild across them. The first member leads it.

    `slug` is its name on the Git host where that differs; `lists_members` puts the members on the Group alone.
    """

    name: str
    title: str
    type: str
    parent: str
    focus: str
    members: tuple[Person, ...] = ()
    slug: str = ""
    lists_members: bool = False

    @property
    def ref(self) -> str:
        """The entity ref."""
        return f"group:default/{self.name}"

    @property
    def authors(self) -> tuple[Author, ...]:
        """Its members as authors of commits."""
        return tuple(person.author for person in self.members)


@dataclass(frozen=True)
class Entity:
    """One document of a catalog file."""

    kind: str
    name: str
    spec: Mapping[str, object]
    title: str = ""
    description: str = ""
    annotations: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    api_version: str = "backstage.io/v1alpha1"

    @property
    def ref(self) -> str:
        """The entity ref, in lower case."""
        return f"{self.kind}:default/{self.name}".lower()

    @property
    def owner(self) -> str:
        """The owner as written, empty where none is."""
        return str(self.spec.get("owner", ""))


@dataclass(frozen=True)
class RawDocument:
    """A document that is written as it stands, because no entity could produce it."""

    text: str


Document = Entity | RawDocument


@dataclass(frozen=True)
class Codebase:
    """A folder of code (`""`: the whole repository): one source file for each area and topic, and a manifest."""

    name: str
    folder: str
    topics: tuple[str, ...]
    language: str = "python"
    areas: tuple[str, ...] = ("src",)
    bumped_by: tuple[Author, ...] = ()


@dataclass(frozen=True)
class Work:
    """A stretch of work: `commits` commits by the authors in turn, evenly from `since` to `until` days ago.

    Each commit touches one file in every codebase of `touches`. With `tickets`, the messages carry ids counted
    from `first_ticket` (0: ids of its own); two works with the same ids in two repositories belong together. A
    work with a `dependency` raises its version in the manifests instead.
    """

    touches: tuple[str, ...]
    by: tuple[Author, ...]
    commits: int
    since: int
    until: int
    tickets: str = ""
    first_ticket: int = 0
    dependency: str = ""


@dataclass(frozen=True)
class Edit:
    """One commit that writes files as given; a text may depend on the day the demo is built."""

    days_ago: int
    by: Author
    message: str
    files: Mapping[str, str | Callable[[date], str]]


@dataclass(frozen=True)
class Releases:
    """Tags every `every` days back from `until` days ago, `count` in all, at `minute` of the day in UTC.

    `on_thursdays` moves each to the Thursday before.
    """

    tag: str
    by: Author
    every: int
    count: int
    until: int
    minute: int
    on_thursdays: bool = False


@dataclass(frozen=True)
class Repository:
    """One Git repository: what stands in it, and how it came to be.

    `catalog` is what its catalog files say now, `first_catalog` what some of them said at first; an edit must
    turn one into the other. Without a `founder` it has no commit at all. Its tickets count from `first_ticket`.
    """

    name: str
    description: str
    founder: Author | None
    first_ticket: int = 0
    born: int = 720
    catalog: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    first_catalog: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    codebases: tuple[Codebase, ...] = ()
    works: tuple[Work, ...] = ()
    edits: tuple[Edit, ...] = ()
    releases: tuple[Releases, ...] = ()

    @property
    def url(self) -> str:
        """Where the remote would be, at a host that does not exist."""
        return f"{HOST}/{self.name}.git"
