"""Answers: JSON with a strong ETag, 304 where the caller has it already, errors in Backstage's form."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from catalog.api.backstage.requests import describe_url
from catalog.core.filters.errors import ApiError, AuthenticationError

JSON = "application/json; charset=utf-8"


def has_etag(request: HttpRequest, etag: str) -> bool:
    """Whether the caller says that it has the answer with this ETag, asking by GET or HEAD."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if not given or request.method not in ("GET", "HEAD"):
        return False
    tags = (tag.strip().removeprefix("W/") for tag in given.split(","))
    return given.strip() == "*" or f'"{etag}"' in tags


def not_modified(etag: str) -> HttpResponse:
    """304."""
    return _seal(HttpResponse(status=304), etag)


def json_text(text: str | bytes, etag: str = "", status: int = 200) -> HttpResponse:
    """An answer whose JSON is text already. Without an `etag` that of the text is used."""
    content = text.encode() if isinstance(text, str) else text
    response = HttpResponse(content, content_type=JSON, status=status)
    return _seal(response, etag or hashlib.blake2b(content, digest_size=16).hexdigest())


def json_value(request: HttpRequest, value: Any, etag: str = "", status: int = 200) -> HttpResponse:
    """An answer from a value; 304 where the caller has it."""
    response = json_text(orjson.dumps(value), etag, status)
    tag = response.headers["ETag"].strip('"')
    return not_modified(tag) if has_etag(request, tag) else response


def empty(status: int) -> HttpResponse:
    """An answer without a body."""
    response = HttpResponse(status=status)
    del response.headers["Content-Type"]
    return response


def moved(address: str) -> HttpResponse:
    """308: what was asked for by an old name is at this address."""
    response = empty(HTTPStatus.PERMANENT_REDIRECT)
    response.headers["Location"] = address
    response.headers["Cache-Control"] = "private, no-cache"  # a rename can be taken back
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response


def error_response(request: HttpRequest, error: ApiError) -> HttpResponse:
    """The error as JSON, never kept by a cache."""
    return failure(request, error.status, error.name, error.message)


def failure(request: HttpRequest, status: int, name: str, message: str) -> HttpResponse:
    """An error of any kind in the form of Backstage's."""
    body = {
        "error": {"name": name, "message": message},
        "request": {"method": request.method or "", "url": describe_url(request)},
        "response": {"statusCode": status},
    }
    response = HttpResponse(orjson.dumps(body), content_type=JSON, status=status)
    response.headers["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # a client's mistake is no news
    if status == AuthenticationError.status:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Bailiwick"'
    return response


def _seal(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response
