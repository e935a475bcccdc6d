"""Whether a text is a URL by the WHATWG URL Standard, which is what JavaScript's ``new URL(text)`` accepts.

Only validity is decided, nothing is normalised. Host names beyond ASCII are judged by their NFKC form without the
full table of UTS 46, which is all a link in a catalog needs.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import unquote_to_bytes

_SPECIAL = {"http", "https", "ws", "wss", "ftp"}
_EDGES = "".join(map(chr, range(0x21)))
_TABS_AND_NEWLINES = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00\t\n\r #/:<>?@\[\\\]^|]")
_FORBIDDEN_IN_DOMAIN = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")
_PORT = re.compile(r"0*[0-9]{0,5}")
_HIGHEST_PORT = 65535
_NUMBER_AT_END = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_DRIVE = re.compile(r"[A-Za-z][:|]")
_IPV4_PARTS, _BYTE = 4, 255


def is_url(text: str) -> bool:
    """Whether ``new URL(text)`` would succeed."""
    text = text.strip(_EDGES).translate(_TABS_AND_NEWLINES)
    found = _SCHEME.match(text)
    if not found:
        return False
    scheme, rest = found[1].lower(), text[found.end() :]
    if scheme == "file":
        return _is_file_rest(rest)
    if scheme in _SPECIAL:
        authority = re.split(r"[/\\?#]", rest.lstrip("/\\"), maxsplit=1)[0]
        return _is_authority(authority, special=True)
    return not rest.startswith("//") or _is_authority(re.split(r"[/?#]", rest[2:], maxsplit=1)[0], special=False)


def _is_file_rest(rest: str) -> bool:
    if not re.match(r"[/\\]{2}", rest):
        return True
    host = re.split(r"[/\\?#]", rest[2:], maxsplit=1)[0]
    return not host or _DRIVE.fullmatch(host) is not None or _is_host(host, special=True)


def _is_authority(authority: str, *, special: bool) -> bool:
    credentials, at, host_and_port = authority.rpartition("@")
    host, port = _split_port(host_and_port)
    if not host:
        return not special and not (at and credentials) and not at and port is None
    if port is not None and not (_PORT.fullmatch(port) and int(port or 0) <= _HIGHEST_PORT):
        return False
    return _is_host(host, special=special)


def _split_port(text: str) -> tuple[str, str | None]:
    end = text.find("]") if text.startswith("[") else 0
    colon = text.find(":", max(end, 0))
    return (text, None) if colon == -1 else (text[:colon], text[colon + 1 :])


def _is_host(host: str, *, special: bool) -> bool:
    if host.startswith("["):
        return host.endswith("]") and _is_ipv6(host[1:-1])
    if not special:
        return _FORBIDDEN_IN_HOST.search(host) is None
    domain = _to_ascii_like(host)
    if not domain or _FORBIDDEN_IN_DOMAIN.search(domain):
        return False
    labels = domain.removesuffix(".").split(".")
    return _NUMBER_AT_END.fullmatch(labels[-1]) is None or _is_ipv4(labels)


def _to_ascii_like(host: str) -> str | None:
    """The host percent-decoded, in NFKC and lower case; None where it cannot be a domain."""
    raw = unquote_to_bytes(host.encode("utf-8", "surrogatepass"))
    try:
        decoded = unicodedata.normalize("NFKC", raw.decode("utf-8")).lower().replace("\u3002", ".").replace("\xad", "")
    except UnicodeDecodeError:
        return None
    if not all(map(_is_punycode_or_plain, decoded.split("."))):
        return None
    assigned = all(unicodedata.category(c) not in {"Cn", "Co", "Cs", "Cc", "Zs", "Zl", "Zp"} for c in decoded)
    return decoded if assigned else None


def _is_punycode_or_plain(label: str) -> bool:
    if not label.startswith("xn--"):
        return True
    if not label.isascii():
        return False
    try:
        plain = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return False
    return not plain.isascii() and unicodedata.normalize("NFKC", plain).lower() == plain


def _is_ipv4(labels: list[str]) -> bool:
    numbers = [_ipv4_number(label) for label in labels]
    if len(numbers) > _IPV4_PARTS or None in numbers:
        return False
    *first, last = [number for number in numbers if number is not None]
    return all(number <= _BYTE for number in first) and last < 256 ** (5 - len(numbers))


def _ipv4_number(text: str) -> int | None:
    base, digits = 10, text
    if text[:2].lower() == "0x":
        base, digits = 16, text[2:]
    elif len(text) > 1 and text.startswith("0"):
        base, digits = 8, text[1:]
    if text and not digits:
        return 0
    try:
        return int(digits, base) if digits.isalnum() and digits.isascii() else None
    except ValueError:
        return None


def _is_ipv6(text: str) -> bool:
    if "%" in text:
        return False
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
