"""Where a Backstage's entities come from, told from its registered locations and from annotations of its entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.core.moving.entities import ORIGIN_LOCATION, get_annotation, is_generated


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that descriptors come from: `url`, `file`, or a type of a provider; with how many entities, if known.

    `is_registered`: people or a configuration named it, so it is a file; else a provider found it.
    """

    type: str
    target: str
    entities: int = 0
    is_registered: bool = True


def list_places(registered: Iterable[tuple[str, str]], entities: Iterable[Mapping[str, Any]]) -> list[FoundPlace]:
    """What is registered, then what else entities say they come from, each once."""
    written = (get_annotation(entity, ORIGIN_LOCATION) for entity in entities if not is_generated(entity))
    counts: Counter[tuple[str, str]] = Counter()
    for text in written:
        type_, colon, target = text.partition(":")
        if colon and target:
            counts[(type_, target)] += 1
    named = dict.fromkeys(registered)
    found = [FoundPlace(*place, counts.pop(place, 0)) for place in named]
    return found + [FoundPlace(*place, count, is_registered=False) for place, count in sorted(counts.items())]
