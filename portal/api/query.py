"""Parameters in the address: only declared ones, each once, each checked before anything is asked of the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, Filter, FilterSet, IsoDateTimeFilter, NumberFilter

from catalog.core.refs import RefError, parse_ref
from catalog.history_filters import MomentFilter, read_moment
from catalog.team_filters import TEAM_FILTERS
from portal.api.problems import BadParametersError
from portal.api.shapes import Fault

LONGEST = 500
LARGEST_ID = 10**15 - 1  # what every database and every JSON reader can hold
FAULTS_SHOWN = 20
#: Filters whose value is a ref, and the kind that a bare name has (None: the kind has to be there).
REFS: Mapping[str, str | None] = {**dict.fromkeys(TEAM_FILTERS, "group"), "subject": None}
_NUMBER = re.compile(r"[0-9]{1,16}")

Check = Callable[[str], str]


@dataclass(frozen=True)
class Parameter:
    """One parameter: what OpenAPI says of it, and what is wrong with a value (empty text: nothing)."""

    name: str
    schema: Mapping[str, Any]
    description: str
    check: Check
    longest: int = LONGEST


def text_parameter(name: str, description: str, check: Check = lambda _text: "", longest: int = LONGEST) -> Parameter:
    """A text of 1 to `longest` characters that are not all blank."""
    schema = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": r"\S"}
    return Parameter(name, schema, description, check, longest)


def number_parameter(name: str, description: str, smallest: int, largest: int, default: int | None = None) -> Parameter:
    """A whole number within bounds."""
    schema: dict[str, Any] = {"type": "integer", "minimum": smallest, "maximum": largest}
    if default is not None:
        schema["default"] = default

    def check(text: str) -> str:
        is_number = _NUMBER.fullmatch(text) is not None and smallest <= int(text) <= largest
        return "" if is_number else f"Must be a whole number from {smallest} to {largest}."

    return Parameter(name, schema, description, check)


def choice_parameter(name: str, description: str, choices: list[str], default: str | None = None) -> Parameter:
    """One of a few words."""

    def check(text: str) -> str:
        return "" if text in choices else f"Must be one of {', '.join(choices)}."

    schema = {"type": "string", "enum": choices} | ({"default": default} if default else {})
    return Parameter(name, schema, description, check)


def time_parameter(name: str, description: str) -> Parameter:
    """A moment with its offset."""
    return Parameter(name, {"type": "string", "format": "date-time"}, description, check_time)


def moment_parameter(name: str, description: str) -> Parameter:
    """A day in UTC, or a moment with its offset."""

    def check(text: str) -> str:
        if read_moment(text) is not None:
            return ""
        return "Must be a day, as in 2026-05-01, or a time with its offset, as in 2026-05-01T09:00:00Z."

    schema = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
    return Parameter(name, schema, description, check)


def ref_parameter(name: str, description: str) -> Parameter:
    """A ref; whose kind may be left out, and where a word stands for "no team", say `REFS` and the filters."""

    def check(text: str) -> str:
        try:
            parse_ref(text.strip(), REFS[name])
        except RefError:
            return "Must be a ref, as in component:default/checkout."
        return ""

    return text_parameter(name, description, check)


def check_time(text: str) -> str:
    """What is wrong with a moment: it must have an offset and exist in UTC."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            found.astimezone(UTC)
            return ""
    except (ValueError, OverflowError):
        pass
    return "Must be a time with its offset, as in 2026-03-02T09:00:00Z (a + is written %2B)."


def describe_filters(filters: type[FilterSet]) -> list[Parameter]:
    """The parameters that a FilterSet declares."""
    declared: dict[str, Filter] = filters.get_filters()  # type: ignore[no-untyped-call]  # no types there yet
    return [_describe(filters, name, found) for name, found in declared.items()]


def _describe(filters: type[FilterSet], name: str, found: Filter) -> Parameter:
    text = _describe_in_words(filters, found)
    if name in REFS:
        return ref_parameter(name, text)
    if isinstance(found, ChoiceFilter):
        return choice_parameter(name, text, [str(value) for value, _ in found.extra["choices"]])
    make = next((make for kind, make in _FORMS if isinstance(found, kind)), None)
    if make is None:
        raise TypeError(f"the API has no form for the filter {name} of {filters.__name__}")
    return make(name, text)


def _boolean_parameter(name: str, description: str) -> Parameter:
    return Parameter(name, {"type": "boolean"}, description, _check_boolean)


def _id_parameter(name: str, description: str) -> Parameter:
    return number_parameter(name, description, 1, LARGEST_ID)


#: Kind of filter -> the form of its parameter; the narrower kind first.
_FORMS: tuple[tuple[type[Filter], Callable[[str, str], Parameter]], ...] = (
    (BooleanFilter, _boolean_parameter),
    (NumberFilter, _id_parameter),
    (IsoDateTimeFilter, time_parameter),
    (MomentFilter, moment_parameter),
    (CharFilter, text_parameter),
)


def _describe_in_words(filters: type[FilterSet], found: Filter) -> str:
    method = getattr(filters, str(found.method), None)
    return str(method.__doc__ if method is not None and method.__doc__ else f"{found.label}.")


def _check_boolean(text: str) -> str:
    return "" if text in ("true", "false") else "Must be true or false."


def read_query(query: QueryDict, parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """The values by name. Raises BadParametersError with what is wrong, for every parameter at once."""
    faults = [
        Fault(parameter=name[:100], detail=fault)
        for name, values in query.lists()
        if (fault := _find_fault(parameters.get(name), values))
    ]
    if faults:
        raise BadParametersError(faults[:FAULTS_SHOWN])
    return {name: str(value) for name, value in query.items()}


def _find_fault(parameter: Parameter | None, values: list[str]) -> str:
    if parameter is None:
        return "There is no such parameter here."
    if len(values) > 1:
        return "Must be given once."
    (text,) = values
    if not text.strip():
        return "Must not be empty; leave the parameter out instead."
    if "\0" in text:
        return "Must not hold a NUL character."
    if len(text) > parameter.longest:
        return f"Must not be longer than {parameter.longest} characters."
    return parameter.check(text)
