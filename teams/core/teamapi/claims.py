"""What a Team API claims to own, in the form of the ledger: one claim for each entity, with the line that says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.naming import owned_ref, repository_of


class OwnedClaim(NamedTuple):
    """One claim. Either `subject_ref` is the canonical ref of an entity, or `repository` is `host/path` in lower case.

    With neither it is a name in words, which somebody has to bind. `line` is where the document says so.
    """

    subject_ref: str
    repository: str
    text: str
    line: int


def list_claims(document: TeamApiDocument) -> tuple[OwnedClaim, ...]:
    """The claims of a document, each subject once, in the order written."""
    found: dict[str, OwnedClaim] = {}
    for claim in _list_all(document):
        found.setdefault(claim.subject_ref or claim.repository or claim.text.casefold(), claim)
    return tuple(found.values())


def _list_all(document: TeamApiDocument) -> Iterator[OwnedClaim]:
    for item in document.owns:
        address = repository_of(item.ref_text)
        repository = f"{address.host}/{address.key}" if address else ""
        yield OwnedClaim(owned_ref(item, document), repository, item.ref_text, item.line)
