"""How often Python looks for garbage that refers to itself, which nothing here makes much of; what a web process keeps.

The collector looks through all living objects again and again: as CPython is set, whenever 700 more were made than
given up. A scan holds hundreds of thousands of rows at once and a page is made of thousands of small objects, nearly
all of which go when they are no longer referred to. What is loaded at the start stays until the end.
"""

from __future__ import annotations

import ctypes
import gc

#: So many more objects made than given up before the youngest are looked through.
YOUNG_OBJECTS = 10_000

_MIB = 1024 * 1024
#: Parameters of glibc's `mallopt`: their numbers in `malloc.h`, and values in bytes, but for the count of arenas.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
KEPT_MEMORY = {_M_MMAP_THRESHOLD: 32 * _MIB, _M_TRIM_THRESHOLD: 64 * _MIB, _M_ARENA_MAX: 1}


def settle_heap() -> None:
    """Leave what is there now out of every later look, and look less often. Called once, when all apps are loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def keep_memory() -> None:
    """Let this process keep memory of large answers that it gave up, at most 64 MiB, for the next one.

    An answer of 8 MB passes through several buffers of that size. By itself glibc asks the kernel for each anew, which
    clears every page of it, and that took a third of the time of the answer. Other C libraries are left as they are.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for parameter, value in KEPT_MEMORY.items():
            mallopt(parameter, value)
