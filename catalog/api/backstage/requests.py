"""What a request says, read and checked before anything is done. Whatever is wrong becomes an InputError."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import parse_qsl, quote

import orjson
from django.http import HttpRequest

from catalog.core.access import Action, Actor, Subject, may
from catalog.core.filters.errors import InputError, NotAllowedError, TooLargeError

LONGEST_BODY = 1024 * 1024  # bytes; Backstage's client sends at most 90 KiB of refs at once
LONGEST_QUERY = 256 * 1024
MOST_PARAMETERS = 5000
MOST_WANTED = 100_000  # entities in one page
ROOT = "/api/catalog"
_OF_A_LIST = re.compile(r"\[\d*\]$")


class CatalogRequest(HttpRequest):
    """A request with the Actor it is made by, a way to tell the workers that origins are due, and one to the audit.

    ``record(action, subject, **detail)`` adds an event of this actor's. ``glanced`` is the row of the route's glance,
    None where none was read with the token.
    """

    actor: Actor
    look_now: Callable[[list[int]], None]
    record: Callable[..., object]
    glanced: tuple[Any, ...] | None


def require(request: CatalogRequest, action: Action, subject: Subject) -> None:
    """Return if the actor may do this. Raises NotAllowedError."""
    if not may(request.actor, action, subject):
        raise NotAllowedError(
            f"You may not {action} this: the rights of your account or the scopes of your token end here"
        )


def read_query(request: HttpRequest, known: Collection[str]) -> dict[str, list[str]]:
    """The query parameters, each with all its values; none but the known ones, and none empty. Raises InputError.

    `filter[]` and `filter[0]` are `filter`, as many clients write lists; an empty value beside others says nothing.
    """
    text = request.META.get("QUERY_STRING", "")
    if not text:
        return {}
    if len(text) > LONGEST_QUERY:
        raise InputError(f"The query is longer than {LONGEST_QUERY} characters")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise InputError(f"The query has more than {MOST_PARAMETERS} parameters") from None
    found: dict[str, list[str]] = {}
    for written, value in pairs:
        name = _OF_A_LIST.sub("", written)
        if name not in known:
            raise InputError(f"Unknown query parameter '{written}'")
        if "\0" in value:
            raise InputError(f"request/query/{name} must not hold NUL characters")
        found.setdefault(name, []).extend([value] if value else [])
    for name, values in found.items():
        if not values:
            raise InputError(f"Empty value found for query parameter '{name}'")
    return found


def single(query: dict[str, list[str]], name: str) -> str | None:
    """The value of a parameter that can only have one. Raises InputError where it has several."""
    values = query.get(name, [])
    if len(values) > 1:
        raise InputError(f"request/query/{name} is given {len(values)} times, and must be given once")
    return values[0] if values else None


def read_count(query: dict[str, list[str]], name: str) -> int | None:
    """A parameter that is a whole number, zero or greater. Raises InputError."""
    text = single(query, name)
    if text is None:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        raise InputError(f"request/query/{name} must be integer")
    if text.startswith("-"):
        raise InputError(f"request/query/{name} must be >= 0")
    return _bounded(int(digits[:20]), f"request/query/{name}")


def check_count(body: dict[str, Any], name: str) -> int | None:
    """A field of a body that is a whole number, zero or greater, or absent. Raises InputError."""
    if name not in body:
        return None
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise InputError(f"request/body/{name} must be integer")
    if value < 0:
        raise InputError(f"request/body/{name} must be >= 0")
    return _bounded(int(value), f"request/body/{name}")


def _bounded(value: int, name: str) -> int:
    if value > MOST_WANTED:
        raise InputError(f"{name} must be <= {MOST_WANTED}")
    return value


def refuse_large_body(request: HttpRequest) -> None:
    """Return if the body is of a size that somebody may mean, wanted or not. Raises TooLargeError."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LONGEST_BODY:
        raise TooLargeError(f"request entity too large: more than {LONGEST_BODY} bytes")


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The body, a JSON object, not over `LONGEST_BODY`; none at all is an empty object. Raises InputError."""
    if not request.body:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            raise InputError("The body must come with a Content-Length: one in chunks is not read")
        return {}
    if request.content_type != "application/json":
        raise InputError(f"unsupported media type {request.content_type or 'none'}")
    value = _parse_body(request)
    if not isinstance(value, dict):
        raise InputError("request/body must be object")
    return value


def _parse_body(request: HttpRequest) -> Any:
    body = request.body
    if b"\\u0000" in body:
        raise InputError("request/body must not hold NUL characters")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InputError(f"The body is not valid JSON: {error}") from None


def need(body: dict[str, Any], name: str, kind: type, kind_name: str) -> Any:
    """A field that must be there and of this type. Raises InputError."""
    if name not in body:
        raise InputError(f"request/body must have required property '{name}'")
    return check(body, name, kind, kind_name)


def check(body: dict[str, Any], name: str, kind: type, kind_name: str) -> Any:
    """A field that must be of this type where it is there; None where it is not. Raises InputError."""
    if name in body and not isinstance(body[name], kind):
        raise InputError(f"request/body/{name} must be {kind_name}")
    return body.get(name)


def check_texts(body: dict[str, Any], name: str) -> list[str] | None:
    """A field that must be a list of texts where it is there. Raises InputError."""
    values: list[str] | None = check(body, name, list, "array")
    for place, value in enumerate(values or ()):
        if not isinstance(value, str):
            raise InputError(f"request/body/{name}/{place} must be string")
    return values


def describe_url(request: HttpRequest) -> str:
    """Path and query relative to the API's root, as in the errors of Backstage."""
    query = request.META.get("QUERY_STRING", "")
    path = quote(request.path_info.removeprefix(ROOT) or "/", safe="/:@!$&'()*+,;=~-._")
    return f"{path}?{query}" if query else path
