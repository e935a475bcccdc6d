"""Sets of entities as integers: bit n stands for the entity in slot n. Python does set algebra on them in C.

Stored as text: the slots of a small set with commas between them, a large one as `x` and its bits in hexadecimal.
10,000 entities take 2.5 kB at most, and `&`, `|` and counting a microsecond.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import compress
from typing import TypeAlias

_BITS = bytes.maketrans(b"01", b"\x00\x01")


def encode_posting(slots: int) -> str:
    """The text of a set, the shorter of its two forms; empty for the empty set."""
    return _shorter(list_slots(slots), slots)


def change_posting(posting: str, joined: Collection[int], left: Collection[int]) -> str:
    """The text of the set after some slots joined and others left."""
    if not posting and not left and len(joined) == 1:  # nine in ten sets that are new
        return str(*joined)
    if posting.startswith("x"):
        slots = decode_posting(posting) & ~make_posting(left) | make_posting(joined)
        return encode_posting(slots)
    few = set(map(int, posting.split(","))) if posting else set()
    return _shorter(sorted((few - set(left)) | set(joined)))


def _shorter(slots: Sequence[int], bits: int | None = None) -> str:
    if not slots:
        return ""
    longest_list = slots[-1] // 4  # about as long as all bits in hexadecimal
    if len(slots) * 2 - 1 <= longest_list or len(slots) == 1:
        text = ",".join(map(str, slots))
        if len(text) <= longest_list or len(slots) == 1:
            return text
    return f"x{make_posting(slots) if bits is None else bits:x}"


def decode_posting(text: str) -> int:
    """The set that `encode_posting` wrote."""
    if text.startswith("x"):
        return int(text[1:], 16)
    if "," not in text:
        return 1 << int(text) if text else 0
    return make_posting(int(slot) for slot in text.split(","))


Slots: TypeAlias = int | tuple[int, ...]


def read_slots(text: str) -> Slots:
    """What `encode_posting` wrote, in the form it was written in: bits, or a few slots, which take less memory so."""
    return int(text[1:], 16) if text.startswith("x") else tuple(map(int, text.split(","))) if text else ()


def add_slots(found: bytearray, slots: Slots) -> None:
    """Put slots into a set that is being gathered. `found` must be as long as the largest one needs."""
    if isinstance(slots, tuple):
        for slot in slots:
            found[slot >> 3] |= 1 << (slot & 7)
    else:
        bits = int.from_bytes(found, "little") | slots
        found[:] = bits.to_bytes(len(found), "little")


def make_posting(slots: Iterable[int]) -> int:
    """The set of these slots."""
    found = bytearray()
    for slot in slots:
        byte = slot >> 3
        if byte >= len(found):
            found.extend(bytes(byte + 1 - len(found)))
        found[byte] |= 1 << (slot & 7)
    return int.from_bytes(found, "little")


def list_slots(slots: int) -> list[int]:
    """The slots in a set, ascending."""
    flags = flag_slots(slots)
    return list(compress(range(len(flags)), flags))


def flag_slots(slots: int, size: int = 0) -> bytes:
    """One byte per slot, 1 for those in the set; at least `size` bytes."""
    flags = f"{slots:b}"[::-1].encode().translate(_BITS)
    return flags if len(flags) >= size else flags.ljust(size, b"\x00")
