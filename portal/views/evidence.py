"""Evidence: a file at a commit with a marked line, and a commit."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Origin
from catalog.selectors.commits import NotShownError, get_commit
from catalog.selectors.files import get_file
from catalog.selectors.repositories import get_repository
from portal.host import commit_at_host, file_at_host
from portal.http import PortalRequest
from portal.selectors.evidence import is_evidence


@require_safe
def file(request: PortalRequest, pk: int) -> HttpResponse:
    """A file that is evidence for something, at a commit, with a line marked. Any other file does not exist here."""
    origin = _get_origin(request, pk)
    commit_id, path = request.GET.get("commit", ""), request.GET.get("path", "")
    line = _read_line(request.GET.get("line", ""))
    if not path or "\0" in path or not is_evidence(request.actor, origin, path):
        raise Http404
    context: dict[str, object] = {
        "origin": origin,
        "path": path,
        "commit": commit_id,
        "line": line,
        "host_url": file_at_host(origin, commit_id, path, line),
    }
    try:
        shown = get_file(origin, commit_id, path, line or 1)
    except NotShownError as error:
        return render(request, "pages/file.html", {**context, "problem": str(error)}, status=404)
    if shown is None:
        raise Http404
    return render(request, "pages/file.html", {**context, "file": shown})


@require_safe
def commit(request: PortalRequest, pk: int, sha: str) -> HttpResponse:
    """One commit: who, when, what for, and which files."""
    origin = _get_origin(request, pk)
    context: dict[str, object] = {"origin": origin, "sha": sha, "host_url": commit_at_host(origin, sha)}
    try:
        found = get_commit(origin, sha)
    except NotShownError as error:
        return render(request, "pages/commit.html", {**context, "problem": str(error)}, status=404)
    if found is None:
        raise Http404
    return render(request, "pages/commit.html", {**context, "commit": found})


def _get_origin(request: PortalRequest, pk: int) -> Origin:
    origin = get_repository(request.actor, pk)
    if origin is None:
        raise Http404
    return origin


def _read_line(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0  # noqa: PLR2004  # 8 digits are plenty
