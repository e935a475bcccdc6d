"""Interactions end when they were expected to.

What it compares
    The expected end of each interaction with today.
Why it matters
    Collaboration and facilitating are costly and meant to end. One that goes on unnoticed has become a dependency.
Guards
    The day of the end is still in time. What is said to have ended is over. An interaction without an end has none to
    pass. Where one side expects a later end, only the side with the earlier one is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from teams.core.teamapi.document import Interaction, Status
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.pairs import Said, list_pairs
from teams.core.teamapi.drift.results import DriftResult, LineShown, NumberShown, Outcome, agrees, not_applicable

RULE = "interactions-end-in-time"
REMEDY = "Say that it has ended, or until when it goes on and what for."
GRACE_DAYS = 0


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each overdue interaction, at the first of the teams that declare it; else one for the document."""
    results: dict[str, list[DriftResult]] = {team_ref: [] for team_ref in documents}
    for pair in list_pairs(documents, facts):
        by_mode: dict[object, list[Said]] = {}
        for said in pair.said:
            if is_overdue(said.interaction, facts.today):
                by_mode.setdefault(said.interaction.mode, []).append(said)
        for overdue in by_mode.values():
            results[overdue[0].team_ref].append(_judge_pair(overdue, facts))
    for team_ref, document in sorted(documents.items()):
        results[team_ref] += _judge_names(team_ref, document.interactions, documents, facts)
        yield from results[team_ref] or [_conclude(team_ref, document.interactions, facts)]


def is_overdue(interaction: Interaction, today: date) -> bool:
    """Whether an interaction that is not said to have ended is past its end."""
    until = interaction.until_date
    return interaction.status is not Status.ENDED and until is not None and is_past(until, today)


def is_past(until: date, today: date) -> bool:
    """Whether an end is past; its own day is not."""
    return (today - until).days > GRACE_DAYS


def _judge_pair(overdue: list[Said], facts: DriftFacts) -> DriftResult:
    said = overdue[0]
    lines = tuple(each.show(facts) for each in overdue)
    other = facts.name(said.other_ref)
    return _drifted(said.team_ref, said.interaction, facts, other=other, key=said.other_ref, lines=lines)


def _judge_names(
    team_ref: str, interactions: tuple[Interaction, ...], documents: Documents, facts: DriftFacts
) -> Iterator[DriftResult]:
    """Overdue interactions with whoever is in no catalog."""
    for interaction in interactions:
        text = interaction.team_text
        if is_overdue(interaction, facts.today) and not facts.bind_team(text, documents[team_ref]):
            line = LineShown(team_ref, interaction.line, f"{interaction.mode or 'an interaction'} with {text}")
            yield _drifted(team_ref, interaction, facts, other=text, key=text.casefold(), lines=(line,))


def _drifted(
    team_ref: str, interaction: Interaction, facts: DriftFacts, *, other: str, key: str, lines: tuple[LineShown, ...]
) -> DriftResult:
    assert interaction.until_date is not None  # noqa: S101  # it is overdue
    what = interaction.mode or "interaction"
    told = f"The {what} of {facts.name(team_ref)} with {other} was expected to end on {interaction.until_date}."
    late = NumberShown("past its end", (facts.today - interaction.until_date).days, "days")
    key = f"{key} {interaction.mode or ''}".rstrip()
    return DriftResult(Outcome.DRIFTED, team_ref, told, key, REMEDY, lines, numbers=(late,))


def _conclude(team_ref: str, interactions: tuple[Interaction, ...], facts: DriftFacts) -> DriftResult:
    if any(each.until_date for each in interactions):
        return agrees(team_ref, f"No interaction of {facts.name(team_ref)} is past its end.")
    return not_applicable(team_ref, f"No interaction of {facts.name(team_ref)} has an end.")
