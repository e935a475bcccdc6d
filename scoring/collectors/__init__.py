"""Fact collectors, found by this folder: one file is one collector, called by the name of the file.

A collector observes one repository at the commit that was scanned. It has two functions:

* `describe(origin, prefixes)`: a digest of all that its answer depends on, made without looking at the repository;
* `collect(origin, prefixes, state, now)`: looks, and returns an Observation. It raises RepositoryError where it
  cannot look, which is kept as the reason and never taken for "there is nothing".

`scoring.actions.facts` decides when to look, and keeps the outcome.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol, cast

from catalog.models import Origin
from scoring.models import FactState


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen at `commit`. `store` writes it and is called in the transaction that keeps the rest."""

    commit: str
    data: dict[str, Any]
    store: Callable[[], None]


class Collector(Protocol):
    """What every file of this folder has."""

    def describe(self, origin: Origin, prefixes: Sequence[str]) -> str:
        """A digest of what the answer depends on; `prefixes` are the code roots in the repository, in order."""
        ...

    def collect(self, origin: Origin, prefixes: Sequence[str], state: FactState, now: datetime) -> Observation:
        """Look. `state` is how the last look went. Raises RepositoryError."""
        ...


@cache
def get_collectors() -> dict[str, Collector]:
    """All collectors by name. An import error stops the start."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast("Collector", importlib.import_module(f"{__name__}.{name}")) for name in names}
