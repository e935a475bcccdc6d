"""What a source lists, what it may define, and what becomes of it when it is removed."""

from __future__ import annotations

import pytest

from catalog.actions.pending import deliver_changes
from catalog.actions.sources import add_source, list_source
from catalog.models import Claim, Descriptor, Entity, Origin, Source
from catalog.models.clock import database_now
from teams.models import Team
from tests.catalog.actions.scans import living, scan
from tests.repositories import Clones, component, documents, group

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_source_that_may_not_define_the_organisation_defines_no_teams(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": documents(component("cart"), group("admins"))})
    source = add_source(str(clones.root), "command", database_now())
    Source.objects.filter(pk=source.pk).update(may_define_organisation=False)
    scan(clones)
    assert set(living()) == {"component:default/cart"}
    assert "may not define" in Descriptor.objects.get(ref="group:default/admins").error


def test_a_missing_repository_needs_two_listings_an_hour_apart(clones: Clones) -> None:
    import shutil
    from datetime import timedelta

    for name in ("a", "b"):
        clones.commit(name, {"catalog-info.yaml": component(name)})
    scan(clones)
    shutil.rmtree(clones.root / "b")
    source, now = Source.objects.get(), database_now()
    assert list_source(source.pk, now).removed == 0
    assert list_source(source.pk, now + timedelta(minutes=59)).removed == 0
    assert list_source(source.pk, now + timedelta(minutes=61)).removed == 1
    deliver_changes(now)
    assert set(living()) == {"component:default/a"}
    assert not Claim.objects.filter(ended_at=None, subject_ref="component:default/b").exists()


def test_a_listing_that_fails_deletes_nothing(clones: Clones) -> None:
    clones.commit("a", {"catalog-info.yaml": component("a")})
    scan(clones)
    clones.root.rename(clones.root.with_name("elsewhere"))
    source = Source.objects.get()
    assert list_source(source.pk, database_now()).error
    assert Origin.objects.get().missing_since is None


def test_many_missing_at_once_wait_for_a_person(clones: Clones) -> None:
    import shutil
    from datetime import timedelta

    from catalog.actions.sources import confirm_missing

    for number in range(13):
        clones.commit(f"r{number}", {"catalog-info.yaml": component(f"c{number}")})
    scan(clones)
    for number in range(11):
        shutil.rmtree(clones.root / f"r{number}")
    source, now = Source.objects.get(), database_now()
    list_source(source.pk, now)
    listed = list_source(source.pk, now + timedelta(hours=2))
    assert (listed.removed, listed.held) == (0, 11)
    assert confirm_missing(source.pk, "account:1", now) == 11
    assert len(living()) == 2


def test_what_a_restricted_source_held_stays_hidden_when_the_source_is_removed(clones: Clones) -> None:
    from catalog.actions.sources import remove_source
    from catalog.core.access import Actor

    clones.commit("shop", {"catalog-info.yaml": documents(component("secret"), group("shop"))})
    source = add_source(str(clones.root), "command", database_now())
    Source.objects.filter(pk=source.pk).update(is_restricted=True)
    scan(clones)
    outsider = Actor(ref="account:1")
    remove_source(source.pk, "account:2", database_now())
    deliver_changes(database_now())
    assert not living()
    assert not Entity.objects.visible_to(outsider).exists()
    assert not Team.objects.visible_to(outsider).exists()
    assert Team.objects.exists()


def test_a_removed_source_that_is_added_again_goes_on_where_it_was(clones: Clones) -> None:
    from catalog.actions.sources import remove_source

    clones.commit("shop", {"catalog-info.yaml": component("cart")})
    scan(clones)
    uid = Entity.objects.get().uid
    remove_source(Source.objects.get().pk, "account:2", database_now())
    assert list_source(Source.objects.get().pk, database_now()).origin_ids == ()
    scan(clones)
    assert Source.objects.get().removed_at is None
    assert Entity.objects.get(removed_at=None).uid == uid
