"""Which addresses become links: http, https, mail and telephone, nothing that runs in a browser."""

from __future__ import annotations

from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def safe_url(text: str) -> str:
    """The address, if it may be a link; else empty, and the text is shown as it is."""
    written = text.strip()
    try:
        parts = urlsplit(written)
    except ValueError:
        return ""
    is_whole = bool(parts.netloc) if parts.scheme in ("http", "https") else bool(parts.path)
    return written if parts.scheme in SCHEMES and is_whole and written.isprintable() and " " not in written else ""
