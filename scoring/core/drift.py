"""Rules on Team APIs as checks: who is judged, and the answer of a rule as verdicts with evidence to open."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from scoring.core.drift_facts import WRITTEN_DAYS, list_documents, make_drift_facts
from scoring.core.evidence import EdgeSeen, EdgesEvidence, Evidence, NumberSeen, NumbersEvidence
from scoring.core.guards import HIDDEN
from scoring.core.snapshot import Snapshot, TeamApi
from scoring.core.verdicts import Verdict, failed, not_applicable, passed, unknown
from teams.core.teamapi.drift import results
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.results import DriftResult

Rule = Callable[[Documents, DriftFacts], Iterable[DriftResult]]
#: More evidence on a drifted result, beyond the lines, refs and numbers that the rule itself shows.
Show = Callable[[Snapshot, DriftResult], Iterable[Evidence]]

FILES_SHOWN = 20
#: What a finding can be told apart by; longer ones end in a digest.
LONGEST_KEY = 500


def judge_drift(
    snapshot: Snapshot, rule: Rule, show: Show = lambda _snapshot, _result: (), *, history_days: int = WRITTEN_DAYS
) -> Iterator[Verdict]:
    """Verdicts on each Group. `history_days` is how far back the rule looks at history, if it does."""
    documents = snapshot.once(list_documents)
    answers: defaultdict[str, list[DriftResult]] = defaultdict(list)
    for result in rule(documents, snapshot.once(make_drift_facts, history_days)):
        answers[result.team_ref].append(result)
    for group in snapshot.of_kinds("group"):
        team_api = snapshot.team_apis.get(group.ref)
        if team_api is None:
            yield not_applicable(group.ref, f"{group.shown_name} keeps no Team API.")
        elif team_api.problem:
            yield unknown(group.ref, _say_unreadable(snapshot, team_api, group.shown_name))
        else:
            yield from _answer(snapshot, answers[group.ref], show)


def _say_unreadable(snapshot: Snapshot, team_api: TeamApi, name: str) -> str:
    told = f"The Team API of {name} cannot be read"
    return f"{told}." if _is_restricted(snapshot, team_api.place.origin_id) else f"{told}: {team_api.problem}"


def _answer(snapshot: Snapshot, found: Iterable[DriftResult], show: Show) -> Iterator[Verdict]:
    drifted: dict[str, DriftResult] = {}
    for result in found:
        match result.outcome:
            case results.Outcome.DRIFTED:
                key = _shorten(result.key)
                drifted[key] = _join(drifted[key], result) if key in drifted else result
            case results.Outcome.AGREES:
                yield passed(result.team_ref, result.sentence)
            case results.Outcome.UNKNOWN:
                yield unknown(result.team_ref, HIDDEN if _is_hidden(snapshot, result) else result.sentence)
            case results.Outcome.NOT_APPLICABLE:
                yield not_applicable(result.team_ref, result.sentence)
    for key, result in drifted.items():
        first, *more = (*_show_lines(snapshot, result), *show(snapshot, result), *_show_rest(snapshot, result))
        yield failed(result.team_ref, result.sentence, result.remedy, (first, *more), key=key, team_ref=result.team_ref)


def _join(one: DriftResult, other: DriftResult) -> DriftResult:
    """Two of one key, as where a document says one thing twice: the first, with the lines of both."""
    return replace(one, lines=tuple(dict.fromkeys((*one.lines, *other.lines))))


def _shorten(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"{key[: LONGEST_KEY - len(digest) - 1]} {digest}"


def _is_restricted(snapshot: Snapshot, origin_id: int) -> bool:
    repository = snapshot.repositories.get(origin_id)
    return repository is not None and repository.source_id in snapshot.restricted_sources


def _is_hidden(snapshot: Snapshot, result: DriftResult) -> bool:
    """Whether the sentence of an unknown result tells what not everyone may see. Such reasons are shown unguarded."""
    team_api = snapshot.team_apis.get(result.team_ref)
    origins = {team_api.place.origin_id} if team_api else set()
    for shown in result.refs:
        entity = snapshot.entities.get(shown.ref)
        if entity is not None and entity.source_id in snapshot.restricted_sources:
            return True
        origins |= {root.origin_id for root in snapshot.roots_of(shown.ref)}
    return any(_is_restricted(snapshot, origin_id) for origin_id in origins)


def _show_lines(snapshot: Snapshot, result: DriftResult) -> Iterator[Evidence]:
    """Lines of Team APIs."""
    for shown in result.lines[:FILES_SHOWN]:
        team_api = snapshot.team_apis.get(shown.team_ref)
        if team_api is not None:
            yield team_api.shows_line(shown.says, shown.line)


def _show_rest(snapshot: Snapshot, result: DriftResult) -> Iterator[Evidence]:
    """Numbers, descriptors of entities, and teams."""
    if numbers := tuple(NumberSeen(*shown) for shown in result.numbers):
        yield NumbersEvidence("What was counted", numbers)
    teams = tuple(EdgeSeen(each.ref, each.says, result.team_ref) for each in result.refs if each.ref in snapshot.teams)
    if teams:
        yield EdgesEvidence("Teams", teams)
    entities = [each for each in result.refs if each.ref not in snapshot.teams]
    for shown in entities[:FILES_SHOWN]:
        entity = snapshot.entities.get(shown.ref)
        if entity is not None and entity.place is not None:
            yield entity.place.shows(f"{entity.shown_name}: {shown.says}")
    if len(entities) > FILES_SHOWN:
        yield NumbersEvidence("Not all are shown", (NumberSeen("in all", len(entities), "entities"),))
