"""How times, refs and numbers are written on every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.links import entity_url, subject_url
from portal.markdown import render_prose, summarise_prose
from portal.prose import Block, split_blocks, split_code
from scoring.core.scorecards import OWNERSHIP, UNCLEAR
from scoring.models import Score

register = template.Library()

GOOD_FROM, SOON_FROM = (level.at_least for level in OWNERSHIP.levels[:2])

_STEPS = ((60, 60, "min"), (3600, 24, "h"), (86400, 14, "day"))


@register.filter
def as_iso(at: datetime) -> str:
    """The moment as a machine reads it, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


@register.filter
def as_absolute(at: datetime) -> str:
    """The moment as a person reads it, in UTC; the page's script turns it into the reader's zone."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


@register.filter
def as_ago(at: datetime) -> str:
    """How long ago, or how soon; beyond two weeks the date says more."""
    return say_ago(at, timezone.now())


def say_ago(at: datetime, now: datetime) -> str:
    """`at` seen from `now`: "just now", "5 min ago", "in 3 days", "2026-03-12"."""
    distance = abs(now - at)
    if distance < timedelta(minutes=1):
        return "just now"
    for seconds, limit, unit in _STEPS:
        count = int(distance.total_seconds()) // seconds
        if count < limit:
            amount = f"{count} {unit}{'s' if unit == 'day' and count > 1 else ''}"
            return f"{amount} ago" if at < now else f"in {amount}"
    return f"{at.astimezone(UTC):%Y-%m-%d}"


@register.filter
def short_commit(sha: str) -> str:
    """The first ten characters of a commit's id."""
    return sha[:10]


@register.filter
def ref_url(ref: str) -> str:
    """The page of what a ref names."""
    return subject_url(ref)


@register.filter
def tab_url(ref: str, tab: str) -> str:
    """One tab of the page of an entity."""
    return entity_url(ref, tab)


@register.filter
def as_markdown(text: str) -> SafeString:
    """Markdown as safe HTML."""
    return mark_safe(render_prose(text))  # noqa: S308  # made safe there


@register.filter
def as_summary(text: str) -> str:
    """Markdown as one line of plain text."""
    return summarise_prose(text)


@register.filter
def is_more_than_summary(text: str) -> bool:
    """Whether the summary leaves anything out, be it only how it is set."""
    return summarise_prose(text) != " ".join(text.split())


@register.filter
def as_percent(share: float) -> str:
    """A share of 1 as whole percent."""
    return f"{round(share * 100)} %"


_KIND_ICONS = {
    "component": "box",
    "api": "api",
    "resource": "database",
    "system": "puzzle",
    "domain": "world",
    "group": "users-group",
    "user": "user",
    "location": "map-pin",
    "template": "template",
    "repository": "git-branch",
}


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of entity; any other kind gets a general one."""
    return _KIND_ICONS.get(kind.lower(), "category")


@register.filter
def icon_url(name: str) -> str:
    """Where the icon of this name is. A list has hundreds of them, and the address of the file is always the same."""
    return f"{_sprite_url()}#{name}"


@cache
def _sprite_url() -> str:
    return static("vendor/tabler-icons/sprite.svg")


@register.filter
def score_tone(score: Score) -> str:
    """The colour of a score's level, which is always written beside it."""
    if score.value is None:
        return "quiet"
    if score.level == UNCLEAR:
        return "soon"
    return "good" if score.value >= GOOD_FROM else "soon" if score.value >= SOON_FROM else "bad"


@register.filter
@cache
def counts_mark(counts: str) -> SafeString:
    """`<c-counts>` made once for each of the four there are: a list has hundreds of them."""
    return mark_safe(render_to_string("components/counts.html", {"counts": counts}))  # noqa: S308  # a template's


@register.filter
def signed(number: int) -> str:
    """A difference with its sign; no change says so."""
    return f"{number:+d}" if number else "unchanged"


@register.filter
def get_text(texts: Mapping[str, str], heading: str) -> str:
    """What stands under one heading of a check."""
    return texts.get(heading, "")


@register.filter
def as_prose(text: str) -> SafeString:
    """The text of a check as HTML: paragraphs, ``code`` and indented blocks."""
    return format_html_join("\n", "{}", ((_show_block(block),) for block in split_blocks(text)))


def _show_block(block: Block) -> SafeString:
    if block.is_code:
        return format_html('<pre class="bw-pre">{}</pre>', block.text)
    parts = ((format_html("<code>{}</code>", part) if is_code else part,) for part, is_code in split_code(block.text))
    return format_html("<p>{}</p>", format_html_join("", "{}", parts))
