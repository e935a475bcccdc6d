"""Values worked out when they are asked for."""

from __future__ import annotations

import pytest

from scoring.core.computed import Computed


def test_each_value_is_worked_out_once_and_only_if_asked_for() -> None:
    asked: list[int] = []

    def double(number: int) -> int | None:
        asked.append(number)
        return number * 2 or None

    doubled = Computed({0, 1, 2}, double)
    assert (doubled[2], doubled[2], doubled.get(1)) == (4, 4, 2)
    assert asked == [2, 1]
    assert sorted(doubled) == [1, 2]
    assert len(doubled) == 2


@pytest.mark.parametrize("key", [0, 3])
def test_a_key_without_a_value_and_a_foreign_one_are_not_there(key: int) -> None:
    doubled = Computed({0, 1}, lambda number: number or None)
    assert key not in doubled
    with pytest.raises(KeyError):
        doubled[key]
