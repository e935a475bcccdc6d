"""All teams at once: the map of how they work together, and the index of how they are found and reached."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.http import PortalRequest
from portal.lists import Column
from portal.selectors.team_index import IndexRow, list_index_rows
from portal.selectors.team_map import MODE_WORDS, TYPE_WORDS, MapRow, draw_rows, list_map_rows, type_words
from portal.value_lists import ValueFilter, ValueList, show_values
from teams.core.teamapi.index import EntryKind
from teams.core.teamapi.map_drawing import lane_of

STATES = (
    ("current", "Going on"),
    ("expected", "Expected to begin"),
    ("overdue", "Past its end"),
    ("none", "No interaction declared"),
)
_KINDS = [(kind.value, kind.value.capitalize()) for kind in EntryKind]


@require_safe
def team_map(request: PortalRequest) -> HttpResponseBase:
    """Every team by its type, and who works with whom, how and until when: drawn, and the same as a table."""
    rows = list_map_rows(request.actor, timezone.localdate())
    return show_values(
        request, _map_list(rows), rows, "pages/team_map.html", lambda found: {"pictures": draw_rows(found)}
    )


@require_safe
def team_index(request: PortalRequest) -> HttpResponseBase:
    """Every channel, promise and search term of all Team APIs."""
    rows = list_index_rows(request.actor)
    return show_values(request, _index_list(rows), rows, "pages/team_index.html")


def _map_list(rows: Sequence[MapRow]) -> ValueList[MapRow]:
    teams = sorted({(node.name, node.ref) for row in rows for node in row.nodes}, key=lambda each: each[0].casefold())
    return ValueList(
        name="team-map",
        columns=(
            Column("first", "Team", "first"),
            Column("mode", "Mode", "mode"),
            Column("second", "With", "second"),
            Column("purpose", "What for"),
            Column("since", "Since", "since"),
            Column("until", "Expected end", "until"),
        ),
        sorts={
            "first": lambda row: row.first.name.casefold(),
            "mode": lambda row: row.mode_words or None,
            "second": lambda row: row.second.name.casefold() if row.second else None,
            "since": lambda row: row.link.since_date if row.link else None,
            "until": lambda row: row.link.until_date if row.link else None,
        },
        sort="mode",
        filters={
            "q": ValueFilter("Search", _has_text),
            "team": ValueFilter(
                "Team",
                lambda row, ref: any(node.ref == ref for node in row.nodes),
                [(ref, name) for name, ref in teams],
            ),
            "type": ValueFilter(
                "Type",
                lambda row, type_: any(lane_of(node) == type_ for node in row.nodes),
                [(type_.value, words.capitalize()) for type_, words in TYPE_WORDS.items()],
            ),
            "mode": ValueFilter(
                "Mode",
                lambda row, mode: row.link is not None and row.link.mode == mode,
                [(mode.value, words[0].upper() + words[1:]) for mode, words in MODE_WORDS.items()],
            ),
            "state": ValueFilter("State", lambda row, state: row.state == state, STATES),
        },
        csv_heads=(
            "team", "team ref", "team type", "mode", "with", "with ref", "with type", "purpose", "state", "since",
            "expected end", "declared by",
        ),
        cells=_map_cells,
    )  # fmt: skip


def _has_text(row: MapRow, text: str) -> bool:
    wanted = text.casefold()
    said = (*(node.name for node in row.nodes), *(node.ref for node in row.nodes), row.link.purpose if row.link else "")
    return any(wanted in each.casefold() for each in said)


def _map_cells(row: MapRow) -> Sequence[object]:
    link, second = row.link, row.second
    return (
        row.first.name, row.first.ref, type_words(row.first), row.mode_words,
        second.name if second else "", second.ref if second else "", type_words(second) if second else "",
        link.purpose if link else "", row.state, link.since_date if link else None, link.until_date if link else None,
        "; ".join(row.said_by),
    )  # fmt: skip


def _index_list(rows: Sequence[IndexRow]) -> ValueList[IndexRow]:
    teams = sorted({(row.team_name, row.team_ref) for row in rows}, key=lambda each: each[0].casefold())
    return ValueList(
        name="team-index",
        columns=(
            Column("text", "Entry", "text"),
            Column("kind", "What it is", "kind"),
            Column("says", "What the team says"),
            Column("team", "Team", "team"),
        ),
        sorts={
            "text": lambda row: row.entry.text.casefold(),
            "kind": lambda row: row.entry.kind.value,
            "team": lambda row: row.team_name.casefold(),
        },
        sort="text",
        filters={
            "q": ValueFilter("Search", _is_found),
            "kind": ValueFilter("What it is", lambda row, kind: row.entry.kind == kind, _KINDS),
            "team": ValueFilter("Team", lambda row, ref: row.team_ref == ref, [(ref, name) for name, ref in teams]),
        },
        csv_heads=("entry", "what it is", "what the team says", "team", "team ref", "line"),
        cells=lambda row: (
            row.entry.text, row.entry.kind.value, row.entry.says, row.team_name, row.team_ref, row.entry.line
        ),
    )  # fmt: skip


def _is_found(row: IndexRow, text: str) -> bool:
    """Every word stands somewhere in the entry or in the name of its team."""
    said = f"{row.entry.text} {row.entry.says} {row.team_name} {row.team_ref}".casefold()
    return all(word in said for word in text.casefold().split())
