"""Administrators only: who can sign in, as whom, and with what rights."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.core.access import Subject
from portal.actions.accounts import add_account, change_account, make_sign_in_link
from portal.csv_export import export_csv
from portal.forms import AccountChangeForm, AccountForm
from portal.http import PortalRequest, require
from portal.models import Account
from portal.selectors.accounts import list_accounts
from portal.selectors.names import get_names
from teams.selectors.teams import list_people

_ACCOUNT = Subject("account")
PEOPLE_OFFERED = 2000
_CSV_HEADS = ("username", "name", "email", "person", "administrator", "may sign in", "last signed in")


@require_safe
def accounts(request: PortalRequest) -> HttpResponseBase:
    """All accounts; as CSV for `?format=csv`."""
    require(request.actor, "view", _ACCOUNT)
    found = list(list_accounts())
    if request.GET.get("format") == "csv":
        return export_csv("accounts", _CSV_HEADS, map(_make_cells, found))
    names = get_names(request.actor, {account.person_ref for account in found})
    rows = [(account, names[account.person_ref] if account.person_ref else None) for account in found]
    return render(request, "pages/accounts.html", {"rows": rows})


def _make_cells(account: Account) -> Sequence[object]:
    role = "yes" if account.is_administrator else "no"
    may_sign_in = "yes" if account.is_active else "no"
    name = account.get_full_name()
    return (account.username, name, account.email, account.person_ref, role, may_sign_in, account.last_login)


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """A new account; its one-time link is shown to the administrator, who hands it over."""
    require(request.actor, "create", _ACCOUNT)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        account = add_account(
            request.actor.ref,
            username=data["username"],
            shown_name=data["first_name"],
            email=data["email"],
            person_ref=data["person_ref"],
            is_administrator=data["is_staff"],
        )
        return _show_link(request, account)
    return render(request, "pages/account_add.html", {"form": form, "people": _list_people(request)})


@require_http_methods(["GET", "POST"])
def change(request: PortalRequest, pk: int) -> HttpResponse:
    """Whose an account is, whether it may sign in, whether it is an administrator's."""
    require(request.actor, "change", _ACCOUNT)
    account = get_object_or_404(Account, pk=pk)
    now = {
        "person_ref": account.person_ref,
        "is_active": account.is_active,
        "is_administrator": account.is_administrator,
    }
    form = AccountChangeForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            change_account(request.actor.ref, pk, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"The account of {account.username} is changed.")
            return redirect("accounts")
    context = {"form": form, "changed": account, "people": _list_people(request)}
    return render(request, "pages/account_change.html", context)


@require_POST
def link(request: PortalRequest, pk: int) -> HttpResponse:
    """A new one-time link for somebody who cannot get in."""
    require(request.actor, "change", _ACCOUNT)
    return _show_link(request, get_object_or_404(Account, pk=pk, is_active=True))


def _show_link(request: PortalRequest, account: Account) -> HttpResponse:
    context = {"changed": account, "link": make_sign_in_link(account, request.actor.ref)}
    response = render(request, "pages/account_link.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _list_people(request: PortalRequest) -> list[tuple[str, str]]:
    """Refs and names to choose from while typing."""
    people = list_people(request.actor).filter(left_at__isnull=True).order_by("name")[:PEOPLE_OFFERED]
    return [(person.ref, str(person)) for person in people]
