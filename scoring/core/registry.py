"""The checks, found by their folder: one file of `scoring/core/checks/` is one check.

`owner_is_declared.py` holds the check `owner-is-declared`. Its docstring is what people read about it, its function
`judge` is what decides. Whatever is wrong with a file stops the start with the name of the file.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from types import ModuleType

from scoring.core import checks
from scoring.core.snapshot import Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict

HEADINGS = ("What it checks", "Why it matters", "How to fix", "Known limits")
Judge = Callable[[Snapshot], Iterable[Verdict]]
_NAME = re.compile(r"[a-z]+(_[a-z]+)+")
#: Kinds of subjects: kinds of entities in lower case, and repositories.
SUBJECT_KINDS = frozenset({"component", "api", "resource", "system", "domain", "group", "user", "repository"})


class BrokenCheckError(Exception):
    """A file in the folder of checks is no check; the message names the file and what is missing."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its id for ever, its texts, the kinds it judges, its topic, and the history it needs.

    `label` is what people call what it finds ("No owner declared"); without one it is the title.

    `windows` are the spans of history, in days back from now, for which its Snapshot must hold numbers of commits.
    """

    id: str
    title: str
    texts: dict[str, str]
    subjects: tuple[str, ...]
    windows: tuple[int, ...]
    judge: Judge
    topic: Topic = Topic.OTHERS
    label: str = ""


@cache
def get_checks() -> dict[str, Check]:
    """All checks by id, in the order of their ids. Raises BrokenCheckError."""
    names = sorted(module.name for module in pkgutil.iter_modules(checks.__path__))
    found = (read_check(_import(f"{checks.__name__}.{name}")) for name in names)
    return {check.id: check for check in found}


def get_windows() -> tuple[int, ...]:
    """The windows of history that some check needs, in days, shortest first."""
    return tuple(sorted({window for check in get_checks().values() for window in check.windows}))


def read_check(module: ModuleType) -> Check:
    """The check in a module. Raises BrokenCheckError naming the module and what is missing."""
    name = module.__name__.rpartition(".")[2]
    if not _NAME.fullmatch(name):
        raise BrokenCheckError(
            f"{module.__name__}: the name of a check is a statement of two or more words: owner_is_x"
        )
    judge = getattr(module, "judge", None)
    if not callable(judge):
        raise BrokenCheckError(f"{module.__name__}: there is no function judge(snapshot)")
    subjects = getattr(module, "SUBJECTS", ())
    if not subjects or not set(subjects) <= SUBJECT_KINDS:
        raise BrokenCheckError(f"{module.__name__}: SUBJECTS must name some of {', '.join(sorted(SUBJECT_KINDS))}")
    title, texts = _read_texts(module)
    windows = (module.WINDOW_DAYS,) if hasattr(module, "WINDOW_DAYS") else ()
    topic, label = getattr(module, "TOPIC", Topic.OTHERS), getattr(module, "LABEL", title.rstrip("."))
    if not isinstance(topic, Topic) or not label:
        raise BrokenCheckError(f"{module.__name__}: TOPIC must be a Topic and LABEL a text")
    return Check(name.replace("_", "-"), title, texts, tuple(subjects), windows, judge, topic, label)


def _import(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise BrokenCheckError(f"{name} cannot be imported: {error}") from error


def _read_texts(module: ModuleType) -> tuple[str, dict[str, str]]:
    title, _, rest = cleandoc(module.__doc__ or "").partition("\n")
    if not title.strip().endswith("."):
        raise BrokenCheckError(f"{module.__name__}: the docstring must begin with a sentence that says what is true")
    texts = _split_headings(rest)
    for heading in HEADINGS:
        if not texts.get(heading):
            raise BrokenCheckError(f'{module.__name__}: the docstring has nothing under "{heading}"')
    return title.strip(), {heading: texts[heading] for heading in HEADINGS}


def _split_headings(text: str) -> dict[str, str]:
    """Heading -> the indented text below it."""
    found: dict[str, list[str]] = {}
    below: list[str] = []
    for line in text.splitlines():
        if line and not line.startswith(" "):
            below = found.setdefault(line.strip(), [])
        else:
            below.append(line)
    return {heading: cleandoc("\n".join(["", *lines])) for heading, lines in found.items()}
