"""The 3 a.m. question: whose is this, and how do I reach them? Answered in one call, or plainly unknown."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.models import Alias, CodeRoot, Ownership
from teams.models import Membership, Person
from tests.portal.api.world import Script
from tests.portal.organisation import Organisation
from tests.scoring.factories import NOW, make_claim, make_origin

CART, SHOP = "component:default/cart", "group:default/shop"


def _ask(script: Script, **query: str) -> Any:
    return script.read("/owner", query)


def _subjects(answer: Any) -> list[str]:
    return [match["subject_ref"] for match in answer["matches"]]


def test_a_ref_is_answered_with_the_team_its_channels_and_its_leads(outsiders_script: Script) -> None:
    answer = _ask(outsiders_script, ref=CART)
    assert (answer["answer"], answer["detail"]) == ("owned", "It belongs to Shop.")
    (match,) = answer["matches"]
    assert (match["subject_ref"], match["confidence"], match["via"]) == (CART, 0.8, "It has this ref.")
    assert match["reasons"] == ["The descriptor names Shop."]
    assert match["on_call_url"] == "https://pager.example.com/cart"
    owner = match["owner"]
    assert (owner["ref"], owner["name"], owner["email"]) == (SHOP, "Shop", "shop@example.org")
    assert owner["channels"] == [{"kind": "chat", "title": "Shop", "url": "https://chat.example.org/shop"}]
    assert [lead["name"] for lead in owner["leads"]] == ["Ulla"]


def test_a_ref_may_be_written_as_people_write_it(world: Organisation, outsiders_script: Script) -> None:
    """In any case, without its parts, and by a name of former days."""
    Alias.objects.create(scheme="ref", value="component:default/basket", entity_ref=CART, valid_from=NOW)
    for ref in ("Component:Default/CART", "component:cart", "CART", "default/cart", " cart ", "component:basket"):
        assert _subjects(_ask(outsiders_script, ref=ref)) == [CART], ref


def test_a_team_answers_for_itself_and_a_person_through_their_teams(outsiders_script: Script) -> None:
    for ref in (SHOP, "user:default/ulla"):
        (match,) = _ask(outsiders_script, ref=ref)["matches"]
        assert (match["subject_ref"], match["owner"]["ref"]) == (ref, SHOP)


def test_nobody_and_unknown_are_two_answers(outsiders_script: Script) -> None:
    nobody = _ask(outsiders_script, ref="orphan")
    assert (nobody["answer"], nobody["detail"]) == ("nobody", "Nobody owns it, as far as the catalog knows.")
    assert nobody["matches"][0]["owner"] is None
    unknown = _ask(outsiders_script, ref="component:default/nothing")
    assert unknown == {"answer": "unknown", "detail": "Unknown: the catalog has no entity of this name.", "matches": []}


ADDRESSES = (
    "shop", "SHOP", "example/shop", "https://github.com/example/shop", "https://github.com/Example/Shop.git",
    "git@github.com:example/shop.git", "ssh://git@ssh.github.com:443/example/shop",
)  # fmt: skip


def test_a_repository_goes_by_name_or_any_address_of_it(outsiders_script: Script) -> None:
    for repo in ADDRESSES:
        assert _subjects(_ask(outsiders_script, repo=repo, path="cart/src/main.py")) == [CART], repo


def test_an_address_of_a_file_names_the_path(outsiders_script: Script) -> None:
    address = "https://github.com/example/shop/blob/main/cart/src/main.py#L3"
    assert _subjects(_ask(outsiders_script, repo=address)) == [CART]


@pytest.mark.parametrize(
    ("path", "subjects"),
    [
        ("cart/x.py", [CART]),
        ("/cart/", [CART]),
        ("cart/../ledger/x", ["component:default/ledger"]),
        ("cart/deep/x.py", ["component:default/deep", "component:default/deeper"]),
        ("cart/deeply/x.py", [CART]),
        ("carts/x.py", ["repository:{}"]),
        ("README.md", ["repository:{}"]),
    ],
)
def test_the_deepest_folder_wins_and_a_tie_is_shared(
    world: Organisation, administrators_script: Script, path: str, subjects: list[str]
) -> None:
    from tests.scoring.factories import make_entity

    for name in ("deep", "deeper"):
        make_entity(name, "shop")
        CodeRoot.objects.filter(entity_ref=f"component:default/{name}").update(path_prefix="cart/deep")
    answer = _ask(administrators_script, repo="shop", path=path)
    assert _subjects(answer) == [subject.format(world.origin.pk) for subject in subjects]


def test_a_repository_without_a_path_is_asked_about_as_a_whole(
    world: Organisation, administrators_script: Script
) -> None:
    """Nobody has all of it: first everything in it, and the repository itself as soon as that is owned."""
    assert CART in _subjects(_ask(administrators_script, repo="shop"))
    Ownership.objects.create(
        subject_ref=world.origin.ref, owner_ref=SHOP, confidence=0.6, reasons=["CODEOWNERS names Shop."], since=NOW
    )
    answer = _ask(administrators_script, repo="shop")
    assert (_subjects(answer), answer["matches"][0]["owner"]["ref"]) == ([world.origin.ref], SHOP)
    assert _subjects(_ask(administrators_script, ref=world.origin.ref)) == [world.origin.ref]
    CodeRoot.objects.filter(entity_ref=CART).update(path_prefix="")
    assert _subjects(_ask(administrators_script, repo="shop")) == [CART]


def test_two_repositories_of_one_name_are_both_answered(world: Organisation, administrators_script: Script) -> None:
    twin = make_origin("shop", world.hidden_origin.source)
    answer = _ask(administrators_script, repo="shop", path="README.md")
    assert _subjects(answer) == [world.origin.ref, twin.ref]
    assert answer["answer"] == "nobody"


def test_an_email_leads_to_the_teams_of_whoever_has_or_had_it(outsiders_script: Script) -> None:
    for email in ("ulla@example.org", "ULLA@Example.org", "u.example@old.example.org"):
        (match,) = _ask(outsiders_script, email=email)["matches"]
        assert (match["subject_ref"], match["via"]) == ("user:default/ulla", "Ulla is in Shop.")
        assert match["owner"]["ref"] == SHOP


def test_the_email_of_a_team_is_the_team(outsiders_script: Script) -> None:
    (match,) = _ask(outsiders_script, email="shop@example.org")["matches"]
    assert (match["subject_ref"], match["owner"]["ref"]) == (SHOP, SHOP)


def test_somebody_in_no_team_or_gone_is_nobodys_and_it_says_why(world: Organisation, outsiders_script: Script) -> None:
    ulla = Person.objects.get(name="ulla")
    Membership.objects.filter(person=ulla).update(until=NOW)
    answer = _ask(outsiders_script, email="ulla@example.org")
    assert (answer["answer"], answer["matches"][0]["via"]) == ("nobody", "Ulla is in no team.")
    Person.objects.filter(pk=ulla.pk).update(left_at=NOW)
    assert _ask(outsiders_script, email="ulla@example.org")["matches"][0]["via"] == "Ulla left on 2026-03-02."


def test_a_host_leads_to_whose_links_name_it(outsiders_script: Script) -> None:
    for host in ("cart.example.com", "CART.example.com", "cart.example.com:8443", "cart.example.com."):
        assert _subjects(_ask(outsiders_script, host=host)) == [CART], host


def test_a_host_that_no_link_names_is_unknown_also_if_its_letters_stand_somewhere(outsiders_script: Script) -> None:
    for host in ("art.example.com", "example.com", "health", "cart.example.co", "db-7"):
        answer = _ask(outsiders_script, host=host)
        assert answer["detail"] == "Unknown: the catalog has nothing that names this host.", host


def test_reasons_that_rest_on_a_hidden_claim_are_left_out_and_the_owner_is_told(
    world: Organisation, outsiders_script: Script, owners_script: Script
) -> None:
    make_claim(CART, "team-api", "vaulters", {"origin": world.hidden_origin.pk, "path": "x"}, world.hidden_origin)
    match = _ask(outsiders_script, ref=CART)["matches"][0]
    assert (match["owner"]["ref"], match["reasons"], match["is_withheld"]) == (SHOP, [], True)
    assert _ask(owners_script, ref=CART)["matches"][0]["reasons"] == ["The descriptor names Shop."]


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ({}, "ref", "Ask by exactly one of ref, repo, email, host."),
        ({"ref": "cart", "email": "a@example.org"}, "ref", "Ask by exactly one of ref, repo, email, host."),
        ({"path": "x"}, "ref", "Ask by exactly one of ref, repo, email, host."),
        ({"ref": "cart", "path": "x"}, "path", "Goes with repo only."),
        ({"repo": "shop", "path": "../x"}, "path", "Must be a path inside the repository."),
        ({"host": "a b"}, "host", "Must be the name of a host, as in checkout.example.com."),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    outsiders_script: Script, query: dict[str, str], parameter: str, detail: str
) -> None:
    response = outsiders_script.get("/owner", query)
    assert response.status_code == 400
    assert response.json()["errors"] == [{"parameter": parameter, "detail": detail}]


def test_nonsense_is_unknown_and_never_an_error(outsiders_script: Script) -> None:
    nonsense = {
        "ref": (":", "a/", "repository:" + "9" * 40, "repository:x", "repository:\u0663", "%"),
        "repo": ("https://[", "http://x/%00", "git@:", "/", "a" * 2000, "https://github.com/" + "a/" * 900),
        "email": ("@", "no address"),
        "host": ("1",),
    }
    for name, texts in nonsense.items():
        for text in texts:
            assert _ask(outsiders_script, **{name: text})["answer"] == "unknown", (name, text)
