"""The fields of a schedule as a browser sends them, and the buttons between them, each of which is a post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, takewhile
from typing import Any

import orjson
from django.http import QueryDict

from teams.core.oncall import OnCallError, ScheduleError
from teams.core.oncall.documents import KIND, read_schedule_data
from teams.core.oncall.form import (
    MOST_LAYERS,
    MOST_TURNS,
    NO_TURNS,
    ShownHours,
    ShownLayer,
    ShownSchedule,
    show_document,
)
from teams.core.oncall.read import WEEKDAYS

LARGEST_BASE = 200_000  # characters
_LONGEST = 500
_MOST_HOURS = 28


def read_base(post: QueryDict) -> dict[str, Any]:
    """The document that the fields began with; an empty one for what is none, or would have no room in the fields."""
    text = post.get("base", "")
    try:
        base = orjson.loads(text) if len(text) <= LARGEST_BASE else None
        if not isinstance(base, dict):
            return {}
        read_schedule_data({"kind": KIND, **base})
        show_document(base)
    except (orjson.JSONDecodeError, OnCallError):
        return {}
    return base


def read_fields(post: QueryDict) -> ShownSchedule:
    """What stands in the fields, whatever it is."""
    return ShownSchedule(
        name=_text(post, "name"),
        title=_text(post, "title"),
        owner=_text(post, "owner"),
        zone=_text(post, "zone"),
        layers=tuple(_read_layer(post, f"layer-{number}") for number in _number(post, "layer-{}-unit", MOST_LAYERS)),
    )


def do(shown: ShownSchedule, what: str, people: Sequence[str], today: str) -> ShownSchedule:
    """What a button makes of the fields, such as `turn-up 0 1`; what is no such button changes nothing.

    `people` are those of the team, of whom the first without a turn is the next; `today` is a date.
    """
    name, *places = what.split(" ")
    numbers = [int(each) for each in places if each.isdecimal()]
    layers = list(shown.layers)
    if name == "add-layer" and len(layers) < MOST_LAYERS:
        layers.append(ShownLayer(turns=tuple((person,) for person in people), date=today))
    elif numbers and numbers[0] < len(layers):
        number, *rest = numbers
        if name == "remove-layer":
            del layers[number]
        else:
            layers[number] = _do_in(layers[number], name, rest, people)
    return replace(shown, layers=tuple(layers))


def _do_in(layer: ShownLayer, name: str, places: Sequence[int], people: Sequence[str]) -> ShownLayer:
    turns, hours = list(layer.turns), list(layer.hours)
    at = places[0] if places else -1
    if name == "add-turn" and len(turns) < MOST_TURNS:
        there = {person for turn in turns for person in turn}
        turns.append(tuple(person for person in people if person not in there)[:1])
    elif name == "add-hours" and len(hours) < _MOST_HOURS:
        hours.append(ShownHours(frozenset(WEEKDAYS[:5])))
    elif name == "remove-hours" and 0 <= at < len(hours):
        del hours[at]
    elif 0 <= at < len(turns):
        if name == "remove-turn":
            del turns[at]
        other = at + {"turn-up": -1, "turn-down": 1}.get(name, 0)
        if name in ("turn-up", "turn-down") and 0 <= other < len(turns):
            turns[at], turns[other] = turns[other], turns[at]
    return replace(layer, turns=tuple(turns), hours=tuple(hours))


def explain(error: ScheduleError) -> str:
    """A fault of the document in the words of the fields."""
    layer, _, place = error.place.partition("].")
    if not layer.startswith("layers["):
        return str(error)
    number = layer.removeprefix("layers[").rstrip("]")
    message = str(error).removeprefix(f"{error.place}: ")
    words = {
        "rotation.start": "the first turn", "rotation.length": "how long a turn lasts", "rotation": "turns",
        "participants": "who takes turns", "restrictions": "hours",
    }  # fmt: skip
    place = next((word for field, word in words.items() if place.startswith(field)), place)
    return f"Rotation {int(number) + 1 if number.isdecimal() else ''}{f', {place}' if place else ''}: {message}"


def _read_layer(post: QueryDict, at: str) -> ShownLayer:
    base = post.get(f"{at}-base", "")
    unit = _text(post, f"{at}-unit")
    return ShownLayer(
        name=_text(post, f"{at}-name"),
        turns=tuple(
            tuple(person for person in post.getlist(f"{at}-turn-{turn}") if person)
            for turn in _number(post, f"{at}-turn-{{}}", MOST_TURNS)
        ),
        unit=unit,
        length=_text(post, f"{at}-length") or ("1" if unit == NO_TURNS else ""),
        date=_text(post, f"{at}-date"),
        time=_text(post, f"{at}-time"),
        hours=tuple(_read_hours(post, f"{at}-hours-{k}") for k in _number(post, f"{at}-hours-{{}}-start", _MOST_HOURS)),
        base=int(base) if base.isascii() and base.isdecimal() and len(base) < 4 else None,  # noqa: PLR2004 - digits
    )


def _read_hours(post: QueryDict, at: str) -> ShownHours:
    days = frozenset(post.getlist(f"{at}-days")).intersection(WEEKDAYS)
    return ShownHours(days, _text(post, f"{at}-start"), _text(post, f"{at}-length"))


def _number(post: QueryDict, pattern: str, most: int) -> Iterator[int]:
    """How many there are of something, one after the other."""
    return takewhile(lambda number: number < most and pattern.format(number) in post, count())


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "").strip()[:_LONGEST]
