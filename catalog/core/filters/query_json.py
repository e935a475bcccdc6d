"""The predicate language of request bodies: `{"kind": "component", "$not": ...}` as JSON, read and written.

Source: the filter predicates of @backstage/filter-predicates 0.1 and what the catalog's backend accepts of them.
"""

from __future__ import annotations

from typing import Any

from catalog.core.filters.errors import InputError
from catalog.core.filters.predicates import DEEPEST, All, Budget, Has, Is, Not, Predicate, Some, Starts
from catalog.core.search.rows import javascript_text

RELATIONS = "relations"


def parse_query(value: Any) -> Predicate:
    """The condition that a decoded JSON value states. Raises InputError saying what is wrong with it."""
    if not isinstance(value, dict):
        raise InputError("Query must be an object")
    return _parse(value, Budget(), 0)


def _parse(value: Any, budget: Budget, depth: int) -> Predicate:
    budget.spend()
    if depth > DEEPEST:
        raise InputError(f"Invalid query: nested deeper than {DEEPEST} levels")
    if not isinstance(value, dict):
        raise InputError("Invalid query: a condition must be an object such as {kind: component}")
    operator = next((key for key in value if key.startswith("$")), None)
    if operator is None:
        return _joined([_parse_field(key, item, budget) for key, item in value.items()])
    if len(value) != 1:
        raise InputError(f"Invalid query: {operator} must stand alone in its object")
    operand = value[operator]
    if operator == "$not":
        return Not(_parse(operand, budget, depth + 1))
    if operator not in ("$all", "$any") or not isinstance(operand, list):
        raise InputError(f"Invalid query: {operator} is no operator here, or its value is not a list")
    parts = tuple(_parse(part, budget, depth + 1) for part in operand)
    return All(parts) if operator == "$all" else Some(parts)


def _joined(parts: list[Predicate]) -> Predicate:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _parse_field(key: str, value: Any, budget: Budget) -> Predicate:
    budget.spend()
    if _is_primitive(value):
        return Is(key, (javascript_text(value),))
    if not isinstance(value, dict):
        raise _unsupported(key)
    match value:
        case {"$exists": bool() as wanted}:
            return Has(key) if wanted else Not(Has(key))
        case {"$in": list() as values} if all(_is_primitive(item) for item in values):
            budget.spend(len(values))
            return Is(key, tuple(javascript_text(item) for item in values))
        case {"$contains": target}:
            return _parse_contains(key, target, budget)
        case {"$hasPrefix": str() as prefix}:
            return Starts(key, prefix)
    raise _unsupported(key)


def _parse_contains(key: str, target: Any, budget: Budget) -> Predicate:
    if _is_primitive(target):
        return Is(key, (javascript_text(target),))
    if not isinstance(target, dict):
        raise _unsupported(key)
    if key.lower() != RELATIONS:
        raise InputError(f'Object form of $contains is not supported for field "{key.lower()}"')
    return _parse_relation(target, budget)


def _parse_relation(target: dict[str, Any], budget: Budget) -> Predicate:
    parts: dict[str, Any] = {}
    for raw, value in target.items():
        name = raw.lower()
        if name not in ("type", "targetref"):
            raise InputError(
                f'Unsupported key "{raw}" in $contains for "relations". Only "type" and "targetRef" are supported'
            )
        if name in parts:
            raise InputError(f'Duplicate key "{raw}" in $contains for "relations"')
        parts[name] = value
    type_ = parts.get("type")
    if not isinstance(type_, str) or not type_:
        raise InputError('The $contains operator for "relations" requires a "type" string property')
    key = f"{RELATIONS}.{type_}"
    if "targetref" not in parts:
        return Has(key)
    targets = _parse_targets(parts["targetref"])
    budget.spend(len(targets))
    return Is(key, targets)


def _parse_targets(value: Any) -> tuple[str, ...]:
    match value:
        case str():
            return (value,)
        case {"$in": [*refs]} if refs and len(value) == 1 and all(isinstance(ref, str) for ref in refs):
            return tuple(refs)
    raise InputError('The targetRef of $contains for "relations" must be a string or { "$in": [strings] }')


def _is_primitive(value: Any) -> bool:
    return isinstance(value, str | int | float)  # true and false are integers to Python


def _unsupported(key: str) -> InputError:
    return InputError(
        f'Invalid query: the value of "{key}" must be text, a number, true or false, '
        "or one of $exists, $in, $contains and $hasPrefix"
    )


def write_query(predicate: Predicate) -> dict[str, Any]:
    """The condition as JSON again, for cursors: what `parse_query` reads as the same condition."""
    match predicate:
        case Is(key, values):
            return {key: values[0]} if len(values) == 1 else {key: {"$in": list(values)}}
        case Has(key):
            return {key: {"$exists": True}}
        case Starts(key, prefix):
            return {key: {"$hasPrefix": prefix}}
        case Not(part):
            return {"$not": write_query(part)}
        case All(parts):
            return {"$all": [write_query(part) for part in parts]}
        case Some(parts):
            return {"$any": [write_query(part) for part in parts]}
