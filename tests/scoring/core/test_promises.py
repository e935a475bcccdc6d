"""What teams promise, and the notice that holds for an entity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.core.promises import find_notice, find_promises, list_promises
from scoring.core.snapshot import Owner, Snapshot
from tests.scoring.samples import CHECKOUT, PAYMENTS, directory, entity
from tests.scoring.team_api_samples import keeping

API = entity(kind="api", name="charges")
OFFERS = (
    "provides: [{name: Charges, ref: 'api:default/charges', availability: 99.9, latencyMs: 200, responseTime: PT4H, "
    "expectations: Answers at once, deprecationNotice: P180D}, {name: Advice}]"
)
VERSIONING = "versioning:\n  scheme: semver\n  deprecationNotice: P90D"


def owned(by: str = PAYMENTS, problems: dict[str, str] | None = None, /, **texts: str) -> Snapshot:
    given: dict[str, Any] = {"owners": {API.ref: Owner(by, 1)}}
    return keeping(API, snapshot_of=given, problems=problems, **texts)


def test_what_is_promised_with_the_line_that_says_so() -> None:
    charges, advice = list_promises(owned(payments=f"{OFFERS}\n{VERSIONING}"))
    assert (charges.team_ref, charges.subject_ref) == (PAYMENTS, API.ref)
    assert (charges.offering.availability, charges.offering.latency_ms) == (99.9, 200)
    assert charges.offering.response_time is not None
    assert charges.offering.response_time.in_words == "4 hours"
    assert charges.notice is not None
    assert charges.notice.days == 180
    assert (charges.evidence.path, charges.evidence.line) == ("teams/payments/team-api.yaml", 5)
    assert (advice.subject_ref, advice.notice and advice.notice.days) == ("", 90)


def test_promises_of_one_entity() -> None:
    snapshot = owned(payments=OFFERS, checkout=OFFERS)
    assert [promise.team_ref for promise in find_promises(snapshot, API)] == [CHECKOUT, PAYMENTS]
    assert find_promises(snapshot, entity()) == ()


def test_a_former_ref_leads_to_the_entity_and_a_ref_to_nothing_to_none() -> None:
    aliases = directory(aliases={("ref", "api:default/charges-v1"): API.ref})
    snapshot = owned(payments=OFFERS.replace("default/charges", "default/charges-v1"))
    assert list_promises(snapshot)[0].subject_ref == ""
    assert list_promises(replace(snapshot, directory=aliases))[0].subject_ref == API.ref


@pytest.mark.parametrize(
    ("texts", "by", "expected"),
    [
        ({"payments": OFFERS}, PAYMENTS, (PAYMENTS, 180, 5)),
        ({"payments": VERSIONING}, PAYMENTS, (PAYMENTS, 90, 7)),
        ({"payments": VERSIONING, "checkout": OFFERS}, PAYMENTS, (CHECKOUT, 180, 5)),
        ({"payments": OFFERS, "checkout": OFFERS.replace("P180D", "P30D")}, PAYMENTS, (PAYMENTS, 180, 5)),
        ({"checkout": VERSIONING}, PAYMENTS, None),
        ({"payments": "versioning: {scheme: semver}"}, PAYMENTS, None),
        ({"payments": VERSIONING}, CHECKOUT, None),
    ],
    ids=[
        "of the offering", "of the team", "of another's offering", "the owner's first", "of another team", "none given",
        "of a team that is not accountable",
    ],
)  # fmt: skip
def test_the_notice_of_an_entity(texts: dict[str, str], by: str, expected: tuple[str, int, int] | None) -> None:
    notice = find_notice(owned(by, **texts), API)
    assert (notice and (notice.team_ref, notice.duration.days, notice.evidence.line)) == expected


def test_what_a_file_said_before_it_broke_still_stands() -> None:
    assert find_notice(owned(PAYMENTS, {"payments": "no YAML"}, payments=VERSIONING), API) is not None
    assert list_promises(owned(PAYMENTS, {"payments": "no YAML"})) == ()
