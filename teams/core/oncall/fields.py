"""The fields of one object of a schedule file, taken one by one; what is wrong names its place.

``null`` counts as absent. A field that nobody knows is a fault too: a misspelt ``restriction`` must not make a layer
active around the clock.
"""

from __future__ import annotations

import difflib
import unicodedata
from typing import Any, TypeVar

from teams.core.oncall.errors import ScheduleError, quote
from teams.core.oncall.limits import LONGEST_NAME

_NOTES = ("id", "name", "title", "description", "note", "reason")  # for people; nothing is computed from them
_MISSING = "is missing"
_T = TypeVar("_T")
_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})


class Fields:
    """Reads one mapping that may have the fields ``names``; ``place`` is where it stands. All raise ScheduleError."""

    def __init__(self, value: object, place: str, names: tuple[str, ...]) -> None:
        if not isinstance(value, dict):
            raise ScheduleError(place, f"expected an object with named fields, found {_kind(value)}")
        self._values: dict[Any, Any] = value
        self._place = place
        for name in value:
            if name not in names and name not in _NOTES:
                self._refuse_unknown(str(name), names)

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self._place}.{name}" if self._place else name

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._values.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """A text that is not empty; without a default it must be there."""
        value = self._values.get(name)
        if value is None:
            return self._default(name, default)
        if not isinstance(value, str) or not value.strip():
            raise ScheduleError(self.at(name), f"expected text, found {_kind(value)}")
        if has_control_characters(value):
            raise ScheduleError(self.at(name), f"{quote(value)} has control characters in it")
        return value

    def choice(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """One of the words allowed."""
        value = self.text(name, default)
        if value not in allowed:
            raise ScheduleError(self.at(name), f"{quote(value)} is none of {', '.join(allowed)}")
        return value

    def integer(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from low to high, both included."""
        value = self._values.get(name)
        if value is None:
            return self._default(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise ScheduleError(self.at(name), f"expected a whole number, found {_kind(value)}")
        if not low <= value <= high:
            raise ScheduleError(self.at(name), f"expected a whole number from {low} to {high}, found {value:.6g}")
        return value

    def items(self, name: str, most: int, *, is_required: bool = False) -> list[Any]:
        """A list of at most so many items; absent it is empty."""
        value = self._values.get(name)
        if value is None:
            return list(self._default(name, None if is_required else ()))
        if not isinstance(value, list):
            raise ScheduleError(self.at(name), f"expected a list, found {_kind(value)}")
        if len(value) > most:
            raise ScheduleError(self.at(name), f"{len(value)} items; at most {most} are computed")
        return value

    def value(self, name: str) -> Any:
        """Whatever stands there; it must be there."""
        value = self._values.get(name)
        return self._default(name, None) if value is None else value

    def _refuse_unknown(self, name: str, names: tuple[str, ...]) -> None:
        close = difflib.get_close_matches(name[:LONGEST_NAME], names, 1)
        hint = f'did you mean "{close[0]}"?' if close else f"known are {', '.join(names)}"
        raise ScheduleError(self._place, f"unknown field {quote(name)}; {hint}")

    def _default(self, name: str, default: _T | None) -> _T:
        if default is None:
            raise ScheduleError(self.at(name), _MISSING)
        return default


def read_person(value: object, place: str) -> str:
    """How a person is named: any text that fits a line. Raises ScheduleError."""
    if not isinstance(value, str) or not value.strip():
        raise ScheduleError(place, f"expected the name of a person, found {_kind(value)}")
    if len(value) > LONGEST_NAME or has_control_characters(value):
        raise ScheduleError(place, f"{quote(value)} is too long for a name or has control characters in it")
    return value


def has_control_characters(text: str) -> bool:
    """Whether a terminal or a calendar would act on anything in the text, line ends among it."""
    return any(unicodedata.category(character) in _CONTROL for character in text)


def _kind(value: object) -> str:
    if isinstance(value, str):
        return quote(value) if value.strip() else "empty text"
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    if type(value) in names:
        return names[type(value)]
    return f"the number {value:.6g}" if isinstance(value, int | float) else "something else"
