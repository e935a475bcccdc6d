"""By which fields answers are ordered: `order=asc:metadata.name` and `orderField=metadata.name,asc`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog.core.filters.errors import InputError

MOST_ORDERS = 8


@dataclass(frozen=True, slots=True)
class Order:
    """One field to order by. The field is a search key as written; entities without it come last either way."""

    field: str
    is_descending: bool = False

    @property
    def word(self) -> str:
        """The direction as the API writes it."""
        return "desc" if self.is_descending else "asc"


def parse_order_params(texts: Iterable[str]) -> tuple[Order, ...]:
    """`order` of `GET /entities`. Raises InputError."""
    found = []
    for text in texts:
        word, colon, field = text.partition(":")
        if not colon or word not in ("asc", "desc") or not field:
            raise InputError(f'Invalid order parameter "{text}", expected "<asc or desc>:<field name>"')
        found.append(Order(field, word == "desc"))
    return _bounded(found)


def parse_order_field_params(texts: Iterable[str]) -> tuple[Order, ...]:
    """`orderField` of `GET /entities/by-query`. Raises InputError."""
    return _bounded([_read(*text.split(",")[:2]) for text in texts])


def parse_order_json(value: Any) -> tuple[Order, ...]:
    """`orderBy` of `POST /entities/by-query`, and `orderFields` of a cursor. Raises InputError."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InputError("request/body/orderBy must be array")
    found = []
    for item in value:
        field = item.get("field") if isinstance(item, dict) else None
        if not isinstance(field, str):
            raise InputError("request/body/orderBy must hold objects with a field")
        if not isinstance(item.get("order"), str):
            raise InputError(f"request/body/orderBy must say asc or desc for {field}")
        found.append(_read(field, item["order"]))
    return _bounded(found)


def write_orders(orders: Iterable[Order]) -> list[dict[str, str]]:
    """As `parse_order_json` reads it."""
    return [{"field": order.field, "order": order.word} for order in orders]


def _read(field: str, word: Any = None) -> Order:
    if word not in (None, "asc", "desc"):
        raise InputError("Invalid order field order, must be asc or desc")
    return Order(field, word == "desc")


def _bounded(orders: list[Order]) -> tuple[Order, ...]:
    if len(orders) > MOST_ORDERS:
        raise InputError(f"More than {MOST_ORDERS} fields to order by")
    return tuple(orders)
