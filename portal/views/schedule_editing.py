"""What the page that edits a schedule shows: one document as fields or as YAML, what it would mean, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from catalog.core.access import Action, Actor
from portal.http import PortalRequest
from portal.schedule_editor import do, explain, read_base, read_fields
from portal.schedule_forms import ScheduleForm
from portal.selectors.on_call import HOURS, draw_preview
from portal.selectors.schedule_choices import Choices, list_choices
from portal.selectors.schedules import find_meanwhile, preview_schedule
from teams.core.oncall import OnCallError, ScheduleError
from teams.core.oncall.documents import KIND, read_schedule_data
from teams.core.oncall.export import write_document
from teams.core.oncall.form import (
    UNITS,
    CannotShowError,
    ShownLayer,
    ShownSchedule,
    show_document,
    write_document_of,
)
from teams.core.oncall.read import WEEKDAYS
from teams.models import Schedule
from teams.selectors.on_call import LOOK_AHEAD

Document = dict[str, Any]
_UNIT_WORDS = {
    "hour": "hours", "day": "days", "week": "weeks", "month": "months", "active_days": "days with hours",
    "": "no turns: always the same", "minute": "minutes", "second": "seconds",
}  # fmt: skip
_DAY_WORDS = dict(zip(WEEKDAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))


class Editing:
    """One request to the page. `row` is None for a new schedule; `start` is the document it begins with."""

    def __init__(self, actor: Actor, row: Schedule | None, action: Action, start: Document) -> None:
        self.actor, self.row, self.action, self.base = actor, row, action, start
        self.shown: ShownSchedule | None = None
        self.form: ScheduleForm | None = None
        self.version = row.version if row else ""
        self.errors: list[str] = []
        self.more: dict[str, Any] = {}

    def show(self, document: Document, *, is_text: bool) -> None:
        """Show a document: as fields where they have room for all of it, and text is not asked for."""
        self.base = document
        try:
            self.shown = None if is_text else show_document(document)
        except CannotShowError as error:
            self.more["cannot_show"] = str(error)
        if self.shown is None:
            self.form = ScheduleForm(initial={"text": write_document(document)})

    def read(self, post: QueryDict, button: str) -> Document | None:
        """The document of what was sent; None where it is not to be used: it has a fault, or is still being written."""
        self.version = post.get("version", self.version)
        if "text" in post:
            self.form = ScheduleForm(post)
            return self.form.cleaned_data["text"] if self.form.is_valid() else None
        base = self.base = read_base(post) or self.base
        people = list_choices(self.actor, post.get("owner", ""), ()).members
        self.shown = do(read_fields(post), button, [ref for ref, _ in people], f"{timezone.now():%Y-%m-%d}")
        try:
            document = write_document_of(self.shown, base)
            read_schedule_data({"kind": KIND, **document})
        except OnCallError as error:
            if button in ("save", "preview", "yaml"):
                self.refuse(error)
            return None
        if button not in ("save", "preview", "yaml", "form"):
            self.preview(document)
            return None
        return document

    def preview(self, document: Document) -> None:
        """Say what a document would mean for the next 14 days. Raises nothing: a fault is shown."""
        now = timezone.now()
        since = now.replace(minute=0, second=0, microsecond=0)
        try:
            found = preview_schedule(self.actor, document, since, since + LOOK_AHEAD)
        except OnCallError as error:
            self.refuse(error)
            return
        self.more |= {"preview": found, "card": draw_preview(found, now)}

    def refuse(self, error: OnCallError) -> None:
        """Show a fault beside what was sent."""
        if self.form is not None:
            self.form.add_error("text", str(error))
        else:
            self.errors.append(explain(error) if isinstance(error, ScheduleError) else str(error))

    def meet_other_change(self) -> None:
        """Show what somebody else changed meanwhile. What was sent stays; to save it again is to know of that."""
        if self.row is None:
            return
        self.row.refresh_from_db()
        self.more["meanwhile"] = find_meanwhile(self.row, self.version)
        self.version = self.row.version

    def render(self, request: PortalRequest) -> HttpResponse:
        """The page."""
        shown = self.shown
        named = [person for layer in shown.layers for turn in layer.turns for person in turn] if shown else []
        choices = list_choices(self.actor, shown.owner if shown else "", named) if shown else Choices()
        return render(
            request,
            "pages/schedule_edit.html",
            self.more
            | {
                "row": self.row,
                "hours": HOURS,
                "form": self.form,
                "version": self.version,
                "errors": self.errors,
                "shown": shown,
                "layers": [_dress(layer) for layer in shown.layers] if shown else (),
                "base": orjson.dumps(self.base).decode() if shown else "",
                "choices": choices,
                "weekdays": _DAY_WORDS.items(),
            },
        )


def _dress(layer: ShownLayer) -> tuple[ShownLayer, Sequence[tuple[str, str]], bool]:
    """A rotation with the units to choose from, and whether it has turns at all."""
    units = UNITS if layer.unit in UNITS else (*UNITS, layer.unit)
    return layer, [(unit, _UNIT_WORDS.get(unit, unit)) for unit in units], bool(layer.unit)
