r"""CODEOWNERS: who is asked to review changes of a file, as GitHub and as GitLab read it.

GitHub ("About code owners", docs.github.com): patterns as in ``.gitignore``, the last that matches wins, one
without owners means nobody; ``!``, ``[ ]`` and ``\#`` are not supported; ``docs/*`` is the files directly in
``docs``; ``#`` behind the owners starts a comment; a line that is not understood is skipped; a file of 3 MB or more
is not read.

GitLab ("Syntax of CODEOWNERS file" and "Advanced CODEOWNERS configuration", docs.gitlab.com): each section is judged
on its own and its last match wins, lines in front of the first heading are a section without a name; a heading may
be optional (``^[name]``), ask for a number of approvals (``[name][2]``) and give owners to lines without; ``!`` takes
paths out of its section for good; patterns are those of ``File.fnmatch`` with ``*`` staying within a folder, so
a folder needs its slash at the end; words that are no owners are ignored.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import islice

from catalog.core.codeowners_lines import (
    CodeownersProblem,
    Rule,
    Section,
    parse_github_line,
    parse_gitlab_heading,
    parse_gitlab_line,
)
from catalog.core.path_patterns import PatternIndex

LARGEST_FILE_BYTES = 3 * 1024 * 1024
MOST_RULES = 20_000


class Dialect(StrEnum):
    """Whose reading applies."""

    GITHUB = "github"
    GITLAB = "gitlab"


# Where each host looks; it reads the first file that is there.
LOOKUP_ORDER = {
    Dialect.GITHUB: (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    Dialect.GITLAB: ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
}
CANDIDATE_PATHS = frozenset(path for paths in LOOKUP_ORDER.values() for path in paths)


@dataclass(frozen=True)
class Codeowners:
    """The rules of one file in the order of their lines, and what was not understood."""

    dialect: Dialect
    rules: tuple[Rule, ...] = ()
    problems: tuple[CodeownersProblem, ...] = ()
    sections: tuple[Section, ...] = ()

    def owners_of(self, path: str) -> tuple[Rule, ...]:
        """The rules in force for the file at ``path``: at most one, in GitLab at most one per section.

        Each has its owners as written and its line. A rule without owners says on purpose that nobody owns it;
        no rule at all says nothing.
        """
        matching = (self.rules[number] for number in self._index.find(path))
        if self.dialect is Dialect.GITHUB:
            return tuple(islice(matching, 1))
        fitting = list(matching)[::-1]
        excluded = {rule.section for rule in fitting if rule.is_exclusion}
        last_of = {rule.section: rule for rule in fitting}
        return tuple(rule for section, rule in last_of.items() if section not in excluded)

    @cached_property
    def _index(self) -> PatternIndex:
        return PatternIndex(rule.pattern for rule in self.rules)


@dataclass(frozen=True)
class FoundCodeowners:
    """The file in force and how to read it."""

    path: str
    dialect: Dialect


def find_codeowners(paths: Collection[str], dialect: Dialect | None = None) -> FoundCodeowners | None:
    """The file that the host reads, of all ``paths`` of a commit.

    Without a dialect (the host is not known) the file of GitHub's places is taken first; one in ``.gitlab`` is
    GitLab's.
    """
    dialects = (dialect,) if dialect else (Dialect.GITHUB, Dialect.GITLAB)
    for candidate in dialects:
        for path in LOOKUP_ORDER[candidate]:
            if path in paths:
                return FoundCodeowners(path, candidate)
    return None


def parse_codeowners(text: str, dialect: Dialect) -> Codeowners:
    """Reads the whole file. Never raises: what is not understood is a problem with its line."""
    if len(text.encode("utf-8", "replace")) >= LARGEST_FILE_BYTES:
        return Codeowners(dialect, problems=(CodeownersProblem(1, "the file has 3 MB or more: not read"),))
    reader = _Reader()
    read_line = reader.read_github_line if dialect is Dialect.GITHUB else reader.read_gitlab_line
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if len(reader.rules) == MOST_RULES:
            message = f"there are more than {MOST_RULES} rules: the rest is not read"
            reader.problems.append(CodeownersProblem(number, message))
            break
        read_line(line, number)
    return Codeowners(dialect, tuple(reader.rules), tuple(reader.problems), tuple(reader.sections.values()))


@dataclass
class _Reader:
    """What has been read of a file so far."""

    rules: list[Rule] = field(default_factory=list)
    problems: list[CodeownersProblem] = field(default_factory=list)
    sections: dict[str, Section] = field(default_factory=dict)
    heading: Section = field(default_factory=Section)

    def read_github_line(self, line: str, number: int) -> None:
        """One line in GitHub's dialect."""
        parsed = parse_github_line(line, number)
        if isinstance(parsed, CodeownersProblem):
            self.problems.append(parsed)
        elif parsed is not None:
            self.rules.append(parsed)

    def read_gitlab_line(self, line: str, number: int) -> None:
        """One line in GitLab's dialect."""
        heading = parse_gitlab_heading(line, number)
        if heading is not None:
            self.heading = self._combine(heading)
            return
        rule, problem = parse_gitlab_line(line, number, self.heading)
        self.rules += [rule] if rule else []
        self.problems += [problem] if problem else []

    def _combine(self, heading: Section) -> Section:
        """The heading under the name that its section was first given, whatever the case.

        A section is required as soon as one of its headings is, and wants the largest number of approvals.
        """
        key = heading.name.casefold()
        known = self.sections.setdefault(key, heading)
        self.sections[key] = replace(
            known,
            is_optional=known.is_optional and heading.is_optional,
            approvals=max(known.approvals, heading.approvals),
        )
        return replace(heading, name=known.name)
