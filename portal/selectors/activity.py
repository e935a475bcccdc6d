"""Who works in a repository, by team: figures of single people are not shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Max, Q, Sum
from django.utils import timezone

from catalog.core.access import Actor
from catalog.core.addresses import EMAIL
from catalog.core.handles import Directory
from catalog.models import Alias, Origin, Ownership
from catalog.models.bulk import among
from catalog.selectors.aliases import is_address
from catalog.selectors.ownership import get_owners
from portal.selectors.names import Named, get_names
from scoring.core import snapshot as core
from scoring.core.work import Shares, WorkSharer
from scoring.models import AuthorActivity
from teams.models import Membership, Person

WINDOW_DAYS = 180
_Days = dict[str, list[tuple[date, int]]]


@dataclass(frozen=True, slots=True)
class TeamActivity:
    """Commits of the people of one team; `team` is None for authors who are in no known team."""

    team: Named | None
    commits: int
    share: float


@dataclass(frozen=True, slots=True)
class Activity:
    """The commits of people since a date, by team, the busiest first; bots are counted apart."""

    since_date: date
    commits: int
    bot_commits: int
    last_human_date: date | None
    teams: tuple[TeamActivity, ...]


def get_activity(actor: Actor, origin: Origin) -> Activity:
    """Work in a repository in the last 180 days. Check that the repository is visible. Ten queries at most.

    Each commit counts for one team, the one that the checks count it for: the author's on that day. Those of teams that
    the actor may not see are told together.
    """
    since = timezone.now().date() - timedelta(days=WINDOW_DAYS)
    recent = AuthorActivity.objects.filter(origin=origin, day_date__gte=since)
    humans: _Days = defaultdict(list)
    bots = 0
    by_day = (
        recent.order_by("day_date").values_list("author_email", "is_bot", "day_date").annotate(total=Sum("commits"))
    )
    for email, is_bot, day, total in by_day:
        if is_bot:
            bots += total
        else:
            humans[email].append((day, total))
    last = AuthorActivity.objects.filter(origin=origin, is_bot=False).aggregate(at=Max("day_date"))["at"]
    shares = _share(origin, humans) if humans else Shares()
    return Activity(since, shares.total, bots, last, _tell(actor, shares))


def _tell(actor: Actor, shares: Shares) -> tuple[TeamActivity, ...]:
    names = get_names(actor, shares.by_team)
    told: defaultdict[Named | None, int] = defaultdict(int)
    for ref, commits in [*shares.by_team.items(), *([("", shares.unbound)] if shares.unbound else [])]:
        told[names[ref] if ref else None] += commits
    rows = sorted(told.items(), key=lambda row: (-row[1], row[0].ref if row[0] else ""))
    return tuple(TeamActivity(team, commits, commits / shares.total) for team, commits in rows)


def _share(origin: Origin, humans: _Days) -> Shares:
    """The commits by team, as the checks share them out. Five queries."""
    directory = _load_directory(humans)
    teams = Membership.objects.filter(person__ref__in=among(sorted(directory.people))).values("team")
    fields = ("team__ref", "person__ref", "since", "until")
    memberships = tuple(core.Membership(*row) for row in Membership.objects.filter(team__in=teams).values_list(*fields))
    owning = Ownership.objects.filter(owner_ref__in=among(sorted({each.team_ref for each in memberships})), until=None)
    owner = get_owners([origin.ref]).get(origin.ref)
    snapshot = core.Snapshot(
        now=timezone.now(),
        directory=directory,
        directory_ever=directory,
        owners={ref: core.Owner(ref, 1.0) for ref in owning.order_by().values_list("owner_ref", flat=True).distinct()},
        memberships=memberships,
        work={(origin.pk, ""): tuple(_make_work(email, days) for email, days in humans.items())},
    )
    return WorkSharer(snapshot).share([(origin.pk, "")], WINDOW_DAYS, owner.owner_ref if owner else "")


def _load_directory(emails: Iterable[str]) -> Directory:
    """The people with these addresses, by all their names, present and past. Two queries."""
    addresses = sorted({email.lower() for email in emails})
    aliases: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    named = Alias.objects.filter(is_address(addresses), entity_ref__startswith="user:")
    for scheme, value, ref in named.values_list("scheme", "value", "entity_ref"):
        aliases[scheme, value].add(ref)
    refs = {ref for each in aliases.values() for ref in each}
    people = Person.objects.filter(Q(ref__in=among(sorted(refs))) | Q(email__in=among(addresses)))
    known = list(people.values_list("ref", "email"))
    for ref, email in known:
        aliases[EMAIL, email.lower()].add(ref)
    by_name = {key: frozenset(each) for key, each in aliases.items()}
    return Directory({}, people={ref: ref for ref, _ in known}, aliases=by_name)


def _make_work(email: str, days: list[tuple[date, int]]) -> core.AuthorWork:
    commits = sum(number for _, number in days)
    return core.AuthorWork(
        email=email,
        name="",
        is_bot=False,
        commits=commits,
        in_window={WINDOW_DAYS: commits},
        last_commit="",
        last_committed_at=datetime.combine(days[-1][0], time(), UTC),
        by_day=tuple(days),
    )
