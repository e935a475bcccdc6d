"""How a request becomes an answer: who asks, what they ask, what they get, and whether they have it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django_filters import FilterSet
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog.core.access import Actor, ObjectKind
from catalog.team_filters import names_hidden_team
from portal.access import build_actor
from portal.api.pagination import PARAMETERS, CursorPages
from portal.api.problems import BadParametersError, PreconditionFailedError, plain_request, refuse_large_body
from portal.api.query import Parameter, choice_parameter, describe_filters, read_query
from portal.api.rendering import render_json
from portal.api.shapes import Fault, Page, Shape
from portal.models import Account, ApiToken

STRANGER = Actor(ref="stranger", scopes=frozenset())


class ReadView(APIView):
    """One address that is read.

    `subject` is what it shows, `answer` the shape of what it answers or, where `is_page`, of one row of it. `may_move`:
    what it is about may have another name now.
    """

    http_method_names: Sequence[str] = ("get", "head")
    subject: ClassVar[ObjectKind]
    answer: ClassVar[type[Shape]]
    is_page: ClassVar[bool] = False
    may_move: ClassVar[bool] = False
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    actor: Actor
    token: ApiToken | None
    asked: dict[str, str]

    @classmethod
    def list_parameters(cls) -> list[Parameter]:
        """Every parameter that may stand in the query."""
        return list(cls.parameters)

    def read(self) -> Shape:
        """What to answer. Raises Http404 for what is not there and for what the actor may not see, alike."""
        raise NotImplementedError

    def perform_authentication(self, request: Request) -> None:
        """Know who asks before anything is decided."""
        super().perform_authentication(request)
        account, token = request.user, cast("Any", request.auth)
        self.token = token if isinstance(token, ApiToken) else None
        self.actor = build_actor(account, self.token) if isinstance(account, Account) else STRANGER

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before any other work: who may not ask, then what cannot be asked."""
        super().initial(request, *args, **kwargs)
        refuse_large_body(request)
        if any("\0" in str(value) for value in kwargs.values()):
            raise Http404
        self.asked = read_query(request.query_params, {each.name: each for each in self.list_parameters()})

    def get(self, request: Request, **_kwargs: Any) -> HttpResponseBase:
        """The answer, or 304 where the asker has it."""
        return answer_conditionally(plain_request(request), render_json(self.read()))


class FilteredView(ReadView):
    """Something about the rows that the filters in the query leave."""

    filters: ClassVar[type[FilterSet]]

    @classmethod
    def list_parameters(cls) -> list[Parameter]:
        """The filters."""
        return describe_filters(cls.filters)

    def get_queryset(self) -> QuerySet[Any]:
        """All rows that the actor may see. Raises Http404 where they belong to something that is not there."""
        raise NotImplementedError

    def filter_rows(self) -> QuerySet[Any]:
        """The rows that the query asks for. One more query where it names a team: a hidden one has nothing."""
        rows = self.get_queryset()
        filters = self.filters(self.request.query_params, queryset=rows, request=self)
        if filters.errors:
            faults = ((name, " ".join(map(str, errors))) for name, errors in filters.errors.items())
            raise BadParametersError(Fault(parameter=name, detail=detail) for name, detail in faults)
        return rows.none() if names_hidden_team(self.actor, self.asked) else filters.qs


class ListView(FilteredView):
    """A list in pages. `columns` are read as mappings; without them `describe` gets models.

    `sorts` has the orders to choose from; each ends with a unique column. `sort` is the default, else the first.
    """

    is_page = True
    columns: ClassVar[tuple[str, ...]] = ()
    sorts: ClassVar[Mapping[str, tuple[str, ...]]]
    sort: ClassVar[str] = ""

    @classmethod
    def list_parameters(cls) -> list[Parameter]:
        """The filters, the sorting and the paging."""
        orders = [order for name in cls.sorts for order in (name, f"-{name}")]
        sort = choice_parameter("sort", "What to sort by; with a minus the other way round.", orders, cls.get_sort())
        return [*super().list_parameters(), sort, *PARAMETERS]

    @classmethod
    def get_sort(cls) -> str:
        """The sorting where none is asked for."""
        return cls.sort or next(iter(cls.sorts))

    def describe(self, rows: Sequence[Any]) -> Sequence[Shape]:
        """The rows as they are answered, in their order, with a number of queries that does not grow with them."""
        raise NotImplementedError

    def read(self) -> Page:
        """One page. Two queries, and those of `describe`."""
        found = self.filter_rows()
        rows = found.values(*self.columns) if self.columns else found
        pages = CursorPages(self.request.path, self.request.query_params, self._order())
        page = pages.read(cast("QuerySet[Any]", rows))
        described = list(self.describe(page.rows))
        return Page(count=page.count, next=page.next, previous=page.previous, results=described)

    def _order(self) -> tuple[str, ...]:
        asked = self.asked.get("sort", self.get_sort())
        order = self.sorts[asked.removeprefix("-")]
        if not asked.startswith("-"):
            return order
        return tuple(name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order)


class NothingHere(ReadView):
    """Every address under `/api/` that is no other."""

    schema = None
    http_method_names = APIView.http_method_names
    subject = "catalog"

    @classmethod
    def list_parameters(cls) -> list[Parameter]:
        """None: whatever was asked, there is nothing."""
        return []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Tell strangers to authenticate, and everybody else that there is nothing."""
        APIView.initial(self, request, *args, **kwargs)
        raise Http404


def make_etag(body: bytes) -> str:
    """The strong ETag of an answer."""
    return f'"{sha256(body).hexdigest()[:40]}"'


def answer_conditionally(request: HttpRequest, body: bytes, content_type: str = "application/json") -> HttpResponseBase:
    """The body with its strong ETag, or 304 where `If-None-Match` has it. Raises PreconditionFailedError."""
    etag = make_etag(body)
    response = HttpResponse(body, content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept", "Authorization", "Cookie"))
    found = get_conditional_response(request, etag=etag, response=response)
    if found is None or found.status_code == HTTPStatus.PRECONDITION_FAILED:
        raise PreconditionFailedError
    return found
