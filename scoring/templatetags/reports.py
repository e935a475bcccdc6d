"""How reports write numbers, and text for mail programs that know no layout."""

from __future__ import annotations

import textwrap
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from scoring.core.reports.standing import Standing
from scoring.core.reports.words import count_things, say_change

register = template.Library()
register.filter(count_things)
register.filter(say_change)

TEXT_WIDTH = 72
BAR_HEIGHT = 40


@register.filter
def hang(text: str, indent: int) -> str:
    """The text in lines of at most 72 characters; all but the first begin `indent` characters further right."""
    width = TEXT_WIDTH - indent
    lines = textwrap.wrap(text.strip(), width, break_long_words=False, break_on_hyphens=False)
    return f"\n{' ' * indent}".join(lines)


@register.filter
def underline(text: str) -> str:
    """A heading in plain text."""
    return f"{text}\n{'-' * len(text)}"


@register.filter
def bar_height(value: int | None) -> int:
    """The height of a bar of the trend, in pixels; at least 1, so that there is something to see."""
    return max(1, round((value or 0) * BAR_HEIGHT / 100))


@register.filter
def say_rating(standing: Standing) -> str:
    """What has to stand beside a score: "3 more than in the last report. 93 % of what counts could be rated."."""
    if standing.value is None:
        return "No service could be rated."
    rated = f"{standing.completeness} % of what counts could be rated."
    if standing.change is None:
        return rated
    compared = f"{say_change(standing.change)} than" if standing.change else "The same as"
    return f"{compared} in the last report. {rated}"


@register.filter
def say_trend(standing: Standing) -> str:
    """The score of earlier weeks and now: "26 Oct 66, 2 Nov 69, now 72"; a day that could not be rated has a dash."""
    past = [f"{point.day_date.day} {point.day_date:%b} {_say_value(point.value)}" for point in standing.past]
    return ", ".join([*past, f"now {_say_value(standing.value)}"])


def _say_value(value: int | None) -> str:
    return "-" if value is None else str(value)


@register.filter
def say_moved(count: int) -> str:
    """What became of findings that left a scope without being resolved."""
    verb, what = ("concerns", "finding") if count == 1 else ("concern", "findings")
    return f"{count} {what} of the last report now {verb} another team, or can no longer be shown here."


@register.simple_tag(takes_context=True)
def findings_url(context: dict[str, Any], state: str = "open", check_id: str = "") -> str:
    """The list of the findings of the report's scope; absolute where the context has a `base_url`."""
    report = context["report"]
    query = {"state": state} | ({"check": check_id} if check_id else {})
    if not report.is_organisation:
        query["team"] = report.scope
    return f"{context.get('base_url', '')}{reverse('findings')}?{urlencode(query)}"
