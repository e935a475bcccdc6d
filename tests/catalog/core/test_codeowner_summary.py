from catalog.core.codeowner_summary import MAX_FILES, owners_of_folder, summarise_codeowners
from catalog.core.codeowners import Dialect, parse_codeowners


def summarise(text: str, files: list[str], *wanted: str, dialect: Dialect = Dialect.GITHUB) -> dict[str, object]:
    return summarise_codeowners("CODEOWNERS", parse_codeowners(text, dialect), files, wanted)


def test_the_rule_that_covers_most_files_of_a_folder_speaks_for_it() -> None:
    summary = summarise("* @acme/shop\n/docs/ @acme/writers\n", ["a.py", "b.py", "c.py", "docs/a.md"])
    found = owners_of_folder(summary, "")
    assert found is not None
    assert (found.owners, found.line, found.share) == (("@acme/shop",), 1, 0.75)
    docs = owners_of_folder(summary, "docs")
    assert docs is not None
    assert docs.owners == ("@acme/writers",)


def test_a_folder_that_is_not_listed_is_that_above_it() -> None:
    summary = summarise("/cart/ @acme/cart\n", ["cart/a.py", "pay/a.py"])
    found = owners_of_folder(summary, "cart/deep/down/there/and/further")
    assert found is not None
    assert found.owners == ("@acme/cart",)


def test_files_that_no_rule_covers_count_against_a_claim() -> None:
    assert owners_of_folder(summarise("/docs/ @acme/writers\n", ["docs/a", "a", "b"]), "") is None


def test_files_unowned_on_purpose_are_claimed_by_nobody() -> None:
    assert owners_of_folder(summarise("* @acme/shop\n/gen/\n", ["gen/a", "gen/b"]), "gen") is None


def test_all_sections_of_gitlab_count() -> None:
    summary = summarise("[Code]\n* @shop\n[Safety]\n* @security\n", ["a.py"], dialect=Dialect.GITLAB)
    found = owners_of_folder(summary, "")
    assert found is not None
    assert found.owners == ("@shop", "@security")


def test_a_wanted_folder_is_listed_however_deep_it_is() -> None:
    files = ["a/b/c/d/e/f/x.py", "a/y.py", "a/z.py"]
    text = "* @acme/shop\n/a/b/c/d/e/f/ @acme/deep\n"
    found = owners_of_folder(summarise(text, files, "a/b/c/d/e/f"), "a/b/c/d/e/f")
    assert found is not None
    assert found.owners == ("@acme/deep",)


def test_of_very_many_files_a_sample_is_taken() -> None:
    summary = summarise("* @acme/shop\n", [f"f{number}" for number in range(3 * MAX_FILES)])
    assert owners_of_folder(summary, "") is not None
