"""Registered URLs: the Location that stands for one, and where its targets lead. Pure.

Source: Backstage's catalog, observed: the Location's name is made from the SHA-1 of `url:<target>`, so the same URL has
the same name in every catalog.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from catalog.core.descriptors.git_urls import parse_git_url
from catalog.core.reading import ReadDocument, store_body

NAMESPACE = "default"
LONGEST_URL = 1000
#: The path of a registered URL's own Location among the documents of its origin: it stands in no file.
OWN_PATH = ""
#: What an origin remembers of a URL that is gone: since when.
GONE_SINCE = "gone_since"

_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")


def check_url(url: str) -> str:
    """Why this cannot be a registered URL; empty if it can."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        return "the target must be an http or https URL"
    if "@" in parts.netloc:
        return "the target must not hold a user or a password"
    if "*" in parts.path:
        return "the target must not have a wildcard: files are found by pattern in the repositories of a source only"
    if len(url) > LONGEST_URL or _UNFIT.search(url):
        return f"the target must be a URL of at most {LONGEST_URL} characters, without blanks and control characters"
    return ""


def name_location(url: str) -> str:
    """The name of the Location that stands for a registered URL."""
    return f"generated-{hashlib.sha1(f'url:{url}'.encode(), usedforsecurity=False).hexdigest()}"


def own_location(name: str, url: str, error: str = "") -> ReadDocument:
    """The Location as a document of its origin; `error` says why the URL could not be read."""
    body: dict[str, Any] = {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Location",
        "metadata": {"name": name, "namespace": NAMESPACE},
        "spec": {"type": "url", "target": url},
    }
    stage = "file" if error else ""
    ref = location_ref(name)
    return ReadDocument(OWN_PATH, 0, line=1, ref=ref, body=store_body(body), stage=stage, error=error)


def location_ref(name: str) -> str:
    """The ref of the Location with this name."""
    return f"location:{NAMESPACE}/{name}"


def resolve_target(base: str, type_: str | None, target: str) -> tuple[str, str]:
    """The URL that a target of a Location at `base` names, or empty and why it names none that can be read.

    As in Backstage, a target may be at any host: which ones are called is decided by who calls. A target that begins
    with a slash starts at the root of the repository, and a relative one keeps the query of `base`.
    """
    if type_ not in (None, "url"):
        return "", f"the target {target} is of type {type_}; only URLs are read here"
    if "*" in target:
        return "", f"the target {target} has a wildcard; those are followed within scanned repositories only"
    url = _join(base, target)
    problem = check_url(url)
    return ("", f"the target {target} cannot be read: {problem}") if problem else (url, "")


def _join(base: str, target: str) -> str:
    if "://" in target:
        return target
    parts = urlsplit(base)
    file = parse_git_url(base)
    if file is not None and target.startswith("/") and not target.startswith("//"):
        root = parts.path.rsplit("/", file.path.count("/") + 1)[0]
        return parts._replace(path=root + target).geturl()
    try:
        return urlsplit(urljoin(base, target))._replace(query=parts.query, fragment="").geturl()
    except ValueError:
        return target
