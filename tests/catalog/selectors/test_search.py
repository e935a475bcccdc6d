"""What the search box finds, what it finds first, why, and for whom."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.search import index_search
from catalog.core.access import COMMAND, Actor
from catalog.core.text_search.query import parse_query
from catalog.models import Alias, Entity, Ownership, Source
from catalog.selectors.search import count_kinds, list_alike, list_entries, list_hits
from tests.catalog.factories import NOW, make_origin, make_source

pytestmark = pytest.mark.django_db

READER = Actor("account:1")


def add(name: str, kind: str = "Component", source: Source | None = None, **more: Any) -> Entity:
    spec = {"type": more.pop("type", "service"), "profile": more.pop("profile", {})}
    body = {"kind": kind, "metadata": {"name": name, **more}, "spec": spec}
    entity = Entity.objects.create(
        ref=f"{kind.lower()}:default/{name}", kind=kind, namespace="default", name=name, type=spec["type"],
        body_json=orjson.dumps(body).decode(), source=source, first_seen_at=NOW, changed_at=NOW,
    )  # fmt: skip
    index_search([entity.ref], NOW)
    return entity


def find(text: str, actor: Actor = COMMAND, **filters: list[str]) -> list[str]:
    hits = list_hits(actor, parse_query(text, **filters), 50)
    return [hit.ref.partition("/")[2] or hit.ref for hit in hits if not hit.is_alike]


def own(ref: str, owner: str) -> None:
    Ownership.objects.create(subject_ref=ref, owner_ref=owner, confidence=1, reasons=[], since=NOW)


def test_the_nearest_comes_first() -> None:
    add("zz-other", description="about the cart")
    add("shopping-cart")
    add("supercart")
    add("cart-history-of-all-customers")
    add("cart-api")
    add("cart")
    add("tagged", tags=["cart"])
    assert find("cart") == [
        "cart", "cart-api", "cart-history-of-all-customers", "shopping-cart", "supercart", "tagged", "zz-other",
    ]  # fmt: skip


def test_of_equal_names_what_people_look_for_comes_first() -> None:
    for kind in ("Location", "Queue", "System", "Group", "Component"):
        add("payments", kind=kind)
    origin = make_origin("payments")
    index_search([origin.ref], NOW)
    hits = list_hits(COMMAND, parse_query("payments"), 10)
    assert [hit.kind for hit in hits] == ["component", "group", "system", "queue", "repository", "location"]


@pytest.mark.parametrize("text", ["payments-api", "Payments API", "payments_api", "PAYMENTS", "ments", "s-a", "pi"])
def test_a_name_is_found_by_any_part_of_it(text: str) -> None:
    add("payments-api")
    assert find(text) == ["payments-api"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Olga", "display name"),
        ("olga@example", "e-mail"),
        ("oberg", "account"),
        ("former", "former ref"),
        ("cobol", "tag"),
        ("umbrellas", "description"),
        ("wiki.example", "link"),
    ],
)
def test_whatever_is_known_of_it_is_searched_and_named(text: str, field: str) -> None:
    ref = "user:default/u17"
    for scheme, value in (("github-login", "oberg"), ("ref", "user:default/former")):
        Alias.objects.create(scheme=scheme, value=value, entity_ref=ref, valid_from=NOW)
    profile = {"displayName": "Olga Berg", "email": "olga@example.org"}
    links = [{"url": "https://wiki.example/olga"}]
    add("u17", "User", profile=profile, tags=["cobol"], description="Likes umbrellas.", links=links)
    (hit,) = list_hits(COMMAND, parse_query(text), 5)
    assert hit.ref == ref
    assert [reason.field for reason in hit.reasons] == [field]


def test_a_ref_is_found_whole_in_part_or_short_and_its_words_alone_find_nothing() -> None:
    add("cart")
    add("cart", kind="API")
    assert [hit.ref for hit in list_hits(COMMAND, parse_query("component:default/cart"), 5)] == [
        "component:default/cart"
    ]
    assert [hit.ref for hit in list_hits(COMMAND, parse_query("api:cart"), 5)] == ["api:default/cart"]
    assert find("default/ca") == ["cart", "cart"]
    assert find("default") == []
    assert find("component") == []


def test_all_words_must_be_found_anywhere() -> None:
    add("payments-ledger", description="writes books")
    add("payments-api")
    assert find("ledger payments") == ["payments-ledger"]
    assert find("payments books") == ["payments-ledger"]
    assert find("payments umbrellas") == []


def test_filters_alone_and_with_text() -> None:
    cart = add("cart", tags=["go", "web"])
    add("cart-api", kind="API", type="openapi", tags=["go"])
    add("card", tags=["golang"])
    own(cart.ref, "group:default/shop")
    assert find("tag:go") == ["cart", "cart-api"]
    assert find("car kind:api") == ["cart-api"]
    assert find("kind:openapi") == ["cart-api"], "a type is a kind to people"
    assert find("kind:api kind:component car") == ["card", "cart", "cart-api"]
    assert find("owner:shop") == ["cart"]
    assert find("owner:group:default/shop tag:web") == ["cart"]
    assert find("owner:nobody tag:go") == ["cart-api"]
    assert find("ca", kinds=["component"], tags=["go"]) == ["cart"]
    assert find("", owners=["me"], actor=Actor("a", team_refs=frozenset({"group:default/shop"}))) == ["cart"]
    assert find("owner:me", READER) == [], "whoever is in no team owns nothing"


def test_kinds_are_counted() -> None:
    add("cart")
    add("cart-api", kind="API")
    add("cart-web")
    assert count_kinds(list_entries(COMMAND, parse_query("cart"))) == {"component": 2, "api": 1}


@pytest.mark.parametrize("typed", ["chekout", "chekcout", "checkuot", "chekout servce"])
def test_a_slip_of_the_pen_finds_the_name_that_was_meant(typed: str) -> None:
    meant = add("checkout-service")
    add("payments", description="chequebooks, checkers and check lists")
    (hit,) = list_hits(COMMAND, parse_query(typed), 5)
    assert (hit.ref, hit.is_alike, list(hit.reasons)) == (meant.ref, True, [])


def test_similar_names_are_shown_only_where_nothing_holds_the_text() -> None:
    add("checkout")
    add("chekout-typo")
    assert find("chekout") == ["chekout-typo"]
    assert [entry.ref for entry in list_alike(COMMAND, parse_query("umbrella"))] == []


def test_an_outsider_finds_nothing_of_a_restricted_source() -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    add("vault", source=secret, tags=["go"], description="umbrellas")
    origin = make_origin("vault-repository", secret)
    index_search([origin.ref], NOW)
    insider = Actor("account:2", restricted_source_ids=frozenset({secret.pk}))
    for text in ("vault", "tag:go", "umbrellas", "component:default/vault", "kind:repository", "vaulted"):
        assert list_hits(READER, parse_query(text), 5) == [], text
        assert list_hits(insider, parse_query(text), 5) or text == "vaulted"
    assert not count_kinds(list_entries(READER, parse_query("vault")))
    assert find("vault", Actor("token:1", scopes=frozenset())) == [], "nor does a token that may not read"


def test_a_source_that_becomes_restricted_is_hidden_at_once() -> None:
    source = make_source("/srv/clones")
    add("vault", source=source)
    assert find("vault", READER) == ["vault"]
    Source.objects.update(is_restricted=True)
    assert find("vault", READER) == []


def test_a_hidden_team_owns_nothing() -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    add("ghosts", kind="Group", source=secret)
    cart = add("cart")
    own(cart.ref, "group:default/ghosts")
    assert find("owner:ghosts") == ["cart"]
    assert find("owner:ghosts", READER) == [], "who owns something is not told by asking for each name"


def test_what_moves_to_a_restricted_source_is_never_shown_with_its_new_texts() -> None:
    secret = make_source("/srv/secret", is_restricted=True)
    cart = add("cart", source=make_source("/srv/clones"))
    body = orjson.dumps({"kind": "Component", "metadata": {"name": "cart", "title": "Umbrellas"}}).decode()
    Entity.objects.update(source=secret, body_json=body)
    assert find("umbrellas", READER) == [], "before the index follows"
    index_search([cart.ref], NOW)
    assert find("umbrellas") == ["cart"]
    assert find("umbrellas", READER) == find("cart", READER) == []


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "_",
        "\\",
        "'",
        '"',
        '"%"',
        "a%b",
        "OR",
        "NEAR(",
        "names:x",
        "*",
        "cart*",
        "-cart",
        "\0cart",
        "ca_t",
        "(" * 60,
    ],
)
def test_nothing_typed_is_read_as_a_command(text: str) -> None:
    add("carrot")
    assert find(text) == []


def test_names_of_any_script_are_found() -> None:
    add("pay", title="支払いサービス")
    add("café", title="Кафе")
    assert find("支払") == ["pay"]
    assert find("cafe") == ["café"]
    assert find("кафе") == ["café"]


def test_the_queries_do_not_grow_with_what_is_found() -> None:
    def count(text: str, actor: Actor) -> int:
        with CaptureQueriesContext(connection) as captured:
            list_hits(actor, parse_query(text), 8)
        return len(captured)

    add("cart-0")
    few = [count(text, READER) for text in ("cart", "cart owner:shop", "krat")]
    for number in range(1, 30):
        add(f"cart-{number}")
    assert [count(text, READER) for text in ("cart", "cart owner:shop", "krat")] == few
    assert count("cart", COMMAND) == 1
