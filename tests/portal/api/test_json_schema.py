"""Types of shapes as JSON Schema: each form once, and what has no form is refused when the schema is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
import pytest

from portal.api.json_schema import describe_shape, describe_type
from portal.api.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner(Shape):
    """Inside."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer(Inner):
    """Outside, told in
    two lines.

    The rest is for programmers.
    """

    inner: Inner | None
    text: Annotated[str, "Words."]


def _refer(shape: type[Shape]) -> dict[str, Any]:
    return {"$ref": f"#/{shape.__name__}"}


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (str, {"type": "string"}),
        (bool, {"type": "boolean"}),
        (float, {"type": "number"}),
        (datetime, {"type": "string", "format": "date-time"}),
        (date, {"type": "string", "format": "date"}),
        (UUID, {"type": "string", "format": "uuid"}),
        (orjson.Fragment, {"type": "object"}),
        (Any, {}),
        (int | None, {"type": ["integer", "null"]}),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (Literal["a"] | None, {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]}),
        (list[str], {"type": "array", "items": {"type": "string"}}),
        (list[Inner] | None, {"type": ["array", "null"], "items": {"$ref": "#/Inner"}}),
        (dict[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
        (Inner | None, {"anyOf": [{"$ref": "#/Inner"}, {"type": "null"}]}),
        (Annotated[int | None, "When."], {"type": ["integer", "null"], "description": "When."}),
    ],
)  # fmt: skip
def test_each_type_has_its_schema(hint: Any, schema: dict[str, Any]) -> None:
    assert describe_type(hint, _refer) == schema


@pytest.mark.parametrize("hint", [int | str, bytes, tuple[int, ...], set[int], int | str | None, object])
def test_a_type_without_a_form_stops_the_making_of_the_schema(hint: Any) -> None:
    with pytest.raises(TypeError, match="a shape cannot have"):
        describe_type(hint, _refer)


def test_a_shape_has_all_its_fields_the_inherited_ones_first() -> None:
    assert describe_shape(Outer, _refer) == {
        "type": "object",
        "description": "Outside, told in two lines.",
        "properties": {
            "id": {"type": "integer"},
            "inner": {"anyOf": [{"$ref": "#/Inner"}, {"type": "null"}]},
            "text": {"type": "string", "description": "Words."},
        },
        "required": ["id", "inner", "text"],
    }


def test_orjson_writes_a_shape_as_it_is_described() -> None:
    shape = Outer(id=1, inner=Inner(id=2), text="x")
    assert orjson.dumps(shape) == b'{"id":1,"inner":{"id":2},"text":"x"}'
