"""Files by the address of their page: asked for where their host has their text, with the token for that host alone."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from catalog.core.code_files import FileAddress, find_file_address
from catalog.http.client import Answer, Request, fetch
from catalog.http.settings import OutboundSettings


def locate_file(url: str) -> FileAddress:
    """Where a program asks for the file that people see at the URL."""
    outbound: OutboundSettings = settings.OUTBOUND
    return find_file_address(url, settings.CODE_HOSTS, outbound.has_token)


def call_for_file(request: Request, outbound: OutboundSettings) -> Answer:
    """Ask for the file. Raises OutboundError saying why there is none, or why it may not be called."""
    address = locate_file(request.url)
    return fetch(replace(request, url=address.url, accept=address.accept), outbound)
