"""Calendar feeds: whose they are, and what is in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from catalog.core.access import Actor
from portal.digests import FEED, digest_secret
from portal.models import Account, Feed
from portal.selectors.names import get_names
from teams.models import Schedule
from teams.selectors.feeds import FeedPlan, plan_person_feed, plan_schedule_feed
from teams.selectors.schedules import list_schedules
from teams.selectors.teams import get_person

_SCHEDULE, _PERSON = "schedule:", "user:"
WITHHELD = "What you may not see any more"


def get_usable_feed(secret: str) -> Feed | None:
    """The feed with this secret in its address, if it was not revoked; by its digest alone. One query."""
    found = Feed.objects.filter(digest=digest_secret(FEED, secret), revoked_at=None)
    return found.select_related("account").first()


def list_feeds(account: Account) -> QuerySet[Feed]:
    """The feeds of an account that work, the newest first."""
    return Feed.objects.filter(account=account, revoked_at=None).order_by("-created_at", "-pk").defer("published")


def plan_feed(actor: Actor, subject_ref: str, since: datetime, until: datetime) -> FeedPlan | None:
    """What a feed should hold; None if its subject is not there for the actor."""
    plan = plan_person_feed if subject_ref.startswith(_PERSON) else plan_schedule_feed
    return plan(actor, subject_ref, since, until)


def is_feed_visible(actor: Actor, subject_ref: str) -> bool:
    """Whether the subject of a feed is one that the actor may see; an ended schedule is one still. One query."""
    if subject_ref.startswith(_PERSON):
        return get_person(actor, subject_ref) is not None
    if not subject_ref.startswith(_SCHEDULE):
        return False
    return Schedule.objects.visible_to(actor).filter(ref=subject_ref).exists()


def list_unseen_schedules(actor: Actor, refs: Collection[str]) -> set[str]:
    """Those of the refs that are no schedules, present or past, which the actor may see. One query, none for none."""
    if not refs:
        return set()
    return set(refs) - set(Schedule.objects.visible_to(actor).filter(ref__in=refs).values_list("ref", flat=True))


@dataclass(frozen=True, slots=True)
class ShownFeed:
    """A feed of somebody's, and what it is of; without name and ref where the actor may not see that any more."""

    feed: Feed
    name: str
    ref: str
    is_of_person: bool
    is_visible: bool


def show_feeds(actor: Actor, feeds: Sequence[Feed]) -> list[ShownFeed]:
    """Feeds in their order. Three queries."""
    refs = [feed.subject_ref for feed in feeds]
    people = get_names(actor, [ref for ref in refs if ref.startswith(_PERSON)])
    rows = Schedule.objects.visible_to(actor).filter(ref__in=refs).order_by("-removed_at", "-first_seen_at")
    schedules = {row.ref: row.shown_name for row in rows.defer("document", "imported")}
    names = {ref: people[ref].name for ref in refs if people[ref].is_known} | schedules
    return [
        ShownFeed(feed, names.get(ref, WITHHELD), ref if ref in names else "", ref.startswith(_PERSON), ref in names)
        for feed, ref in zip(feeds, refs, strict=True)
    ]


def list_feed_choices(actor: Actor) -> list[tuple[str, str]]:
    """What a feed may be made of: oneself, and each schedule. At most three queries."""
    rows = list_schedules(actor).exclude(ref="").defer("document", "imported")
    named = {row.ref: f"{row.shown_name} ({row.ref.removeprefix(_SCHEDULE)})" for row in reversed(rows)}
    schedules = sorted(named.items(), key=lambda pair: pair[1].lower())
    person = get_person(actor, actor.person_ref) if actor.person_ref else None
    return [*([(person.ref, "My own shifts, by every schedule")] if person else []), *schedules]
