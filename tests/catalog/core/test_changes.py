"""What the change log keeps of a change."""

from catalog.core.changes import MAX_VALUE_CHARACTERS, diff_entities


def test_of_long_texts_the_part_that_differs_is_kept() -> None:
    same = "x" * 50_000
    stored = diff_entities({"spec": {"definition": f"{same}old{same}"}}, {"spec": {"definition": f"{same}new{same}"}})
    before, after = stored["spec.definition"]
    assert ("old" in before, "new" in after) == (True, True)
    assert max(len(before), len(after)) <= MAX_VALUE_CHARACTERS + 2
    assert before.startswith("…x")
    assert before.endswith("x…")


def test_short_texts_lists_and_what_came_or_went_are_kept_whole() -> None:
    old = {"metadata": {"tags": ["a"], "title": "A"}, "spec": {"owner": "shop"}}
    new = {"metadata": {"tags": ["a", "b"]}, "spec": {"owner": "money", "type": "y" * (MAX_VALUE_CHARACTERS + 1)}}
    assert diff_entities(old, new) == {
        "metadata.tags": [["a"], ["a", "b"]],
        "metadata.title": ["A", None],
        "spec.owner": ["shop", "money"],
        "spec.type": [None, "y" * MAX_VALUE_CHARACTERS + "…"],
    }
