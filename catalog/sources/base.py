"""What every kind of source offers, and how it is found: `catalog/sources/kinds/<kind>.py` has a `SOURCE`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from catalog.sources import kinds as package


class SourceError(Exception):
    """The source cannot be used as given; the message says what to do."""


@dataclass(frozen=True, slots=True)
class FoundRepository:
    """A repository of a listing. `provider_id` identifies it within its source, through renames where possible."""

    provider_id: str
    name: str
    location: str
    is_archived: bool = False
    is_fork: bool = False
    is_template: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source has now. Only a complete listing says anything about what is not in it."""

    repositories: tuple[FoundRepository, ...]
    is_complete: bool
    problems: tuple[str, ...] = ()


class SourceKind(Protocol):
    """A kind of source."""

    title: str
    location_help: str

    def check_location(self, location: str) -> str:
        """The location in its one written form. Raises SourceError saying what is wrong with it."""
        ...

    def list_repositories(self, location: str) -> Listing:
        """All repositories. Raises SourceError if nothing could be listed at all."""
        ...


def list_source_kinds() -> dict[str, SourceKind]:
    """The kinds by id, in order of id."""
    names = sorted(module.name for module in iter_modules(package.__path__))
    return {name: get_source_kind(name) for name in names}


def get_source_kind(kind: str) -> SourceKind:
    """The kind called `kind`. Raises SourceError if there is none."""
    if not kind.isidentifier():
        raise SourceError(f"{kind!r} is no kind of source")
    try:
        module = import_module(f"{package.__name__}.{kind}")
    except ModuleNotFoundError as error:
        raise SourceError(f"{kind!r} is no kind of source") from error
    return cast("SourceKind", module.SOURCE)
