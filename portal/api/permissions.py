"""Deny by default: every view of the API says what kind of thing it shows, and the table of permissions decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from catalog.core.access import Actor, Scope, Subject, may

if TYPE_CHECKING:  # views ask for this class while they are being imported
    from rest_framework.views import APIView


class MayRead(BasePermission):
    """The actor may view what the view shows, and has the scope for what the method does.

    A view that does not say what it shows shows it to nobody. Who may change what is for the view to ask.
    """

    message = "You may not read this: a token needs the scope `read`."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether to go on; a stranger is asked to authenticate. What a view does not do it says itself."""
        actor, subject = getattr(view, "actor", None), getattr(view, "subject", None)
        if not isinstance(actor, Actor) or subject is None or not may(actor, "view", Subject(subject)):
            return False
        if request.method in SAFE_METHODS or request.method not in view.allowed_methods:
            return True
        self.message = "You may not change this: a token needs the scope `write`."
        return Scope.WRITE in actor.scopes
