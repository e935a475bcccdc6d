"""What every decision of a person needs: a reason, and an error that says what is wrong."""

from __future__ import annotations

LONGEST_REASON = 2000


class DecisionError(Exception):
    """The decision cannot be taken; the message is one or two sentences for the person who tried."""


def check_reason(reason: str) -> str:
    """The reason without blanks around it, and without what no database takes. Raises DecisionError for none and for
    a novel.
    """
    text = reason.replace("\0", "").strip()
    if not text:
        raise DecisionError("Say why: whoever finds this later has only your reason to go by.")
    if len(text) > LONGEST_REASON:
        raise DecisionError(f"The reason is longer than {LONGEST_REASON} characters.")
    return text
