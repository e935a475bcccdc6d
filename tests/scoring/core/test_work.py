"""Commits are shared out to the teams people were in on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scoring.core.snapshot import Membership, Owner, Snapshot
from scoring.core.work import Shares, WorkSharer
from tests.scoring.samples import (
    CARDS,
    CHECKOUT,
    GUILD,
    LONG_AGO,
    MEMBERSHIPS,
    NOW,
    ORIGIN,
    PAYMENTS,
    entity,
    snapshot,
    user,
    work,
    work_by_day,
)

DAY = timedelta(days=1)
PLACE = (ORIGIN, "src")


def share(sample: Snapshot, for_team: str = PAYMENTS, window: int = 180) -> Shares:
    return WorkSharer(sample).share([PLACE], window, for_team)


def test_shares_add_up_and_strangers_are_kept_apart() -> None:
    shares = share(snapshot(entity(), works=[work("Ada", 4), work("Cy", 3), work("Stranger", 2), work("Eve", 1)]))
    assert (dict(shares.by_team), shares.unbound, shares.total) == ({PAYMENTS: 5, CHECKOUT: 3}, 2, 10)


def test_bots_and_other_windows_are_left_out() -> None:
    works = [work("Ada", 4, is_bot=True), replace(work("Ada", 4), in_window={180: 0})]
    assert share(snapshot(entity(), works=works)).total == 0
    assert share(snapshot(entity(), works=[work("Ada", 4)]), window=30).total == 0


def test_somebody_in_several_teams_works_for_the_owner_if_they_can() -> None:
    sample = snapshot(entity(), works=[work("Ada", 4)])
    assert dict(share(sample, PAYMENTS).by_team) == {PAYMENTS: 4}
    assert dict(share(sample, GUILD).by_team) == {GUILD: 4}


def test_elsewhere_they_work_for_the_team_that_owns_something() -> None:
    sample = snapshot(entity(), works=[work("Ada", 4)])
    assert dict(share(sample, CHECKOUT).by_team) == {PAYMENTS: 4}
    both_own = {"x": Owner(PAYMENTS, 1), "y": Owner(GUILD, 1)}
    smallest = share(replace_owners(sample, both_own), CHECKOUT)
    assert dict(smallest.by_team) == {GUILD: 4}


def replace_owners(sample: Snapshot, owners: dict[str, Owner]) -> Snapshot:
    return replace(sample, owners=owners)


def test_an_unknown_owner_has_no_family() -> None:
    assert dict(share(snapshot(entity(), works=[work("Eve", 4)]), "").by_team) == {CARDS: 4}


def test_each_day_counts_for_the_team_of_that_day() -> None:
    moved = (
        *(membership for membership in MEMBERSHIPS if membership.person_ref != user("cy")),
        Membership(CHECKOUT, user("cy"), LONG_AGO, NOW - 100 * DAY),
        Membership(PAYMENTS, user("cy"), NOW - 50 * DAY),
    )
    works = [work_by_day("Cy", (170, 1), (90, 2), (60, 4), (10, 8), (181, 16))]
    shares = share(snapshot(entity(), works=works, memberships=moved))
    assert dict(shares.by_team) == {CHECKOUT: 1 + 2, PAYMENTS: 4 + 8}


@pytest.mark.parametrize(
    ("days_ago", "teams"),
    [(1000, {CHECKOUT}), (100, {CHECKOUT}), (99, {CHECKOUT}), (60, {PAYMENTS}), (50, {PAYMENTS}), (0, {PAYMENTS})],
)
def test_where_the_day_is_not_known_the_nearest_counts(days_ago: int, teams: set[str]) -> None:
    memberships = (
        Membership(CHECKOUT, user("cy"), LONG_AGO, NOW - 100 * DAY),
        Membership(PAYMENTS, user("cy"), NOW - 50 * DAY),
    )
    sharer = WorkSharer(snapshot(memberships=memberships))
    assert sharer.teams_on(user("cy"), (NOW - days_ago * DAY).date()) == teams


def test_who_was_never_in_a_team_is_nobodys() -> None:
    sample = snapshot(entity(), works=[work("Ada", 4)], memberships=())
    assert (share(sample).unbound, dict(share(sample).by_team)) == (4, {})


def test_the_last_commits_of_a_team_are_newest_first_and_by_origin() -> None:
    works = [work("Cy", 1, days_ago=9), work("Di", 1, days_ago=2), work("Ada", 1, days_ago=1)]
    commits = share(snapshot(entity(), works=works)).last_commits(CHECKOUT)
    assert {origin: [seen.author for seen in found] for origin, found in commits.items()} == {ORIGIN: ["Di", "Cy"]}
