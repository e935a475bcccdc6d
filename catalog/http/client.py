"""Calling a URL: resolved once, every address checked, connected to the address that was checked, no redirect followed.

The whole call has one deadline, which a server that sends a byte now and then cannot stretch. Compressed answers are
neither asked for nor read, so that none can unfold to more than was sent.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx2

from catalog.http.addresses import is_allowed
from catalog.http.errors import BusyError, GoneError, NotAllowedError, OutboundError
from catalog.http.settings import OutboundSettings
from catalog.http.targets import Target, check_target, find_token

#: host, port -> addresses
Resolve = Callable[[str, int], Awaitable[list[str]]]

MOST_ADDRESSES = 4
_MINUTE, _DAY = 60, 86_400
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `is_unchanged`: it still is what its `etag` said, and there is no body."""

    status: int
    content: bytes = b""
    etag: str = ""
    link: str = ""

    @property
    def is_unchanged(self) -> bool:
        """Whether the server confirmed the ETag that was sent."""
        return self.status == HTTPStatus.NOT_MODIFIED


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `token` goes before the one that settings have for the host; `etag` asks for news only.

    `credential` is the form in which a token is sent, with `{token}` in its place; without it none is sent at all.
    """

    url: str
    etag: str = ""
    token: str = field(default="", repr=False)
    accept: str = "*/*"
    credential: str = "Bearer {token}"
    headers: tuple[tuple[str, str], ...] = ()


async def resolve_host(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system's resolver has them."""
    found = await asyncio.get_running_loop().getaddrinfo(host.strip("[]"), port, type=1)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(request: Request, settings: OutboundSettings, resolve: Resolve = resolve_host) -> Answer:
    """The answer, of status 200 or 304. Raises GoneError for 404 and 410, OutboundError for all else.

    Blocks for `settings.seconds` at most, or as long as the system's resolver hangs; not for use inside an event loop.
    """
    target = check_target(request.url, settings)
    try:
        return asyncio.run(_within(settings.seconds, _call(request, target, settings, resolve)))
    except TimeoutError:
        raise OutboundError(f"{target.authority} did not answer in full within {settings.seconds:g} seconds.") from None
    except httpx2.HTTPError as error:
        raise OutboundError(f"{target.authority} could not be called: {_describe(error)}.") from None


async def _within(seconds: float, answer: Awaitable[Answer]) -> Answer:
    async with asyncio.timeout(seconds):
        return await answer


async def _call(request: Request, target: Target, settings: OutboundSettings, resolve: Resolve) -> Answer:
    addresses = await _check_addresses(target, resolve)
    headers = _headers(request, target, settings)
    async with httpx2.AsyncClient(
        verify=_make_context(settings.ca_file), trust_env=False, follow_redirects=False, timeout=settings.seconds
    ) as client:
        for address in addresses[:-1]:
            try:
                return await _ask(client, target, address, headers, settings)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue
        return await _ask(client, target, addresses[-1], headers, settings)


async def _check_addresses(target: Target, resolve: Resolve) -> list[str]:
    """The host's addresses. Raises NotAllowedError if one of them may not be connected to."""
    try:
        addresses = await resolve(target.host, target.port)
    except (OSError, UnicodeError):
        raise OutboundError(f"The name {target.host} cannot be resolved.") from None
    if not addresses:
        raise OutboundError(f"The name {target.host} has no address.")
    if not all(is_allowed(address, may_be_private=target.is_named) for address in addresses):
        raise NotAllowedError(
            f"{target.host} leads to an address that may not be called. A private one can be where an administrator "
            "names host and port in BAILIWICK_OUTBOUND_HOSTS."
        )
    return addresses[:MOST_ADDRESSES]


async def _ask(
    client: httpx2.AsyncClient, target: Target, address: str, headers: Mapping[str, str], settings: OutboundSettings
) -> Answer:
    at = f"[{address}]" if ":" in address else address
    url = f"{target.scheme}://{at}:{target.port}{target.path}"
    extensions: dict[str, Any] = {"sni_hostname": target.host.strip("[]")}
    async with client.stream("GET", url, headers=dict(headers), extensions=extensions) as response:
        _check_status(response, target, was_asked_for_news="If-None-Match" in headers)
        content = b"" if response.status_code == HTTPStatus.NOT_MODIFIED else await _read(response, target, settings)
        found = response.headers
        return Answer(response.status_code, content, found.get("etag", "")[:200], found.get("link", "")[:4000])


def _check_status(response: httpx2.Response, target: Target, *, was_asked_for_news: bool) -> None:
    status = response.status_code
    if status in _GONE:
        raise GoneError(f"{target.authority} answered {status}: there is nothing at this URL.")
    if status in _REFUSED:
        raise OutboundError(
            f"{target.authority} answered {status}: it wants a token, or another one than it was given."
        )
    patience = response.headers.get("retry-after", "")
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and patience):
        raise BusyError(f"{target.authority} answered {status}: it was asked too often.", _read_seconds(patience))
    if response.has_redirect_location:
        raise OutboundError(f"{target.authority} answered {status}, a redirect; those are not followed.")
    if status != HTTPStatus.OK and not (status == HTTPStatus.NOT_MODIFIED and was_asked_for_news):
        raise OutboundError(f"{target.authority} answered {status}.")
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise OutboundError(f"{target.authority} sent a compressed answer although none was asked for.")


def _read_seconds(text: str) -> int:
    """Whole seconds of a Retry-After header; a date, or nothing, counts as a minute, and none as more than a day."""
    return min(int(text), _DAY) if text.isascii() and text.isdigit() and len(text) < 10 else _MINUTE  # noqa: PLR2004


async def _read(response: httpx2.Response, target: Target, settings: OutboundSettings) -> bytes:
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk
        if len(content) > settings.most_bytes:
            raise OutboundError(f"{target.authority} sent more than {settings.most_bytes} bytes.")
    return bytes(content)


def _headers(request: Request, target: Target, settings: OutboundSettings) -> dict[str, str]:
    headers = dict(request.headers) | {
        "Host": target.authority,
        "Accept": request.accept,
        "Accept-Encoding": "identity",
        "User-Agent": "Bailiwick",
    }
    token = request.token or find_token(target, settings)
    if token and request.credential:
        headers["Authorization"] = request.credential.replace("{token}", token)
    if request.etag:
        headers["If-None-Match"] = request.etag
    for value in headers.values():
        if not value.isascii() or not value.isprintable():
            raise OutboundError("A header would hold characters that no header may hold.")
    return headers


@cache
def _make_context(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _describe(error: httpx2.HTTPError) -> str:
    """The kind of the failure and its text, which never holds headers."""
    text = str(error).splitlines()[0][:200] if str(error) else ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
