"""What the team owns: its claims joined with what the catalog holds it accountable for."""

from __future__ import annotations

from teams.core.teamapi.document import Owned, TeamApiDocument
from teams.core.teamapi.naming import owned_ref, repository_of
from teams.core.teamapi.page.facts import OwnedFact, TeamFacts
from teams.core.teamapi.page.fields import agree, observe, write
from teams.core.teamapi.page.links import safe_url
from teams.core.teamapi.page.model import Field, Part, Row, Source

_HINT = "Nothing in the catalog names this team as its owner."


def show_owned(document: TeamApiDocument, facts: TeamFacts) -> Part:
    """Each entity once: what both sides name, what only the document names, what only the catalog does."""
    observed = {fact.ref: fact for fact in facts.owned}
    claims: dict[str, Owned] = {}
    for item in document.owns:
        claims.setdefault(owned_ref(item, document) or item.ref_text, item)
    both = [_show(item, observed[ref], ref) for ref, item in claims.items() if ref in observed]
    claimed = [_show(item, None, ref) for ref, item in claims.items() if ref not in observed]
    unlisted = [_show(None, fact, ref) for ref, fact in observed.items() if ref not in claims]
    return Part("owned", "What we own", rows=(*both, *claimed, *unlisted), hint=_HINT)


def _show(item: Owned | None, fact: OwnedFact | None, ref: str) -> Row:
    said, seen = item or Owned(""), fact or OwnedFact("", "", "")
    fields: tuple[Field, ...] = (
        *(observe("kind", seen.type or seen.kind) or write("kind", said.kind)),  # the catalog's words are finer
        *agree("lifecycle", said.lifecycle, seen.lifecycle),
        *(write("what it does", said.description) or observe("what it does", seen.description)),
        *agree("repository", said.repository, seen.repository_url, same=_repository),
        *agree("API documents", said.api_docs, seen.api_docs_url, same=_path),
        *agree("docs", said.docs, seen.docs_url, same=_path),
        *write("runbook", said.runbook),
        *write("woken by", said.on_call),
        *observe("on call now", seen.on_call),
        *write("versioning", said.versioning),
        *write("expectation", said.expectation),
    )
    url = safe_url(said.ref_text)
    if item is None:
        return Row(seen.name, Source.OBSERVED, fields, ref)
    if fact is None:
        note = "" if url else "the catalog does not name this team as its owner"
        return Row(said.ref_text, Source.WRITTEN, fields, "" if url else ref, url, note, item.line)
    return Row(seen.name, Source.BOTH, fields, ref, line=item.line)


def _repository(text: str) -> str:
    address = repository_of(text)
    return f"{address.host}/{address.key}" if address else text.casefold()


def _path(text: str) -> str:
    """A path beside the document and the address of the same file at a host are told apart by their ends only."""
    return text.rstrip("/").rpartition("/")[2].casefold()
