"""Pages of entities: the first one of a question, and those that a cursor leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from catalog.core.filters.cursors import Cursor
from catalog.core.filters.full_text import FullText
from catalog.core.filters.orders import Order
from catalog.core.filters.predicates import Predicate
from catalog.core.search.ordering import sort_by
from catalog.selectors.search_index import SearchIndex


@dataclass(frozen=True, slots=True)
class Question:
    """Which entities are wanted, and in which order: the first order counts, as in Backstage."""

    query: Predicate | None = None
    full_text: FullText = field(default_factory=FullText)
    orders: tuple[Order, ...] = ()
    wants_total: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """Slots in order; `total` counts all that meet the question, 0 where it was not asked for."""

    slots: list[int]
    total: int
    next: Cursor | None = None
    previous: Cursor | None = None


def get_first_page(index: SearchIndex, question: Question, limit: int, offset: int = 0) -> Page:
    """The first `limit` entities after `offset`."""
    found = index.select(question.query, question.full_text)
    order = index.order(question.orders[0] if question.orders else None)
    slots = order.take(found, limit + 1, skip=offset) if limit else []
    total = found.bit_count() if question.wants_total else 0
    if len(slots) <= limit:
        return Page(slots, total)
    slots.pop()
    cursor = Cursor(
        orders=question.orders,
        query=question.query,
        full_text=question.full_text,
        mark=order.mark(slots[-1]),
        first=order.mark(slots[0]),
        total=total,
    )
    return Page(slots, total, next=cursor)


def get_page_at(index: SearchIndex, cursor: Cursor, limit: int) -> Page:
    """The `limit` entities after the cursor, or before it. The total is that of the first page."""
    found = index.select(cursor.query, cursor.full_text)
    order = index.order(cursor.orders[0] if cursor.orders else None)
    if cursor.is_previous:
        slots = order.take_back(found, limit, cursor.mark)
        has_more = bool(slots)
    else:
        slots = order.take(found, limit + 1, after=cursor.mark) if limit else []
        has_more = len(slots) > limit
        del slots[limit:]
    if not slots:
        return Page([], cursor.total)
    first, last = order.mark(slots[0]), order.mark(slots[-1])
    return Page(
        slots,
        cursor.total,
        next=cursor.at(last, is_previous=False) if has_more else None,
        previous=cursor.at(first, is_previous=True) if first != cursor.first else None,
    )


def list_in_order(index: SearchIndex, found: int, orders: Iterable[Order], limit: int | None, offset: int) -> list[int]:
    """The slots of `found` by all orders, then by ref, from `offset` on."""
    wanted = tuple(orders)
    count = found.bit_count() if limit is None else limit
    if len(wanted) <= 1:
        return index.order(wanted[0] if wanted else None).take(found, count, skip=offset)
    by_ref = index.order(None).take(found, found.bit_count())
    keys = [(index.values(order.field.lower()), order.is_descending) for order in wanted]
    ordered = sort_by(by_ref, [(values.highest if desc else values.lowest, desc) for values, desc in keys])
    return list(islice(ordered, offset, offset + count))
