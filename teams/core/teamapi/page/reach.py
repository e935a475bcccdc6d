"""How to reach the team: its channels, joined with the links of its Group."""

from __future__ import annotations

from teams.core.teamapi.document import Channel, TeamApiDocument
from teams.core.teamapi.page.facts import ChannelFact, TeamFacts
from teams.core.teamapi.page.fields import join, observe, write
from teams.core.teamapi.page.links import safe_url
from teams.core.teamapi.page.model import Field, Part, Row, Source

_HOURS = {"working-hours": ", in working hours", "always": ", at any hour"}


def show_channels(document: TeamApiDocument, facts: TeamFacts) -> Part:
    """The team's channels first, then those that only the Group knows."""
    observed = _observed_channels(facts)
    known = {key for channel in observed for key in _keys(channel)}
    written = [_show_written(channel, bool(known & _written_keys(channel))) for channel in document.channels]
    said = {key for channel in document.channels for key in _written_keys(channel)}
    others = [_show_observed(channel) for channel in observed if not said & _keys(channel)]
    hint = "Say where to ask a question, and where to report an incident."
    return Part("channels", "How to reach us", rows=(*written, *others), hint=hint)


def _observed_channels(facts: TeamFacts) -> list[ChannelFact]:
    email = ChannelFact("email", facts.email, f"mailto:{facts.email}")
    is_listed = any(email.url in _keys(channel) for channel in facts.channels)
    return [*facts.channels, *([email] if facts.email and not is_listed else ())]


def _keys(channel: ChannelFact) -> set[str]:
    """What one may recognise a channel by."""
    return {text.casefold() for text in (channel.url, channel.title, channel.url.removeprefix("mailto:")) if text}


def _written_keys(channel: Channel) -> set[str]:
    return {text.casefold() for text in (channel.url, channel.address) if text}


def _show_written(channel: Channel, is_observed: bool) -> Row:
    answer = f"within {channel.response_time.in_words}" if channel.response_time else ""
    source = Source.BOTH if is_observed else Source.WRITTEN
    fields: tuple[Field, ...] = (
        *write("for", join(channel.purposes)),
        *write("kind", channel.type),
        *write("answers", answer + _HOURS.get(channel.hours, "") if answer else ""),
    )
    is_mail = channel.type in ("email", "mailing-list")
    url = (
        safe_url(channel.url) or safe_url(channel.address) or (safe_url(f"mailto:{channel.address}") if is_mail else "")
    )
    return Row(channel.address, source, fields, url=url, line=channel.line)


def _show_observed(channel: ChannelFact) -> Row:
    return Row(channel.title or channel.url, Source.OBSERVED, observe("kind", channel.kind), url=safe_url(channel.url))
