"""What is wrong with a Team API by its schema: every fault as a sentence with its line, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Any

import jsonschema_rs
from jsonschema_rs import ValidationError
from jsonschema_rs import ValidationErrorKind as Kind

from catalog.core.descriptors.policies import shorten
from catalog.core.descriptors.positions import Lines
from catalog.core.descriptors.schema import name_type
from teams.core.teamapi.document import Problem
from teams.core.teamapi.durations import read_duration
from teams.core.teamapi.schema.published import SCHEMA
from teams.core.teamapi.schema.words import DURATION, IN_WORDS

MOST_PROBLEMS = 100
_LONGEST_NAME = 40  # names longer than this are no slip of the pen
_SHORTEST_NAME = 3  # shorter ones are part of many
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a mapping",
    "boolean": "true or false",
}
_FORMATS = {"date": "a date of the calendar", "uri": "an address with its scheme, such as https://"}


def validate(data: Any, lines: Lines) -> tuple[Problem, ...]:
    """The faults of a document in the order of its lines, a hundred at most. Raises nothing."""
    every = (problem for error in _validator().iter_errors(data) for problem in _explain(error, lines))
    found: dict[tuple[str, str], Problem] = {}
    for problem in islice(every, MOST_PROBLEMS):
        found.setdefault((problem.path, problem.remedy or problem.message), problem)  # a date fails twice
    return tuple(sorted(found.values(), key=lambda problem: (problem.line, problem.path, problem.message)))


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)


def _explain(error: ValidationError, lines: Lines) -> Iterator[Problem]:
    path = ".".join(map(str, error.instance_path))
    match error.kind:
        case Kind.Required():
            at = _join(path, error.kind.property)
            yield Problem(f"{shorten(at)} is missing", lines.find(at), at, remedy=f"add {error.kind.property}")
        case Kind.AdditionalProperties():
            for name in error.kind.unexpected:
                at = _join(path, name)
                yield Problem(
                    f"{shorten(at)} is no field of a Team API", lines.find(at), at, remedy=_propose(name, error)
                )
        case Kind.AnyOf():
            yield from _explain_alternatives(error, lines)
        case _:
            message, remedy = _say(error)
            yield Problem(f"{shorten(path) or 'the document'} {message}", lines.find(path), path, remedy=remedy)


def _explain_alternatives(error: ValidationError, lines: Lines) -> Iterator[Problem]:
    """Of "one word or a list of words", which the schema has in this order, the faults of the form that was chosen."""
    assert isinstance(error.kind, Kind.AnyOf)  # noqa: S101  # its only caller looked
    for each in error.kind.context[isinstance(error.instance, list)]:
        yield from _explain(each, lines)


def _say(error: ValidationError) -> tuple[str, str]:
    """What is wrong with one value, and what to write."""
    kind, shown = error.kind, _show(error.instance)
    if isinstance(kind, Kind.Enum):
        near = _nearest(error.instance, kind.options)
        remedy = f"write {near}" if near else "choose one of them"
        return f"must be one of {', '.join(map(str, kind.options))}, not {shown}", remedy
    for known, say in _SAYINGS.items():
        if isinstance(kind, known):
            wanted, remedy = say(kind)
            instead = "" if wanted.startswith(shown) else f", not {shown}"
            return f"must be {wanted}{instead}", _say_what_to_write(error) or remedy
    return f"is not what it should be: {shorten(error.message)}", _CORRECT


def _say_what_to_write(error: ValidationError) -> str:
    """The very thing to write, where the value tells what was meant; empty where it does not."""
    kind, value = error.kind, error.instance
    if isinstance(kind, Kind.Pattern):
        meant = read_duration(value) if kind.pattern == DURATION and isinstance(value, str) else None
        return f"write {meant.text}" if meant else ""
    if not isinstance(kind, Kind.Type):
        return ""
    if value is None and "string" in kind.types:
        return _IN_QUOTES
    if isinstance(value, str) and "object" in kind.types:
        part = _schema_part(error)
        required = part.get("required", [])
        if len(required) == 1:
            return f"write {required[0]}: {shorten(value, _LONGEST_NAME)}"
        return f"write its fields: {', '.join(required or [name for name in part['properties'] if name != 'x-'])}"
    return ""


_IN_QUOTES = "write text; what begins with # must stand in quotes"
_CORRECT = "correct the value"
_FILL = "write something, or leave the field out"
_SAYINGS: dict[Any, Callable[[Any], tuple[str, str]]] = {
    Kind.Type: lambda kind: (_name_types(kind), f"write {_name_types(kind)}"),
    Kind.Constant: lambda kind: (str(kind.expected_value), f"write {kind.expected_value}"),
    Kind.Pattern: lambda kind: (IN_WORDS.get(kind.pattern, "of another form"), _CORRECT),
    Kind.Format: lambda kind: (_FORMATS.get(kind.format, kind.format), _CORRECT),
    Kind.MinLength: lambda _: ("text that says something", _FILL),
    Kind.MinItems: lambda _: ("a list of at least one", _FILL),
    Kind.UniqueItems: lambda _: ("a list that says each thing once", "say it once"),
    Kind.Minimum: lambda kind: (f"at least {kind.limit}", _CORRECT),
    Kind.Maximum: lambda kind: (f"at most {kind.limit}", _CORRECT),
    Kind.ExclusiveMinimum: lambda kind: (f"above {kind.limit}", _CORRECT),
}


def _name_types(kind: Any) -> str:
    return " or ".join(_TYPES.get(name, name) for name in kind.types)


def _propose(name: str, error: ValidationError) -> str:
    near = _nearest(name, _known_fields(error))
    return f"write {near}" if near else f"leave it out, or call it x-{shorten(name, _LONGEST_NAME)}"


def _known_fields(error: ValidationError) -> list[str]:
    """The fields of the part of the schema that the error comes from."""
    return list(_schema_part(error)["properties"])


def _schema_part(error: ValidationError) -> Any:
    part: Any = SCHEMA
    for step in error.schema_path[:-1]:
        part = part[step]
    return part


def _nearest(value: Any, known: list[Any]) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        return ""
    plain = {str(each).lower(): str(each) for each in known}
    written = value.lower().replace("_", "-")
    near = get_close_matches(written, plain, 1, 0.7) or [each for each in plain if written in each]
    return plain[near[0]] if near and len(written) >= _SHORTEST_NAME else ""


def _show(value: Any) -> str:
    if isinstance(value, str):
        return f'"{shorten(value, _LONGEST_NAME)}"'
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else name_type(value)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
