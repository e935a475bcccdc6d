"""The ground truth of the demo organisation: what must be found there, and what must not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog.core.yaml_text import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

TRUTH_FILE = Path(__file__).with_name("truth.yaml")

#: A finding as the truth knows it: check id, subject ref, key. A repository is `repository:<name>`.
FoundKey = tuple[str, str, str]


@dataclass(frozen=True)
class Plant:
    """A finding that must be there, and why."""

    id: str
    check: str
    subject: str
    key: str
    planted: str

    @property
    def found_key(self) -> FoundKey:
        """How the finding is recognised."""
        return (self.check, self.subject, self.key)


@dataclass(frozen=True)
class Trap:
    """A finding that must not be there, and why."""

    id: str
    check: str
    subject: str
    key: str
    why: str


@dataclass(frozen=True)
class Truth:
    """All plants and traps; `catalog` is what a scan meets: broken, skeletons, conflicts, dangling, as in the file."""

    plants: tuple[Plant, ...]
    traps: tuple[Trap, ...]
    catalog: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Comparison:
    """How findings stand against the truth: plants not found, findings not planted, plants nothing looks for yet."""

    missing: tuple[Plant, ...]
    extra: tuple[FoundKey, ...]
    pending: tuple[Plant, ...]

    @property
    def is_equal(self) -> bool:
        """Whether every registered check found what is planted, and nothing else. Pending plants do not count."""
        return not self.missing and not self.extra


@cache
def load_truth() -> Truth:
    """The truth as it stands in `truth.yaml`. Raises `ValueError` if the file cannot be read or says a thing twice."""
    document = load_yaml(TRUTH_FILE.read_bytes()).documents[0]
    if document.fault is not None:
        raise ValueError(f"{TRUTH_FILE.name}, line {document.fault.line}: {document.fault.message}")
    data = document.data
    plants = tuple(
        Plant(each["id"], each["check"], each["subject"], each.get("key", ""), each["planted"])
        for each in data["plants"]
    )
    traps = tuple(
        Trap(each["id"], each["check"], each["subject"], each.get("key", ""), each["why"]) for each in data["traps"]
    )
    _refuse_repeats([plant.id for plant in plants] + [trap.id for trap in traps])
    _refuse_repeats([plant.found_key for plant in plants])
    return Truth(plants, traps, data["catalog"])


def compare(truth: Truth, findings: Iterable[FoundKey], registered_checks: Iterable[str]) -> Comparison:
    """What the open `findings` of a demo lack and have too much, judged for `registered_checks` alone.

    Findings come as check id, subject ref and key (empty where a subject has one), repositories by name.
    """
    registered = set(registered_checks)
    found = {finding for finding in findings if finding[0] in registered}
    due = {plant.found_key for plant in truth.plants if plant.check in registered}
    return Comparison(
        missing=tuple(plant for plant in truth.plants if plant.found_key in due - found),
        extra=tuple(sorted(found - due)),
        pending=tuple(plant for plant in truth.plants if plant.check not in registered),
    )


def _refuse_repeats(values: list[Any]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"{TRUTH_FILE.name} lists {value} twice")
