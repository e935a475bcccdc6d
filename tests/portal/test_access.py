"""What an Actor is made of: rights come from trusted memberships and from nothing else."""

from __future__ import annotations

import pytest
from django.utils import timezone

from catalog.core.access import Role, Scope
from catalog.models import Descriptor, Origin, Source
from portal.access import build_actor
from portal.actions.tokens import make_token
from portal.models import Account
from teams.models import Membership, Person, Team
from tests.portal.organisation import Named, Organisation
from tests.scoring.factories import NOW


def test_a_member_has_their_team_and_the_restricted_sources_it_may_read(org: Organisation, owner: Named) -> None:
    actor = build_actor(owner.account)
    assert actor.team_refs == {"group:default/shop"}
    assert actor.restricted_source_ids == {org.hidden_origin.source_id}
    assert actor.role_for("group:default/shop") is Role.MEMBER
    assert actor.role_for("group:default/money") is Role.VIEWER


def test_a_lead_leads_only_their_own_team(lead: Named) -> None:
    actor = build_actor(lead.account)
    assert actor.role_for("group:default/shop") is Role.LEAD
    assert actor.role_for("group:default/money") is Role.VIEWER


def test_an_outsider_reads_no_restricted_source(outsider: Named) -> None:
    assert build_actor(outsider.account).restricted_source_ids == frozenset()


def test_an_account_without_a_person_is_a_viewer(db: None) -> None:
    actor = build_actor(Account.objects.create_user("newcomer"))
    assert (actor.team_refs, actor.lead_of_refs, actor.is_administrator) == (frozenset(), frozenset(), False)


@pytest.mark.parametrize("untrusted", ["team", "person"])
def test_a_repository_that_is_not_trusted_grants_nothing(org: Organisation, outsider: Named, untrusted: str) -> None:
    """A Group in any repository that lists me as a member, or a User that claims a team, must not open a door."""
    evil = Source.objects.create(
        name="evil", location="/srv/evil", may_define_organisation=False, created_by_ref="command", created_at=NOW
    )
    me = Person.objects.get(ref=outsider.account.person_ref)
    if untrusted == "team":
        team = Team.objects.create(ref="group:default/evil", name="evil", source=evil, first_seen_at=NOW)
        org.source.readers.create(team_ref=team.ref)
    else:
        team = org.shop
        Person.objects.filter(pk=me.pk).update(source=evil)
    Membership.objects.create(team=team, person=me, since=NOW, is_lead=True)
    actor = build_actor(outsider.account)
    assert team.ref not in actor.team_refs | actor.lead_of_refs
    assert actor.restricted_source_ids == frozenset()


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_registered_url_grants_what_its_groups_say_while_it_is_trusted(
    org: Organisation, outsider: Named, is_trusted: bool
) -> None:
    """Its people and teams have no source: only a document in force at a trusted URL stands for them."""
    url = Origin.objects.create(
        kind="url", provider_id="1", name="u", location="https://x/all.yaml", first_seen_at=NOW, is_trusted=is_trusted
    )
    me = Person.objects.get(ref=outsider.account.person_ref)
    team = Team.objects.create(ref="group:default/guild", name="guild", first_seen_at=NOW)
    Person.objects.filter(pk=me.pk).update(source=None)
    Membership.objects.create(team=team, person=me, since=NOW, is_lead=True)
    assert build_actor(outsider.account).team_refs == frozenset()
    for number, ref in enumerate((me.ref, team.ref)):
        Descriptor.objects.update_or_create(
            ref=ref, defaults={"origin": url, "path": url.location, "doc_index": number, "state": "in_force", "line": 1,
                           "digest": "1", "first_seen_at": NOW},
        )  # fmt: skip
    expected = frozenset({team.ref}) if is_trusted else frozenset()
    assert build_actor(outsider.account).lead_of_refs == expected
    Origin.objects.update(removed_at=timezone.now())
    assert build_actor(outsider.account).lead_of_refs == frozenset()


@pytest.mark.parametrize("change", ["ended", "left", "dissolved"])
def test_what_is_over_grants_nothing(org: Organisation, owner: Named, change: str) -> None:
    now = timezone.now()
    if change == "ended":
        Membership.objects.update(until=now)
    elif change == "left":
        Person.objects.update(left_at=now)
    else:
        Team.objects.update(dissolved_at=now)
    assert build_actor(owner.account).team_refs == frozenset()


def test_a_token_has_its_owners_present_rights_within_its_scopes(owner: Named) -> None:
    token, _ = make_token(owner.account, "export", [Scope.READ], None)
    actor = build_actor(owner.account, token)
    assert actor.ref == f"token:{token.pk}"
    assert actor.scopes == {Scope.READ}
    assert actor.team_refs == {"group:default/shop"}
    owner.account.person_ref = ""
    assert build_actor(owner.account, token).team_refs == frozenset()


def test_an_unknown_scope_grants_nothing(owner: Named) -> None:
    token, _ = make_token(owner.account, "old", [], None)
    token.scopes = ["read", "everything"]
    assert build_actor(owner.account, token).scopes == {Scope.READ}


def test_an_inactive_administrator_may_do_nothing(administrator: Named) -> None:
    administrator.account.is_active = False
    actor = build_actor(administrator.account)
    assert not actor.is_administrator
    assert not actor.scopes
