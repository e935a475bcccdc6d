"""What claims resolve to: the same words mean another team in another namespace."""

from __future__ import annotations

import pytest

from catalog.models import Ownership
from tests.catalog.factories import make_source
from tests.catalog.looks import Looks

pytestmark = pytest.mark.django_db

BOTH = """apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {{name: shop, namespace: {0}}}
spec: {{type: team, children: []}}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {{name: cart, namespace: {0}}}
spec: {{type: service, lifecycle: production, owner: shop}}
"""


def test_claims_in_the_same_words_are_told_apart_by_namespace() -> None:
    looks = Looks(make_source(may_define_organisation=True))
    looks.look("org", {f"{name}.yaml": BOTH.format(name) for name in ("north", "south")})
    owners = dict(Ownership.objects.filter(until=None).values_list("subject_ref", "owner_ref"))
    assert owners == {"component:north/cart": "group:north/shop", "component:south/cart": "group:south/shop"}
