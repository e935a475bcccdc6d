"""The world in which every address is asked: the organisation of the tests, its cases to decide, and who asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction
from django.test import Client
from django.utils import timezone

from catalog.actions.locations import register_location
from catalog.actions.stitch import stitch_entities
from catalog.core.access import Role, Scope
from catalog.models import Entity, Keeping, Origin, PersonMerge, Rename, Scan
from catalog.models.clock import database_now
from portal.access import build_actor
from portal.actions import decisions
from portal.actions.feeds import make_feed
from portal.actions.ownership import decide_owner
from portal.actions.tokens import make_token
from portal.models import Account
from scoring.models import ReportState
from teams.actions.portal_schedules import create_schedule
from teams.models import Membership, MembershipDecision, OnCallSource, Override, Person, Team
from tests.portal.api.world import make_people, make_schedules, make_state, make_team_apis
from tests.portal.organisation import Named, Organisation, make_finding, make_member, sign_in
from tests.portal.roles.rows import SHOP, Row
from tests.portal.roles.samples import write_schedule
from tests.portal.views.cases import NEW, OLD, PAY, declare_people, make_cases
from tests.repositories import component, documents
from tests.scoring.factories import NOW, TIP, make_entity

WHY = "Because we agreed."
#: what a browser without rights is answered on a page
TO_SIGN_IN = "sign in"
EVERYTHING = "https://example.org/all/catalog-info.yaml"
ALL = frozenset(Scope)
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Asker:
    """Somebody who asks, by a browser's session, by a token or as a stranger; `role` is towards the team Shop.

    `is_lead` says whether they lead a team at all.
    """

    name: str
    client: Client
    role: Role | None
    scopes: frozenset[Scope] = ALL
    is_token: bool = False
    is_lead: bool = False


@dataclass
class World:
    """Who asks, and what the braces in the addresses stand for."""

    askers: list[Asker]
    places: dict[str, Any] = field(default_factory=dict)

    def fill(self, value: Any) -> Any:
        """A text, or what holds texts, with the places in it."""
        if isinstance(value, dict):
            return {key: self.fill(each) for key, each in value.items()}
        if isinstance(value, str):
            return PLACE.sub(lambda found: str(self.places[found[1]]), value)
        return value

    def ask(self, asker: Asker, row: Row) -> int | str:
        """The status of the answer, or TO_SIGN_IN. Nothing of what it did stays."""
        path, data = self.fill(row.path), self.fill(dict(row.data))
        given: dict[str, Any] = {} if row.method == "GET" else {"data": data}
        if given and row.is_api:
            given["content_type"] = "application/json"
        with transaction.atomic():
            response = getattr(asker.client, row.method.lower())(path, **given)
            if response.streaming:
                response.getvalue()
            transaction.set_rollback(True)
        if response.status_code == 302 and response.headers["Location"].startswith("/sign-in?"):
            return TO_SIGN_IN
        return int(response.status_code)


def make_roles_world(org: Organisation, clone: Path, sha: str) -> World:
    """Everything the table asks for."""
    make_things(org)
    fill_bodies()
    Origin.objects.filter(pk=org.origin.pk).update(location=str(clone), tip=sha)
    askers = make_askers(org)
    declare_people()
    places = make_places(org) | {"folder": str(clone.parent), "commit": sha}
    places |= make_on_call(org)
    places |= {"membership": make_membership(org)}
    places |= {"account": Account.objects.get(username="tom").pk}
    places |= {"token": Account.objects.get(username="olga").tokens.get().pk}
    stitch_entities(list(Entity.objects.values_list("ref", flat=True)), database_now())
    return World(askers, places)


def make_things(org: Organisation) -> None:
    """People, schedules, Team APIs, a scan and a report."""
    make_entity("vaulters", "", kind="Group", type="team", origin=org.hidden_origin)
    vaulters = Team.objects.create(
        ref="group:default/vaulters", name="vaulters", source=org.hidden_origin.source, first_seen_at=NOW
    )
    make_entity("vaughn-vault", "", kind="User", type="", origin=org.hidden_origin)
    make_people(org, vaulters)
    make_schedules(org)
    make_team_apis(org)
    Scan.objects.create(origin=org.origin, commit=TIP, started_at=NOW, finished_at=NOW)
    state = make_state(org, "organisation", "The organisation")
    ReportState.objects.create(week="2026-W10", scope="organisation", state=state, frozen_at=NOW)


def make_askers(org: Organisation) -> list[Asker]:
    """Every kind of asker."""
    money = Team.objects.get(name="money")
    owner = sign_in("olga", make_member(org.shop, "olga"))
    teammate = sign_in("tom", make_member(org.shop, "tom"))
    lead = sign_in("lena", make_member(org.shop, "lena", is_lead=True))
    former = sign_in("lars", make_member(org.shop, "lars", is_lead=True))
    outsider = sign_in("otto", make_member(money, "otto", is_lead=True))
    viewer = sign_in("vera")
    administrator = sign_in("ann", is_staff=True)
    former_administrator = sign_in("abe", is_staff=True)
    gone = sign_in("gus", is_staff=True)
    askers = [
        Asker("owner", owner.client, Role.MEMBER),
        Asker("teammate", teammate.client, Role.MEMBER),
        Asker("lead", lead.client, Role.LEAD),
        Asker("outsider", outsider.client, Role.VIEWER, is_lead=True),
        Asker("viewer", viewer.client, Role.VIEWER),
        Asker("administrator", administrator.client, Role.ADMINISTRATOR),
        Asker("anonymous", Client(), None),
        _script("token that may read", owner, Role.MEMBER, Scope.READ),
        _script("token that may write", lead, Role.LEAD, *Scope),
        _script("token that may only write", lead, Role.LEAD, Scope.WRITE),
        _script("token of an outsider", outsider, Role.VIEWER, *Scope),
        _script("token of an administrator", administrator, Role.ADMINISTRATOR, *Scope),
        _script("token whose owner is no longer in the team", former, Role.VIEWER, *Scope),
        _script("token whose owner is no longer an administrator", former_administrator, Role.VIEWER, *Scope),
        _script("token whose owner may not sign in any more", gone, None),
    ]
    Membership.objects.filter(person__name="lars").update(until=timezone.now())
    Account.objects.filter(username="abe").update(is_staff=False)
    Account.objects.filter(username="gus").update(is_active=False)
    return askers


def make_places(org: Organisation) -> dict[str, Any]:
    """Things to look at and to decide about, all of the team Shop and for everybody to see."""
    chief = build_actor(sign_in("chief", is_staff=True).account)
    cases = make_cases(org)
    cases.looks.look("fourth", component("chosen", "shop"))
    cases.looks.look("fifth", component("chosen", "money"))
    decisions.choose(chief, cases.looks.descriptor("fifth", "component:default/chosen").pk, WHY)
    cases.looks.look("sixth", documents(component("kept", "shop"), component("other", "shop")))
    cases.looks.look("sixth", component("other", "shop"))
    decisions.bring_back(chief, "component:default/kept", WHY)
    confirmed = decisions.rename(chief, "component:default/cart-of-old", "component:default/cart", WHY)
    claim = decide_owner(chief, PAY, SHOP, WHY)
    exempted = make_finding(org.cart, org.origin, "one-team-changes-it")
    next_month = (timezone.now() + timedelta(days=30)).date()
    exemption = decisions.exempt(chief, exempted.pk, WHY, next_month)
    define_carts()
    location = register_location(EVERYTHING, chief.ref, database_now())
    own = Entity.objects.get(kind__iexact="location", ref__contains="generated")
    address = decisions.add_address(chief, "user:default/ulla", "email", "ulla@phone.example", WHY)
    merge = PersonMerge.objects.create(first_ref="user:default/tom", second_ref="user:default/ulla", seen_at=NOW)
    declined = PersonMerge.objects.create(
        first_ref="user:default/lena", second_ref="user:default/tom", state="declined", seen_at=NOW
    )
    report = ReportState.objects.get(week="2026-W10", scope="organisation")
    return {
        "contender": cases.contender(), "rename": Rename.objects.get(old_ref=OLD, new_ref=NEW).pk,
        "confirmed_rename": confirmed.pk, "keeping": Keeping.objects.get().pk, "claim": claim.pk,
        "finding": cases.finding.pk, "exempted": exempted.pk, "exemption": exemption.pk, "next_month": next_month,
        "origin": org.origin.pk, "source": org.source.pk, "scan": Scan.objects.get(origin=org.origin).pk,
        "report": report.pk, "added_alias": address.pk,
        "merge": merge.pk, "declined_merge": declined.pk, "uid": org.cart.uid, "location": location,
        "location_ref": own.ref.replace(":", "/"), "registered": Origin.objects.get(location=EVERYTHING).pk,
    }  # fmt: skip


def make_on_call(org: Organisation) -> dict[str, Any]:
    """A schedule that Shop keeps in the portal, a calendar of theirs, and a feed of Olga's."""
    create_schedule(write_schedule("kept"), database_now())
    calendar = OnCallSource.objects.create(
        kind="ical-file", name="nights", owner_ref=SHOP, content="BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        added_by="account:0", added_at=NOW,
    )  # fmt: skip
    feed, _ = make_feed(Account.objects.get(username="olga"), "schedule:default/shop", database_now())
    override = Override.objects.get(schedule_ref="schedule:default/shop")
    return {"on_call_source": calendar.pk, "feed": feed.pk, "override": override.pk}


def make_membership(org: Organisation) -> int:
    """What Lena decided about Tom and her team."""
    decision = MembershipDecision.objects.create(
        team=org.shop, person=Person.objects.get(name="tom"), says="member", reason=WHY, decided_by_ref="account:0",
        decided_at=NOW,
    )  # fmt: skip
    return decision.pk


def fill_bodies() -> None:
    """Whole documents for the entities that the factories made: here they are looked at again."""
    for each in Entity.objects.all():
        least = {"kind": each.kind, "metadata": {"name": each.name}, "spec": {}}
        body = {"apiVersion": "backstage.io/v1alpha1", **least, **orjson.loads(each.body_json)}
        Entity.objects.filter(pk=each.pk).update(body_json=orjson.dumps(body).decode())


def define_carts() -> None:
    """An API with a definition to show."""
    carts = make_entity("carts", "shop", kind="API", type="openapi")
    spec = {"definition": "openapi: 3.0.3\ninfo: {title: Carts, version: '1'}\npaths: {}\n", "type": "openapi"}
    body = {"apiVersion": "backstage.io/v1alpha1", "kind": "API", "metadata": {"name": "carts"}, "spec": spec}
    Entity.objects.filter(pk=carts.pk).update(body_json=orjson.dumps(body).decode())


def _script(name: str, named: Named, role: Role | None, *scopes: Scope) -> Asker:
    _, text = make_token(named.account, name, list(scopes), None)
    client = Client(headers={"Authorization": f"Bearer {text}"})
    return Asker(name, client, role, frozenset(scopes), is_token=True)
