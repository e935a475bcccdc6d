"""A small organisation made by hand, for samples of checks. Everything can be replaced by keyword.

Commerce is a department above Payments and Checkout; Cards is a team below Payments; Growth is empty; Phoenix was
dissolved; the guild goes across. Ada and Bo are in Payments (Ada in the guild too), Cy and Di in Checkout, Eve in
Cards, Gus left Growth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from catalog.core.claims import Basis, Claim
from catalog.core.handles import Directory
from scoring.core.snapshot import (
    AuthorWork,
    CodeRoot,
    Entity,
    HistoryState,
    Membership,
    Owner,
    Person,
    Place,
    Repository,
    Snapshot,
    Team,
)

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=900)
SHA = "c0ffee" + "0" * 34
ORIGIN = 7


def group(name: str) -> str:
    return f"group:default/{name}"


def user(name: str) -> str:
    return f"user:default/{name}"


COMMERCE, PAYMENTS, CARDS = group("commerce"), group("payments"), group("cards")
CHECKOUT, GROWTH, PHOENIX, GUILD = group("checkout"), group("growth"), group("phoenix"), group("guild")
TEAMS = {
    team.ref: team
    for team in (
        Team(COMMERCE, "Commerce", "department"),
        Team(PAYMENTS, "Payments", "team", COMMERCE),
        Team(CARDS, "Cards", "team", PAYMENTS),
        Team(CHECKOUT, "Checkout", "team", COMMERCE),
        Team(GROWTH, "Growth", "team", COMMERCE),
        Team(PHOENIX, "Phoenix", "team", COMMERCE, dissolved_at=NOW - timedelta(days=40)),
        Team(GUILD, "Guild", "guild"),
    )
}
PEOPLE = {
    person.ref: person
    for person in (
        *(Person(user(name.lower()), name) for name in ("Ada", "Bo", "Cy", "Di", "Eve")),
        Person(user("gus"), "Gus", left_at=NOW - timedelta(days=30)),
    )
}
MEMBERSHIPS = (
    Membership(PAYMENTS, user("ada"), LONG_AGO),
    Membership(GUILD, user("ada"), LONG_AGO),
    Membership(PAYMENTS, user("bo"), LONG_AGO),
    Membership(CHECKOUT, user("cy"), LONG_AGO),
    Membership(CHECKOUT, user("di"), LONG_AGO),
    Membership(CARDS, user("eve"), LONG_AGO),
    Membership(GROWTH, user("gus"), LONG_AGO, NOW - timedelta(days=30)),
)


def entity(owner: str = "payments", kind: str = "component", name: str = "ledger", **more: Any) -> Entity:
    """A Component called Ledger that Payments owns, unless said otherwise; its owner stands in line 9."""
    given: dict[str, Any] = {"type": "service", "lifecycle": "production", "source_id": 1} | more
    place = Place(ORIGIN, SHA, "catalog-info.yaml", 1, 9 if owner else 0)
    given.setdefault("place", place)
    return Entity(f"{kind}:default/{name}", kind, "default", name, name.capitalize(), owner_text=owner, **given)


def claim(text: str, basis: Basis = Basis.CODEOWNERS, ref: str = "component:default/ledger") -> Claim:
    """A claim in line 3 of CODEOWNERS."""
    evidence = {"origin": ORIGIN, "commit": SHA, "path": ".github/CODEOWNERS", "line": 3}
    return Claim(ref, basis, text, evidence=evidence if basis is Basis.CODEOWNERS else {"by": "account:1"})


def work(name: str, commits: int, *, days_ago: int = 5, email: str = "", is_bot: bool = False) -> AuthorWork:
    """Commits by one author within the window of 180 days, the last of them some days ago."""
    email = email or f"{name.lower()}@example.org"
    at = NOW - timedelta(days=days_ago)
    return AuthorWork(email, name, is_bot, commits, {180: commits}, f"{len(name):040x}", at)


def work_by_day(name: str, *days: tuple[int, int]) -> AuthorWork:
    """Commits of an author whose teams changed: (days ago, commits)."""
    by_day: tuple[tuple[date, int], ...] = tuple((NOW.date() - timedelta(days=ago), count) for ago, count in days)
    return replace(work(name, sum(count for _, count in days)), by_day=by_day)


def directory(*, is_ever: bool = False, aliases: Mapping[tuple[str, str], str] | None = None) -> Directory:
    """The names of the organisation: each address at example.org, each GitHub login and two team slugs."""
    there = [person for person in PEOPLE.values() if is_ever or person.left_at is None]
    named = {("email", f"{person.shown_name.lower()}@example.org"): person.ref for person in there}
    named |= {("github-login", f"{person.shown_name.lower()}-hub"): person.ref for person in there}
    named |= {("github-team", "money-people"): PAYMENTS, ("ref", "group:default/old-payments"): PAYMENTS}
    named |= dict(aliases or {})
    teams_of: dict[str, set[str]] = {}
    for membership in MEMBERSHIPS:
        if membership.until is None:
            teams_of.setdefault(membership.person_ref, set()).add(membership.team_ref)
    return Directory(
        {ref: team.shown_name for ref, team in TEAMS.items() if is_ever or team.dissolved_at is None},
        {person.ref: person.shown_name for person in there},
        {key: frozenset({ref}) for key, ref in named.items()},
        {ref: frozenset(teams) for ref, teams in teams_of.items()},
    )


def snapshot(
    *entities: Entity,
    claims: Iterable[Claim] = (),
    works: Iterable[AuthorWork] | None = None,
    history: HistoryState | None = None,
    **more: Any,
) -> Snapshot:
    """The organisation with these entities. With `works`, all entities have their code in `src` of repository 7."""
    by_ref: dict[str, tuple[Claim, ...]] = {}
    for each in claims:
        by_ref[each.subject_ref] = (*by_ref.get(each.subject_ref, ()), each)
    given: dict[str, Any] = {
        "now": NOW,
        "directory": directory(),
        "directory_ever": directory(is_ever=True),
        "entities": {each.ref: each for each in entities},
        "repositories": {ORIGIN: Repository(ORIGIN, f"repository:{ORIGIN}", "ledger", 1, SHA, descriptors=1)},
        "claims": by_ref,
        "owners": {"x": Owner(PAYMENTS, 1), "y": Owner(CHECKOUT, 1)},
        "teams": TEAMS,
        "people": PEOPLE,
        "memberships": MEMBERSHIPS,
        "service_types": frozenset({"service"}),
    }
    if works is not None:
        given["code_roots"] = tuple(CodeRoot(each.ref, ORIGIN, "src") for each in entities)
        given["work"] = {(ORIGIN, "src"): tuple(works)}
        given["history"] = {ORIGIN: history or HistoryState(SHA)}
    return Snapshot(**{**given, **more})
