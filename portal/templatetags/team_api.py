"""How what Team APIs say is written on pages."""

from __future__ import annotations

from django import template
from django.conf import settings

from portal.selectors.team_map import TYPE_WORDS
from teams.core.teamapi.document import TeamType

register = template.Library()


@register.filter
def team_type(type_: str | None) -> str:
    """The type of a team as the beginning of a line; None stands for a team that declares none."""
    words = TYPE_WORDS[TeamType(type_)] if type_ else TYPE_WORDS[TeamType.UNDEFINED]
    return words[0].upper() + words[1:]


@register.filter
def short_address(text: str) -> str:
    """An address as it is read: without its scheme, and without the host where that is our own."""
    own = text.removeprefix(f"{settings.BASE_URL}/")
    if own != text:
        return own.removeprefix("entities/").removesuffix("/definition")
    for scheme in ("https://", "http://", "mailto:"):
        text = text.removeprefix(scheme)
    return text.removesuffix(".git").rstrip("/")
