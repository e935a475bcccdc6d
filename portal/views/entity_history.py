"""The tab History of an entity: who or what changed each field, and who owned it on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date

import orjson
from django.http import HttpResponseBase
from django.utils import timezone

from catalog.actions.entity_rows import PLACE
from catalog.core.access import Actor
from catalog.history_filters import ChangeFilters, read_moment
from catalog.models import ChangeLog
from catalog.selectors.history import list_changes
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.actors import get_actor_names
from portal.selectors.history import ChangeRow, describe_changes, get_owned_on
from portal.views.entity_frame import Frame

ACTIONS = {
    "added": "Added",
    "changed": "Changed",
    "removed": "Removed",
    "revived": "Came back",
    "decided": "Decided",
    "withdrawn": "Decision ended",
    "purged": "Forgotten",
}


def _cells(row: ChangeRow) -> Sequence[object]:
    change = row.change
    return (
        change.at,
        change.action,
        row.who,
        " | ".join(_write_field(name, pair) for name, pair in sorted(change.fields.items()) if name != PLACE),
        change.origin.name if change.origin else "",
        change.commit,
        change.path,
    )


def _write_field(name: str, pair: Sequence[object]) -> str:
    before, after = (value if isinstance(value, str) else orjson.dumps(value).decode() for value in pair)
    return f"{name.strip('()')}: {before or '-'} -> {after or '-'}"


def _changes(ref: str) -> ListSpec[ChangeLog, ChangeRow]:
    def list_choices(actor: Actor) -> Mapping[str, Choices]:
        seen = list_changes(actor, ref).order_by().values_list("action", "actor_ref").distinct()
        actions, people = {action for action, _ in seen}, {by for _, by in seen}
        names = get_actor_names(people)
        return {
            "action": [(action, title) for action, title in ACTIONS.items() if action in actions],
            "actor": sorted((by, names[by]) for by in people),
        }

    return ListSpec(
        name="history",
        columns=(
            Column("when", "When", "at", starts_descending=True),
            Column("what", "What changed"),
            Column("who", "By"),
            Column("where", "Where it says so"),
        ),
        sort="-when",
        filters=ChangeFilters,
        describe=describe_changes,
        csv_heads=("at", "action", "by", "fields", "repository", "commit", "path"),
        cells=_cells,
        choices=list_choices,
    )


def show_history(request: PortalRequest, frame: Frame) -> HttpResponseBase:
    """The change log of an entity in pages; with `?on=` also who owned it on that day."""
    ref = frame.entity.ref
    context = {"frame": frame, **read_owned_on(request, ref)}
    return show_list(request, _changes(ref), list_changes(request.actor, ref), "pages/entity_history.html", context)


def read_owned_on(request: PortalRequest, ref: str) -> dict[str, object]:
    """What `pages/owned_on.html` shows: who owned it on the day in `?on=`, or why that cannot be told."""
    asked = request.GET.get("on", "")
    day = read_moment(asked)
    is_day = type(day) is date
    is_to_come = day is not None and is_day and day > timezone.now().astimezone(UTC).date()
    return {
        "asked": asked if is_day else "",
        "is_no_day": bool(asked) and not is_day,
        "is_to_come": is_to_come,
        "owned": get_owned_on(request.actor, ref, day) if day is not None and is_day and not is_to_come else None,
    }
