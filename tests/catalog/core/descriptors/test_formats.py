"""How things may be spelled: the exact edges of Backstage's field formats."""

from __future__ import annotations

import pytest

from catalog.core.descriptors import formats


@pytest.mark.parametrize("text", ["a", "A", "0", "a-b_c.d", "a--b", "a..b", "A1", "x" * 63])
def test_names_that_are_allowed(text: str) -> None:
    assert formats.is_name(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", ".a", "a_", "a b", "a/b", "a@b", "é", "a\n", "\u0661", "x" * 64])
def test_names_that_are_refused(text: str) -> None:
    assert not formats.is_name(text)


@pytest.mark.parametrize("text", ["default", "a-b", "a--b", "0", "x" * 63])
def test_namespaces_that_are_allowed(text: str) -> None:
    assert formats.is_namespace(text)


@pytest.mark.parametrize("text", ["", "Default", "a.b", "a_b", "-a", "a-", "a b", "a\n", "x" * 64])
def test_namespaces_that_are_refused(text: str) -> None:
    assert not formats.is_namespace(text)


@pytest.mark.parametrize("text", ["a", "A_b.c", "backstage.io/a", "a.b-c/D", f"{'x' * 63}.{'y' * 63}/z", "a--b.c/d"])
def test_keys_that_are_allowed(text: str) -> None:
    assert formats.is_key(text)


@pytest.mark.parametrize(
    "text", ["", "/a", "a/", "a/b/c", "A.b/c", "a_b/c", "a b", "-a", "a./b", ".a/b", "é", "a/" + "x" * 64, "x" * 64]
)
def test_keys_that_are_refused(text: str) -> None:
    assert not formats.is_key(text)


def test_the_prefix_of_a_key_may_have_253_characters() -> None:
    assert formats.is_key(f"{'.'.join(['x' * 62] * 4)}/a")
    assert not formats.is_key(f"{'.'.join(['x' * 63] * 4)}/a")


@pytest.mark.parametrize("text", ["v1", "backstage.io/v1alpha1", "my-company.net/v1", "1"])
def test_api_versions_that_are_allowed(text: str) -> None:
    assert formats.is_api_version(text)


@pytest.mark.parametrize("text", ["", " ", "backstage.io", "Backstage.io/v1", "a/b/c", "a/", "/v1", "v-1", "x" * 64])
def test_api_versions_that_are_refused(text: str) -> None:
    assert not formats.is_api_version(text)


@pytest.mark.parametrize("text", ["Component", "a", "A1", "x" * 63])
def test_kinds_that_are_allowed(text: str) -> None:
    assert formats.is_kind(text)


@pytest.mark.parametrize("text", ["", "1Kind", "My-Kind", "ä", "A b", "x" * 64])
def test_kinds_that_are_refused(text: str) -> None:
    assert not formats.is_kind(text)


@pytest.mark.parametrize("text", ["java", "c++", "c#", "a:b", "a-b", "0", "x" * 63])
def test_tags_that_are_allowed(text: str) -> None:
    assert formats.is_tag(text)


@pytest.mark.parametrize("text", ["", "Java", "a b", "a.b", "a_b", "-a", "a-", "a--b", "é", "x" * 64])
def test_tags_that_are_refused(text: str) -> None:
    assert not formats.is_tag(text)


def test_a_label_may_be_empty_or_a_name() -> None:
    assert formats.is_label_value("")
    assert formats.is_label_value("A.b")
    assert not formats.is_label_value("a b")
