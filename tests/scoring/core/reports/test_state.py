"""A state is stored and read back whole, and narrowed without a rest of what its reader may not see."""

from __future__ import annotations

from datetime import date

import orjson

from scoring.core.reports.state import ScopeState
from tests.scoring.core.reports.samples import NOW, finding, resolution, resting, scores, state, unknown


def test_what_is_stored_is_read_back() -> None:
    stored = state(
        finding(1),
        finding(2, source_id=None, is_back=True),
        exempted=(resting(3, date(2026, 4, 1)),),
        resolved=(resolution(4), resolution(5, sentence="", how="")),
        unknown=(unknown("claims-agree", 3, "no history"),),
        scores=(scores(180, 2),),
        past_scores=(scores(150, 2, day=date(2026, 3, 2)),),
    )
    assert ScopeState.from_json(orjson.loads(orjson.dumps(stored.to_json()))) == stored


def test_never_judged_is_stored_too() -> None:
    assert ScopeState.from_json(state(judged_at=None).to_json()).judged_at is None


def test_what_a_later_version_adds_does_not_stop_this_one() -> None:
    assert ScopeState.from_json({**state().to_json(), "mood": "fine"}) == state()


def test_a_narrowed_state_has_nothing_of_other_sources() -> None:
    mixed = state(
        finding(1),
        finding(2, source_id=7),
        finding(3, source_id=None),
        exempted=(finding(4, exempted_until=date(2026, 4, 1), source_id=7),),
        resolved=(resolution(5, source_id=7),),
        unknown=(unknown("claims-agree", 3, "the vault cannot be read", source_id=7),),
        scores=(scores(50), scores(90, source_id=7)),
        past_scores=(scores(90, day=NOW.date(), source_id=7),),
    )
    narrowed = mixed.narrow({None, 1})
    of_two = state(finding(6, guards=(7,)))
    assert (of_two.narrow({None, 1}).told, of_two.narrow({None, 1}).open) == ((), ())
    assert of_two.narrow({None, 1, 7}) == of_two
    assert narrowed.list_open_ids() == {1, 3}
    assert [each.id for each in narrowed.told] == [1, 3]
    assert (narrowed.exempted, narrowed.resolved, narrowed.unknown, narrowed.past_scores) == ((), (), (), ())
    assert narrowed.scores == (scores(50),)
    assert mixed.narrow({None, 1, 7}) == mixed
