"""Each check on good and bad samples. What is here beside `judge` is shared by all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome, Verdict

Judge = Callable[[Snapshot], Iterable[Verdict]]


def only(judge: Judge, snapshot: Snapshot) -> Verdict:
    """The one verdict that the check gives."""
    (verdict,) = judge(snapshot)
    return verdict


def outcome(judge: Judge, snapshot: Snapshot) -> Outcome:
    """The outcome of the one verdict that the check gives."""
    return only(judge, snapshot).outcome
