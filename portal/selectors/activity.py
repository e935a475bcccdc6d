"""Who works in a repository, by team: figures of single people are not shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Sum
from django.utils import timezone

from catalog.core.access import Actor
from catalog.models import Origin
from catalog.models.bulk import among
from catalog.selectors.directory import get_directory
from portal.selectors.names import Named, get_names
from scoring.core.authors import find_person
from scoring.models import AuthorActivity
from teams.models import Membership

WINDOW_DAYS = 180


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
    """Work in a repository in the last 180 days. Check that the repository is visible. At most eight queries.

    A person of several teams counts for each of them in equal parts, rounded down to whole commits in the end.
    """
    since = timezone.now().date() - timedelta(days=WINDOW_DAYS)
    recent = AuthorActivity.objects.filter(origin=origin, day_date__gte=since)
    by_author = recent.order_by().values_list("author_email", "is_bot").annotate(total=Sum("commits"))
    humans: Counter[str] = Counter()
    bots = 0
    for email, is_bot, total in by_author:
        if is_bot:
            bots += total
        else:
            humans[email] += total
    last = AuthorActivity.objects.filter(origin=origin, is_bot=False).aggregate(at=Max("day_date"))["at"]
    everybody = get_directory()
    teams = _sum_by_team(humans, {email: find_person(email, [everybody]) for email in humans})
    names = get_names(actor, teams)
    commits = humans.total()
    rows = [TeamActivity(names[ref] if ref else None, int(n), n / commits) for ref, n in teams.items()]
    return Activity(since, commits, bots, last, tuple(rows))


def _sum_by_team(humans: Mapping[str, int], person_of: Mapping[str, str]) -> dict[str, float]:
    """Commits by ref of team, the busiest first; the empty ref is "no known team"."""
    people = among(sorted({ref for ref in person_of.values() if ref}))
    members = Membership.objects.filter(person__ref__in=people, until__isnull=True, team__dissolved_at__isnull=True)
    teams_of: defaultdict[str, list[str]] = defaultdict(list)
    for person, team in members.values_list("person__ref", "team__ref"):
        teams_of[person].append(team)
    totals: defaultdict[str, float] = defaultdict(float)
    for email, commits in humans.items():
        teams = teams_of.get(person_of[email]) or [""]
        for ref in teams:
            totals[ref] += commits / len(teams)
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
