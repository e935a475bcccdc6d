"""For how long a finding may rest. Pure."""

from __future__ import annotations

from datetime import date, timedelta

LONGEST = timedelta(days=365)
USUAL = timedelta(days=90)


def get_fault(until_date: date, today: date) -> str:
    """What is wrong with the last day of an exemption, as a sentence; empty if nothing is."""
    if until_date <= today:
        return "An exemption ends in the future: choose tomorrow or later."
    if until_date > today + LONGEST:
        return f"An exemption lasts a year at most: until {today + LONGEST}. Look again then."
    return ""
