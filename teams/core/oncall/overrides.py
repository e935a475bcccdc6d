"""What overrides make of the people on call at one instant.

First replace_all: only the users of the one with the highest priority, of equals the latest in the list (an empty list
= nobody). Then every swap, then every remove, then every add, each in list order, whatever its priority.
"""

from __future__ import annotations

from collections.abc import Sequence

from teams.core.oncall.model import Mode, Override, People


def apply_overrides(people: People, active: Sequence[Override]) -> People:
    """Who is on call in place of ``people``; ``active`` are the overrides of this instant in list order."""
    winner: Override | None = None
    for override in active:
        if override.mode is Mode.REPLACE_ALL and (winner is None or override.priority >= winner.priority):
            winner = override
    result = set(winner.people if winner else people)
    for override in active:
        if override.mode is Mode.SWAP and override.replaces in result:
            result.discard(override.replaces)
            result |= override.people
    for override in active:
        if override.mode is Mode.REMOVE:
            result.discard(override.replaces)
    for override in active:
        if override.mode is Mode.ADD:
            result |= override.people
    return frozenset(result)
