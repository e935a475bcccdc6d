"""Asking a check on Team APIs: its verdicts on one team."""

from __future__ import annotations

from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome, Verdict
from tests.scoring.core.checks import Judge
from tests.scoring.samples import PAYMENTS


def verdicts_on(judge: Judge, snapshot: Snapshot, team_ref: str = PAYMENTS) -> list[Verdict]:
    """What the check says of a team; it says something of each."""
    verdicts = list(judge(snapshot))
    assert {verdict.subject_ref for verdict in verdicts} == {each.ref for each in snapshot.of_kinds("group")}
    return [verdict for verdict in verdicts if verdict.subject_ref == team_ref]


def outcomes_on(judge: Judge, snapshot: Snapshot, team_ref: str = PAYMENTS) -> set[Outcome]:
    """The outcomes on a team."""
    return {verdict.outcome for verdict in verdicts_on(judge, snapshot, team_ref)}


def failed_on(judge: Judge, snapshot: Snapshot, team_ref: str = PAYMENTS) -> Verdict:
    """The one failed verdict on a team."""
    (verdict,) = (each for each in verdicts_on(judge, snapshot, team_ref) if each.outcome is Outcome.FAILED)
    return verdict
