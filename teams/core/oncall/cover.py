"""Several schedules side by side: who is on call by any of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from teams.core.oncall.model import Shift


def merge_shifts(timelines: Iterable[Sequence[Shift]]) -> tuple[Shift, ...]:
    """The longest intervals with the same people over all timelines, in order; each timeline is in order itself."""
    events = sorted(
        ((at, is_start, person) for line in timelines for shift in line for person in shift.people
         for at, is_start in ((shift.start, True), (shift.end, False))),
    )  # fmt: skip
    counts: dict[str, int] = {}
    merged: list[Shift] = []
    for index, (at, is_start, person) in enumerate(events):
        counts[person] = counts.get(person, 0) + (1 if is_start else -1)
        until = events[index + 1][0] if index + 1 < len(events) else at
        people = tuple(sorted(person for person, count in counts.items() if count > 0))
        if until == at or not people:
            continue
        if merged and merged[-1].end == at and merged[-1].people == people:
            merged[-1] = Shift(merged[-1].start, until, people)
        else:
            merged.append(Shift(at, until, people))
    return tuple(merged)
