"""What people look a team up by: its channels, its promises and its search terms, as entries of one index."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from teams.core.teamapi.document import Offering, TeamApiDocument
from teams.core.teamapi.durations import Duration


class EntryKind(StrEnum):
    """What an entry is."""

    CHANNEL = "channel"
    PROMISE = "promise"
    SEARCH_TERM = "search term"


class IndexEntry(NamedTuple):
    """One entry: what it is called, and what to know about it in words; `line` is where the document says so."""

    kind: EntryKind
    text: str
    says: str
    line: int


def list_entries(document: TeamApiDocument) -> tuple[IndexEntry, ...]:
    """The entries of one document. Private channels are left out."""
    return tuple(_list_entries(document))


def _list_entries(document: TeamApiDocument) -> Iterator[IndexEntry]:
    for channel in document.channels:
        if "private" not in channel.purposes:
            answer = _promise("answers within", channel.response_time)
            says = "; ".join(filter(None, (channel.type, ", ".join(channel.purposes), answer)))
            yield IndexEntry(EntryKind.CHANNEL, channel.address, says, channel.line)
    for offering in document.provides:
        yield IndexEntry(EntryKind.PROMISE, offering.name, _say(offering), offering.line)
    if notice := document.versioning.deprecation_notice:
        line = document.versioning.notice_line
        yield IndexEntry(EntryKind.PROMISE, "notice before anything goes", notice.in_words, line)
    for item in document.owns:
        if item.expectation:
            yield IndexEntry(EntryKind.PROMISE, item.ref_text, item.expectation, item.line)
    for term in document.search_terms:
        yield IndexEntry(EntryKind.SEARCH_TERM, term, "", document.line_of("search_terms"))


def _say(offering: Offering) -> str:
    said = (
        offering.expectations,
        f"available {offering.availability:g} %" if offering.availability is not None else "",
        f"answers in {offering.latency_ms:g} ms" if offering.latency_ms is not None else "",
        _promise("people answer within", offering.response_time),
        _promise("notice before it goes", offering.deprecation_notice),
    )
    return "; ".join(filter(None, said))


def _promise(words: str, duration: Duration | None) -> str:
    return f"{words} {duration.in_words}" if duration else ""
