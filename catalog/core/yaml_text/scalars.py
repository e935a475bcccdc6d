"""What a plain YAML scalar means: YAML 1.2's core schema, numbers as JavaScript holds them.

``no``, ``on``, ``12:30`` and dates are text; ``017`` is 17 and ``0o17`` is 15 (YAML 1.2.2, section 10.3.2). A document
that says ``%YAML 1.1`` is read by the older rules, dates excepted. A value no double can hold exactly becomes the
nearest one, and a whole number is an int, so that both sides of a JSON interface see the same.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

Plain = bool | int | float | str | None

_EXACT = 2**53  # whole numbers up to here are exact in a double
_EXACT_DIGITS = 15  # and every number of so many digits is
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z", re.ASCII)
_RADIX = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z", re.ASCII)
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z")
_NAN = {".nan", ".NaN", ".NAN"}

# Whatever starts otherwise is text under the core schema: most values are settled by their first character.
NOT_TEXT = frozenset("nNtTfF~0123456789+-.")


def read_core(text: str) -> Plain:
    """The value of a plain scalar under YAML 1.2's core schema; what matches nothing is text."""
    if len(text) <= _EXACT_DIGITS and text.isdigit() and text.isascii():  # most that are no text
        return int(text)
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    return _read_number(text)


def _read_number(text: str) -> Plain:
    if _INTEGER.match(text):
        return int(text) if len(text) <= _EXACT_DIGITS else narrow(float(text))
    if _RADIX.match(text):
        return _from_radix(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.match(text):
        return narrow(float(text))
    if _INFINITY.match(text):
        return -math.inf if text[0] == "-" else math.inf
    return math.nan if text in _NAN else text


def _from_radix(digits: str, base: int) -> int | float:
    try:
        return narrow(float(int(digits, base)))
    except OverflowError:
        return math.inf


def narrow(number: float) -> int | float:
    """An int where the double is a whole number that an int can stand for; minus zero is zero, as in JSON."""
    return int(number) if -_EXACT <= number <= _EXACT and number.is_integer() else number


def key_text(value: Plain) -> str:
    """A mapping key as the text JavaScript makes of it; null is the empty text, as the ``yaml`` package has it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value)


def number_text(value: float) -> str:
    """A number as JavaScript prints it: ECMA-262, Number::toString."""
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    sign, digit_tuple, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, digit_tuple))
    return ("-" if sign else "") + _place_point(digits, len(digits) + int(exponent))


def _place_point(digits: str, point: int) -> str:
    """Digits with the decimal point after ``point`` of them; an exponent outside 1e-7 to 1e21."""
    if 0 < point <= 21:  # noqa: PLR2004 - ECMA-262's own bound
        return digits.ljust(point, "0") if point >= len(digits) else f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:  # noqa: PLR2004 - ECMA-262's own bound
        return f"0.{'0' * -point}{digits}"
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"
