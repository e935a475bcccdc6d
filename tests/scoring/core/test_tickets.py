"""Tickets that messages name, and whose commits they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from catalog.core.history_log import CommitRecord
from scoring.core.tickets import KEPT_DAYS, MOST_TICKETS, TicketKey, find_tickets, sum_up_tickets

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
ADA = ("Ada", "Ada@example.org")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("SHOP-412 add the cart", ("SHOP-412",)),
        ("[SHOP-412] add the cart\n\nSee also PAY-7, SHOP-412.", ("SHOP-412", "PAY-7")),
        ("fix(cart): SHOP-1: x", ("SHOP-1",)),
        ("feature/SHOP-9-add-cart", ("SHOP-9",)),
        ("P2P-3 peers", ("P2P-3",)),
        ("add the cart", ()),
        ("shop-412", ()),
        ("Use UTF-8, SHA-256 and ISO-8601 as RFC-3339 says", ()),
        ("CVE-2026-1234", ()),
        ("A-1, SHOP-0, SHOP-x, XSHOP-12345678901, 2SHOP-4, MY_SHOP-4, released on JAN-05-2026", ()),
        ("release 2026-05-10, v1.2-3, SHOP-12-3", ()),
        ("", ()),
    ],
)
def test_tickets_in_a_message(message: str, expected: tuple[str, ...]) -> None:
    assert find_tickets(message) == expected


def test_a_message_full_of_tickets_names_a_few() -> None:
    assert len(find_tickets(" ".join(f"SHOP-{number}" for number in range(1, 100)))) == MOST_TICKETS


@dataclass(frozen=True)
class Given:
    message: str = "SHOP-1 x"
    by: tuple[str, str] = ADA
    days_ago: float = 1
    parents: tuple[str, ...] = ("p" * 40,)

    def record(self) -> CommitRecord:
        at = NOW - timedelta(days=self.days_ago)
        return CommitRecord("a" * 40, self.parents, *self.by, at, "Web", "w@example.org", at, self.message, (), 0)


def sum_up(*given: Given) -> dict[tuple[str, str, str], int]:
    rows = sum_up_tickets([each.record() for each in given], NOW)
    return {(key.ticket, key.author_email, str(key.day_date)): count for key, count in rows.items()}


def test_commits_are_counted_by_ticket_author_and_day() -> None:
    found = sum_up(Given(), Given(), Given(days_ago=2), Given("SHOP-1, PAY-2"), Given(by=("Bo", "bo@example.org")))
    assert found == {
        ("SHOP-1", "ada@example.org", "2026-05-09"): 3,
        ("SHOP-1", "ada@example.org", "2026-05-08"): 1,
        ("PAY-2", "ada@example.org", "2026-05-09"): 1,
        ("SHOP-1", "bo@example.org", "2026-05-09"): 1,
    }


@pytest.mark.parametrize(
    "given",
    [
        Given(days_ago=KEPT_DAYS + 1),
        Given(parents=("p" * 40, "q" * 40)),
        Given(by=("renovate[bot]", "bot@example.org")),
        Given("no ticket"),
    ],
    ids=["old", "a merge", "a bot", "no ticket"],
)
def test_what_does_not_count(given: Given) -> None:
    assert sum_up(given) == {}


def test_a_date_in_the_future_counts_as_now() -> None:
    assert list(sum_up(Given(days_ago=-400))) == [("SHOP-1", "ada@example.org", "2026-05-10")]


def test_an_author_without_an_address_stands_under_their_name() -> None:
    assert list(sum_up_tickets([Given(by=("Ada", "")).record()], NOW)) == [
        TicketKey("SHOP-1", "ada", (NOW - timedelta(days=1)).date())
    ]
