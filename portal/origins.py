"""Pages of what catalog files come from: a repository and its files, or a registered URL and the files it leads to."""

from __future__ import annotations

from django.urls import reverse

from catalog.models import Descriptor, Origin
from portal.links import file_url, safe_link


def is_repository(origin: Origin) -> bool:
    """Whether it is a repository, not a registered URL."""
    return origin.kind == Origin.Kind.REPOSITORY


def origin_url(origin: Origin) -> str:
    """The page of the repository, or of the registered URL."""
    return reverse("repository" if is_repository(origin) else "location", args=[origin.pk])


def place_url(origin: Origin, commit: str, path: str, line: int = 0) -> str:
    """Where to look at a file: a page of the portal, or the URL it was read from."""
    if is_repository(origin):
        return file_url(origin.pk, commit, path, line)
    return safe_link(path) or origin_url(origin)


def document_url(document: Descriptor) -> str:
    """The same for the document that a descriptor stands for."""
    return place_url(document.origin, document.commit, document.path, document.line)
