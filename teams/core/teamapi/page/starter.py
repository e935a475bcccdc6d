"""A ready `team-api.yaml` for a team that has none: what the catalog knows is filled in, the rest waits as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from catalog.core.yaml_text.scalars import read_core
from teams.core.teamapi.page.facts import ChannelFact, TeamFacts
from teams.core.teamapi.reading.wording import read_channel_type
from teams.core.teamapi.schema.vocabulary import API_VERSION, DEFAULT_REVIEW_EVERY_DAYS, KIND

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/@-]*(?<! )")
_PLAIN_REF = re.compile(r"[a-z]+:[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")
_PATH = "[A-Za-z0-9._~!$&'()*+,;=:@/-]*"
_STRICT_URL = re.compile(
    rf"(?:https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]{{1,5}})?(?:/{_PATH})?(?:\?{_PATH})?(?:#{_PATH})?"
    r"|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)"
)
_KINDS = {"api": "api", "resource": "resource", "system": "subsystem", "library": "library", "website": "website"}

_IDENTITY_WANTED = """\
# identity:
#   focus: Say in one sentence what this team is there for
"""
_CHANNELS_WANTED = """\
# channels:
#   - {type: slack, address: "#our-channel", purpose: questions, responseTime: PT4H}
#   - {type: slack, address: "#our-incidents", purpose: incidents}
"""
_REST = """\
# type: stream-aligned  # or platform, enabling, complicated-subsystem
# provides:
#   - {name: What others may ask for, expectations: What they may rely on, howToRequest: How to ask}
# versioning: {scheme: semver, deprecationNotice: P90D}
# quality: {slo: What we hold ourselves to, testing: How we test}
# waysOfWorking:
#   - {name: Kanban}
# work:
#   now:
#     - {title: What we are working on}
"""


def starter_file(facts: TeamFacts, schema_url: str = "") -> str:
    """The text of a valid document for a team; `schema_url` is where editors find the schema."""
    return "\n".join(_write(facts, schema_url)) + "\n"


def _write(facts: TeamFacts, schema_url: str) -> Iterator[str]:
    if _STRICT_URL.fullmatch(schema_url):
        yield f"# yaml-language-server: $schema={schema_url}"
    yield "# What the catalog knows is filled in. Take away the # in front of what you want to say, and say it."
    yield from (f"apiVersion: {API_VERSION}", f"kind: {KIND}", f"team: {_scalar(facts.ref)}")
    yield from (f"updated: {facts.today.isoformat()}", f"reviewEveryDays: {DEFAULT_REVIEW_EVERY_DAYS}")
    if focus := _one_line(facts.focus):
        name = _one_line(facts.name)
        yield from ("identity:", *([f"  name: {_scalar(name)}"] if name else []), f"  focus: {_scalar(focus)}")
    else:
        yield from _IDENTITY_WANTED.splitlines()
    yield from _write_channels(facts)
    if facts.owned:
        yield "owns:"
        for fact in facts.owned:
            kind = _KINDS.get(fact.type) or _KINDS.get(fact.kind, "service")
            yield f"  - {{ref: {_scalar(fact.ref)}, kind: {kind}}}"
    yield from _REST.splitlines()
    yield from _propose_interactions(facts)


def _write_channels(facts: TeamFacts) -> Iterator[str]:
    email = [ChannelFact("email", facts.email, f"mailto:{facts.email}")] if facts.email else []
    channels = {_one_line(each.title or each.url): each for each in (*facts.channels, *email)}
    channels.pop("", None)
    if not channels:
        yield from _CHANNELS_WANTED.splitlines()
        return
    yield "# Say what each is for: purpose: questions, support, incidents, announcements, requests, backlog or private."
    yield "channels:"
    for address, channel in channels.items():
        is_mail = channel.url.startswith("mailto:")
        kind = "email" if is_mail else read_channel_type(channel.kind) or "web"
        url = f", url: {_scalar(channel.url)}" if _STRICT_URL.fullmatch(channel.url) and not is_mail else ""
        yield f"  - {{type: {kind}, address: {_scalar(address)}{url}}}"


def _propose_interactions(facts: TeamFacts) -> Iterator[str]:
    """The ties of the catalog as interactions to confirm; a tie is not yet a mode of interaction."""
    roles = {each.team_ref: "provider" for each in facts.consumers}
    roles = {each.team_ref: "consumer" for each in facts.providers} | roles
    if not roles:
        return
    yield "# By the catalog these teams and yours depend on each other. Keep what is true."
    yield "# interactions:"
    for ref, role in sorted(roles.items()):
        yield f"#   - {{team: {_scalar(ref)}, mode: x-as-a-service, role: {role}}}"


def _one_line(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _scalar(text: str) -> str:
    """A text as a YAML scalar that is read back as the same text, also within brackets."""
    if _PLAIN_REF.fullmatch(text) or (_PLAIN.fullmatch(text) and read_core(text) == text):
        return text
    return json.dumps(text, ensure_ascii=False)
