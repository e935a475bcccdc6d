"""The few words the schema is made of, and the patterns that more than a regular expression explains.

What is made here is closed: a field nobody knows is an error, so a slip of the pen is found. Fields that start with
`x-` are free for everybody.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

# ISO 8601: P90D, PT4H, P1Y6M. Digits are bounded so that every duration can be added to a date or refused in time.
_TIME = "T(?=[0-9])(?:[0-9]{1,6}H)?(?:[0-9]{1,6}M)?(?:[0-9]{1,6}S)?"
DURATION = f"^P(?!$)(?:[0-9]{{1,6}}Y)?(?:[0-9]{{1,6}}M)?(?:[0-9]{{1,6}}W)?(?:[0-9]{{1,6}}D)?(?:{_TIME})?$"
CALENDAR_DATE = "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
MONTH = "^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])$"
CLOCK_TIME = "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$"
GROUP_REF = "^(?:[Gg][Rr][Oo][Uu][Pp]:)?(?:[A-Za-z0-9._-]+/)?[A-Za-z0-9._-]+$"

#: What each pattern asks for, as the end of a sentence that begins with "must be".
IN_WORDS = {
    DURATION: "an ISO 8601 duration, such as PT4H for four hours or P90D for ninety days",
    CALENDAR_DATE: "a date, such as 2026-03-31",
    MONTH: "a month, such as 2024-02",
    CLOCK_TIME: "a time of day, such as 09:30",
    GROUP_REF: "the ref of a group, such as group:default/payments",
}


def text(description: str) -> Schema:
    """Text that is not empty."""
    return {"type": "string", "minLength": 1, "description": description}


def patterned(description: str, pattern: str) -> Schema:
    """Text of a form; dates must exist in the calendar besides."""
    schema: Schema = {"type": "string", "pattern": pattern, "description": description}
    return {**schema, "format": "date"} if pattern == CALENDAR_DATE else schema


def url(description: str) -> Schema:
    """A web or mail address."""
    return {"type": "string", "format": "uri", "description": description}


def choice(description: str, values: tuple[str, ...]) -> Schema:
    """One of some words."""
    return {"enum": list(values), "description": description}


def number(description: str, most: int | None = None) -> Schema:
    """A number above zero, at most `most`."""
    schema: Schema = {"type": "number", "exclusiveMinimum": 0, "description": description}
    return schema if most is None else {**schema, "maximum": most}


def whole_number(description: str, least: int, most: int | None = None) -> Schema:
    """A whole number from `least` to `most`."""
    schema: Schema = {"type": "integer", "minimum": least, "description": description}
    return schema if most is None else {**schema, "maximum": most}


def list_of(description: str, item: Schema) -> Schema:
    """A list whose items are all of one form."""
    schema: Schema = {"type": "array", "items": item}
    return {**schema, "description": description} if description else schema


def refer(name: str) -> Schema:
    """A form that is described once under `$defs`. Stands alone: draft 7 ignores whatever is beside it."""
    return {"$ref": f"#/$defs/{name}"}


def record(description: str, required: tuple[str, ...] = (), /, **fields: Schema) -> Schema:
    """A mapping of these fields and none else, but for those that start with `x-`."""
    schema: Schema = {"type": "object", "description": description}
    if required:
        schema["required"] = list(required)
    return {**schema, "additionalProperties": False, "properties": fields, "patternProperties": {"^x-": {}}}
