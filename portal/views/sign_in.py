"""Getting in and out: by password, by one-time link."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from portal.actions.accounts import use_sign_in_link
from portal.actions.audit import record_event
from portal.actions.sign_in import check_password
from portal.forms import SignInForm
from portal.http import PortalRequest
from portal.models import Account

_BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG = "User name and password do not match. Check both and try again."
LIMITED = "Too many tries that failed. Wait 15 minutes, or ask an administrator for a sign-in link."


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page."""
    back = _read_way_back(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(back)
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        result = check_password(request, form.cleaned_data["username"], form.cleaned_data["password"])
        if result.account is not None:
            _enter(request, result.account, "signed-in")
            return HttpResponseRedirect(back)
        form.add_error(None, LIMITED if result.is_limited else WRONG)
        status = 429 if result.is_limited else 200
    return render(request, "pages/sign_in.html", {"form": form, "next": back}, status=status)


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The one-time link. Opening it only shows a button, which the page's script presses.

    Programs that look at links in messages open them too; they must not use the link up.
    """
    if request.method == "GET":
        return render(request, "pages/sign_in_link.html")
    account = use_sign_in_link(secret)
    if account is None:
        return render(request, "pages/sign_in_link.html", {"is_used": True}, status=410)
    _enter(request, account, "signed-in-by-link")
    return redirect(settings.LOGIN_REDIRECT_URL if account.has_usable_password() else "account")


@require_POST
def sign_out(request: PortalRequest) -> HttpResponse:
    """End the session."""
    record_event(request.actor.ref, "signed-out")
    logout(request)
    return redirect("sign-in")


def _enter(request: HttpRequest, account: Account, action: str) -> None:
    login(request, account, backend=_BACKEND)
    record_event(f"account:{account.pk}", action)


def _read_way_back(request: HttpRequest) -> str:
    """Where to go after signing in: an address of ours, or home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
