"""Where an entity is found elsewhere: the links it declares, and what its annotations stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname

from django.conf import settings

from catalog.core.known_annotations import Topic
from catalog.core.known_links import KnownLink, list_known_links
from catalog.core.remotes import parse_remote
from catalog.models import Descriptor, Origin
from portal.body import Body
from portal.host import folder_at_host, repository_at_host
from portal.links import entity_url

_ICONS: Mapping[str, str] = {
    Topic.CODE: "git-branch",
    Topic.DOCS: "book",
    Topic.ON_CALL: "phone",
    Topic.DASHBOARD: "chart-line",
    Topic.ERRORS: "bug",
    Topic.BUILD: "tools",
    Topic.CLUSTER: "server-2",
    Topic.QUALITY: "shield-check",
    Topic.ISSUES: "list-details",
}
LONGEST_FACT = 400  # characters
_SLUGS = ("github.com/project-slug", "gitlab.com/project-slug")


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link, or without `url` a name of something elsewhere. `note` says what stands in the descriptor."""

    title: str
    url: str
    note: str
    icon: str
    source: str


def list_entity_links(body: Body, home: Descriptor | None) -> list[ShownLink]:
    """The declared links first, then the annotations by topic; the same address once. No query."""
    folder = dirname(home.path) if home else ""
    declared = [ShownLink(link.title, link.url, link.type, "link", "metadata.links") for link in body.links]
    known = [_show(link, home) for link in list_known_links(body.annotations, folder, settings.TOOL_URLS)]
    found = [*declared, *known]
    first: dict[str, ShownLink] = {}
    for link in found:
        first.setdefault(_address(link), link)
    return list(first.values())


def _address(link: ShownLink) -> str:
    return link.url.rstrip("/") or f"{link.source} {link.note}"


def _show(link: KnownLink, home: Descriptor | None) -> ShownLink:
    url = link.url or (entity_url(link.ref) if link.ref else "") or _find_at_host(link.path, home)
    if link.annotation in _SLUGS and home is not None and _is_slug_of(home.origin, link.value):
        url = repository_at_host(home.origin)
    return ShownLink(link.title, url, link.value, _ICONS[link.topic], link.annotation)


def _is_slug_of(origin: Origin, slug: str) -> bool:
    """Whether the descriptor's own repository has this slug: then it is that one, at whatever host it is."""
    remote = parse_remote(origin.remote_url)
    return remote is not None and remote.path.lower() == slug.lower()


def _find_at_host(path: str, home: Descriptor | None) -> str:
    if not path or home is None or home.origin.kind != Origin.Kind.REPOSITORY:
        return ""
    return folder_at_host(home.origin, home.commit, "" if path == "." else path)


def list_spec_facts(body: Body, number: int = 40) -> Sequence[tuple[str, str]]:
    """What the `spec` of a kind of the organisation's own says: dotted paths with their values, in its own order.

    Long ones are cut, and of many the first are given: the tab Raw has all of it.
    """
    facts: list[tuple[str, str]] = []
    spec = {str(key): value for key, value in body.spec.items() if key != "definition" or not isinstance(value, str)}
    waiting: list[tuple[str, object]] = list(reversed(spec.items()))
    while waiting and len(facts) < number:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}", inner) for key, inner in reversed(list(value.items()))]
        elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
            waiting += [(f"{path}.{place}", inner) for place, inner in reversed(list(enumerate(value)))]
        else:
            text = ", ".join(map(_say, value)) if isinstance(value, list) else _say(value)
            facts.append((path, text if len(text) <= LONGEST_FACT else f"{text[:LONGEST_FACT]} …"))
    return facts


def _say(value: object) -> str:
    return {True: "yes", False: "no", None: "-"}[value] if value is None or isinstance(value, bool) else str(value)
