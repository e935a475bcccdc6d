"""What pages do with a decision: it is seen at once, or the person who tried is told what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from catalog.actions.decisions import DecisionError
from portal.actions.decisions import spread_decision

DecidedT = TypeVar("DecidedT")


def decide_on_page(request: HttpRequest, act: Callable[[], DecidedT]) -> DecidedT | None:
    """What came of a decision; None where it cannot be taken, with a message that says why."""
    try:
        decided = act()
    except DecisionError as error:
        messages.error(request, str(error))
        return None
    spread_decision()
    return decided


def decide_in_form(form: Form, act: Callable[[], DecidedT], field: str | None = None) -> DecidedT | None:
    """What came of a decision; None where it cannot be taken, with the reason in the form, beside a field of it."""
    try:
        decided = act()
    except DecisionError as error:
        form.add_error(field, str(error))
        return None
    spread_decision()
    return decided
