"""The tab History of an entity: who or what changed each field, and who owned it on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpResponseBase

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
        " | ".join(f"{each.name}: {each.before or '-'} -> {each.after or '-'}" for each in row.fields),
        change.origin.name if change.origin else "",
        change.commit,
        change.path,
    )


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
    ref, asked = frame.entity.ref, request.GET.get("on", "")
    day = read_moment(asked)
    is_day = type(day) is date
    context = {
        "frame": frame,
        "asked": asked if is_day else "",
        "is_no_day": bool(asked) and not is_day,
        "owned": get_owned_on(request.actor, ref, day) if day is not None and is_day else None,
    }
    return show_list(request, _changes(ref), list_changes(request.actor, ref), "pages/entity_history.html", context)
