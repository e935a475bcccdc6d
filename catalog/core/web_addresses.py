"""Which addresses, written by somebody we do not know, may become links."""

from __future__ import annotations

from urllib.parse import urlsplit

WEB_SCHEMES = ("https", "http")


def safe_address(text: object) -> str:
    """The address if it is one of the web or of a mailbox, without blanks around it; else nothing."""
    address = text.strip() if isinstance(text, str) else ""
    if not address.isprintable():
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() in WEB_SCHEMES:
        return address if parts.netloc else ""
    return address if parts.scheme.lower() == "mailto" and "@" in parts.path else ""
