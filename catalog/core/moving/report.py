"""What moving over did and what differs, as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from catalog.core.moving.differences import Difference, What
from catalog.core.moving.steps import Action, Step
from catalog.core.validation.text import printable

_TITLES = {
    Action.REGISTER: "Registered as URLs",
    Action.KNOWN: "Registered before",
    Action.SCANNED: "In repositories that are scanned already",
    Action.CLONE: "To be cloned into a folder that is a source",
    Action.BY_HAND: "Left to you",
}
_DRY_TITLES = _TITLES | {Action.REGISTER: "Would be registered as URLs"}
_WHAT = {
    What.MISSING: "only there",
    What.ADDED: "only here",
    What.OWNER: "another owner",
    What.RELATIONS: "other relations",
}
_MOST_SHOWN = 20


def render_steps(steps: Sequence[Step], *, is_dry: bool) -> Iterator[str]:
    """The places, by what is done about them."""
    for action, title in (_DRY_TITLES if is_dry else _TITLES).items():
        chosen = [step for step in steps if step.action is action]
        if not chosen:
            continue
        yield f"{title}: {len(chosen)}"
        shown = chosen if action in (Action.CLONE, Action.BY_HAND) else chosen[:_MOST_SHOWN]
        yield from (printable(f"  {_say_step(step)}") for step in shown)
        yield from _more(len(chosen) - len(shown))
        yield ""


def render_differences(differences: Sequence[Difference], there: int, here: int) -> Iterator[str]:
    """How many entities there are on both sides, and what differs, by kind of difference."""
    counts = Counter(each.what for each in differences)
    summary = ", ".join(f"{counts[what]} {title}" for what, title in _WHAT.items())
    yield f"Entities: {there} there, {here} here: {summary}"
    for what in What:
        chosen = [each for each in differences if each.what is what]
        yield from (printable(f"  {_WHAT[what]}: {_say_difference(each)}") for each in chosen[:_MOST_SHOWN])
        yield from _more(len(chosen) - _MOST_SHOWN)


def _say_step(step: Step) -> str:
    place = step.place
    entities = f" ({place.entities} {'entity' if place.entities == 1 else 'entities'})" if place.entities else ""
    return f"{place.type}: {place.target}{entities}" + (f": {step.sentence}" if step.sentence else "")


def _say_difference(each: Difference) -> str:
    place = f" ({each.place})" if each.place else ""
    match each.what:
        case What.OWNER:
            theirs, ours = (", ".join(owners) or "nobody" for owners in (each.theirs, each.ours))
            return f"{each.ref}: {theirs} there, {ours} here{place}"
        case What.RELATIONS:
            signed = [f"-{text}" for text in each.theirs] + [f"+{text}" for text in each.ours]
            more = f" and {len(signed) - _MOST_SHOWN} more" if len(signed) > _MOST_SHOWN else ""
            return f"{each.ref}: {', '.join(signed[:_MOST_SHOWN])}{more}"
        case _:
            return f"{each.ref}{place}"


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"  ... and {number} more; --format json has them all"
