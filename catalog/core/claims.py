"""Claims: statements "X is owned by Y", each with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

OWNER_ROLE = "owner"


class Basis(StrEnum):
    """What a claim rests on, the most accountable first."""

    PERSON = "person"
    DESCRIPTOR = "descriptor"
    TEAM_API = "team-api"
    CODEOWNERS = "codeowners"
    PAGER = "pager"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as it is kept: ``owner_text`` is what was written and binds to a team only when resolving.

    ``weight`` from 0 to 1 is how much of the subject the claim speaks for (the share of its files a CODEOWNERS line
    covers, the share of its commits). ``evidence`` is what a person can open. Only ``OWNER_ROLE`` makes owners.
    """

    subject_ref: str
    basis: Basis
    owner_text: str
    role: str = OWNER_ROLE
    weight: float = 1.0
    evidence: Mapping[str, Any] = field(default_factory=dict, hash=False)
