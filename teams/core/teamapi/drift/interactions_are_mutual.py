"""Interactions are mutual: of two teams with Team APIs, both speak of how they work together.

What it compares
    Each current interaction that one team declares, with what the other says of it.
Why it matters
    A collaboration one side does not know of is a hope, and a service one side does not offer is a surprise.
Guards
    A team without a Team API cannot answer. Expected and ended interactions need no answer. A provider that lists
    offerings need not list its consumers, since X-as-a-Service lives from not needing to know them. A team above or
    below the other counts as the other. A mode that could not be read agrees with any. While the other's Team API
    cannot be read, its silence is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from teams.core.teamapi.document import Mode, Role, Status
from teams.core.teamapi.drift.facts import Documents, DriftFacts, list_names
from teams.core.teamapi.drift.pairs import Said, list_said
from teams.core.teamapi.drift.results import DriftResult, Outcome, agrees, not_applicable, unknown

RULE = "interactions-are-mutual"
REMEDY = "Talk to the other team. Then say in both Team APIs what goes on, or take it out of yours."


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each interaction the other side does not confirm, else one for the document."""
    said = {team_ref: list(list_said(team_ref, documents, facts)) for team_ref in documents}
    for team_ref in sorted(documents):
        current = [each for each in said[team_ref] if _is_judged(each, documents, facts)]
        found = [result for each in current if (result := _judge(each, _answers(each, said, facts), documents, facts))]
        name = facts.name(team_ref)
        if not current:
            yield not_applicable(team_ref, f"{name} declares no interaction with a team that keeps a Team API.")
        else:
            yield from found or [agrees(team_ref, f"Whoever {name} says it works with says so too.")]


def _is_judged(said: Said, documents: Documents, facts: DriftFacts) -> bool:
    interaction = said.interaction
    keeps_one = said.other_ref in documents or said.other_ref in facts.unreadable
    return keeps_one and interaction.status is Status.CURRENT and interaction.mode is not None


def _answers(said: Said, all_said: dict[str, list[Said]], facts: DriftFacts) -> list[Said]:
    """What the other team says of this one, or of a team above or below it."""
    return [each for each in all_said.get(said.other_ref, []) if facts.is_same_line(each.other_ref, said.team_ref)]


def _judge(said: Said, answers: Sequence[Said], documents: Documents, facts: DriftFacts) -> DriftResult | None:
    going_on = [each for each in answers if each.interaction.status is not Status.ENDED]
    modes = {each.interaction.mode for each in going_on}
    if said.interaction.mode in modes or None in modes or _is_on_offer(said, documents):
        return None
    if modes and said.team_ref > said.other_ref:
        return None  # the other team has the same finding from its side
    key = f"{said.other_ref} {said.interaction.mode}"
    if said.other_ref in facts.unreadable:
        other = facts.name(said.other_ref)
        return unknown(said.team_ref, f"Whether {other} says so too cannot be told: its Team API cannot be read.", key)
    return DriftResult(
        Outcome.DRIFTED,
        said.team_ref,
        _say(said, answers, going_on, facts),
        key,
        REMEDY,
        tuple(each.show(facts) for each in (said, *answers)),
    )


def _is_on_offer(said: Said, documents: Documents) -> bool:
    """Whether a consumer names a provider that says what it offers."""
    is_service = said.interaction.mode is Mode.X_AS_A_SERVICE and said.interaction.role is not Role.PROVIDER
    return is_service and said.other_ref in documents and bool(documents[said.other_ref].provides)


def _say(said: Said, answers: Sequence[Said], going_on: Sequence[Said], facts: DriftFacts) -> str:
    name, other = facts.name(said.team_ref), facts.name(said.other_ref)
    claim = f"{name} declares {said.interaction.mode} with {other}"
    if going_on:
        return f"{claim}, which calls it {list_names(sorted({str(each.interaction.mode) for each in going_on}))}."
    return f"{claim}, which says that it has ended." if answers else f"{claim}, which does not mention it."
