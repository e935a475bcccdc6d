"""What names a schedule: our own annotation before a vendor's, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from teams.core.oncall.cover import merge_shifts
from teams.core.oncall.linking import ON_CALL_REF, Link, link_key, read_link
from teams.core.oncall.model import Shift

START = datetime(2026, 1, 5, tzinfo=UTC)


def shift(start: int, end: int, *people: str) -> Shift:
    return Shift(START + timedelta(hours=start), START + timedelta(hours=end), people)


@pytest.mark.parametrize(
    ("annotations", "link"),
    [
        ({ON_CALL_REF: "schedule:default/Payments"}, Link("schedule:default/payments")),
        ({ON_CALL_REF: "payments"}, Link("schedule:shop/payments")),
        ({ON_CALL_REF: "pagerduty:PABC"}, Link(vendor="pagerduty", key=link_key("pagerduty", "PABC"))),
        ({ON_CALL_REF: "payments", "pagerduty.com/service-id": "P"}, Link("schedule:shop/payments")),
        ({"pagerduty.com/service-id": "P"}, Link(vendor="PagerDuty", key=link_key("pagerduty.com/service-id", "P"))),
        ({"pagerduty.com/service-id": " "}, None),
        ({"example.org/pager": "x"}, None),
    ],
)
def test_links(annotations: dict[str, str], link: Link | None) -> None:
    assert read_link(annotations, "shop") == link


def test_timelines_side_by_side() -> None:
    first, second = [shift(0, 2, "a"), shift(2, 4, "b")], [shift(1, 2, "a", "c"), shift(6, 7, "c")]
    assert merge_shifts([first, second]) == (
        shift(0, 1, "a"), shift(1, 2, "a", "c"), shift(2, 4, "b"), shift(6, 7, "c")
    )  # fmt: skip
    assert merge_shifts([first]) == tuple(first)
    assert merge_shifts([]) == ()
