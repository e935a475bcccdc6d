"""What looks like a rename, what a descriptor says it was called, and where old names lead."""

from typing import Any

import pytest

from catalog.core.renames import MOST_FORMER_REFS, Rename, Seen, find_renames, list_former_refs, settle_names

OLD, NEW = "component:default/old", "component:default/new"


def seen(ref: str, path: str = "a.yaml", commit: str = "c", origin: int = 1) -> Seen:
    return Seen(ref, origin, commit, path)


def test_one_gone_and_one_come_in_a_file_look_like_a_rename() -> None:
    assert find_renames([seen(OLD)], [seen(NEW)]) == [(seen(OLD), seen(NEW))]


@pytest.mark.parametrize(
    "come",
    [
        seen(NEW, path="b.yaml"),
        seen(NEW, commit="another"),
        seen(NEW, origin=2),
        seen("resource:default/new"),
        seen(NEW, path=""),
    ],
)
def test_another_file_commit_repository_or_kind_is_no_rename(come: Seen) -> None:
    assert find_renames([seen(OLD, path=come.path and "a.yaml")], [come]) == []


def test_which_of_several_is_meant_is_not_guessed() -> None:
    assert find_renames([seen(OLD), seen("component:default/older")], [seen(NEW)]) == []
    assert find_renames([seen(OLD)], [seen(NEW), seen("component:default/newer")]) == []


def test_other_kinds_in_the_file_do_not_disturb() -> None:
    gone, come = [seen(OLD), seen("api:default/old")], [seen(NEW), seen("api:default/new")]
    assert len(find_renames(gone, come)) == 2


def entity(text: Any, kind: str = "Component", **metadata: Any) -> dict[str, Any]:
    annotations = {"bailiwick.dev/former-refs": text}
    return {"kind": kind, "metadata": {"name": "new", "annotations": annotations, **metadata}}


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("old", [OLD]),
        ("component:default/old", [OLD]),
        ("Component:Default/OLD", [OLD]),
        ("old, older\n oldest", [OLD, "component:default/older", "component:default/oldest"]),
        ("team-a/old", ["component:team-a/old"]),
        ("new", []),
        ("group:default/payments", []),
        ("a:b:c/ :/ /", []),
        ("", []),
        (17, []),
        ("x" * 501, []),
    ],
)
def test_former_refs_of_a_descriptor(text: Any, refs: list[str]) -> None:
    assert list_former_refs(entity(text)) == sorted(refs)


def test_a_bare_former_name_is_in_the_entitys_namespace() -> None:
    assert list_former_refs(entity("old", namespace="shop")) == ["component:shop/old"]


def test_a_team_may_have_been_another_team_only() -> None:
    assert list_former_refs(entity("pay component:default/pay", kind="Group")) == ["group:default/pay"]


@pytest.mark.parametrize("body", [{}, {"kind": "X", "metadata": None}, {"kind": "X", "metadata": {"annotations": []}}])
def test_any_body_can_be_asked(body: dict[str, Any]) -> None:
    assert list_former_refs(body) == []


def test_a_flood_of_former_refs_is_cut() -> None:
    text = " ".join(f"old-{number}" for number in range(1000))
    assert len(list_former_refs(entity(text))) == MOST_FORMER_REFS


def test_an_old_name_leads_to_the_new_one() -> None:
    assert settle_names([Rename("a", "b")], {"b"}) == {"a": frozenset({"b"})}


def test_a_name_leads_through_all_renames_between() -> None:
    renames = [Rename("a", "b"), Rename("b", "c", by_person=True), Rename("c", "d")]
    assert settle_names(renames, {"d"}) == {name: frozenset({"d"}) for name in "abc"}


def test_a_way_ends_at_the_first_name_that_is_in_use() -> None:
    assert settle_names([Rename("a", "b"), Rename("b", "c")], {"b", "c"}) == {"a": frozenset({"b"})}


def test_a_ref_in_use_leads_nowhere_else() -> None:
    assert settle_names([Rename("a", "b")], {"a", "b"}) == {}


def test_nothing_leads_to_what_is_gone_or_round_in_a_circle() -> None:
    assert settle_names([Rename("a", "b")], set()) == {}
    assert settle_names([Rename("a", "b"), Rename("b", "a")], {"c"}) == {}


def test_two_descriptors_that_claim_one_old_name_leave_it_open() -> None:
    assert settle_names([Rename("a", "b"), Rename("a", "c")], {"b", "c"}) == {"a": frozenset({"b", "c"})}


def test_a_person_settles_what_descriptors_leave_open() -> None:
    renames = [Rename("a", "b"), Rename("a", "c"), Rename("a", "c", by_person=True)]
    assert settle_names(renames, {"b", "c"}) == {"a": frozenset({"c"})}
