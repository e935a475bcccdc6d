"""Whom an author's address belongs to.

People are found by the address in their profile, by another address of theirs, and by the addresses that Git hosts
give out. Never by name, and never by a role address, which many may share.
"""

from __future__ import annotations

from collections.abc import Iterable

from catalog.core.addresses import is_role_address
from catalog.core.handles import Directory


def find_person(email: str, directories: Iterable[Directory]) -> str:
    """The ref of the person whose address this is, by the first directory that knows it; empty if none does."""
    if "@" not in email or is_role_address(email):
        return ""
    found = (directory.bind(email).person_ref for directory in directories)
    return next((person_ref for person_ref in found if person_ref), "")
