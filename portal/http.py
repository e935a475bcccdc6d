"""What a view of the portal gets: a request with a signed-in account and the Actor built from it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from catalog.core.access import Action, Actor, Subject, may
from portal.models import Account


class PortalRequest(HttpRequest):
    """A request of somebody who is signed in; `SignInRequiredMiddleware` sees to both."""

    user: Account
    actor: Actor


def require(actor: Actor, action: Action, subject: Subject, why_not: str = "") -> None:
    """Return if the actor may do this. Raises PermissionDenied, which becomes the page "Not allowed".

    `why_not` stands on that page where an administrator could not help.
    """
    if not may(actor, action, subject):
        raise PermissionDenied(*filter(None, (why_not,)))


def read_address(request: HttpRequest) -> str:
    """Where the request came from as the web server saw it; a header of the client is never believed."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")
