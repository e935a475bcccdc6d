"""The search box with its results while typing, and the page with all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.core.text_search.query import LONGEST_TEXT, SearchQuery, parse_query, say_kind
from catalog.filters import NOBODY
from catalog.models import SearchEntry
from catalog.selectors.search import (
    HIT_COLUMNS,
    MINE,
    count_kinds,
    describe_hits,
    list_alike,
    list_entries,
    without_kinds,
)
from portal.csv_export import export_csv
from portal.http import PortalRequest
from portal.lists import CSV_BATCH, PAGE_SIZE, Choices
from portal.selectors.search import ShownHit, search_names, show_hits
from teams.selectors.teams import list_teams

FILTERS = (("kind", "Kind"), ("owner", "Owner"), ("tag", "Tag"))
_CSV_HEADS = ("ref", "name", "kind", "owner", "found in", "text")


@dataclass(frozen=True, slots=True)
class KindTab:
    """How many there are of a kind, and the address that shows only those; the first is all of them."""

    title: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter that is set, and the address without it."""

    label: str
    value: str
    url: str


@require_safe
def search(request: PortalRequest) -> HttpResponseBase:
    """What fits `?q=`, `kind=`, `owner=` and `tag=`; with `part=1` only the list under the box.

    A single answer to a plain text is opened at once.
    """
    text = request.GET.get("q", "")[:LONGEST_TEXT]
    query = parse_query(text, **{f"{name}s": request.GET.getlist(name) for name, _ in FILTERS})
    if request.GET.get("part") == "1":
        context = {"hits": search_names(request.actor, query), "search_text": text, "query": query}
        return render(request, "pages/search_part.html", context)
    found = list_entries(request.actor, query)
    if request.GET.get("format") == "csv":
        return export_csv("search", _CSV_HEADS, _list_cells(request, query, found))
    return _show_page(request, text, query, found)


def _show_page(request: PortalRequest, text: str, query: SearchQuery, found: QuerySet[SearchEntry]) -> HttpResponse:
    actor = request.actor
    counts = count_kinds(list_entries(actor, without_kinds(query)))
    if not counts and not query.has_filters:
        found = list_alike(actor, query)
    page = Paginator(found.values(*HIT_COLUMNS), PAGE_SIZE).get_page(request.GET.get("page"))
    hits = show_hits(actor, describe_hits(list(page.object_list), query), query)
    if len(hits) == page.paginator.count == 1 and not query.has_filters and not hits[0].is_alike:
        return redirect(hits[0].named.url)
    context = {
        "hits": hits,
        "page": page,
        "query": query,
        "search_text": text,
        "tabs": _list_tabs(request.GET, query, counts),
        "chips": _list_chips(request.GET),
        "owners": _list_owners(request),
        **{name: request.GET.get(name, "") for name, _ in FILTERS},
        "csv_url": _url(request.GET, format="csv"),
        "is_alike": any(hit.is_alike for hit in hits),
    }
    return render(request, "pages/search.html", context)


def _list_owners(request: PortalRequest) -> Choices:
    teams = list_teams(request.actor).filter(dissolved_at__isnull=True)
    mine = [(MINE, "My teams")] if request.actor.team_refs else []
    return [*mine, (NOBODY, "Nobody"), *((team.ref, team.shown_name) for team in teams)]


def _list_tabs(asked: QueryDict, query: SearchQuery, counts: dict[str, int]) -> list[KindTab]:
    """All kinds first, then each that is there, the commonest first."""
    every = KindTab("All", sum(counts.values()), _url(asked, kind=None), not query.kinds)
    return [
        every,
        *(KindTab(say_kind(kind), counts[kind], _url(asked, kind=kind), query.kinds == (kind,)) for kind in counts),
    ]


def _list_chips(asked: QueryDict) -> list[FilterChip]:
    return [
        FilterChip(label, str(asked[name]), _url(asked, **{name: None})) for name, label in FILTERS if asked.get(name)
    ]


def _url(asked: QueryDict, **changes: str | None) -> str:
    """The address of this search with some parameters changed (None: removed), back on its first page."""
    changed = asked.copy()
    for name, value in {"page": None, "format": None, "part": None, **changes}.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"{reverse('search')}?{changed.urlencode()}"


def _list_cells(request: PortalRequest, query: SearchQuery, found: QuerySet[SearchEntry]) -> Iterator[Sequence[object]]:
    rows = found.values(*HIT_COLUMNS).iterator(chunk_size=CSV_BATCH)
    while batch := list(islice(rows, CSV_BATCH)):
        yield from map(_make_cells, show_hits(request.actor, describe_hits(batch, query), query))


def _make_cells(hit: ShownHit) -> Sequence[object]:
    owner = hit.owner.text if hit.owner else ""
    reason = hit.reasons[0] if hit.reasons else None
    return (
        hit.named.ref, hit.named.name, hit.named.kind, owner, reason.field if reason else "name",
        reason.text if reason else hit.named.name,
    )  # fmt: skip
