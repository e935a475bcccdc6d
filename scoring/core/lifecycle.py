"""What a fresh set of verdicts means for the findings that are open: which open, stay, change, resolve or rest. Pure.

* A failed verdict opens a finding, or keeps the open one of the same check, subject and key open.
* A finding is resolved when its subject was judged and no longer fails, or is gone, or its check is gone.
* While any verdict of a check on a subject is unknown, that check resolves nothing there.
* An exemption lets a finding rest until its date, that day included; then it is open again.
* A resolved finding never comes back: a new one is opened, and its first event says that it is not the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple


class FindingKey(NamedTuple):
    """What makes a finding unique while it is open."""

    check_id: str
    subject_ref: str
    key: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What a finding says now; `evidence` is in its JSON form.

    `source_id` and `guards` decide who may see it: those who may see that source, and each of the `guards`, which are
    restricted sources in order.
    """

    subject_kind: str
    team_ref: str
    source_id: int | None
    sentence: str
    remedy: str
    evidence: list[dict[str, Any]]
    guards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding as it is stored, not resolved. `exempted_until` is set while it rests."""

    id: int
    failure: Failure
    last_failed_date: date
    exempted_until: date | None = None


class Step(NamedTuple):
    """One step in the life of a stored finding."""

    finding_id: int
    event: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A finding to open; `event` says whether it is the first of its kind."""

    key: FindingKey
    failure: Failure
    event: str
    exempted_until: date | None


@dataclass(slots=True)
class LifePlan:
    """What to write. `kept` holds (id, failure, exempted until) of each finding whose row changes."""

    opened: list[Opening] = field(default_factory=list)
    kept: list[tuple[int, Failure, date | None]] = field(default_factory=list)
    resolved: list[int] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that one run said.

    `failures` by key; `sentences` of the deciding verdict by (check, subject); `unknown` holds the (check, subject)
    that could not be looked at.
    """

    failures: Mapping[FindingKey, Failure]
    sentences: Mapping[tuple[str, str], str]
    unknown: Collection[tuple[str, str]]


def plan_lives(
    stored: Mapping[FindingKey, OpenFinding],
    judgement: Judgement,
    exemptions: Mapping[FindingKey, date],
    resolved_before: Collection[FindingKey],
    today: date,
) -> LifePlan:
    """What to write for `judgement`. Nothing, where it says what is stored and the day is the same.

    `exemptions` holds those that count today, for stored findings and failures alike. `resolved_before` are keys of
    findings that were resolved once.
    """
    plan = LifePlan()
    for key, failure in judgement.failures.items():
        if key in stored:
            _keep(plan, stored[key], failure, exemptions.get(key), today)
        else:
            _open(plan, key, failure, exemptions.get(key), key in resolved_before)
    for key in stored.keys() - judgement.failures.keys():
        _rest_or_resolve(plan, key, stored[key], judgement, exemptions.get(key))
    return plan


def count_exemptions(
    rows: Iterable[tuple[str, str, str, date]], findings: Iterable[FindingKey]
) -> dict[FindingKey, date]:
    """The last date of exemption of each finding; one written without a key exempts every key of its subject."""
    until: dict[FindingKey, date] = {}
    for check_id, subject_ref, key, until_date in rows:
        written = FindingKey(check_id, subject_ref, key)
        until[written] = max(until_date, until.get(written, until_date))
    found: dict[FindingKey, date] = {}
    for finding in findings:
        dates = [until[key] for key in (finding, finding._replace(key="")) if key in until]
        if dates:
            found[finding] = max(dates)
    return found


def _open(plan: LifePlan, key: FindingKey, failure: Failure, until: date | None, was_resolved: bool) -> None:
    plan.opened.append(Opening(key, failure, "reopened" if was_resolved else "opened", until))


def _keep(plan: LifePlan, finding: OpenFinding, failure: Failure, until: date | None, today: date) -> None:
    if finding.exempted_until != until:
        event = "exempted" if until else "exemption ended"
        plan.steps.append(Step(finding.id, event, f"until {until}" if until else ""))
    is_same = finding.failure == failure and finding.exempted_until == until
    if not is_same or finding.last_failed_date != today:
        plan.kept.append((finding.id, failure, until))


def _rest_or_resolve(
    plan: LifePlan, key: FindingKey, finding: OpenFinding, judgement: Judgement, until: date | None
) -> None:
    subject = (key.check_id, key.subject_ref)
    if subject not in judgement.unknown:
        plan.resolved.append(finding.id)
        note = judgement.sentences.get(subject, "It is no longer there to be judged.")
        plan.steps.append(Step(finding.id, "resolved", note))
    elif finding.exempted_until != until:
        _keep(plan, finding, finding.failure, until, finding.last_failed_date)
