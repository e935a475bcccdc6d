"""After a person was erased no page and no address of the API names them, not even those that read from Git."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.core.access import COMMAND
from catalog.models import Origin
from portal.actions.forget import forget_person
from scoring.models import Finding
from teams.models import OnCallSource
from tests.portal.erasure_world import MARKS, REF, fill_tables, make_company
from tests.portal.organisation import sign_in
from tests.repositories import Clones

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_page_names_them(clones: Clones, tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"  # type: ignore[attr-defined]
    make_company(clones)
    fill_tables()
    administrator = sign_in("ann", is_staff=True)
    org, shop = Origin.objects.get(name="org"), Origin.objects.get(name="shop")
    by_them = clones.git("shop", "log", "--author=Zelda", "-1", "--format=%H")
    there = {
        "/", "/people", "/teams", "/teams/default/shop", "/teams/default/shop/members", "/teams/default/shop/api",
        "/teams/default/shop/api/versions", "/teams/index", "/on-call", "/on-call/default/shop", "/findings",
        f"/findings/{Finding.objects.latest('pk').pk}", "/catalog", "/services", "/audit", "/accounts", "/reports",
        "/entities/component/default/cart", "/entities/component/default/cart/ownership",
        "/entities/component/default/cart/history", "/entities/component/default/cart/raw",
        "/entities/group/default/shop/raw", "/entities/group/default/shop/relations", "/renames", "/sources",
        f"/repositories/{shop.pk}", f"/repositories/{shop.pk}/commits/{by_them}", "/broken-files",
        f"/repositories/{org.pk}/file?commit={org.tip}&path=catalog-info.yaml",
        f"/repositories/{shop.pk}/file?commit={shop.tip}&path=cart/catalog-info.yaml",
        f"/on-call/sources/{OnCallSource.objects.get().pk}", "/api/v1/people", "/api/v1/findings",
        "/api/v1/teams/default/shop", "/api/v1/teams/default/shop/members", "/api/v1/team-apis/default/shop",
        "/api/v1/schedules/default/shop", "/api/v1/on-call?team=shop", "/api/v1/claims", "/api/catalog/entities",
        "/api/catalog/entity-facets?facet=metadata.name&facet=spec.profile.email", "/search?q=cart",
    }  # fmt: skip
    named = {url for url in there if names_them(administrator.client.get(url, follow=True).content)}
    assert len(named) > len(there) // 2, "before, most of them do"
    ref = forget_person(COMMAND, REF).ref
    handle = ref.rpartition("/")[2]
    for url in sorted(there | {f"/people/default/{handle}", f"/entities/user/default/{handle}/raw"}):
        answer = administrator.client.get(url, follow=True)
        assert answer.status_code == 200, url
        assert not names_them(answer.content), url
    assert administrator.client.get("/people/default/zz.marquand").status_code == 404
    assert administrator.client.get("/search?q=marquand").content.lower().count(b"zelda") == 0


def names_them(content: bytes) -> bool:
    return any(mark.encode() in content.lower() for mark in MARKS)
