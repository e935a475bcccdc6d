"""A small organisation with named people, as a scan and a run of the checks would have left it.

Olga and Tom are in the team Shop, Lena leads it; Otto is in Money. Vault comes from a restricted source that only
Shop may read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Alias, Edge, Entity, Origin, Ownership, Source, SourceReader
from portal.models import Account
from scoring.core.evidence import FileEvidence
from scoring.models import Finding, Score
from teams.models import Membership, Person, Team
from tests.scoring.factories import NOW, TIP, make_entity, make_origin, make_source

PASSWORD = "a long enough password"
#: What pages ask about an owner: who it is, what that is called, and whether the reasons tell what is hidden.
OWNER = ("catalog_ownership", "catalog_entity", "teams_team", "catalog_claim", "catalog_entity")
_TABLE = re.compile(r'(?:FROM|INTO|UPDATE) "(\w+)"')


@dataclass
class Named:
    """A person who can sign in, with a browser that is signed in."""

    account: Account
    client: Client

    def get(self, url: str, **headers: str) -> HttpResponse:
        return self.client.get(url, headers=headers)  # type: ignore[return-value]

    def post(self, url: str, **data: str) -> HttpResponse:
        return self.client.post(url, data)  # type: ignore[return-value]


@dataclass
class Organisation:
    """What the tests ask for by name."""

    source: Source
    origin: Origin
    shop: Team
    cart: Entity
    vault: Entity
    finding: Finding
    hidden_finding: Finding
    hidden_origin: Origin


def sign_in(name: str, person: Person | None = None, **fields: Any) -> Named:
    """An account, linked to a person of the catalog where one is given, and its browser."""
    account = Account.objects.create_user(name, password=PASSWORD, person_ref=person.ref if person else "", **fields)
    client = Client()
    client.force_login(account)
    return Named(account, client)


def make_member(team: Team, name: str, *, is_lead: bool = False) -> Person:
    """A person whom a trusted source puts into a team."""
    person = Person.objects.create(
        ref=f"user:default/{name}", name=name, shown_name=name.title(), source=team.source, first_seen_at=NOW,
        email=f"{name}@example.org",
    )  # fmt: skip
    Membership.objects.create(team=team, person=person, since=NOW, is_lead=is_lead)
    make_entity(name, "", kind="User", type="")
    Alias.objects.create(scheme="email", value=person.email, entity_ref=person.ref, valid_from=NOW)
    return person


def make_shop_team(name: str, source: Source) -> Team:
    make_entity(name, "", kind="Group", type="team", title=name.title())
    return Team.objects.create(
        ref=f"group:default/{name}", name=name, title=name.title(), type="team", source=source, first_seen_at=NOW
    )


def make_finding(entity: Entity, origin: Origin, check_id: str = "claims-agree", **fields: Any) -> Finding:
    """An open finding about an entity, proved by a line of a file."""
    evidence = FileEvidence("spec.owner: shop", origin.pk, TIP, f"{entity.name}/catalog-info.yaml", 7)
    values: dict[str, Any] = {
        "team_ref": "group:default/shop",
        "sentence": f"The claims about {entity.name} name two teams.",
        "remedy": "Ask both.",
        "subject_ref": entity.ref,
        "subject_kind": entity.kind.lower(),
        "source": entity.source,
    }
    return Finding.objects.create(
        check_id=check_id, evidence=[evidence.to_json()], opened_at=NOW, last_failed_at=NOW, **values | fields
    )


def own(entity: Entity, team: Team | None, confidence: float = 0.8) -> Ownership:
    """What the claims about an entity came to."""
    return Ownership.objects.create(
        subject_ref=entity.ref, owner_ref=team.ref if team else "", confidence=confidence,
        reasons=["The descriptor names Shop."], since=NOW,
    )  # fmt: skip


def rate(entity: Entity, value: int, level: str = "in doubt") -> Score:
    """How a service stands, with one point lost."""
    point = {
        "check_id": "claims-agree", "weight": 15, "earned": 0, "outcome": "failed", "counts": "lost",
        "sentence": f"The claims about {entity.name} name two teams.",
    }  # fmt: skip
    return Score.objects.create(
        subject_ref=entity.ref, scorecard="ownership", value=value, level=level, completeness=85, points=[point],
        computed_at=NOW,
    )  # fmt: skip


def make_organisation() -> Organisation:
    """The whole of it."""
    source = make_source("/srv/clones")
    origin = make_origin("shop", source, tip=TIP, tip_committed_at=NOW, scanned_at=NOW, branch="main")
    shop, money = make_shop_team("shop", source), make_shop_team("money", source)
    cart, ledger = make_entity("cart", "shop"), make_entity("ledger", "money")
    own(cart, shop)
    own(ledger, money)
    rate(cart, 85)
    descriptor = cart.descriptors.get()
    Edge.objects.create(
        declared_by=descriptor, source_ref=cart.ref, type="dependsOn", target_ref="component:default/gone"
    )
    Edge.objects.create(declared_by=descriptor, source_ref=cart.ref, type="ownedBy", target_ref=shop.ref)
    hidden_source = make_source("/srv/secret", is_restricted=True)
    SourceReader.objects.create(source=hidden_source, team_ref=shop.ref)
    hidden_origin = make_origin("secret", hidden_source, tip=TIP, scanned_at=NOW)
    vault = make_entity("vault", "shop", origin=hidden_origin)
    own(vault, shop)
    finding = make_finding(cart, origin)
    hidden = make_finding(vault, hidden_origin)
    return Organisation(source, origin, shop, cart, vault, finding, hidden, hidden_origin)


def count_queries(someone: Named, url: str) -> list[str]:
    """The tables that a page asks, in order: the queries of the page, listed."""
    with CaptureQueriesContext(connection) as captured:
        response = someone.client.get(url)
        assert response.status_code == 200, response
        if response.streaming:
            response.getvalue()
    found = (_TABLE.search(query["sql"]) for query in captured.captured_queries)
    return [match.group(1) for match in found if match]
