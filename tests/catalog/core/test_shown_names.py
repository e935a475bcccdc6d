"""A name does not turn the sentence around it stands in."""

import pytest

from catalog.core.shown_names import clean_name, say_words


@pytest.mark.parametrize("turn", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_what_turns_text_around_is_dropped(turn: str) -> None:
    assert clean_name(f"a{turn}bc") == "abc"


@pytest.mark.parametrize("name", ["checkout", "תשלומים", "الدفع 2", "עברית\u200f!", "a\u200bb", "🙂", ""])
def test_names_in_any_script_stay_as_they_are(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "words"),
    [("dependsOn", "depends on"), ("providesApi", "provides API"), ("FeatureFlag", "feature flag"), ("API", "API"),
     ("Component", "component"), ("", "")],
)  # fmt: skip
def test_names_in_camel_case_are_read_as_words(name: str, words: str) -> None:
    assert say_words(name) == words
