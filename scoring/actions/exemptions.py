"""Exemptions: a person lets a finding rest until a date, with a reason, and may take that back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import Q

from catalog.actions.decisions import DecisionError, check_reason
from scoring.actions.scoring import request_scoring
from scoring.core.exemptions import get_fault
from scoring.core.lifecycle import FindingKey, count_exemptions
from scoring.models import Exemption, Finding, FindingEvent

State = Finding.State


@transaction.atomic
def exempt_finding(finding_id: int, reason: str, until_date: date, actor_ref: str, now: datetime) -> Exemption:
    """Let a finding rest until a date, that day included, a year at most; it replaces an exemption it has already.

    Raises DecisionError where that cannot be. Check that the actor may decide.
    """
    reason = check_reason(reason)
    fault = get_fault(until_date, _day(now))
    if fault:
        raise DecisionError(fault)
    finding = Finding.objects.select_for_update().get(pk=finding_id)
    if finding.state == State.RESOLVED:
        raise DecisionError("It is resolved: there is nothing to let rest.")
    same = Exemption.objects.filter(check_id=finding.check_id, subject_ref=finding.subject_ref, key=finding.key)
    same.filter(withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by_ref=actor_ref, withdrawal_reason="Another one took its place."
    )
    exemption = Exemption.objects.create(
        check_id=finding.check_id,
        subject_ref=finding.subject_ref,
        key=finding.key,
        reason=reason,
        until_date=until_date,
        decided_by_ref=actor_ref,
        decided_at=now,
    )
    _settle([finding], actor_ref, reason, now)
    return exemption


@transaction.atomic
def withdraw_exemption(exemption_id: int, reason: str, actor_ref: str, now: datetime) -> Exemption:
    """Let an exemption count no more: what still fails is open again at once.

    Raises DecisionError if it counts no more already. Check that the actor may decide.
    """
    reason = check_reason(reason)
    exemption = Exemption.objects.select_for_update().get(pk=exemption_id)
    if exemption.withdrawn_at is not None or exemption.until_date < _day(now):
        raise DecisionError("This exemption counts no more already.")
    exemption.withdrawn_at, exemption.withdrawn_by_ref, exemption.withdrawal_reason = now, actor_ref, reason
    exemption.save(update_fields=["withdrawn_at", "withdrawn_by_ref", "withdrawal_reason"])
    concerned = Finding.objects.filter(check_id=exemption.check_id, subject_ref=exemption.subject_ref)
    concerned = concerned.filter(Q() if exemption.key == "" else Q(key=exemption.key)).exclude(state=State.RESOLVED)
    _settle(list(concerned.select_for_update().order_by("pk")), actor_ref, reason, now)
    return exemption


def _settle(findings: Iterable[Finding], actor_ref: str, reason: str, now: datetime) -> None:
    """Bring findings to what the exemptions say now, as the next run would, and have scores computed anew."""
    for finding in findings:
        until = _get_until(finding, _day(now))
        if finding.exempted_until_date == until:
            continue
        finding.exempted_until_date, finding.state = until, State.EXEMPTED if until else State.OPEN
        finding.save(update_fields=["exempted_until_date", "state"])
        FindingEvent.objects.create(
            finding=finding,
            event="exempted" if until else "exemption ended",
            actor_ref=actor_ref,
            note=f"until {until}: {reason}" if until else reason,
            at=now,
        )
    request_scoring([], now)


def _get_until(finding: Finding, today: date) -> date | None:
    counting = Exemption.objects.filter(
        check_id=finding.check_id, subject_ref=finding.subject_ref, withdrawn_at=None, until_date__gte=today
    )
    rows = counting.values_list("check_id", "subject_ref", "key", "until_date")
    key = FindingKey(finding.check_id, finding.subject_ref, finding.key)
    return count_exemptions(rows, [key]).get(key)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()
