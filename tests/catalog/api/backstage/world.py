"""A small catalog to ask, and a script that asks it as Backstage's client does.

Everything from the restricted source has "secret" in it, so one look at an answer tells whether any of it is there.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import transaction
from django.test import Client

from catalog.actions.pending import deliver_to
from catalog.actions.reconcile import reconcile_origin
from catalog.actions.stitch import CONSUMER
from catalog.core.access import Scope
from catalog.core.descriptors import parse_file
from catalog.core.reading import OriginReading, store_document
from catalog.models import Origin, ScanJob, Source
from portal.actions.tokens import make_token
from portal.models import Account
from tests.catalog.factories import NOW

ROOT = "/api/catalog"
HIDDEN = b"secret"
EVERY_SCOPE = (Scope.READ, Scope.WRITE)

ORGANISATION = """\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: shop, description: Sells things}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: pay}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ada}
spec: {memberOf: [shop]}
"""
SHOP = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: cart
  title: The Basket
  tags: [go, java]
  annotations: {github.com/project-slug: acme/shop}
spec: {type: service, lifecycle: production, owner: shop, system: buying, dependsOn: [resource:carts-db]}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: checkout, tags: [go], description: Takes the order and the money}
spec: {type: service, lifecycle: experimental, owner: group:default/shop, dependsOn: [component:gone]}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: buttons}
spec: {type: library, lifecycle: production, owner: pay}
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: buying}
spec: {owner: shop}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {name: carts-db}
spec: {type: database, owner: shop}
"""
VAULT = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: secret-vault, tags: [secret-tag, go]}
spec: {type: secret-type, lifecycle: production, owner: shop, dependsOn: [component:cart]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: secret-team}
spec: {type: team, parent: shop, children: [], members: [ada]}
"""


@dataclass
class World:
    """The origins of the catalog: two anyone may see, one that only administrators may."""

    org: Origin
    shop: Origin
    vault: Origin


def make_world() -> World:
    """Declare everything and serve it."""
    hidden = make_source("hidden", is_restricted=True)
    source = make_source("clones")
    world = World(
        org=make_origin("org", source),
        shop=make_origin("shop", source, remote_url="https://github.com/acme/shop.git", branch="main"),
        vault=make_origin("secret", hidden),
    )
    declare(world.org, {"catalog-info.yaml": ORGANISATION})
    declare(world.shop, {"catalog-info.yaml": SHOP})
    declare(world.vault, {"catalog-info.yaml": VAULT})
    return world


def make_source(name: str, **fields: Any) -> Source:
    return Source.objects.create(location=f"/srv/{name}", name=name, created_by_ref="command", created_at=NOW, **fields)


def make_origin(name: str, source: Source | None, **fields: Any) -> Origin:
    origin = Origin.objects.create(
        source=source, provider_id=name, name=name, location=f"/srv/clones/{name}", first_seen_at=NOW, **fields
    )
    ScanJob.objects.create(origin=origin)
    return origin


def declare(origin: Origin, files: dict[str, str]) -> None:
    """Let the origin hold these files and no others, and serve what comes of it."""
    documents = [store_document(d) for path, text in files.items() for d in parse_file(path, text.encode()).documents]
    reading = OriginReading("c" * 40, origin.branch, NOW, origin.remote_url, tuple(documents))
    with transaction.atomic():
        reconcile_origin(origin, reading, NOW, NOW)
    deliver_to(CONSUMER, NOW)


def component(name: str, **spec: Any) -> str:
    """The text of a Component; a field that is None is left out."""
    given = {"type": "service", "lifecycle": "production", "owner": "shop"} | spec
    body = {"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": name}}
    wanted = {key: value for key, value in given.items() if value is not None}
    return orjson.dumps(body | {"spec": wanted}).decode() + "\n"


@dataclass
class Script:
    """A script with a token, or without."""

    text: str = ""
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer; `body` is sent as JSON, as it is if it is bytes."""
        given = {"Authorization": f"Bearer {self.text}"} if self.text else {}
        content = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        return self.client.generic(
            method, f"{ROOT}{path}", content, content_type="application/json", headers={**given, **headers}
        )

    def get(self, path: str) -> Any:
        """What a read that must go well answers."""
        return self._read(self.ask("GET", path))

    def post(self, path: str, body: Any) -> Any:
        """What a question in a body that must go well answers."""
        return self._read(self.ask("POST", path, body))

    def names(self, path: str) -> list[str]:
        """The names of the entities that a list answers."""
        found = self.get(path)
        return names_of(found["items"] if isinstance(found, dict) else found)

    def refuse(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """The error that a request answers, after a look at its form."""
        response = self.ask(method, path, body)
        found = orjson.loads(response.content)
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        assert found["response"] == {"statusCode": response.status_code}
        assert found["request"]["method"] == method
        assert 400 <= response.status_code < 500
        error = found["error"]
        assert isinstance(error["message"], str)
        return {"status": response.status_code, **error, "url": found["request"]["url"]}

    def _read(self, response: Any) -> Any:
        assert response.status_code == 200, response.content
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        return orjson.loads(response.content)


def make_script(*, is_administrator: bool = False, scopes: tuple[Scope, ...] = EVERY_SCOPE) -> Script:
    """A script of an administrator's, or of somebody without any team."""
    name = f"{'ann' if is_administrator else 'otto'}-{Account.objects.count()}"
    account = Account.objects.create(username=name, is_staff=is_administrator)
    return Script(make_token(account, "script", scopes, None)[1])


def names_of(entities: list[Any]) -> list[str]:
    """Names in the order given; None for null."""
    return [entity and entity["metadata"]["name"] for entity in entities]


def decode(cursor: str) -> dict[str, Any]:
    """What is inside a cursor, as the client looks."""
    found = orjson.loads(base64.b64decode(cursor))
    assert isinstance(found, dict)
    return found
