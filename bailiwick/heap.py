"""How often Python looks for garbage that refers to itself, which nothing here makes much of.

The collector looks through all living objects again and again: as CPython is set, whenever 700 more were made than
given up. A scan holds hundreds of thousands of rows at once and a page is made of thousands of small objects, nearly
all of which go when they are no longer referred to. What is loaded at the start stays until the end.
"""

from __future__ import annotations

import gc

#: So many more objects made than given up before the youngest are looked through.
YOUNG_OBJECTS = 10_000


def settle_heap() -> None:
    """Leave what is there now out of every later look, and look less often. Called once, when all apps are loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
