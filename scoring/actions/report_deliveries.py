"""Sending the mails of reports: each claimed by a conditional UPDATE, retried all week, repeated at most once.

A mail is repeated only where its end is not known: the sender died, or the connection broke, after the text had gone
out and before the server had answered. Then it goes out once more with the same Message-ID, and never a third time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from scoring.actions.hand_over import HandOverError, Outcome, Postman
from scoring.actions.report_mails import MailMaker
from scoring.models import ReportDelivery

logger = logging.getLogger(__name__)

#: A sender that has said nothing for so long is dead; longer than a worker's task may take.
CLAIM_LASTS = timedelta(minutes=15)
MAX_TRANSMISSIONS = 2
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=2)
#: One round begins no mail after this time; the next one goes on.
ROUND_LASTS = timedelta(minutes=2)
CANDIDATES = 20
UNKNOWN_END = (
    "Twice the mail server was given this mail and did not say whether it took it. It is not sent a third time."
)
WEEK_OVER = "The week was over before a mail server took it."

State = ReportDelivery.State
Clock = Callable[[], datetime]


@dataclass(slots=True)
class Round:
    """What one round did: mails sent, put back to be tried again, and refused for good."""

    sent: int = 0
    put_back: int = 0
    refused: int = 0


class ClaimLostError(Exception):
    """Another sender took this one for dead and has the mail now."""


def send_due_mails(week: str, clock: Clock, scope: str | None = None) -> Round:
    """Send what waits of a week, of one scope or of all; ends early where the mail server cannot be reached."""
    done, makes, ends_at = Round(), MailMaker(week), clock() + ROUND_LASTS
    _give_up_unknown(week, clock())
    with Postman() as postman:
        while (now := clock()) < ends_at:
            delivery = claim_mail(week, now, scope)
            if delivery is None or not _send(delivery, makes, postman, clock, done):
                break
    return done


def claim_mail(week: str, now: datetime, scope: str | None = None) -> ReportDelivery | None:
    """Take the mail that waited longest, or that a dead sender left; None if there is none. One sender gets it."""
    is_free = Q(state=State.WAITING, due_at__lte=now) | Q(state=State.CLAIMED, claimed_at__lte=now - CLAIM_LASTS)
    free = ReportDelivery.objects.filter(is_free, week=week, transmissions__lt=MAX_TRANSMISSIONS)
    if scope is not None:
        free = free.filter(scope=scope)
    while candidates := list(free.order_by("due_at", "pk").values_list("pk", flat=True)[:CANDIDATES]):
        for pk in candidates:
            if free.filter(pk=pk).update(state=State.CLAIMED, claimed_at=now, attempts=F("attempts") + 1):
                return ReportDelivery.objects.get(pk=pk)
    return None


def close_past_weeks(week: str) -> int:
    """Give up what earlier weeks left waiting: last week's news would only confuse. How many."""
    left = ReportDelivery.objects.filter(week__lt=week, state__in=(State.WAITING, State.CLAIMED))
    return left.update(state=State.REFUSED, error=WEEK_OVER)


def hurry_mails(week: str, scope: str, now: datetime) -> int:
    """Let what waits, and what was refused, be tried now, because a person asks. How many.

    Not what was refused because nobody knows whether it arrived.
    """
    asked = Q(state=State.WAITING) | Q(state=State.REFUSED, transmissions=0)
    return ReportDelivery.objects.filter(asked, week=week, scope=scope).update(state=State.WAITING, due_at=now)


def _give_up_unknown(week: str, now: datetime) -> None:
    """Refuse what died twice in the middle of being sent."""
    dead = ReportDelivery.objects.filter(week=week, state=State.CLAIMED, claimed_at__lte=now - CLAIM_LASTS)
    dead.filter(transmissions__gte=MAX_TRANSMISSIONS).update(state=State.REFUSED, error=UNKNOWN_END)


def _send(delivery: ReportDelivery, makes: MailMaker, postman: Postman, clock: Clock, done: Round) -> bool:
    """Hand one mail over and write down how that ended; whether the server is there for more."""
    before = delivery.transmissions
    try:
        postman.hand_over(makes.message(delivery), lambda: _begin_transmission(delivery))
    except ClaimLostError:
        return True
    except HandOverError as error:
        if error.outcome is not Outcome.UNKNOWN:
            delivery.transmissions = before  # what the server said no to is no copy anybody could have
        _write_failure(delivery, error, clock(), done)
        return error.outcome is not Outcome.NO_SERVER
    # also where somebody has claimed it meanwhile: they find it sent, and send nothing
    ReportDelivery.objects.filter(pk=delivery.pk).update(state=State.SENT, sent_at=clock(), error="")
    done.sent += 1
    return True


def _list_ours(delivery: ReportDelivery) -> QuerySet[ReportDelivery]:
    """The row, unless another sender has taken it over."""
    return ReportDelivery.objects.filter(pk=delivery.pk, state=State.CLAIMED, claimed_at=delivery.claimed_at)


def _begin_transmission(delivery: ReportDelivery) -> None:
    """Count the hand-over before it happens, so that a sender that dies in it leaves a trace."""
    ours = _list_ours(delivery).filter(transmissions__lt=MAX_TRANSMISSIONS)
    if not ours.update(transmissions=F("transmissions") + 1):
        raise ClaimLostError
    delivery.transmissions += 1


def _write_failure(delivery: ReportDelivery, error: HandOverError, now: datetime, done: Round) -> None:
    has_ended = delivery.transmissions >= MAX_TRANSMISSIONS
    is_over = has_ended or error.outcome is Outcome.REFUSED
    _list_ours(delivery).update(
        state=State.REFUSED if is_over else State.WAITING,
        transmissions=delivery.transmissions,
        due_at=now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(delivery.attempts - 1, 10)),
        error=UNKNOWN_END if has_ended else str(error),
    )
    done.refused += is_over
    done.put_back += not is_over
    # never the address, nor what the server answered: both tell who it is
    logger.warning(
        "Mail %s of the report %s on %s was not sent (%s): %s",
        delivery.pk,
        delivery.week,
        delivery.scope,
        error.outcome,
        "given up" if is_over else "will be tried again",
    )
