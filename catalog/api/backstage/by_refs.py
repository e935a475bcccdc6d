"""`POST /entities/by-refs`: many entities by their refs, in the order asked for, null for what is not there."""

from __future__ import annotations

from django.http import HttpResponse

from catalog.api.backstage.dispatch import read_as
from catalog.api.backstage.listing import make_array
from catalog.api.backstage.requests import CatalogRequest, check, check_texts, need, read_body, read_query
from catalog.api.backstage.responses import json_text
from catalog.core.filters.fields import parse_fields
from catalog.core.filters.filter_params import parse_filters
from catalog.core.filters.predicates import combine
from catalog.core.filters.query_json import parse_query
from catalog.selectors.search_index import SearchIndex
from catalog.selectors.served import list_by_refs, list_in_order_of_refs
from catalog.selectors.views import View

KNOWN = frozenset({"filter"})


def list_entities_by_refs(request: CatalogRequest) -> HttpResponse:
    """The entities that these refs name and that meet filter and query, if any."""
    parameters = read_query(request, KNOWN)
    body = read_body(request)
    need(body, "entityRefs", list, "array")
    refs = [ref.lower() for ref in check_texts(body, "entityRefs") or ()]
    project = parse_fields(check_texts(body, "fields") or ())
    query = check(body, "query", dict, "object")
    predicate = combine(parse_filters(parameters.get("filter", ())), None if query is None else parse_query(query))

    def answer(view: View) -> HttpResponse:
        if predicate is None:
            texts = list_in_order_of_refs(view, refs)
        else:
            met, found = SearchIndex(view).select(predicate), list_by_refs(view, refs)
            texts = [found[ref][1].encode() if ref in found and met >> found[ref][0] & 1 else b"null" for ref in refs]
        content = make_array(texts, project, b'{"items":', b"}")
        return json_text(
            content, view.etag(request.path_info, str(parameters), request.body.decode("utf-8", "replace"))
        )

    return read_as(request, answer)
