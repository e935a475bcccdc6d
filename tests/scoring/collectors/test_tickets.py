"""Tickets of a repository become rows, replaced whenever it moves on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from catalog.git.errors import RepositoryError
from catalog.models import Origin
from scoring.collectors import tickets
from scoring.core.drift_facts import COMMON_DAYS
from scoring.models import FactState, TicketActivity
from scoring.selectors.work import load_tickets
from tests.repositories import Clones
from tests.scoring.factories import NOW, make_origin

pytestmark = pytest.mark.django_db


def commit(clones: Clones, message: str, by: str = "Ada", days_ago: int = 1) -> None:
    when = (NOW - timedelta(days=days_ago)).isoformat()
    person = {"GIT_AUTHOR_NAME": by, "GIT_AUTHOR_EMAIL": f"{by.lower()}@example.org"}
    clones.commit("shop", {"a.txt": f"{message}{by}{days_ago}"}, message, **person, GIT_COMMITTER_DATE=when)


def collect(clones: Clones) -> Origin:
    tip = clones.git("shop", "rev-parse", "HEAD")
    found = Origin.objects.filter(name="shop").first()
    origin = found or make_origin("shop", location=str(clones.root / "shop"), scanned_at=NOW)
    origin.tip = tip
    tickets.collect(origin, (), FactState(), NOW).store()
    return origin


def rows() -> dict[tuple[str, str], int]:
    found = TicketActivity.objects.order_by("pk")
    return {(row.ticket, row.author_email.partition("@")[0]): row.commits for row in found}


def test_rows_are_what_the_messages_say_now(clones: Clones) -> None:
    commit(clones, "SHOP-2 long ago", days_ago=300)
    commit(clones, "SHOP-1 one", days_ago=4)
    commit(clones, "SHOP-1 two", days_ago=4)
    collect(clones)
    assert rows() == {("SHOP-1", "ada"): 2}
    commit(clones, "SHOP-1 three", by="Bo")
    collect(clones)
    assert rows() == {("SHOP-1", "ada"): 2, ("SHOP-1", "bo"): 1}


def test_what_is_described_changes_with_the_commit_alone(clones: Clones) -> None:
    commit(clones, "SHOP-1 one")
    origin = collect(clones)
    first = tickets.describe(origin, ())
    assert tickets.describe(origin, ("src",)) == first
    origin.tip = "b" * 40
    assert tickets.describe(origin, ()) != first


def test_a_repository_that_is_gone_is_no_lack_of_tickets(clones: Clones) -> None:
    commit(clones, "SHOP-1 one")
    origin = collect(clones)
    origin.location = str(clones.root / "gone")
    with pytest.raises(RepositoryError):
        tickets.collect(origin, (), FactState(), NOW)
    assert rows()


def test_only_tickets_that_several_worked_on_of_late_are_loaded() -> None:
    origins = [make_origin(name) for name in ("one", "two")]
    day = NOW.date() - timedelta(days=COMMON_DAYS)
    kept = [("SHOP-1", 0, "ada", day), ("SHOP-1", 1, "bo", day), ("SHOP-2", 0, "ada", day), ("SHOP-2", 1, "ada", day)]
    kept += [("SHOP-3", 0, "ada", day), ("SHOP-3", 1, "bo", day - timedelta(days=1))]
    for ticket, number, name, at in kept:
        TicketActivity.objects.create(
            origin=origins[number], ticket=ticket, author_email=f"{name}@example.org", day_date=at, commits=2
        )
    found = load_tickets(NOW, COMMON_DAYS)
    assert {ticket: [row.author_email for row in work] for ticket, work in found.items()} == {
        "SHOP-1": ["ada@example.org", "bo@example.org"]
    }
