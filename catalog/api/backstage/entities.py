"""`GET /entities`: all that meet a filter, as an array; in pages where a limit, an offset or a cursor is given."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson
from django.http import HttpResponse

from catalog.api.backstage.dispatch import read_as
from catalog.api.backstage.listing import make_array
from catalog.api.backstage.requests import MOST_WANTED, CatalogRequest, read_count, read_query, single
from catalog.api.backstage.responses import has_etag, json_text, not_modified
from catalog.core.filters.errors import InputError
from catalog.core.filters.fields import parse_fields
from catalog.core.filters.filter_params import parse_filters
from catalog.core.filters.orders import parse_order_params
from catalog.selectors.entity_pages import list_in_order
from catalog.selectors.search_index import SearchIndex
from catalog.selectors.served import list_by_slots
from catalog.selectors.views import View

KNOWN = frozenset({"fields", "limit", "filter", "offset", "after", "order"})


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the list is wanted. No limit: all of it."""

    limit: int | None
    offset: int

    @property
    def cursor(self) -> str:
        """Where the next page begins, as Backstage writes it."""
        following = {"limit": self.limit, "offset": self.offset + (self.limit or 0)}
        return base64.b64encode(orjson.dumps(following)).decode()


def list_entities(request: CatalogRequest) -> HttpResponse:
    """The entities as an array. Where there are more, a `Link` header leads to the next page."""
    query = read_query(request, KNOWN)
    predicate = parse_filters(query.get("filter", ()))
    project = parse_fields(query.get("fields", ()))
    orders = parse_order_params(query.get("order", ()))
    window = _read_window(query)

    def answer(view: View) -> HttpResponse:
        etag = view.etag(request.path_info, request.META.get("QUERY_STRING", ""))
        if has_etag(request, etag):
            return not_modified(etag)
        index = SearchIndex(view)
        found = index.select(predicate)
        wanted = None if window.limit is None else window.limit + 1
        slots = list_in_order(index, found, orders, wanted, window.offset)
        has_more = window.limit is not None and len(slots) > window.limit
        response = json_text(make_array(list_by_slots(view, slots[: window.limit]), project), etag)
        if has_more:
            response.headers["Link"] = f'<{_next_url(request, query, window)}>; rel="next"'
        return response

    return read_as(request, answer)


def _read_window(query: dict[str, list[str]]) -> Window:
    limit, offset = read_count(query, "limit"), read_count(query, "offset")
    if limit == 0:
        raise InputError("Invalid limit, must be greater than zero")
    after = single(query, "after")
    if after is not None:
        cursor = _decode_after(after)
        limit, offset = cursor.get("limit", limit), cursor.get("offset", offset)
    return Window(limit, offset or 0)


def _decode_after(text: str) -> dict[str, int]:
    try:
        cursor = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), validate=True))
    except (binascii.Error, ValueError):
        raise InputError("Malformed after cursor, could not be parsed") from None
    if not isinstance(cursor, dict):
        raise InputError("Malformed after cursor, could not be parsed")
    found = {name: cursor[name] for name in ("limit", "offset") if name in cursor}
    for name, value in found.items():
        if type(value) is not int or not (name == "limit") <= value <= MOST_WANTED:
            raise InputError(f"Malformed after cursor, {name} was not a number that can be used")
    return found


def _next_url(request: CatalogRequest, query: dict[str, list[str]], window: Window) -> str:
    kept = [(name, value) for name, values in query.items() if name not in ("offset", "after") for value in values]
    return f"{request.path}?{urlencode([*kept, ('after', window.cursor)])}"
