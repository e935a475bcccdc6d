"""Names in Team APIs: canonical refs of teams and owned entities, and which team of the catalog a name stands for."""

from __future__ import annotations

from catalog.core.code_urls import parse_code_url
from catalog.core.handles import Directory
from catalog.core.refs import DEFAULT_NAMESPACE, RefError, parse_ref
from catalog.core.remotes import RemoteAddress, parse_remote
from teams.core.teamapi.document import Owned, TeamApiDocument

# The catalog's kind of what a Team API calls a service, a dataset and so on; a plain name is a Component.
_CATALOG_KINDS = {"api": "api", "dataset": "resource", "resource": "resource", "subsystem": "system"}


def canonical_team_ref(text: str) -> str:
    """The canonical ref of a group; empty where the text is no ref of one."""
    try:
        ref = parse_ref(text.strip(), "group")
    except RefError:
        return ""
    return str(ref) if ref.kind.lower() == "group" and _is_name(ref.name) else ""


def owned_ref(item: Owned, document: TeamApiDocument) -> str:
    """The canonical ref of the entity an item names, in the team's namespace where it says none; empty for an address.

    A plain name is of the kind that goes with the item's own: an API, a Resource, a System, else a Component.
    """
    return entity_ref(item.ref_text, _CATALOG_KINDS.get(item.kind, "component"), namespace_of(document))


def entity_ref(text: str, default_kind: str = "component", namespace: str = DEFAULT_NAMESPACE) -> str:
    """The canonical ref of an entity; empty for web addresses and for texts that are no name."""
    if "://" in text or text.startswith("git@"):
        return ""
    try:
        ref = parse_ref(text.strip(), default_kind, namespace)
    except RefError:
        return ""
    return str(ref) if _is_name(ref.name) and _is_name(ref.namespace) else ""


def namespace_of(document: TeamApiDocument) -> str:
    """The namespace of the team, in which its short names are looked up."""
    return document.team_ref.partition(":")[2].partition("/")[0] or DEFAULT_NAMESPACE


def repository_of(text: str) -> RemoteAddress | None:
    """The repository that a web or clone address names, or a folder in it; None where the text is none."""
    if "://" not in text and not text.startswith("git@"):
        return None
    code = parse_code_url(text)
    return code.repository if code else parse_remote(text)


def bind_team(text: str, directory: Directory, namespace: str = DEFAULT_NAMESPACE) -> str:
    """The ref of the team a text names: by ref, handle, former name or shown name. Empty if it names none or several.

    Shown names are compared without case and without the word "team" at their end.
    """
    binding = directory.bind(text, namespace)
    if binding.names_team:
        return binding.team_ref
    wanted = _plain(text)
    found = [ref for ref, shown in directory.teams.items() if wanted and _plain(shown) == wanted]
    return found[0] if len(found) == 1 else ""


def looks_like_ref(text: str) -> bool:
    """Whether somebody who wrote this meant a ref, not a name in words."""
    return bool(text) and " " not in text.strip()


def _plain(text: str) -> str:
    words = text.casefold().replace("-", " ").split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] == "team" else words)


def _is_name(text: str) -> bool:
    return bool(text) and text.isprintable() and not any(character.isspace() for character in text)
