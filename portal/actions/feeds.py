"""Calendar feeds: made and shown once, replaced, revoked, and published with what vanished marked as cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from catalog.core.access import Actor
from portal.access import build_actor
from portal.actions.audit import record_event
from portal.digests import FEED, digest_secret, make_secret
from portal.http import read_address
from portal.models import Account, AuditEvent, Feed
from portal.selectors.feeds import is_feed_visible, list_unseen_schedules, plan_feed
from teams.core.oncall.ical import FeedEntry, mark_cancelled, write_feed
from teams.selectors.feeds import FeedPlan

PAST, AHEAD = timedelta(days=14), timedelta(days=60)
FRESH = timedelta(minutes=1)  # what was computed is handed out again for so long, whoever asks how often
MOST_EVENTS = 2_000
MOST_FEEDS = 50  # of one account
REFUSALS, WINDOW = 30, timedelta(minutes=15)  # unknown addresses asked for from one place
_REFUSED = "feed-refused"


class FeedError(ValueError):
    """A feed that cannot be made; the message is for the person who wants it."""


def make_feed(account: Account, subject_ref: str, now: datetime) -> tuple[Feed, str]:
    """A new feed of a schedule or a person, and its secret, which exists nowhere else and is shown once.

    Raises FeedError for what the account may not see, and for too many.
    """
    if not is_feed_visible(build_actor(account), subject_ref):
        raise FeedError("There is no such schedule or person that you may see.")
    if account.feeds.filter(revoked_at=None).count() >= MOST_FEEDS:
        raise FeedError(f"You have {MOST_FEEDS} feeds. Revoke one that you no longer need.")
    secret = make_secret()
    with transaction.atomic():
        feed = Feed.objects.create(
            account=account,
            subject_ref=subject_ref,
            digest=digest_secret(FEED, secret),
            created_at=now,
            changed_at=now.replace(microsecond=0),
        )
        record_event(f"account:{account.pk}", "feed-made", f"feed:{feed.pk}", of=subject_ref)
    return feed, secret


def replace_feed(feed: Feed) -> str:
    """A new secret for a feed; the old address stops working at once. What was published is remembered."""
    secret = make_secret()
    with transaction.atomic():
        Feed.objects.filter(pk=feed.pk).update(digest=digest_secret(FEED, secret))
        record_event(f"account:{feed.account_id}", "feed-replaced", f"feed:{feed.pk}", of=feed.subject_ref)
    return secret


def revoke_feed(actor_ref: str, feed: Feed, now: datetime) -> None:
    """Make a feed's address useless at once and for ever; doing it twice changes nothing."""
    with transaction.atomic():
        if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now, published=[]):
            record_event(actor_ref, "feed-revoked", f"feed:{feed.pk}", of=feed.subject_ref)


def publish_feed(feed: Feed, now: datetime) -> bytes | None:
    """The feed as it is now; None where its account is off or may not see what is in it any more.

    Computed at most once a minute, and written down only when that has changed something.
    """
    actor = build_actor(feed.account)
    if feed.last_read_on_date != now.date():
        Feed.objects.filter(pk=feed.pk).update(last_read_on_date=now.date())
    since = now.replace(hour=0, minute=0, second=0, microsecond=0) - PAST
    plan = plan_feed(actor, feed.subject_ref, since, since + PAST + AHEAD) if _is_due(feed, now) else None
    if plan is None and (_is_due(feed, now) or not is_feed_visible(actor, feed.subject_ref)):
        return None
    if plan is not None:
        _follow(actor, feed, plan, since, now)
    return write_feed(feed.title, [entry for _, entry in map(_read, feed.published)], feed.changed_at)


def note_refusal(request: HttpRequest, now: datetime) -> bool:
    """Count an address that leads to no feed; whether too many were asked for from the same place of late."""
    place = f"address:{read_address(request)}"
    refused = AuditEvent.objects.filter(at__gte=now - WINDOW, action=_REFUSED, actor_ref=place)
    if refused.count() >= REFUSALS:
        return True
    record_event(place, _REFUSED)
    return False


def _is_due(feed: Feed, now: datetime) -> bool:
    return feed.checked_at is None or not feed.checked_at <= now < feed.checked_at + FRESH


def _follow(actor: Actor, feed: Feed, plan: FeedPlan, since: datetime, now: datetime) -> None:
    """Bring what is published to the plan; a schedule that cannot be read now stays as it was.

    What the actor may not see any more is taken out without a word: to cancel it would tell it once more.
    """
    before: dict[str, list[FeedEntry]] = {}
    for ref, entry in map(_read, feed.published):
        before.setdefault(ref, []).append(entry)
    for ref in list_unseen_schedules(actor, before.keys() - plan.entries.keys()):
        del before[ref]
    published = [
        _write(ref, entry)
        for ref in sorted({*before, *plan.entries})
        for entry in _merge(before.get(ref, []), plan.entries, ref, since)
    ]
    changes: dict[str, Any] = {"checked_at": now}
    if published != feed.published or plan.title != feed.title:
        changes |= {"published": published, "title": plan.title, "changed_at": now.replace(microsecond=0)}
    Feed.objects.filter(pk=feed.pk).update(**changes)
    for name, value in changes.items():
        setattr(feed, name, value)


def _merge(
    before: Sequence[FeedEntry], plan: Mapping[str, Sequence[FeedEntry] | None], ref: str, since: datetime
) -> Sequence[FeedEntry]:
    planned = plan.get(ref, ())
    return before if planned is None else mark_cancelled(before, planned[:MOST_EVENTS], since)


def _write(ref: str, entry: FeedEntry) -> list[Any]:
    start, end = (moment.astimezone(UTC).isoformat() for moment in (entry.start, entry.end))
    return [ref, entry.uid, start, end, entry.summary, entry.sequence, entry.is_cancelled]


def _read(row: Sequence[Any]) -> tuple[str, FeedEntry]:
    ref, uid, start, end, summary, sequence, is_cancelled = row
    moments = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return ref, FeedEntry(uid, *moments, summary, sequence, is_cancelled)
