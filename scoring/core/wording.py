"""Words for sentences that verdicts say."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMED = 5


def join_names(names: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``; of very many the first, and how many more."""
    shown, more = list(names[:MOST_NAMED]), len(names) - MOST_NAMED
    last = f"{more} more" if more > 0 else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last
