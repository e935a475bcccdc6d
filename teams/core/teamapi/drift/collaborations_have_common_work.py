"""Teams that collaborate work on something together.

What it compares
    Collaboration as declared, with commits that both teams had a part in.
Why it matters
    A collaboration that leaves no trace has ended, never begun, or is a meeting. It should be said to have ended.
Guards
    Judged after sixty days only; without a start the document must be that old. Once past its end it is that rule's
    matter, and where the other team does not confirm it, that of ``interactions-are-mutual``. A collaboration about
    something that is no code says so in ``about`` and is left out. Unreadable history is unknown, and so it is where
    people whom the catalog does not know work beside either team.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from teams.core.teamapi.document import Mode, Status
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.interactions_end_in_time import is_overdue
from teams.core.teamapi.drift.pairs import Pair, Said, list_pairs
from teams.core.teamapi.drift.results import (
    DriftResult,
    NumberShown,
    Outcome,
    agrees,
    not_applicable,
    unknown,
)

RULE = "collaborations-have-common-work"
REMEDY = "If it is over, say status: ended. If it is about something else than code, name that in about."
WINDOW_DAYS = 60


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each pair of teams, at the first that declares it; else one for the document."""
    results: dict[str, list[DriftResult]] = {team_ref: [] for team_ref in documents}
    for pair in list_pairs(documents, facts):
        said = _find_judged(pair, documents, facts)
        if said:
            results[said[0].team_ref].append(_judge(pair, said, facts))
    for team_ref in sorted(documents):
        told = f"{facts.name(team_ref)} declares no collaboration that could be judged."
        yield from results[team_ref] or [not_applicable(team_ref, told)]


def _find_judged(pair: Pair, documents: Documents, facts: DriftFacts) -> tuple[Said, ...]:
    """What is said of a collaboration that is old enough, not past its end, confirmed, and about code."""
    said = pair.in_mode(Mode.COLLABORATION, Status.CURRENT)
    speaking = {each.team_ref for each in said}
    is_confirmed = all(ref in speaking for ref in (pair.first_ref, pair.second_ref) if ref in documents)
    is_in_time = not any(is_overdue(each.interaction, facts.today) for each in said)
    is_old = all(_is_old(each, documents, facts.today) for each in said)
    is_about_code = all(_is_about_code(each, documents, facts) for each in said)
    return said if is_confirmed and is_in_time and is_old and is_about_code else ()


def _is_old(said: Said, documents: Documents, today: date) -> bool:
    since = said.interaction.since_date or documents[said.team_ref].updated_date
    return since is not None and (today - since).days > WINDOW_DAYS


def _is_about_code(said: Said, documents: Documents, facts: DriftFacts) -> bool:
    """Whether anything it is about is in the catalog; where nothing is named, it is taken to be."""
    about = said.interaction.about
    return not about or any(facts.find_entity_text(text, documents[said.team_ref]) for text in about)


def _judge(pair: Pair, said: tuple[Said, ...], facts: DriftFacts) -> DriftResult:
    subject = said[0].team_ref
    other_ref = pair.second_ref if subject == pair.first_ref else pair.first_ref
    name, other = facts.name(subject), facts.name(other_ref)
    both = frozenset((pair.first_ref, pair.second_ref))
    if common := facts.common_commits.get(both, 0):
        return agrees(subject, f"{name} and {other} made {common} commits together in {WINDOW_DAYS} days.")
    owned = (*facts.owned_by(pair.first_ref), *facts.owned_by(pair.second_ref))
    unread = next((entity for entity in owned if entity.ref in facts.unread_history), None)
    reason = facts.unread_history[unread.ref] if unread else facts.unclear_work.get(both, "")
    if reason:
        told = f"Whether {name} and {other} work together cannot be told: {reason}"
        return unknown(subject, told, other_ref, about=unread.ref if unread else "")
    return DriftResult(
        Outcome.DRIFTED,
        subject,
        f"{name} and {other} declare a collaboration, but made no commit together in {WINDOW_DAYS} days.",
        other_ref,
        REMEDY,
        tuple(each.show(facts) for each in said),
        numbers=(NumberShown("commits together", 0, f"in {WINDOW_DAYS} days"),),
    )
