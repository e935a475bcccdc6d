"""Nothing a repository contains gets out of the parser as an exception: a seeded share of `make fuzz`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzz_cases import load_samples
from bench.fuzz_descriptors import Tally, read_arguments, report, run_block, try_case
from catalog.core.descriptors import parse_file
from tests.catalog.core.descriptors.samples import SPECS, entity
from tests.conftest import SHARED

CORPUS_FILES = SHARED / "corpus" / "files"
SHARE = 3000

LEAVES = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["group:", "a/b", "$text"])
)
KEYS = st.text(max_size=5) | st.sampled_from(
    ["$text", "$yaml", "$openapi", "kind", "name", "namespace", "url", "owner"]
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
FIELDS = st.sampled_from(
    sorted({name for spec in SPECS.values() for name in spec} | {"dependencyOf", "profile", "targets"})
)


@pytest.mark.parametrize("mutated", [True, False], ids=["mutated", "generated"])
def test_nothing_escapes_from_broken_files(mutated: bool) -> None:
    samples = load_samples(CORPUS_FILES if CORPUS_FILES.is_dir() else None)
    tally = run_block(7, range(SHARE if mutated else SHARE // 20), mutated, samples)
    assert tally.escaped == []
    assert sum(tally.verdicts.values()) == (SHARE if mutated else SHARE // 20)


@settings(max_examples=300)
@given(
    kind=st.sampled_from(sorted(SPECS)), spec=st.dictionaries(FIELDS, VALUES, max_size=4), metadata=VALUES, root=VALUES
)
def test_any_data_in_any_field_gets_an_answer(kind: str, spec: dict[str, Any], metadata: Any, root: Any) -> None:
    data = entity(kind)
    data["spec"] |= spec
    data["metadata"] |= metadata if isinstance(metadata, dict) else {"labels": metadata, "annotations": metadata}
    for each in (data, data | {"metadata": metadata}, data | {"spec": root}, root):
        try_case(json.dumps(each, allow_nan=False, default=str).encode() if _has_json_form(each) else b"")


def _has_json_form(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False).encode()
    except ValueError:
        return False
    return True


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    try_case(content)


def test_one_bad_file_of_each_sort_is_one_clear_error() -> None:
    bad = {
        "brackets": b"[" * 50_000,
        "not utf-8": b"kind: \xe9t\xe9",
        "nul": b"kind: \0",
        "laughs": b"a: &a [x]\nb: &b [" + b"*a," * 101 + b"]",
    }
    for content in bad.values():
        [document] = parse_file("catalog-info.yaml", content).documents
        assert document.error is not None
        assert document.error.stage == "yaml"
        assert document.is_broken


def test_the_fuzzer_reports_what_escapes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(content: bytes) -> str:
        raise KeyError(len(content))

    monkeypatch.setattr("bench.fuzz_descriptors.try_case", fail)
    tally = Tally()
    tally.add(run_block(1, range(3), True, load_samples(None)))
    assert report(tally) == 1
    assert "3 escaped" in capsys.readouterr().out


def test_the_fuzzer_tries_all_of_it_unless_told_otherwise() -> None:
    options = read_arguments([])
    assert (options.mutated, options.generated, options.share) == (2_000_000, 100_000, 1.0)
