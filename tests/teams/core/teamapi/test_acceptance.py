"""Who may speak for a team: the Group's own word first, then trust, then ownership; never whoever was early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from teams.core.teamapi.acceptance import REFUSALS, Candidate, Refusal, Standing, choose_files

EARLY = datetime(2026, 1, 1, tzinfo=UTC)
LATE = EARLY + timedelta(days=1)
SHOP = "group:default/shop"


def file(number: int, standing: Standing, at: datetime = EARLY, **fields: bool) -> Candidate:
    return Candidate((number, "team-api.yaml"), SHOP, standing, at, **fields)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (file(1, Standing.POINTED_AT, LATE), file(2, Standing.TRUSTED)),
        (file(1, Standing.TRUSTED, LATE), file(2, Standing.OWNED)),
        (file(1, Standing.TRUSTED), file(2, Standing.TRUSTED, LATE)),
        (file(1, Standing.TRUSTED), file(2, Standing.TRUSTED)),
    ],
)
def test_one_of_two_counts_in_whatever_order_they_come(first: Candidate, second: Candidate) -> None:
    for order in permutations((first, second)):
        assert choose_files(order) == {first.key: None, second.key: Refusal.ANOTHER_COUNTS}


def test_a_file_that_nothing_stands_behind_never_counts() -> None:
    alone = file(1, Standing.NONE)
    assert choose_files([alone]) == {alone.key: Refusal.NOT_TRUSTED}


def test_a_file_that_cannot_be_used_takes_no_place() -> None:
    broken, good = file(1, Standing.POINTED_AT, is_usable=False), file(2, Standing.TRUSTED, LATE)
    assert choose_files([broken, good]) == {broken.key: None, good.key: None}


def test_teams_do_not_take_each_others_place() -> None:
    other = Candidate((2, "x"), "group:default/till", Standing.TRUSTED, LATE)
    assert set(choose_files([file(1, Standing.TRUSTED), other]).values()) == {None}


def test_every_refusal_says_what_would_change_it() -> None:
    assert set(REFUSALS) == set(Refusal)
    assert all("Group" in text for text in REFUSALS.values())
