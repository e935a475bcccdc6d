"""Lists of values that are worked out and not stored: the same filters, sorting, pages and CSV as lists of models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import render

from portal.csv_export import export_csv
from portal.http import PortalRequest
from portal.lists import PAGE_SIZE, Chip, Choices, Column, Control, ListPage, list_url, make_head

RowT = TypeVar("RowT")
LONGEST_TEXT = 200


@dataclass(frozen=True)
class ValueFilter(Generic[RowT]):
    """One filter. Without `choices` any text will do; with them, only one of theirs."""

    label: str
    keeps: Callable[[RowT, str], bool]
    choices: Choices | None = None


@dataclass(frozen=True)
class ValueList(Generic[RowT]):
    """What one list is made of. `sorts` gives what each column with an order sorts by, by its key; None goes last."""

    name: str
    columns: tuple[Column, ...]
    sorts: Mapping[str, Callable[[RowT], Any]]
    sort: str
    filters: Mapping[str, ValueFilter[RowT]]
    csv_heads: tuple[str, ...]
    cells: Callable[[RowT], Sequence[object]]


@dataclass(frozen=True)
class _Asked:
    """What the address asks for: values by filter, what is wrong with others, and the sorting."""

    values: Mapping[str, str]
    faults: Sequence[str]
    sort: str


def show_values(
    request: PortalRequest,
    spec: ValueList[RowT],
    rows: Sequence[RowT],
    template: str,
    context: Callable[[Sequence[RowT]], Mapping[str, object]] = lambda _rows: {},
) -> HttpResponseBase:
    """The list as a page, or as CSV for `?format=csv`. `context` gets the rows that the filters leave, of all pages."""
    asked = _read(request.GET, spec)
    found = [row for row in rows if all(spec.filters[name].keeps(row, text) for name, text in asked.values.items())]
    found = _order(found, spec.sorts[asked.sort.removeprefix("-")], is_reversed=asked.sort.startswith("-"))
    if request.GET.get("format") == "csv":
        return export_csv(spec.name, spec.csv_heads, map(spec.cells, found))
    listing = _make_page(request.GET, spec, found, asked)
    return render(request, template, {**context(found), "list": listing})


def _read(query: QueryDict, spec: ValueList[RowT]) -> _Asked:
    values, faults = {}, []
    for name, each in spec.filters.items():
        value = query.get(name, "").strip()
        if each.choices is not None and value and value not in dict(each.choices):
            faults.append(f'{each.label}: "{value[:40]}" is not one of the choices.')
        elif len(value) > LONGEST_TEXT:
            faults.append(f"{each.label}: longer than {LONGEST_TEXT} characters.")
        elif value:
            values[name] = value
    sort = query.get("sort", "")
    return _Asked(values, faults, sort if sort.removeprefix("-") in spec.sorts else spec.sort)


def _order(rows: Sequence[RowT], by: Callable[[RowT], Any], *, is_reversed: bool) -> list[RowT]:
    """In order of a column, equal rows as they were; those without a value last, whichever way round."""
    with_value = [row for row in rows if by(row) is not None]
    return sorted(with_value, key=by, reverse=is_reversed) + [row for row in rows if by(row) is None]


def _make_page(query: QueryDict, spec: ValueList[RowT], rows: Sequence[RowT], asked: _Asked) -> ListPage[RowT]:
    page = Paginator(rows, PAGE_SIZE).get_page(query.get("page"))
    shown = {name: dict(spec.filters[name].choices or ()).get(value, value) for name, value in asked.values.items()}
    return ListPage(
        rows=list(page.object_list),
        page=page,
        count=page.paginator.count,
        heads=[make_head(column, query, asked.sort) for column in spec.columns],
        chips=[Chip(spec.filters[name].label, text, list_url(query, **{name: None})) for name, text in shown.items()],
        controls=[
            Control(name, each.label, asked.values.get(name, ""), each.choices)
            for name, each in spec.filters.items()
            if each.choices is not None
        ],
        text=asked.values.get("q", ""),
        sort="" if asked.sort == spec.sort else asked.sort,
        csv_url=list_url(query, format="csv"),
        faults=asked.faults,
    )
