"""The links that an entity's annotations stand for, after the table in `known_annotations`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from catalog.core.known_annotations import KNOWN_ANNOTATIONS, TOOLS, KnownAnnotation, Topic
from catalog.core.refs import RefError, parse_ref
from catalog.core.web_addresses import WEB_SCHEMES, safe_address

MOST_VALUES = 20  # of a list
_TYPES = ("url:", "dir:")
_ORDER = {topic: number for number, topic in enumerate(Topic)}
_SEGMENTS = "/job/"


@dataclass(frozen=True, slots=True)
class KnownLink:
    """What one annotation names.

    At most one of the last three is set: `url`, an address of the web; `path`, a place in the descriptor's
    repository, below its root; `ref`, an entity. None of them: the value says it all, as text.
    """

    title: str
    topic: Topic
    value: str
    annotation: str
    url: str = ""
    path: str = ""
    ref: str = ""


def parse_tools(words: Iterable[str]) -> dict[str, str]:
    """Where an organisation's own tools are, from words of the form `jira=https://acme.example`.

    Raises ValueError saying what is allowed.
    """
    found = {}
    for word in words:
        name, _, address = word.partition("=")
        is_web = address.partition("://")[0].lower() in WEB_SCHEMES and safe_address(address) and "@" not in address
        if name not in TOOLS or not is_web:
            raise ValueError(f"tool=https://address with commas between, the tool one of {', '.join(sorted(TOOLS))}")
        found[name] = address.rstrip("/")
    return found


def list_known_links(annotations: Mapping[str, str], folder: str, tools: Mapping[str, str]) -> list[KnownLink]:
    """Links and texts for the annotations that are known, by topic. `folder` is the descriptor's, without a slash.

    A value that is not of the form its annotation has is shown as text: it never becomes a guess at an address.
    """
    found = [
        link
        for known in KNOWN_ANNOTATIONS
        if known.key in annotations
        for link in _list_links(known, annotations[known.key].strip(), folder, tools)
    ]
    return sorted(found, key=lambda link: _ORDER[link.topic])


def _list_links(known: KnownAnnotation, value: str, folder: str, tools: Mapping[str, str]) -> Iterator[KnownLink]:
    values = [part.strip() for part in value.split(",")][:MOST_VALUES] if known.is_list else [value]
    for each in values:
        if not each:
            continue
        url = path = ref = ""
        match known.form:
            case "address":
                url = safe_address(each)
            case "location":
                url, path = _read_location(each, folder)
            case "ref":
                ref = _read_ref(each)
            case _:
                url = _make_address(known, each, tools)
        yield KnownLink(known.title, known.topic, each, known.key, url, path, ref)


def _make_address(known: KnownAnnotation, value: str, tools: Mapping[str, str]) -> str:
    base = tools.get(known.tool, known.base)
    fits = re.fullmatch(known.pattern, value) if base and known.pattern else None
    if fits is None or ".." in value:
        return ""
    parts = fits.groups() or (value,)
    if known.path.startswith(_SEGMENTS):  # Jenkins: each folder of a job's name is a job of its own
        parts = tuple(part.replace("/", _SEGMENTS) for part in parts)
    is_query = "?" in known.path
    return safe_address(base + known.path.format(*(quote(part, safe="" if is_query else "/") for part in parts)))


def _read_location(value: str, folder: str) -> tuple[str, str]:
    """The address or the path of `url:…`, `dir:…` or a plain path; both empty where it leads out of the repository."""
    target = next((value.removeprefix(type_).strip() for type_ in _TYPES if value.startswith(type_)), value)
    if "://" in target:
        address = safe_address(target)
        return (address if address.partition(":")[0].lower() in WEB_SCHEMES else ""), ""
    path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    is_inside = not posixpath.normpath(posixpath.join(folder, target)).startswith("..")
    is_path = target.isprintable() and "\\" not in target and ":" not in target
    return "", (path or ".") if is_inside and is_path and not target.startswith("/") else ""


def _read_ref(value: str) -> str:
    try:
        return str(parse_ref(value))
    except RefError:
        return ""
