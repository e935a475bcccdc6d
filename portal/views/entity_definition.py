"""The tab Definition of an API: OpenAPI rendered in a frame that can reach nothing, everything else as text.

The definition was written by somebody we do not know, and the renderer is large: it runs in a page of its own that the
browser keeps apart (an opaque origin: no cookies, no storage, no way into this site), and that may load nothing.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from catalog.core.definitions import Definition, read_definition
from catalog.models import Entity
from catalog.selectors.entities import get_entity
from portal.body import Body
from portal.http import PortalRequest
from portal.views.entity_frame import Frame

LINES_SHOWN = 3000
LINE_CHARACTERS = 2000
#: The same words as the attribute `sandbox` of the frame, so that the page is kept apart when opened by itself, too.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
#: The renderer makes styles as it goes; scripts are ours alone, and nothing is fetched, no picture of this site either.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; "
    f"connect-src 'none'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'; sandbox {SANDBOX}"
)
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+")


def show_definition(request: PortalRequest, frame: Frame) -> HttpResponse:
    """No query of its own. Raises Http404 where there is no definition."""
    definition = _get_definition(frame.entity)
    lines = definition.text.removesuffix("\n").split("\n")
    shown = [line[:LINE_CHARACTERS] for line in lines[:LINES_SHOWN]]
    context = {
        "frame": frame,
        "definition": definition,
        "lines": list(enumerate(shown, 1)),
        "line_count": len(lines),
        "is_cut": shown != lines,
        "frame_url": _url("frame", frame.entity),
        "file_url": _url("file", frame.entity),
        "sandbox": SANDBOX,
    }
    return render(request, "pages/entity_definition.html", context)


@require_safe
@xframe_options_sameorigin
def definition_frame(request: PortalRequest, kind: str, namespace: str, name: str) -> HttpResponse:
    """The page within the frame: the renderer, and the definition as data."""
    definition = _get_definition(_find(request, kind, namespace, name))
    if not definition.json:
        raise Http404
    response = render(request, "pages/definition_frame.html", {"definition": definition})
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


@require_safe
def definition_file(request: PortalRequest, kind: str, namespace: str, name: str) -> HttpResponse:
    """The definition as a file to keep; never as one that a browser would show."""
    entity = _find(request, kind, namespace, name)
    definition = _get_definition(entity)
    file_name = f"{_UNUSUAL.sub('-', entity.name)}.{definition.suffix}"
    response = HttpResponse(definition.text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _url(part: str, entity: Entity) -> str:
    names = (entity.kind, entity.namespace, entity.name)
    return reverse(f"entity-definition-{part}", args=[name.lower() for name in names])


def _find(request: PortalRequest, kind: str, namespace: str, name: str) -> Entity:
    found = get_entity(request.actor, f"{kind}:{namespace}/{name}") if "\0" not in kind + namespace + name else None
    if found is None:
        raise Http404
    return found


def _get_definition(entity: Entity) -> Definition:
    text = Body.read(entity.body_json).definition
    if not text:
        raise Http404
    return read_definition(entity.type, text)
