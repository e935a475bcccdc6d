"""Types of teams that the catalog contradicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.core.checks.team_type_fits_the_facts import judge
from scoring.core.snapshot import Edge, Entity, Snapshot, Team
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import TEAMS, directory, entity, group
from tests.scoring.team_api_samples import keeping

PLATFORM = "type: platform"
USED = {"edges": (Edge("component:default/shop", "dependsOn", "component:default/ledger"),)}
SHOP = entity("checkout", name="shop")


def calling(text: str) -> Entity:
    return entity("checkout", name="shop", annotations={"bailiwick.dev/coupling": text})


CALLING = calling('{"component:default/ledger": "sync"}')
ODD = [calling(text) for text in ("[1]", "{", '{"::": 1}')]
SERVED = "interactions: [{team: checkout, mode: x-as-a-service, role: provider}]"
SERVICES = [entity(name=f"s{number}") for number in range(3)]
SAMPLES = {
    "a platform nobody uses": (keeping(entity(), SHOP, payments=PLATFORM), Outcome.FAILED),
    "a platform only the team below uses": (
        keeping(entity(), entity("cards", name="shop"), payments=PLATFORM, snapshot_of=USED),
        Outcome.FAILED,
    ),
    "couplings that cannot be read": (keeping(entity(), ODD[0], payments=PLATFORM), Outcome.FAILED),
    "couplings that are no json": (keeping(entity(), ODD[1], payments=PLATFORM), Outcome.FAILED),
    "couplings with what is no ref": (keeping(entity(), ODD[2], payments=PLATFORM), Outcome.FAILED),
    "an enabling team that runs services": (keeping(*SERVICES, payments="type: enabling"), Outcome.FAILED),
    "a platform that is used": (keeping(entity(), SHOP, payments=PLATFORM, snapshot_of=USED), Outcome.PASSED),
    "a platform that is called": (keeping(entity(), CALLING, payments=PLATFORM), Outcome.PASSED),
    "a platform by a declared service": (
        keeping(entity(), payments=f"{PLATFORM}\n{SERVED}"),
        Outcome.PASSED,
    ),
    "an enabling team that runs two": (keeping(*SERVICES[:2], payments="type: enabling"), Outcome.PASSED),
    "stream-aligned": (keeping(entity(), payments="type: stream-aligned"), Outcome.PASSED),
    "no type": (keeping(entity(), payments=""), Outcome.NOT_APPLICABLE),
    "owns nothing": (keeping(payments=PLATFORM), Outcome.NOT_APPLICABLE),
    "another's team api cannot be read": (
        keeping(entity(), payments=PLATFORM, problems={"checkout": "no YAML"}),
        Outcome.UNKNOWN,
    ),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


TEAMS_THAT_USE = ("checkout", "growth", "guild", "one", "two")


def test_what_uses_a_stream_aligned_team_is_shown() -> None:
    more = {group(name): Team(group(name), name.capitalize()) for name in TEAMS_THAT_USE}
    named = directory()
    known = replace(named, teams={**named.teams, **{ref: team.shown_name for ref, team in more.items()}})
    users = [entity(name, name=f"{name}-job") for name in TEAMS_THAT_USE]
    edges = tuple(Edge(each.ref, "dependsOn", "component:default/ledger") for each in users)
    given = {"edges": edges, "teams": {**TEAMS, **more}, "directory": known}
    sample = keeping(entity(), *users, payments="type: stream-aligned", snapshot_of=given)
    verdict = failed_on(judge, sample)
    assert "5 of 5 other teams" in verdict.sentence
    shown = next(each.to_json() for each in verdict.evidence if each.kind == "edges")
    assert [edge["source"] for edge in shown["edges"]] == [edge.source_ref for edge in edges]
    secret = replace(sample, restricted_sources=frozenset({1}))
    edges_shown = [each for each in failed_on(judge, secret).evidence if each.kind == "edges"]
    assert all("ledger" not in str(each.to_json()) for each in edges_shown)
