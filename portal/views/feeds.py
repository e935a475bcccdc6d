"""Calendar feeds: the file that a calendar program reads, and the page where one makes and revokes their addresses."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from catalog.core.access import Subject
from portal.actions.feeds import WINDOW, FeedError, make_feed, note_refusal, publish_feed, replace_feed, revoke_feed
from portal.feed_forms import FeedForm
from portal.http import PortalRequest, require
from portal.models import Feed
from portal.selectors.feeds import get_usable_feed, list_feed_choices, list_feeds, show_feeds

_PRIVATE = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@csrf_exempt  # a refusal would put the address into the log
@sensitive_variables("secret")
def calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The feed at a private address. Unknown, revoked, no longer allowed and not to be read: one and the same 404."""
    now = timezone.now()
    feed = get_usable_feed(secret) if request.method in ("GET", "HEAD") else None
    body = publish_feed(feed, now) if feed is not None else None
    if body is None:
        return _refuse(is_limited=note_refusal(request, now))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=_PRIVATE)
    response.headers["Content-Disposition"] = 'inline; filename="on-call.ics"'
    etag = f'"{sha256(body).hexdigest()[:40]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: PortalRequest) -> HttpResponse:
    """My feeds. The address of a new one is in the answer to its form, and never again."""
    data = request.POST if request.method == "POST" else None
    form = FeedForm(list_feed_choices(request.actor), data, request.GET.get("of", ""))
    secret = ""
    if data is not None and form.is_valid():
        require(request.actor, "create", Subject("feed", owner_ref=request.actor.ref))
        try:
            _, secret = make_feed(request.user, form.cleaned_data["subject_ref"], timezone.now())
        except FeedError as error:
            form.add_error(None, str(error))
        else:
            form = FeedForm(list_feed_choices(request.actor), None, "")
    return _show(request, form, secret)


@require_POST
def replace(request: PortalRequest, pk: int) -> HttpResponse:
    """Give one of my feeds a new address; the old one stops."""
    feed = _get_own(request, pk)
    require(request.actor, "create", Subject("feed", owner_ref=request.actor.ref))
    secret = replace_feed(feed)
    return _show(request, FeedForm(list_feed_choices(request.actor), None, ""), secret)


@require_POST
def revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """Revoke one of my feeds; anybody else's does not exist."""
    feed = _get_own(request, pk)
    require(request.actor, "delete", Subject("feed", owner_ref=request.actor.ref))
    revoke_feed(request.actor.ref, feed, timezone.now())
    messages.success(request, "The feed no longer works.")
    return redirect("feeds")


def _get_own(request: PortalRequest, pk: int) -> Feed:
    feed = list_feeds(request.user).filter(pk=pk).first()
    if feed is None:
        raise Http404
    return feed


def _show(request: PortalRequest, form: FeedForm, secret: str) -> HttpResponse:
    shown = show_feeds(request.actor, list(list_feeds(request.user)))
    address = request.build_absolute_uri(reverse("feed", args=[secret])) if secret else ""
    response = render(request, "pages/feeds.html", {"form": form, "feeds": shown, "address": address})
    if secret:
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _refuse(*, is_limited: bool) -> HttpResponse:
    """The same bytes for every address without a feed. Not raised: what was asked for would stand in the log."""
    status = HTTPStatus.TOO_MANY_REQUESTS if is_limited else HTTPStatus.NOT_FOUND
    text = "Too many addresses without a feed. Try again later.\n" if is_limited else "There is no feed here.\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status, headers=_PRIVATE)
    if is_limited:
        response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # Django would log the path
    return response
