"""What a document that Backstage would refuse really is: a broken descriptor, a template of one, another tool's file.

Descriptor files live under names that others use too (GitLab keeps CI components in catalogs, workflows are called
catalog-info.yml), and scaffolders keep unrendered descriptors under the very name. Neither is worth a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from catalog.core.descriptors.kinds import KINDS
from catalog.core.descriptors.model import DocumentClass

# Backstage and Nunjucks, Jinja, Go and Helm, cookiecutter; ERB and EJS; copier's and yeoman's older forms.
_MARKER = re.compile(r"\{\{|\{%|\{#|<%|\[\[ |%\{|__[A-Z][A-Z_]+__|@@[A-Za-z_]+@@|<[A-Z][A-Z0-9_-]+>")
_TEMPLATE_KIND = re.compile(r"^kind:\s*[\"']?Template[\"']?\s*(?:#.*)?$", re.MULTILINE)
_ENVELOPE = ("apiVersion", "kind", "metadata")


def has_marker(value: Any) -> bool:
    """Whether a text, or a mapping that ``{{ x }}`` became, is an unrendered template expression."""
    if isinstance(value, str):
        return _MARKER.search(value) is not None
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("{")


def classify_unreadable(path: str, text: str) -> DocumentClass:
    """The class of a document that is not YAML."""
    if _MARKER.search(path) or (_MARKER.search(text) and not _TEMPLATE_KIND.search(text)):
        return DocumentClass.SKELETON
    return DocumentClass.DESCRIPTOR


def classify_refused(path: str, data: Any, faulty_values: Iterable[Any]) -> DocumentClass:
    """The class of a document that was read as ``data`` and refused; ``faulty_values`` are what was refused in it."""
    if has_marker(data):
        return DocumentClass.SKELETON
    if not isinstance(data, dict):
        return DocumentClass.FOREIGN
    metadata = data.get("metadata")
    identity = [data.get("apiVersion"), data.get("kind"), *_names(metadata)]
    if _MARKER.search(path) or any(map(has_marker, [*identity, *faulty_values])):
        return DocumentClass.SKELETON
    if "backstage.io/" in str(data.get("apiVersion")):
        return DocumentClass.DESCRIPTOR
    if sum(name in data for name in _ENVELOPE) < len(_ENVELOPE) - 1:
        return DocumentClass.FOREIGN
    return DocumentClass.FOREIGN if _is_of_another_tool(data) else DocumentClass.DESCRIPTOR


def _names(metadata: Any) -> list[Any]:
    return [metadata.get("name"), metadata.get("namespace")] if isinstance(metadata, dict) else []


def _is_of_another_tool(data: dict[str, Any]) -> bool:
    """A Kubernetes manifest and its like: a kind of its own in an API group that has nothing to do with Backstage."""
    api_version, kind = data.get("apiVersion"), data.get("kind")
    if not (isinstance(api_version, str) and isinstance(kind, str)):
        return False
    group = api_version.rpartition("/")[0]
    return "backstage" not in group.lower() and kind.lower() not in {name.lower() for name in KINDS}
