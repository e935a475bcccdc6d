"""JSON Schema (2020-12, as OpenAPI 3.1 has it) from the types of shapes."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import orjson

from portal.api.shapes import Shape

Schema = dict[str, Any]
Refer = Callable[[type[Shape]], Schema]

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    UUID: {"type": "string", "format": "uuid"},
    orjson.Fragment: {"type": "object"},
    Any: {},
}


def describe_shape(shape: type[Shape], refer: Refer) -> Schema:
    """The schema of a shape; a field without a default is always there. `refer` gives the schema of another shape."""
    hints = get_type_hints(shape, include_extras=True)
    names = [field.name for field in fields(shape)]
    needed = [field.name for field in fields(shape) if field.default is MISSING]
    return {
        "type": "object",
        "description": _first_sentence(shape),
        "properties": {name: describe_type(hints[name], refer) for name in names},
        "required": needed,
    }


def describe_type(hint: Any, refer: Refer) -> Schema:
    """The schema of one type. Raises TypeError for a type that no shape may have."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if isinstance(hint, type) and issubclass(hint, Shape):
        return refer(hint)
    return _describe_composed(hint, refer)


def _describe_composed(hint: Any, refer: Refer) -> Schema:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return describe_type(arguments[0], refer) | {"description": arguments[1]}
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": describe_type(arguments[0], refer)}
    if origin is dict:
        return {"type": "object", "additionalProperties": describe_type(arguments[1], refer)}
    if origin in (Union, types.UnionType):
        return _describe_optional(arguments, refer)
    raise TypeError(f"a shape cannot have a field of the type {hint!r}")


def _describe_optional(arguments: tuple[Any, ...], refer: Refer) -> Schema:
    present = [argument for argument in arguments if argument is not types.NoneType]
    if len(present) != 1 or len(arguments) != len(present) + 1:
        raise TypeError(f"a shape cannot have a field that is one of {arguments!r}")
    schema = describe_type(present[0], refer)
    if "type" not in schema or "enum" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def _first_sentence(shape: type[Shape]) -> str:
    return " ".join((shape.__doc__ or "").partition("\n\n")[0].split())
