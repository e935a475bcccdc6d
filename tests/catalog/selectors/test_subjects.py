"""Rows without a source of their own are seen with their subject, and told without what is hidden."""

from __future__ import annotations

import pytest

from catalog.core.access import SYSTEM, Actor, Scope
from catalog.models import Claim, Entity, Origin, Ownership, Source
from catalog.selectors.subjects import (
    list_guarded_subjects,
    list_hidden_refs,
    list_visible_claims,
    list_visible_ownership,
)
from tests.catalog.factories import NOW, make_origin, make_source

OUTSIDER = Actor("account:1")
OPEN, HIDDEN = "component:default/open", "component:default/hidden"


@pytest.fixture
def origins(db: None) -> tuple[Origin, Origin]:
    """One repository and entity of an open source, and one of a restricted one; each with its owner."""
    made = []
    for ref, source in ((OPEN, make_source()), (HIDDEN, make_source("/srv/hidden", is_restricted=True))):
        name = ref.rpartition("/")[2]
        origin = make_origin(name, source)
        Entity.objects.create(
            ref=ref, kind="Component", namespace="default", name=name, source=source, first_seen_at=NOW, changed_at=NOW
        )
        for subject in (ref, origin.ref):
            Ownership.objects.create(subject_ref=subject, owner_ref=HIDDEN, confidence=1.0, since=NOW)
        made.append(origin)
    return made[0], made[1]


def _claim(subject_ref: str, source: Source | None) -> None:
    Claim.objects.create(
        subject_ref=subject_ref, basis="person", scope="x", owner_text="a", evidence={"a": 1}, source=source,
        first_seen_at=NOW, last_seen_at=NOW,
    )  # fmt: skip


def test_ownership_is_seen_with_its_subject(origins: tuple[Origin, Origin]) -> None:
    """Of entities and of repositories; `repository:1` does not stand for `repository:12`."""
    seen = set(list_visible_ownership(OUTSIDER).values_list("subject_ref", flat=True))
    assert seen == {OPEN, origins[0].ref}
    assert list_visible_ownership(SYSTEM).count() == 4
    assert not list_visible_ownership(Actor("token:1", scopes=frozenset({Scope.WRITE}))).exists()
    reader = Actor("account:2", restricted_source_ids=frozenset({origins[1].source_id or 0}))
    assert list_visible_ownership(reader).count() == 4


def test_a_claim_needs_both_its_source_and_its_subject(origins: tuple[Origin, Origin]) -> None:
    """A person's claim has no source: about something hidden it is hidden all the same."""
    _claim(OPEN, origins[0].source)
    _claim(OPEN, origins[1].source)
    _claim(HIDDEN, None)
    _claim("component:default/gone", None)
    assert list_visible_claims(OUTSIDER).count() == 1
    assert list_visible_claims(SYSTEM).count() == 3


def test_only_what_exists_and_may_not_be_seen_is_hidden(origins: tuple[Origin, Origin]) -> None:
    refs = [OPEN, HIDDEN, "component:default/nothing", "", None]
    assert list_hidden_refs(OUTSIDER, refs) == {HIDDEN}
    assert list_hidden_refs(SYSTEM, refs) == set()


def test_a_subject_is_guarded_as_soon_as_a_hidden_source_claims_it_or_did(origins: tuple[Origin, Origin]) -> None:
    _claim(OPEN, origins[0].source)
    assert list_guarded_subjects(OUTSIDER, [OPEN]) == set()
    _claim(OPEN, origins[1].source)
    Claim.objects.update(ended_at=NOW)
    assert list_guarded_subjects(OUTSIDER, [OPEN, "component:default/other"]) == {OPEN}
    assert list_guarded_subjects(SYSTEM, [OPEN]) == set()
