"""What every page's frame needs: who is signed in, the navigation, and where we are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from catalog.core.access import Actor

#: Name of the address, words, icon, and the beginnings of addresses that belong to it.
_PLACES = (
    ("home", "Home", "home", ()),
    ("services", "Services", "box", ("/entities/component/",)),
    ("teams", "Teams", "users-group", ("/teams/", "/people")),
    ("on-call", "On-call", "phone", ("/on-call/",)),
    ("findings", "Findings", "alert-triangle", ("/findings/", "/checks")),
    ("catalog", "Catalog", "category", ("/entities/", "/conflicts", "/renames", "/removed", "/owner-decisions/")),
    ("reports", "Reports", "mail", ("/reports/",)),
    ("repositories", "Repositories", "git-branch", ("/repositories/", "/broken-files")),
    ("sources", "Sources", "folders", ("/sources/", "/locations")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    url: str
    label: str
    icon: str
    is_current: bool


def portal_frame(request: HttpRequest) -> dict[str, Any]:
    """Context for `templates/base.html`; costs no query. Empty for people who are not signed in."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor) or not request.user.is_authenticated:
        return {}
    return {
        "actor": actor,
        "account": request.user,
        "account_name": request.user.get_full_name() or request.user.get_username(),
        "navigation": list(_list_places(request.path)),
    }


def _list_places(path: str) -> list[Place]:
    urls = {name: reverse(name) for name, *_ in _PLACES}
    here = (name for name, _, _, beginnings in _PLACES if path == urls[name] or path.startswith(beginnings))
    current = next(here, "")
    return [Place(urls[name], label, icon, name == current) for name, label, icon, _ in _PLACES]
