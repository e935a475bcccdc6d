"""Answers to "who is on call?" for the terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from catalog.core.access import SYSTEM
from teams.core.oncall.errors import OnCallError, quote
from teams.core.oncall.times import write_moment
from teams.selectors.on_call import OnCall, State, get_on_call
from teams.selectors.on_call_subjects import find_on_call_subjects


def answer_subject(text: str, at: datetime) -> list[OnCall]:
    """Who is on call for a ref, or for everything of a name, services first. Raises OnCallError where nothing is."""
    refs = find_on_call_subjects(SYSTEM, text)
    if not refs:
        raise OnCallError(f"the catalog has nothing called {quote(text)}")
    answers = get_on_call(SYSTEM, refs, at)
    return [answers[ref] for ref in refs]


def render_answers_json(answers: Sequence[OnCall]) -> str:
    """A JSON list, one object a subject."""
    return json.dumps([_describe(answer) for answer in answers], indent=2, ensure_ascii=False)


def _describe(answer: OnCall) -> dict[str, Any]:
    return {
        "subject": answer.subject_ref,
        "at": write_moment(answer.at),
        "state": answer.state.value,
        "people": [{"ref": each.ref, "name": each.name, "email": each.email} for each in answer.people],
        "until": write_moment(answer.until) if answer.until else None,
        "schedules": [row.ref for row in answer.schedules],
        "why": answer.why,
    }


def render_answers_text(answers: Sequence[OnCall]) -> str:
    """A line or two for each subject; times in UTC."""
    return "\n".join(_say(answer) for answer in answers)


def _say(answer: OnCall) -> str:
    until = f" until {write_moment(answer.until)}" if answer.until else ""
    people = ", ".join(f"{each.name} <{each.email}>" if each.email else each.name for each in answer.people)
    words = {State.SOMEBODY: people + until, State.NOBODY: f"nobody{until}", State.UNKNOWN: "unknown"}
    return f"{answer.subject_ref}: {words[answer.state]}\n  {answer.why}"
