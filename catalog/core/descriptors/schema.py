"""The few words of JSON Schema that catalog files need, as plain functions: the fastest exact form in Python.

A check is called with a value, the dotted path it stands at, and the list that collects what is wrong. Every
violation is collected, not only the first: whether the owner is the only fault depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Violation(NamedTuple):
    """One thing wrong: the dotted path it is at, and what should be there."""

    path: str
    message: str


class Unread(str):
    """Stands for content that a placeholder names and nobody could look at: it may be anything, so it passes."""

    __slots__ = ()


Check = Callable[[Any, str, list[Violation]], None]


def text(value: Any, path: str, found: list[Violation]) -> None:
    """Text of at least one character."""
    if type(value) is str:
        if not value:
            found.append(Violation(path, "must not be empty"))
    elif type(value) is not Unread:
        found.append(Violation(path, f"must be text, not {name_type(value)}"))


def any_text(value: Any, path: str, found: list[Violation]) -> None:
    """Text, perhaps empty."""
    if not isinstance(value, str):
        found.append(Violation(path, f"must be text, not {name_type(value)}"))


def texts(value: Any, path: str, found: list[Violation]) -> None:
    """A list of texts, none of them empty."""
    if type(value) is not list:
        _refuse_type(value, path, "a list of texts", found)
        return
    for number, item in enumerate(value):
        if type(item) is not str or not item:
            text(item, f"{path}.{number}", found)


def text_or_boolean(value: Any, path: str, found: list[Violation]) -> None:
    """Text, or true or false."""
    if not isinstance(value, str | bool):
        found.append(Violation(path, f"must be text, true or false, not {name_type(value)}"))


def mapping(value: Any, path: str, found: list[Violation]) -> None:
    """A mapping of anything."""
    if type(value) is not dict:
        _refuse_type(value, path, "a mapping", found)


def one_of(*allowed: str) -> Check:
    """One of these texts."""

    def check(value: Any, path: str, found: list[Violation]) -> None:
        if not (isinstance(value, str) and value in allowed) and type(value) is not Unread:
            found.append(Violation(path, f"must be one of {', '.join(allowed)}"))

    return check


def list_of(check_item: Check) -> Check:
    """A list whose items pass."""

    def check(value: Any, path: str, found: list[Violation]) -> None:
        if type(value) is not list:
            _refuse_type(value, path, "a list", found)
            return
        for number, item in enumerate(value):
            check_item(item, f"{path}.{number}", found)

    return check


def fields(required: tuple[str, ...], known: Mapping[str, Check], others: Check | None = None) -> Check:
    """A mapping with these fields; unknown ones are left alone, unless ``others`` says what they must be."""

    def check(value: Any, path: str, found: list[Violation]) -> None:
        if type(value) is not dict:
            _refuse_type(value, path, "a mapping", found)
            return
        found.extend(Violation(f"{path}.{name}", "is missing") for name in required if name not in value)
        for name, item in value.items():
            check_item = known.get(name, others)
            if check_item is not None:
                check_item(item, f"{path}.{name}", found)

    return check


def _refuse_type(value: Any, path: str, wanted: str, found: list[Violation]) -> None:
    if type(value) is not Unread:
        found.append(Violation(path, f"must be {wanted}, not {name_type(value)}"))


def name_type(value: Any) -> str:
    """What a value is, in the words of somebody who writes YAML."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    names = ((str, "text"), (list, "a list"), (dict, "a mapping"))
    return next((name for kind, name in names if isinstance(value, kind)), "something else")
