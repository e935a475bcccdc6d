"""The search box and the search page: what was found, as people see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.core.access import Actor
from catalog.core.text_search.documents import NAME_FIELDS
from catalog.core.text_search.query import SearchQuery
from catalog.core.text_search.reasons import Piece, Reason, mark
from catalog.selectors.search import Hit, list_hits
from portal.selectors.names import Named, get_names
from portal.selectors.owners import Owner, get_owner_names

RESULTS = 8


@dataclass(frozen=True, slots=True)
class ShownHit:
    """Something found. `reasons` are those that its name does not show; `owner` is None where nobody claims it."""

    named: Named
    name_pieces: Sequence[Piece]
    reasons: Sequence[Reason]
    owner: Owner | None
    is_alike: bool


def search_names(actor: Actor, query: SearchQuery, number: int = RESULTS) -> list[ShownHit]:
    """The nearest of what the actor may see. Nine queries at most, and one more where the query names an owner."""
    return show_hits(actor, list_hits(actor, query, number), query)


def show_hits(actor: Actor, hits: Sequence[Hit], query: SearchQuery) -> list[ShownHit]:
    """Hits with names and owners, in their order; what was removed a moment ago is left out. Seven queries at most."""
    names = get_names(actor, [hit.ref for hit in hits])
    known = [hit for hit in hits if names[hit.ref].is_known]
    owners = get_owner_names(actor, [hit.ref for hit in known]) if known else {}
    terms = [query.phrase, *(term.text for term in query.terms)]
    return [_show(hit, names[hit.ref], owners.get(hit.ref), mark(names[hit.ref].name, terms)) for hit in known]


def _show(hit: Hit, named: Named, owner: Owner | None, pieces: Sequence[Piece]) -> ShownHit:
    is_seen = any(is_marked for _, is_marked in pieces)
    reasons = [reason for reason in hit.reasons if not (is_seen and reason.field in NAME_FIELDS)]
    return ShownHit(named, pieces, reasons, owner, hit.is_alike)
