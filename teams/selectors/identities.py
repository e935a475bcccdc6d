"""The addresses and logins of people, each with where it is written: a file, or what somebody said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from catalog.core.addresses import EMAIL, PERSONAL_SCHEMES
from catalog.models import AddedAlias, Alias
from catalog.models.bulk import among
from teams.models import Person

_HOSTS = {"github-login": "https://github.com/", "gitlab-login": "https://gitlab.com/"}


@dataclass(frozen=True, slots=True)
class Identity:
    """One address or login, of the record `record_ref`; `until` is set for one of former days.

    `decision` is what somebody said, None where a file says it.
    """

    scheme: str
    value: str
    record_ref: str
    since: datetime
    until: datetime | None = None
    decision: AddedAlias | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return PERSONAL_SCHEMES[self.scheme]

    @property
    def url(self) -> str:
        """Where it leads: a mail to write, or the account's page."""
        return f"mailto:{self.value}" if self.scheme == EMAIL else f"{_HOSTS[self.scheme]}{self.value}"

    @property
    def is_email(self) -> bool:
        """Whether it is an address."""
        return self.scheme == EMAIL


def list_identities(people: Collection[Person]) -> Mapping[str, Sequence[Identity]]:
    """By the ref of the person: what they have now, then what they had, by any record of theirs. Two queries.

    Check that the people are visible.
    """
    return _list(Q(entity_ref__in=among([person.ref for person in people])), is_by_record=False)


def list_record_identities(refs: Collection[str]) -> Mapping[str, Sequence[Identity]]:
    """As `list_identities`, by the ref of the record, of each record by itself."""
    own = Q(record_ref="", entity_ref__in=among(refs)) | Q(record_ref__in=among(refs))
    return _list(own, is_by_record=True)


def _list(condition: Q, *, is_by_record: bool) -> Mapping[str, Sequence[Identity]]:
    rows = list(
        Alias.objects.filter(condition, scheme__in=PERSONAL_SCHEMES).order_by(
            "scheme", "value", "valid_from", "record_ref"
        )
    )
    records = {row.record_ref or row.entity_ref for row in rows}
    added = AddedAlias.objects.filter(entity_ref__in=among(records), ended_at=None)
    decided = {(row.entity_ref, row.scheme, row.value): row for row in added}
    found: defaultdict[str, dict[tuple[str, str], Identity]] = defaultdict(dict)
    for row in rows:
        record = row.record_ref or row.entity_ref
        decision = decided.get((record, row.scheme, row.value)) if row.valid_to is None else None
        each = Identity(row.scheme, row.value, record, row.valid_from, row.valid_to, decision)
        of = found[record if is_by_record else row.entity_ref]
        known = of.get((row.scheme, row.value))
        if known is None or known.until is not None:  # what holds now hides that it was so before
            of[row.scheme, row.value] = each
    return {ref: sorted(each.values(), key=lambda one: one.until is not None) for ref, each in found.items()}
