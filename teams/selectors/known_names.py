"""What calendars and vendors may call the people and teams of the catalog."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.core.addresses import PERSONAL_SCHEMES
from catalog.models import Alias
from teams.models import Person, Team


def list_known_people() -> dict[str, str]:
    """Names, logins and addresses, casefolded, to refs of people. Two queries.

    An address or a login goes before a name. What several people are called is nobody's, but for those who left while
    one of that name is still there.
    """
    records = Person.records.values_list("ref", "name", "shown_name", "email", "left_at", "merged_into__ref")
    kept = {ref: root or ref for ref, *_, root in records}
    people = [row[:5] for row in records]
    present = {kept[ref] for ref, *_, left_at in people if left_at is None}
    aliases = Alias.objects.filter(valid_to=None, scheme__in=PERSONAL_SCHEMES, entity_ref__startswith="user:")
    exact = [(email, kept[ref]) for ref, _, _, email, _ in people if email]
    exact += list(aliases.values_list("value", "entity_ref"))
    names = [(text, kept[ref]) for ref, name, shown, *_ in people for text in (name, shown) if text]
    refs = [(ref, kept[ref]) for ref, *_ in people]
    return _unambiguous(names, present) | _unambiguous(exact, present) | _unambiguous(refs, present)


def list_known_teams() -> dict[str, str]:
    """Names and titles of the teams there are, casefolded, to their refs; what several are called is nobody's."""
    rows = Team.objects.filter(dissolved_at=None).values_list("ref", "name", "title")
    return _unambiguous([(text, ref) for ref, name, title in rows for text in (name, title) if text], set())


def _unambiguous(pairs: Iterable[tuple[str, str]], preferred: set[str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for text, ref in pairs:
        found.setdefault(text.strip().casefold(), set()).add(ref)
    chosen = {text: (refs & preferred if len(refs) > 1 and refs & preferred else refs) for text, refs in found.items()}
    return {text: next(iter(refs)) for text, refs in chosen.items() if text and len(refs) == 1}
