"""`/entities/by-query`: pages with cursors and totals, asked by parameters (GET) or by a predicate (POST)."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

from catalog.api.backstage.dispatch import read_as
from catalog.api.backstage.listing import make_array
from catalog.api.backstage.requests import (
    CatalogRequest,
    check,
    check_count,
    check_texts,
    read_body,
    read_count,
    read_query,
    single,
)
from catalog.api.backstage.responses import has_etag, json_text, not_modified
from catalog.core.filters.cursors import Cursor, decode_cursor, encode_cursor
from catalog.core.filters.errors import InputError
from catalog.core.filters.fields import Project, parse_fields
from catalog.core.filters.filter_params import parse_filters
from catalog.core.filters.full_text import FullText
from catalog.core.filters.orders import parse_order_field_params, parse_order_json
from catalog.core.filters.query_json import parse_query
from catalog.selectors.entity_pages import Page, Question, get_first_page, get_page_at
from catalog.selectors.search_index import SearchIndex
from catalog.selectors.served import list_by_slots
from catalog.selectors.views import View

KNOWN = frozenset(
    {"fields", "limit", "offset", "orderField", "cursor", "filter", "totalItems", "fullTextFilterTerm"}
    | {"fullTextFilterFields"}
)
DEFAULT_LIMIT = 200
TOTALS = ("include", "exclude")


def query_by_parameters(request: CatalogRequest) -> HttpResponse:
    """GET: a question, or a cursor that leads on in one."""
    query = read_query(request, KNOWN)
    project, limit = parse_fields(query.get("fields", ())), read_count(query, "limit")
    cursor = single(query, "cursor")
    asked: Question | Cursor
    if cursor is not None:
        asked = decode_cursor(cursor)
    else:
        asked = Question(
            query=parse_filters(query.get("filter", ())),
            full_text=FullText.make(single(query, "fullTextFilterTerm") or "", query.get("fullTextFilterFields")),
            orders=parse_order_field_params(query.get("orderField", ())),
            wants_total=_wants_total(single(query, "totalItems"), "request/query/totalItems"),
        )
    return _answer(request, asked, limit, read_count(query, "offset"), project)


def query_by_body(request: CatalogRequest) -> HttpResponse:
    """POST: the same with predicates, in the body."""
    read_query(request, ())
    body = read_body(request)
    project, limit = parse_fields(check_texts(body, "fields") or ()), check_count(body, "limit")
    cursor = check(body, "cursor", str, "string")
    asked: Question | Cursor
    if cursor is not None:
        if not cursor:
            raise InputError("Cursor cannot be empty")
        asked = decode_cursor(cursor)
    else:
        query = check(body, "query", dict, "object")
        asked = Question(
            query=None if query is None else parse_query(query),
            full_text=FullText.read(check(body, "fullTextFilter", dict, "object")),
            orders=parse_order_json(check(body, "orderBy", list, "array")),
            wants_total=_wants_total(check(body, "totalItems", str, "string"), "request/body/totalItems"),
        )
    return _answer(request, asked, limit, check_count(body, "offset"), project)


def _wants_total(value: str | None, name: str) -> bool:
    if value not in (None, *TOTALS):
        raise InputError(f"{name} must be equal to one of the allowed values: {', '.join(TOTALS)}")
    return value != TOTALS[1]


def _answer(
    request: CatalogRequest, asked: Question | Cursor, limit: int | None, offset: int | None, project: Project | None
) -> HttpResponse:
    wanted = DEFAULT_LIMIT if limit is None else limit

    def answer(view: View) -> HttpResponse:
        etag = view.etag(request.path_info, request.META.get("QUERY_STRING", ""), *_body_of(request))
        if has_etag(request, etag):
            return not_modified(etag)
        index = SearchIndex(view)
        if isinstance(asked, Cursor):
            page = get_page_at(index, asked, wanted)
        else:
            page = get_first_page(index, asked, wanted, offset or 0)
        rest = b',"totalItems":%d,"pageInfo":%s}' % (page.total, _page_info(page))
        return json_text(make_array(list_by_slots(view, page.slots), project, b'{"items":', rest), etag)

    return read_as(request, answer)


def _body_of(request: CatalogRequest) -> tuple[str, ...]:
    return (request.body.decode("utf-8", "replace"),) if request.method == "POST" else ()


def _page_info(page: Page) -> bytes:
    info: dict[str, Any] = {}
    if page.next is not None:
        info["nextCursor"] = encode_cursor(page.next)
    if page.previous is not None:
        info["prevCursor"] = encode_cursor(page.previous)
    return orjson.dumps(info)
