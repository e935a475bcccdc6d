"""JSON out, by orjson."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


def render_json(content: object) -> bytes:
    """The bytes of shapes, mappings, lists and plain values; times end in `Z`, stored JSON goes in as it is."""
    return orjson.dumps(content, option=orjson.OPT_UTC_Z)


class OrjsonRenderer(BaseRenderer):
    """What content negotiation knows: the API speaks JSON and nothing else."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002  # the signature is the framework's
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        """The bytes of an answer; nothing for no answer."""
        return b"" if data is None else render_json(data)
