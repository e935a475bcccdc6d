"""What a plain scalar means in a document that declares ``%YAML 1.1``: yes and no, octal 017, 1_000, 12:30:45.

Only the declaration brings these rules back. Dates and merge keys stay text and ordinary keys: nothing in a
catalog wants them, and both have been the source of surprises.
"""

from __future__ import annotations

import math
import re

from catalog.core.yaml_text.scalars import Plain, narrow, read_core

_TRUE = {"Y", "y", "Yes", "yes", "YES", "true", "True", "TRUE", "On", "on", "ON"}
_FALSE = {"N", "n", "No", "no", "NO", "false", "False", "FALSE", "Off", "off", "OFF"}
_INTEGERS = (
    (re.compile(r"[-+]?0b[0-1_]+\Z"), 2, 2),
    (re.compile(r"[-+]?0[0-7_]+\Z"), 1, 8),
    (re.compile(r"[-+]?[0-9][0-9_]*\Z", re.ASCII), 0, 10),
    (re.compile(r"[-+]?0x[0-9a-fA-F_]+\Z"), 2, 16),
)
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?\Z", re.ASCII)
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z", re.ASCII)


def read_legacy(text: str) -> Plain:
    """The value of a plain scalar under YAML 1.1's types, but for timestamps, which stay text."""
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    for pattern, prefix, base in _INTEGERS:
        if pattern.match(text):
            return _whole(text, prefix, base)
    if _BASE_60.match(text):
        return _base_60(text)
    if _FLOAT.match(text) and any(c.isdigit() for c in text):
        return narrow(float(text.replace("_", "")))
    value = read_core(text)
    return text if isinstance(value, int | float) and math.isfinite(value) else value


def _whole(text: str, prefix: int, base: int) -> Plain:
    sign, digits = (-1 if text[0] == "-" else 1), text.lstrip("+-")[prefix:].replace("_", "")
    if not digits:
        return text
    try:
        return narrow(sign * (float(digits) if base == 10 else float(int(digits, base))))  # noqa: PLR2004
    except OverflowError:
        return sign * math.inf


def _base_60(text: str) -> Plain:
    total = 0.0
    for part in text.lstrip("+-").replace("_", "").split(":"):
        total = total * 60 + float(part)
    return narrow(-total if text[0] == "-" else total)
