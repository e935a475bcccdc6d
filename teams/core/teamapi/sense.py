"""What a valid Team API probably does not mean: one thing said twice, dates the wrong way round, unfitting roles."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from teams.core.teamapi.document import Dialect, Interaction, Mode, Problem, Role, Severity, TeamApiDocument
from teams.core.teamapi.naming import canonical_team_ref, owned_ref

MOST_WARNINGS = 100
ItemT = TypeVar("ItemT")

_ROLES = {
    Mode.COLLABORATION: (Role.PEER,),
    Mode.X_AS_A_SERVICE: (Role.PROVIDER, Role.CONSUMER),
    Mode.FACILITATING: (Role.FACILITATOR, Role.FACILITATED),
}


def find_contradictions(document: TeamApiDocument) -> tuple[Problem, ...]:
    """Warnings about a document that was read, a hundred at most."""
    return tuple(islice(_list_contradictions(document), MOST_WARNINGS))


def _list_contradictions(document: TeamApiDocument) -> Iterator[Problem]:
    yield from _find_repeats("channels", document.channels, lambda each: (each.type, each.address.casefold()))
    yield from _find_repeats("owns", document.owns, lambda each: owned_ref(each, document) or each.ref_text.casefold())
    yield from _find_repeats("provides", document.provides, lambda each: each.name.casefold())
    yield from _find_repeats("interactions", document.interactions, _identify)
    for number, interaction in enumerate(document.interactions):
        for message, remedy in _contradictions(interaction, document):
            yield _warn(message, remedy, interaction.line, f"interactions.{number}")


def _find_repeats(part: str, items: Sequence[ItemT], key: Callable[[ItemT], Hashable]) -> Iterator[Problem]:
    """A warning for each item that says again what an earlier one said."""
    seen: set[Hashable] = set()
    for number, item in enumerate(items):
        if key(item) in seen:
            line = getattr(item, "line", 1)
            yield _warn(
                f"{part}.{number} says again what stands above it", "keep one of them", line, f"{part}.{number}"
            )
        seen.add(key(item))


def _contradictions(interaction: Interaction, document: TeamApiDocument) -> Iterator[tuple[str, str]]:
    other, mode, role = interaction.team_text, interaction.mode, interaction.role
    if document.team_ref and _team_of(interaction) == document.team_ref:
        yield f"the interaction with {other} is one of the team with itself", "name the other team"
    if mode is not None and role is not None and role not in _ROLES[mode]:
        fitting = " or ".join(_ROLES[mode])
        yield f"nobody is {role} in the mode {mode} (with {other})", f"write {fitting}"
    can_say = document.dialect is Dialect.NATIVE  # the other forms have no place for it
    if can_say and role is None and mode in (Mode.X_AS_A_SERVICE, Mode.FACILITATING):
        fitting = " or ".join(_ROLES[mode])
        yield f"the interaction with {other} does not say which side this team is on", f"add role: {fitting}"
    if interaction.since_date and interaction.until_date and interaction.until_date < interaction.since_date:
        yield f"the interaction with {other} ends before it starts", "correct one of the dates"


def _identify(interaction: Interaction) -> Hashable:
    return _team_of(interaction), interaction.mode, interaction.role, interaction.status, interaction.purpose


def _team_of(interaction: Interaction) -> str:
    return canonical_team_ref(interaction.team_text) or interaction.team_text.casefold()


def _warn(message: str, remedy: str, line: int, path: str) -> Problem:
    return Problem(message, line, path, Severity.WARNING, remedy)
