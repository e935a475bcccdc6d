"""One's own account: password and API tokens."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from catalog.core.access import Subject
from portal.actions.audit import record_event
from portal.actions.tokens import make_token, revoke_token
from portal.forms import PasswordForm, TokenForm
from portal.http import PortalRequest, require
from portal.models import ApiToken
from portal.selectors.accounts import list_tokens
from portal.selectors.names import get_names


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def account(request: PortalRequest) -> HttpResponse:
    """Who I am to the portal, and my password."""
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)
        record_event(request.actor.ref, "password-changed")
        messages.success(request, "Your password is changed. Other browsers you were signed in with are signed out.")
        return redirect("account")
    actor = request.actor
    names = get_names(actor, {*actor.team_refs, actor.person_ref or ""})
    context = {
        "form": form,
        "person": names[actor.person_ref] if actor.person_ref else None,
        "teams": [(names[ref], ref in actor.lead_of_refs) for ref in sorted(actor.team_refs)],
    }
    return render(request, "pages/account.html", context)


@require_http_methods(["GET", "POST"])
def tokens(request: PortalRequest) -> HttpResponse:
    """My API tokens. The text of a new one is in the answer to its form, and never again."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        require(request.actor, "create", Subject("token", owner_ref=request.actor.ref))
        _, secret = make_token(request.user, form.cleaned_data["name"], form.scopes, form.expires_at)
        form = TokenForm()
    response = render(
        request, "pages/tokens.html", {"form": form, "tokens": list_tokens(request.user), "secret": secret}
    )
    if secret:
        response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """Revoke one of my tokens; anybody else's does not exist."""
    token = ApiToken.objects.filter(pk=pk, account=request.user).first()
    if token is None:
        raise Http404
    require(request.actor, "delete", Subject("token", owner_ref=request.actor.ref))
    revoke_token(request.actor.ref, token)
    messages.success(request, f"The token “{token.name}” no longer works.")
    return redirect("tokens")
