"""Commits are summed up by author, code root and day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from catalog.core.history_log import CommitRecord, FileChange
from scoring.core.history import Activity, ActivityKey, History, add_activity, make_digest, sum_up_history

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
ADA = ("Ada", "ada@example.org")
ROOTS = ("services/cart", "services/cart/api", "libs")


def commit(
    *paths: str,
    by: tuple[str, str] = ADA,
    days_ago: float = 1,
    parents: Sequence[str] = ("p" * 40,),
    sha: str = "a" * 40,
) -> CommitRecord:
    at = NOW - timedelta(days=days_ago)
    changes = tuple(FileChange("M", path) for path in paths)
    return CommitRecord(sha, tuple(parents), *by, at, "Web", "web@example.org", at, "m", changes, len(changes))


def counts(history: History) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for key, row in history.rows.items():
        found[key.path_prefix, key.author_email] = found.get((key.path_prefix, key.author_email), 0) + row.commits
    return found


def sum_up(*commits: CommitRecord, is_shallow: bool = False) -> History:
    return sum_up_history(commits, ROOTS, NOW, is_shallow=is_shallow)


def test_a_commit_counts_once_in_each_root_it_touches_however_many_files() -> None:
    history = sum_up(commit("services/cart/a.py", "services/cart/b.py", "libs/x.py", "README.md"))
    assert counts(history) == {
        ("services/cart", "ada@example.org"): 1,
        ("libs", "ada@example.org"): 1,
        ("", "ada@example.org"): 1,
    }


def test_the_deepest_root_has_the_path_alone() -> None:
    assert counts(sum_up(commit("services/cart/api/v1.py"))) == {("services/cart/api", "ada@example.org"): 1}


def test_merges_are_not_counted() -> None:
    merge = commit("services/cart/a.py", parents=("p" * 40, "q" * 40))
    assert sum_up(merge).rows == {}


def test_one_row_per_day_keeps_the_last_commit() -> None:
    early, late = commit("libs/a", days_ago=1.3, sha="1" * 40), commit("libs/a", days_ago=1.1, sha="2" * 40)
    other_day = commit("libs/a", days_ago=3, sha="3" * 40)
    rows = sum_up(late, early, other_day).rows
    assert {key.day_date: (row.commits, row.last_commit) for key, row in rows.items()} == {
        date(2026, 5, 9): (2, "2" * 40),
        date(2026, 5, 7): (1, "3" * 40),
    }


def test_a_machine_with_a_persons_address_does_not_swallow_the_persons_work() -> None:
    rows = sum_up(commit("libs/a"), commit("libs/a", by=("payments-ci[bot]", "ada@example.org"))).rows
    assert sorted((key.is_bot, row.commits) for key, row in rows.items()) == [(False, 1), (True, 1)]


def test_addresses_are_compared_without_case_and_people_without_one_stay_apart() -> None:
    rows = sum_up(
        commit("libs/a", by=("Ada", "Ada@Example.ORG")),
        commit("libs/a"),
        commit("libs/a", by=("Bo", "")),
        commit("libs/a", by=("Cy", "")),
    )
    assert counts(rows) == {("libs", "ada@example.org"): 2, ("libs", "bo"): 1, ("libs", "cy"): 1}


def test_a_date_in_the_future_counts_as_now() -> None:
    (key,) = sum_up(commit("libs/a", days_ago=-4000)).rows
    assert key.day_date == NOW.date()


def test_a_shallow_clone_says_since_when_it_knows() -> None:
    cut = commit("libs/a", "libs/b", days_ago=20, parents=())
    later = commit("libs/a", days_ago=3)
    history = sum_up(later, cut, is_shallow=True)
    assert history.complete_since == NOW - timedelta(days=20)
    assert counts(history) == {("libs", "ada@example.org"): 1}


def test_the_first_commit_of_a_whole_clone_counts() -> None:
    history = sum_up(commit("libs/a", parents=()))
    assert history.complete_since is None
    assert counts(history) == {("libs", "ada@example.org"): 1}


def test_absurd_names_fit_the_table() -> None:
    ((key, row),) = sum_up(commit("libs/a", by=("n" * 9000, "e" * 9000))).rows.items()
    assert (len(key.author_email), len(row.author_name)) == (320, 300)


def test_a_file_that_is_a_root_of_its_own_is_not_its_folders() -> None:
    rows = sum_up_history([commit("libs/a.py"), commit("libs/b.py")], ("libs", "libs/b.py"), NOW).rows
    assert sorted(key.path_prefix for key in rows) == ["libs", "libs/b.py"]


def test_the_digest_tells_parts_apart() -> None:
    assert make_digest("a", "b") == make_digest("a", "b")
    assert len({make_digest("a", "b"), make_digest("ab"), make_digest("b", "a"), make_digest("a", "b", "")}) == 4


COMMITS = st.lists(
    st.builds(
        commit,
        st.sampled_from(["libs/a", "services/cart/a", "x"]),
        by=st.sampled_from([ADA, ("Bo", "bo@example.org"), ("ci[bot]", "ada@example.org")]),
        days_ago=st.integers(0, 4),
        sha=st.sampled_from(["1" * 40, "2" * 40, "3" * 40]),
    ),
    max_size=12,
)


@given(COMMITS, st.integers(0, 12))
def test_reading_in_two_parts_gives_what_reading_at_once_gives(commits: list[CommitRecord], cut: int) -> None:
    whole = sum_up(*commits).rows
    first, second = sum_up(*commits[:cut]).rows, sum_up(*commits[cut:]).rows
    assert {**first, **add_activity(first, second)} == whole


def test_adding_changes_only_the_rows_that_are_new() -> None:
    key = ActivityKey("libs", "ada@example.org", False, date(2026, 5, 9))
    old = {key: Activity("Ada", 2, "1" * 40, NOW), key._replace(path_prefix=""): Activity("Ada", 5, "1" * 40, NOW)}
    new = {key: Activity("Ada L", 1, "2" * 40, NOW + timedelta(hours=1))}
    assert add_activity(old, new) == {key: Activity("Ada L", 3, "2" * 40, NOW + timedelta(hours=1))}
