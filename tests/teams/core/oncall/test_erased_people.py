"""On-call sources go on naming whoever was erased: their shifts stay theirs, under the pseudonym."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from catalog.core.erasure import Erased, Eraser, Pseudonym, Reach, fold
from teams.core.oncall.model import Shift
from teams.core.oncall.vendors.result import Imported, ImportedSchedule, Unmatched, erase_people

START = datetime(2026, 1, 5, tzinfo=UTC)
ADA = Pseudonym("ab12")
REF, BO = "user:default/erased-ab12", "user:default/bo"


def test_their_shifts_are_those_of_the_pseudonym_and_strangers_stay_strangers() -> None:
    texts = {
        "ada@example.org": Erased(Reach.EMAIL, ADA.get_email()),
        "Ada Byron": Erased(Reach.PHRASE, ADA.shown_name),
    }
    eraser = Eraser(lambda text: text, {fold(text): each for text, each in texts.items()}, {REF: ADA})
    known = {ADA.get_email(): REF, ADA.shown_name.casefold(): REF, "bo bee": BO}
    shifts = tuple(
        Shift(START + timedelta(days=day), START + timedelta(days=day + 1), people)
        for day, people in enumerate([("ada@example.org",), (BO, "Ada Byron"), ("Stranger",)])
    )
    unmatched = tuple(Unmatched(name, "Nights of Ada Byron", START, 1) for name in ("ada@example.org", "Stranger"))
    schedule = ImportedSchedule("P1", "Nights of Ada Byron", "UTC", shifts, unmatched)
    (found,) = erase_people(Imported((schedule,)), eraser, known).schedules
    assert [each.people for each in found.shifts] == [(REF,), (BO, REF), ("Stranger",)]
    assert [(each.start, each.end) for each in found.shifts] == [(each.start, each.end) for each in shifts]
    assert found.title == f"Nights of {ADA.shown_name}"
    assert [(each.name, each.schedule) for each in found.unmatched] == [("Stranger", found.title)]
