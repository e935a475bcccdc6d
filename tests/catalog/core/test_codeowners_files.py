"""Which CODEOWNERS file counts, and real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.core.codeowners import Dialect, FoundCodeowners, find_codeowners, parse_codeowners


@pytest.mark.parametrize(
    ("paths", "dialect", "found"),
    [
        (["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"], Dialect.GITHUB, ".github/CODEOWNERS"),
        (["CODEOWNERS", "docs/CODEOWNERS"], Dialect.GITHUB, "CODEOWNERS"),
        (["docs/CODEOWNERS", ".gitlab/CODEOWNERS"], Dialect.GITHUB, "docs/CODEOWNERS"),
        (["CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"], Dialect.GITLAB, "CODEOWNERS"),
        (["docs/CODEOWNERS", ".gitlab/CODEOWNERS"], Dialect.GITLAB, "docs/CODEOWNERS"),
        ([".github/CODEOWNERS", ".gitlab/CODEOWNERS"], Dialect.GITLAB, ".gitlab/CODEOWNERS"),
    ],
)
def test_host_reads_the_first_of_its_places(paths: list[str], dialect: Dialect, found: str) -> None:
    assert find_codeowners(paths, dialect) == FoundCodeowners(found, dialect)


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([".gitlab/CODEOWNERS"], FoundCodeowners(".gitlab/CODEOWNERS", Dialect.GITLAB)),
        (["CODEOWNERS", ".gitlab/CODEOWNERS"], FoundCodeowners("CODEOWNERS", Dialect.GITHUB)),
        (["src/CODEOWNERS", "codeowners", ".gitlab/CODEOWNERS.md"], None),
        ([], None),
    ],
)
def test_unknown_host(paths: list[str], found: FoundCodeowners | None) -> None:
    assert find_codeowners(paths) == found


# File name: path asked, owners of each section in force.
REAL = {
    "grafana__oncall__.github__CODEOWNERS": (
        "grafana-plugin/pkg/x.go",
        [("@grafana/grafana-irm-backend",)],
    ),
    "grafana__oncall@03d54023__.github__CODEOWNERS": ("CHANGELOG.md", [()]),
    "DefectDojo__django-DefectDojo__.github__CODEOWNERS": ("docs/content/x.md", [("@Maffooch", "@blakeaowens")]),
    "ossf__scorecard@59edb12f__.github__CODEOWNERS": ("a/b.md", [("@olivekl",)]),
    "spinnaker__spinnaker__kork__CODEOWNERS": ("kork-aws.gradle", [("@spinnaker/sig-aws",)]),
    "IRCAD__sight__.gitlab__CODEOWNERS": ("libs/viz/x/y.cpp", [("@fbridault",)]),
    "4C-multiphysics__website__.gitlab__CODEOWNERS": ("a/b", [("@baci/baci_maintainer",)]),
    "NVIDIA__warp__.gitlab__CODEOWNERS": (
        "warp/native/volume_write.cpp",
        [("@mmacklin", "@lwawrzyniak", "@ncapens"), ("@gklar",)],
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_name_these_owners(shared: Path, name: str) -> None:
    path, expected = REAL[name]
    dialect = Dialect.GITLAB if "__.gitlab__" in name else Dialect.GITHUB
    parsed = parse_codeowners((shared / "corpus/codeowners" / name).read_text(), dialect)
    assert [rule.owners for rule in parsed.owners_of(path)] == expected


def test_real_files_are_understood_but_for_these_lines(shared: Path) -> None:
    problems = {}
    files = sorted((shared / "corpus/codeowners").iterdir())
    for file in files:
        dialect = Dialect.GITLAB if "__.gitlab__" in file.name else Dialect.GITHUB
        parsed = parse_codeowners(file.read_text(), dialect)
        assert parsed.rules, file.name
        problems.update({(file.name, problem.line): problem.message for problem in parsed.problems})
    assert len(files) > 40
    assert problems == {
        ("github-linguist__linguist@c24d6d28__.github__CODEOWNERS", 5): '"coming" is no owner: the line is skipped',
        ("readthedocs__readthedocs.org@4001eac3__.github__CODEOWNERS", 1): '"boolean" is no owner: the line is skipped',
    }
