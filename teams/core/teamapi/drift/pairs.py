"""Two teams and what each says of the other: where rules on interactions begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from teams.core.teamapi.document import Interaction, Mode, Status
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.results import LineShown


@dataclass(frozen=True, slots=True)
class Said:
    """What the document of one team says of another."""

    team_ref: str
    other_ref: str
    interaction: Interaction

    def show(self, facts: DriftFacts) -> LineShown:
        """The line that says so."""
        mode = self.interaction.mode or "an interaction"
        told = f"{facts.name(self.team_ref)}: {mode} with {facts.name(self.other_ref)}"
        return LineShown(self.team_ref, self.interaction.line, told)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two teams in order of their refs, and all that either says of the other."""

    first_ref: str
    second_ref: str
    said: tuple[Said, ...]

    def in_mode(self, mode: Mode, *statuses: Status) -> tuple[Said, ...]:
        """What is said of interactions in a mode that are in one of these states."""
        return tuple(
            each for each in self.said if each.interaction.mode is mode and each.interaction.status in statuses
        )


def list_said(team_ref: str, documents: Documents, facts: DriftFacts) -> Iterator[Said]:
    """What the document of a team says of other teams that are in the catalog."""
    document = documents[team_ref]
    for interaction in document.interactions:
        other_ref = facts.bind_team(interaction.team_text, document)
        if other_ref and other_ref != team_ref:
            yield Said(team_ref, other_ref, interaction)


def list_pairs(documents: Documents, facts: DriftFacts) -> list[Pair]:
    """All pairs of which at least one says something of the other, in order of refs."""
    found: dict[tuple[str, str], list[Said]] = {}
    for team_ref in sorted(documents):
        for each in list_said(team_ref, documents, facts):
            first, second = sorted((each.team_ref, each.other_ref))
            found.setdefault((first, second), []).append(each)
    return [Pair(first, second, tuple(said)) for (first, second), said in sorted(found.items())]
