"""What people look a team up by."""

from __future__ import annotations

from teams.core.teamapi.index import EntryKind, IndexEntry, list_entries
from tests.teams.core.teamapi.samples import FULL, SMALLEST, read


def test_channels_promises_and_search_terms() -> None:
    assert list_entries(read(FULL)) == (
        IndexEntry(EntryKind.CHANNEL, "#harbour-help", "slack; questions; answers within 4 hours", 22),
        IndexEntry(EntryKind.CHANNEL, "harbour", "pager; incidents, support", 28),
        IndexEntry(
            EntryKind.PROMISE,
            "Berth plan",
            "A plan for every ship, two days ahead; available 99.5 %; answers in 300 ms; people answer within 1 day; "
            "notice before it goes 180 days",
            51,
        ),
        IndexEntry(EntryKind.PROMISE, "notice before anything goes", "90 days", 63),
        IndexEntry(EntryKind.PROMISE, "component:shore/berth-planner", "Plans are ready by six", 38),
        IndexEntry(EntryKind.SEARCH_TERM, "berths", "", 17),
        IndexEntry(EntryKind.SEARCH_TERM, "tides", "", 17),
    )


def test_private_channels_are_nobody_else_s() -> None:
    text = SMALLEST + "channels: [{type: chat, address: ours, purpose: private}, {type: chat, address: all}]"
    assert [entry.text for entry in list_entries(read(text))] == ["all"]


def test_nothing_said_is_nothing_found() -> None:
    assert list_entries(read(SMALLEST)) == ()
