"""`/entity-facets`: how many entities have each value of some fields."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse

from catalog.api.backstage.dispatch import read_as
from catalog.api.backstage.requests import CatalogRequest, check, check_texts, need, read_body, read_query
from catalog.api.backstage.responses import has_etag, json_value, not_modified
from catalog.core.filters.errors import InputError
from catalog.core.filters.filter_params import parse_filters
from catalog.core.filters.predicates import Predicate
from catalog.core.filters.query_json import parse_query
from catalog.selectors.search_index import SearchIndex
from catalog.selectors.views import View

KNOWN = frozenset({"facet", "filter"})
MOST_FACETS = 100


def count_by_parameters(request: CatalogRequest) -> HttpResponse:
    """GET: facets and filters as parameters."""
    query = read_query(request, KNOWN)
    if "facet" not in query:
        raise InputError("request/query must have required property 'facet'")
    return _answer(request, query["facet"], parse_filters(query.get("filter", ())))


def count_by_body(request: CatalogRequest) -> HttpResponse:
    """POST: facets and a predicate in the body."""
    read_query(request, ())
    body = read_body(request)
    need(body, "facets", list, "array")
    facets = [facet for facet in check_texts(body, "facets") or () if facet]
    if not facets:
        raise InputError("Missing or empty facets parameter")
    query = check(body, "query", dict, "object")
    return _answer(request, facets, None if query is None else parse_query(query))


def _answer(request: CatalogRequest, facets: Sequence[str], predicate: Predicate | None) -> HttpResponse:
    if len(facets) > MOST_FACETS:
        raise InputError(f"More than {MOST_FACETS} facets")

    def answer(view: View) -> HttpResponse:
        body = request.body.decode("utf-8", "replace") if request.method == "POST" else ""
        etag = view.etag(request.path_info, request.META.get("QUERY_STRING", ""), body)
        if has_etag(request, etag):
            return not_modified(etag)
        index = SearchIndex(view)
        counted = index.count(facets, index.select(predicate))
        found = {
            facet: [{"value": value, "count": number} for value, number in values] for facet, values in counted.items()
        }
        return json_value(request, {"facets": found}, etag)

    return read_as(request, answer)
