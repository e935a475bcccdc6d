"""Which code is whose follows descriptors and repositories, in whichever order they come."""

from __future__ import annotations

import pytest

from catalog.actions.code import sync_code
from catalog.models import CodeRoot
from tests.catalog.factories import NOW, make_origin, make_source
from tests.catalog.looks import Looks

pytestmark = pytest.mark.django_db

ELSEWHERE = """apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: cart
  annotations: {backstage.io/source-location: 'url:https://github.com/acme/cart/tree/main/app'}
spec: {type: service, lifecycle: production, owner: shop}
"""
HERE = """apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: till}
spec: {type: service, lifecycle: production, owner: shop}
"""


def list_roots() -> list[tuple[str, str, str]]:
    return sorted(CodeRoot.objects.values_list("entity_ref", "origin__name", "path_prefix"))


def test_a_component_gets_its_root_when_its_repository_becomes_known() -> None:
    looks = Looks(make_source())
    looks.look("declared", {"till/catalog-info.yaml": HERE, "cart/catalog-info.yaml": ELSEWHERE})
    assert list_roots() == [("component:default/till", "declared", "till")]
    cart = make_origin("cart", looks.source, remote_url="https://github.com/acme/cart.git", branch="main")
    sync_code([cart.ref], NOW)
    expected = [("component:default/cart", "cart", "app"), ("component:default/till", "declared", "till")]
    assert list_roots() == expected
    sync_code([cart.ref], NOW)
    assert list_roots() == expected
