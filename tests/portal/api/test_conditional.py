"""Every read has a strong ETag: whoever has the answer already is told so and sent nothing."""

from __future__ import annotations

from catalog.models import Entity
from tests.portal.api.world import Script, list_addresses
from tests.portal.organisation import Organisation


def test_every_read_is_304_to_who_has_it(world: Organisation, owners_script: Script) -> None:
    for address in [*list_addresses(world).values(), "/schema"]:
        first = owners_script.get(address)
        etag = first.headers["ETag"]
        assert etag.startswith('"'), (address, "a weak one would not do for ranges of bytes")
        assert first.headers["Cache-Control"] == "private, no-cache"
        assert {"Authorization", "Cookie"} <= set(first.headers["Vary"].split(", "))
        again = owners_script.get(address, **{"If-None-Match": f'"other", {etag}'})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag), address


def test_a_change_is_a_new_etag(world: Organisation, owners_script: Script) -> None:
    address = "/entities/component/default/cart"
    etag = owners_script.get(address).headers["ETag"]
    Entity.objects.filter(pk=world.cart.pk).update(title="The cart")
    changed = owners_script.get(address, **{"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_one_actors_etag_is_no_pass_for_another(
    world: Organisation, owners_script: Script, outsiders_script: Script
) -> None:
    etag = owners_script.get("/entities").headers["ETag"]
    assert outsiders_script.get("/entities", **{"If-None-Match": etag}).status_code == 200
    vault = owners_script.get("/entities/component/default/vault").headers["ETag"]
    refused = outsiders_script.get("/entities/component/default/vault", **{"If-None-Match": vault})
    assert refused.status_code == 404, "not even that it is unchanged is told"


def test_if_match_with_another_state_is_412(owners_script: Script) -> None:
    etag = owners_script.get("/me").headers["ETag"]
    assert owners_script.get("/me", **{"If-Match": etag}).status_code == 200
    refused = owners_script.get("/me", **{"If-Match": '"other"'})
    assert (refused.status_code, refused.headers["Content-Type"]) == (412, "application/problem+json")


def test_headers_that_are_no_etags_do_no_harm(owners_script: Script) -> None:
    for text in ('"', "x", "W/", '"' * 9000, ", ,", "*x", "\x00"):
        assert owners_script.get("/me", **{"If-None-Match": text}).status_code == 200, text
    assert owners_script.get("/me", **{"If-None-Match": "*"}).status_code == 304


def test_head_has_the_headers_and_no_body(owners_script: Script) -> None:
    headers = {"Authorization": f"Bearer {owners_script.text}"}
    head = owners_script.client.head("/api/v1/me", headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == owners_script.get("/me").headers["ETag"]
