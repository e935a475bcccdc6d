from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalog.core.text_search.documents import describe_entity, describe_repository

USER = {
    "kind": "User",
    "metadata": {"name": "o.berg", "tags": ["Go", 7], "description": "Payments\nand more", "links": [{"url": "https://host.example/x"}]},
    "spec": {"profile": {"displayName": "Olga Berg", "email": "Olga@Example.org"}},
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


def test_what_can_be_found_about_a_person() -> None:
    found = describe_entity(
        USER, [("email", "olga@example.org"), ("github-login", "oberg"), ("ref", "user:default/olga")]
    )
    assert found.names == "\nolga berg\no berg\n"
    assert found.handles == "\nolga example org\nuser default olga\noberg\n"
    assert found.tags == "\ngo\n"
    assert "\npayments and more\n" in found.rest
    assert "\nhost example x\n" in found.rest
    assert (found.kind, found.name, found.size) == ("user", "olga berg", 9)


def test_fields_keep_what_was_written_and_where_it_comes_from() -> None:
    fields = describe_entity(USER, [("ref", "user:default/olga")]).fields
    assert ("display name", "Olga Berg") in fields
    assert ("former ref", "user:default/olga") in fields
    assert ("tag", "Go") in fields


def test_a_repository_is_found_by_name_and_remote_and_no_password_is_kept() -> None:
    found = describe_repository("shop", "https://bot:secret@git.example.org/acme/shop.git")
    assert (found.kind, found.names, found.handles) == ("repository", "\nshop\n", "\ngit example org acme shop\n")
    assert "secret" not in str(found)


def test_the_ref_is_no_text_of_its_own() -> None:
    """Else `default` and `component` would be found in everything."""
    found = describe_entity({"kind": "Component", "metadata": {"name": "cart", "namespace": "default"}})
    assert "default" not in found.names + found.rest
    assert "component" not in found.names + found.rest


@given(st.dictionaries(st.sampled_from(["kind", "metadata", "spec"]), JSON, max_size=3))
def test_any_descriptor_can_be_described(body: dict[str, Any]) -> None:
    found = describe_entity(body)
    assert "\0" not in found.names + found.rest + found.tags + found.kind + found.type


@given(st.lists(st.text(max_size=20), max_size=5))
def test_a_text_never_makes_two_lines(tags: list[str]) -> None:
    found = describe_entity({"metadata": {"name": "a\nb", "tags": tags}})
    assert found.names == "\na b\n"
    assert found.tags.count("\n") <= len(tags) + 1


def test_a_tag_of_two_lines_is_one_tag() -> None:
    assert describe_entity({"metadata": {"tags": ["Go\nlang"]}}).tags == "\ngo lang\n"
