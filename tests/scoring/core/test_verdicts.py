"""A failed verdict without evidence or remedy cannot be made."""

import pytest

from scoring.core.evidence import FileEvidence
from scoring.core.verdicts import Outcome, Verdict, failed, not_applicable, passed, unknown, worst

REF = "component:default/cart"
FILE = FileEvidence("The owner", 7, "a" * 40, "catalog-info.yaml", 12)


def test_failed_without_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="needs evidence and a remedy"):
        failed(REF, "Nobody owns cart.", "Name an owner.", ())  # type: ignore[arg-type]


def test_failed_without_remedy_is_refused() -> None:
    with pytest.raises(ValueError, match="needs evidence and a remedy"):
        failed(REF, "Nobody owns cart.", "", (FILE,))


def test_a_verdict_without_a_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match="without a sentence"):
        Verdict(Outcome.PASSED, REF, "")


def test_failed_keeps_what_a_person_needs() -> None:
    verdict = failed(REF, "Nobody owns cart.", "Name an owner.", (FILE,), key="k", team_ref="group:default/shop")
    assert (verdict.outcome, verdict.key, verdict.team_ref, verdict.evidence) == (
        Outcome.FAILED,
        "k",
        "group:default/shop",
        (FILE,),
    )


def test_the_worst_verdict_decides_and_unknown_is_not_the_worst() -> None:
    bad = failed(REF, "Nobody owns cart.", "Name an owner.", (FILE,))
    good, dark, none = passed(REF, "Fine."), unknown(REF, "Not read."), not_applicable(REF, "No code.")
    assert worst([none, good, dark, bad]) is bad
    assert worst([none, good, dark]) is dark
    assert worst([none, good]) is good
