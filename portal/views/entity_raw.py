"""The tab Raw of an entity: where it is declared, the text as it stands in Git, and what is served to scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import orjson
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix

from catalog.core.access import Actor
from catalog.core.document_lines import find_document
from catalog.models import Descriptor
from catalog.selectors.commits import NotShownError
from catalog.selectors.files import get_file
from catalog.selectors.served import get_by_ref
from catalog.selectors.views import get_view
from portal.host import file_at_host
from portal.http import PortalRequest
from portal.links import file_url
from portal.origins import document_url, is_repository, origin_url
from portal.views.entity_frame import Frame

NOT_THERE = "The file is no longer in the clone at this commit."


@dataclass(frozen=True, slots=True)
class Declaration:
    """One document that declares the ref; `host_url` is empty where it is in no repository at a known host."""

    descriptor: Descriptor
    url: str
    host_url: str
    origin_url: str


@dataclass(frozen=True, slots=True)
class Source:
    """The document in force as it stands in its file: numbered lines, or why there are none."""

    url: str = ""
    lines: Sequence[tuple[int, str]] = ()
    is_cut: bool = False
    problem: str = ""


def show_raw(request: PortalRequest, frame: Frame) -> HttpResponse:
    """Two queries, and one look into Git."""
    context = {
        "frame": frame,
        "declarations": [_describe(each) for each in frame.descriptors],
        "source": _read_source(frame.home) if frame.home else None,
        "served": _read_served(request.actor, frame),
        "catalog_url": f"{get_script_prefix()}api/catalog/entities/by-name/{_name(frame)}",
        "body": _indent(frame.entity.body_json),
    }
    return render(request, "pages/entity_raw.html", context)


def _name(frame: Frame) -> str:
    entity = frame.entity
    return "/".join(quote(part.lower(), safe="") for part in (entity.kind, entity.namespace, entity.name))


def _describe(descriptor: Descriptor) -> Declaration:
    origin, commit = descriptor.origin, descriptor.commit
    at_host = file_at_host(origin, commit, descriptor.path, descriptor.line) if is_repository(origin) else ""
    return Declaration(descriptor, document_url(descriptor), at_host, origin_url(origin))


def _read_source(home: Descriptor) -> Source | None:
    """The lines of the document; None where it is in no repository."""
    if not is_repository(home.origin):
        return None
    try:
        file = get_file(home.origin, home.commit, home.path, home.line)
    except NotShownError as error:
        return Source(problem=str(error))
    if file is None:
        return Source(problem=NOT_THERE)
    before = file.first_line - 1
    first, last = find_document(file.lines, home.line - before)
    is_cut = file.is_cut and (first == 1 or last == len(file.lines))
    url = file_url(home.origin_id, home.commit, home.path)
    return Source(url, list(enumerate(file.lines[first - 1 : last], before + first)), is_cut)


def _read_served(actor: Actor, frame: Frame) -> str:
    """What the catalog API sends to this actor; empty where it is not served, or not yet."""
    view = get_view(actor)
    served = None if view.is_ungrouped else get_by_ref(view, frame.entity.ref)
    return _indent(served.text) if served else ""


def _indent(text: str) -> str:
    return orjson.dumps(orjson.loads(text), option=orjson.OPT_INDENT_2).decode()
