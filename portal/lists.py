"""Lists: filters as chips in the address, sorting by head, pages of 50, CSV. Every list of the portal is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render
from django_filters import FilterSet

from catalog.core.access import Actor
from catalog.team_filters import names_hidden_team
from portal.csv_export import export_csv
from portal.http import PortalRequest

PAGE_SIZE = 50
CSV_BATCH = 1000

ModelT = TypeVar("ModelT", bound=Model)
RowT = TypeVar("RowT")
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """One column. `order` is what it sorts by (empty: it does not), `needs` the annotations that takes.

    They are made for the actor: an order by what one may not see would tell it.
    """

    key: str
    label: str
    order: str = ""
    needs: Callable[[Actor], Mapping[str, Combinable]] = lambda _actor: {}
    is_number: bool = False
    starts_descending: bool = False


@dataclass(frozen=True)
class ListSpec(Generic[ModelT, RowT]):
    """What one list is made of.

    `describe` turns one page of models into rows with a fixed number of queries; `cells` gives a row's values
    under `csv_heads`; `choices` the values a filter may be set to, by the filter's name.
    """

    name: str
    columns: tuple[Column, ...]
    sort: str
    filters: type[FilterSet]
    describe: Callable[[Actor, Sequence[ModelT]], Sequence[RowT]]
    csv_heads: tuple[str, ...]
    cells: Callable[[RowT], Sequence[object]]
    choices: Callable[[Actor], Mapping[str, Choices]] = lambda _actor: {}


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Head:
    """A column's head; `url` sorts by it (empty: it cannot), `direction` is ascending, descending or none."""

    label: str
    url: str
    direction: str
    is_number: bool


@dataclass(frozen=True)
class Control:
    """A filter with a list of values to choose from."""

    name: str
    label: str
    value: str
    choices: Choices


@dataclass(frozen=True)
class ListPage(Generic[RowT]):
    """What `templates/components/list*.html` show."""

    rows: Sequence[RowT]
    page: Page[Any]
    count: int
    heads: Sequence[Head]
    chips: Sequence[Chip]
    controls: Sequence[Control]
    text: str
    sort: str
    csv_url: str
    faults: Sequence[str]

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.chips)


def show_list(
    request: PortalRequest,
    spec: ListSpec[ModelT, RowT],
    queryset: QuerySet[ModelT],
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    more_cells: Iterable[Sequence[object]] = (),
) -> HttpResponseBase:
    """The list as a page, or as CSV for `?format=csv`. `queryset` holds what the actor may see.

    `more_cells` are rows at the end of the CSV for what the template shows beside the list.
    """
    filters = spec.filters(request.GET, queryset=queryset, request=request)
    sort = _read_sort(spec, request.GET.get("sort", ""))
    found = filters.qs.none() if names_hidden_team(request.actor, request.GET) else filters.qs
    ordered = _order(spec, request.actor, found, sort)
    if request.GET.get("format") == "csv":
        return export_csv(spec.name, spec.csv_heads, chain(_csv_rows(spec, request.actor, ordered), more_cells))
    listing = _make_page(request, spec, filters, ordered, sort)
    return render(request, template, {**(context or {}), "list": listing})


def _make_page(
    request: PortalRequest,
    spec: ListSpec[ModelT, RowT],
    filters: FilterSet,
    ordered: QuerySet[ModelT],
    sort: str,
) -> ListPage[RowT]:
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    choices = spec.choices(request.actor)
    values = {name: _write(value) for name, value in filters.form.cleaned_data.items() if value not in (None, "")}
    return ListPage(
        rows=spec.describe(request.actor, list(page.object_list)),
        page=page,
        count=page.paginator.count,
        heads=[make_head(column, request.GET, sort) for column in spec.columns],
        chips=_make_chips(request.GET, filters, values, choices),
        controls=[
            Control(name, str(filters.form.fields[name].label), values.get(name, ""), options)
            for name, options in choices.items()
        ],
        text=values.get("q", ""),
        sort="" if sort == spec.sort else sort,
        csv_url=list_url(request.GET, format="csv"),
        faults=[f"{name}: {' '.join(map(str, errors))}" for name, errors in filters.form.errors.items()],
    )


def _write(value: object) -> str:
    """The value of a filter as it stands in the address."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read_sort(spec: ListSpec[ModelT, RowT], asked: str) -> str:
    known = {column.key for column in spec.columns if column.order}
    return asked if asked.removeprefix("-") in known else spec.sort


def _order(spec: ListSpec[ModelT, RowT], actor: Actor, queryset: QuerySet[ModelT], sort: str) -> QuerySet[ModelT]:
    """Ordered by one column, rows without a value last, equal rows always in the same order."""
    column = next(column for column in spec.columns if column.key == sort.removeprefix("-"))
    by = F(column.order)
    order = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    ordered: QuerySet[ModelT] = queryset.annotate(**column.needs(actor)).order_by(order, "pk")
    return ordered


def make_head(column: Column, query: QueryDict, sort: str) -> Head:
    """The head of a column of a list that is sorted by `sort`."""
    if not column.order:
        return Head(column.label, "", "none", column.is_number)
    is_current = sort.removeprefix("-") == column.key
    direction = ("descending" if sort.startswith("-") else "ascending") if is_current else "none"
    goes_down = direction == "ascending" or (direction == "none" and column.starts_descending)
    return Head(
        column.label, list_url(query, sort=f"{'-' if goes_down else ''}{column.key}"), direction, column.is_number
    )


def _make_chips(
    query: QueryDict, filters: FilterSet, values: Mapping[str, str], choices: Mapping[str, Choices]
) -> list[Chip]:
    fields = filters.form.fields
    chips = []
    for name, value in values.items():
        named = dict(choices.get(name, ())) | {str(k): str(v) for k, v in getattr(fields[name], "choices", ())}
        chips.append(Chip(str(fields[name].label), named.get(value, value), list_url(query, **{name: None})))
    return chips


def list_url(query: QueryDict, **changes: str | None) -> str:
    """The address of this list with some parameters changed (None: removed), back on its first page."""
    changed = query.copy()
    for name, value in {"page": None, "format": None, **changes}.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _csv_rows(spec: ListSpec[ModelT, RowT], actor: Actor, queryset: QuerySet[ModelT]) -> Iterator[Sequence[object]]:
    models = queryset.iterator(chunk_size=CSV_BATCH)
    while batch := list(islice(models, CSV_BATCH)):
        yield from map(spec.cells, spec.describe(actor, batch))
