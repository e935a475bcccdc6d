"""The web process, for granian or any WSGI server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from bailiwick.heap import keep_memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bailiwick.settings")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
#: Bytes of a body that are taken in although nobody wants them.
MOST_DISCARDED = 16 * 1024 * 1024
_PIECE = 64 * 1024


def read_to_the_end(answer: Application) -> Application:
    """The application, with what it leaves of a body read and thrown away.

    Many clients send all of a body before they look for an answer: a connection that is closed meanwhile is all they
    see of a refusal.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = answer(environ, start_response)
        if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
            left = MOST_DISCARDED
            while left > 0 and (piece := environ["wsgi.input"].read(_PIECE)):
                left -= len(piece)
        return response

    return application


keep_memory()
application = read_to_the_end(get_wsgi_application())
