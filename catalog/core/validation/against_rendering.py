"""Effects on a live catalog as text, JSON lines and GitHub's workflow commands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from catalog.core.validation.against import Effect, LiveChange
from catalog.core.validation.github import render_command
from catalog.core.validation.problems import Problem, Severity
from catalog.core.validation.text import printable

SEVERITIES = {
    Effect.ADDED: Severity.NOTE,
    Effect.CHANGED: Severity.NOTE,
    Effect.REMOVED: Severity.WARNING,
    Effect.CONFLICT: Severity.ERROR,
    Effect.DANGLING: Severity.WARNING,
}
_MOST_FIELDS = 5
_LONGEST_VALUE = 60


def render_changes_as_text(changes: Sequence[LiveChange]) -> Iterator[str]:
    """A line for each effect, then how many of each there are."""
    for change in changes:
        place = f"{change.file}:{change.line}: " if change.file else ""
        yield printable(f"{place}{change.effect.value}: {_say(change)}")
    counts = Counter(change.effect for change in changes)
    yield "In the live catalog: " + ", ".join(f"{counts[effect]} {effect.value}" for effect in Effect)


def render_changes_as_json(changes: Sequence[LiveChange]) -> Iterator[str]:
    """A line for each effect, told from a document's line by its key `change`."""
    return (json.dumps(change.as_json()) for change in changes)


def render_changes_for_github(changes: Sequence[LiveChange]) -> Iterator[str]:
    """A workflow command for each effect; those without a file are shown on the whole run."""
    return (
        render_command(
            Problem(
                change.file, change.line, SEVERITIES[change.effect], f"live-{change.effect.value}", _say(change), ""
            )
        )
        for change in changes
    )


def _say(change: LiveChange) -> str:
    match change.effect:
        case Effect.ADDED:
            return f"{change.ref} is new in the live catalog"
        case Effect.CHANGED:
            return f"{change.ref} changes: {_say_fields(change)}"
        case Effect.REMOVED:
            return f"{change.ref} leaves the live catalog, where it comes from {change.place}"
        case Effect.CONFLICT:
            return f"{change.ref} is declared already, at {change.place}, which stays in force"
        case Effect.DANGLING:
            return f"{change.ref} still refers to {', '.join(change.targets)}, which would be gone"


def _say_fields(change: LiveChange) -> str:
    shown = [
        f"{path}: {_short(old)} -> {_short(new)}" for path, (old, new) in list(change.fields.items())[:_MOST_FIELDS]
    ]
    more = len(change.fields) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def _short(value: object) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
