"""The index of all Team APIs: what people look a team up by, with where the team says so."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from catalog.core.access import Actor
from catalog.core.refs import parse_ref
from portal.links import file_url
from teams.core.teamapi.index import EntryKind, IndexEntry, list_entries
from teams.core.teamapi.page.links import safe_url
from teams.selectors.team_apis import list_documents
from teams.selectors.teams import list_team_names

_ANCHORS = {EntryKind.CHANNEL: "channels", EntryKind.PROMISE: "provides", EntryKind.SEARCH_TERM: "identity"}


@dataclass(frozen=True, slots=True)
class IndexRow:
    """An entry with its team: the part of the Team API it leads to, and the line of the file that says so."""

    entry: IndexEntry
    team_ref: str
    team_name: str
    page_url: str
    line_url: str

    @property
    def channel_url(self) -> str:
        """Where a channel is opened; empty for a text that is no address."""
        return safe_url(self.entry.text) if self.entry.kind is EntryKind.CHANNEL else ""


def list_index_rows(actor: Actor) -> list[IndexRow]:
    """The entries of every Team API that counts and that the actor may see, by what they are called. Two queries."""
    names = dict(list_team_names(actor))
    rows = []
    for ref, (version, document) in list_documents(actor).items():
        if ref not in names:
            continue
        parsed = parse_ref(ref)
        page = reverse("team-api", args=[parsed.namespace, parsed.name])
        for entry in list_entries(document):
            line = file_url(version.origin_id, version.commit, version.path, entry.line)
            rows.append(IndexRow(entry, ref, names[ref], f"{page}#{_ANCHORS[entry.kind]}", line))
    return sorted(rows, key=lambda row: (row.entry.text.casefold(), row.team_name.casefold(), row.entry.line))
