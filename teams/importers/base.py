"""What every importer is given and gives, and which there are."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Protocol

from catalog.http.settings import OutboundSettings
from teams.core.oncall.vendors.result import Imported

#: Modules of this package, one a kind; `IMPORTER` in each.
_MODULES = ("ical_url", "ical_file", "pagerduty", "grafana")


@dataclass(frozen=True, slots=True)
class Given:
    """One source, and the window that is wanted. `known`: names, logins and addresses, casefolded, to refs.

    `pause` waits for so many seconds.
    """

    title: str
    url: str
    content: str
    zone: str
    stack_url: str
    since: datetime
    until: datetime
    known: Mapping[str, str]
    settings: OutboundSettings = field(default_factory=OutboundSettings)
    pause: Callable[[float], None] = time.sleep


class Importer(Protocol):
    """One kind of on-call source."""

    @property
    def kind(self) -> str:
        """What rows call it; never renamed."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def is_whole_account(self) -> bool:
        """Whether it reads all that a token of the organisation may read, which is an administrator's to add."""

    @property
    def default_url(self) -> str:
        """The usual address, empty where there is none."""

    def read(self, given: Given) -> Imported:
        """Everything the source says. Raises OnCallError and OutboundError, nothing else."""


def list_importers() -> dict[str, Importer]:
    """All importers by kind."""
    found: list[Importer] = [import_module(f"teams.importers.{name}").IMPORTER for name in _MODULES]
    return {importer.kind: importer for importer in found}
