"""Single lines of a CODEOWNERS file: the grammar of each host, from text to rule or problem."""

import re
from dataclasses import dataclass

from catalog.core.path_patterns import ANY_FOLDERS, LONGEST_PATTERN, PathPattern, Segment, compile_name

_GITHUB_OWNER = re.compile(r"@[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)?(?:\[bot\])?")
_GITLAB_OWNER = re.compile(r"@[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")
_GITLAB_ROLE = re.compile(r"@@(?:developer|maintainer|owner)s?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_HEADING = re.compile(r"(?P<optional>\^?)\[(?P<name>[^\]]+)\](?:\[(?P<approvals>[^\]]*)\])?(?:\s+(?P<owners>.*))?")
_APPROVALS = re.compile("[0-9]{1,3}")
LONGEST_OWNER = 300
QUOTED_CHARACTERS = 50


@dataclass(frozen=True)
class CodeownersProblem:
    """Something that is not read as its author may have meant it; the message is a sentence for people."""

    line: int
    message: str


@dataclass(frozen=True)
class Section:
    """A heading of GitLab's dialect; ``owners`` are those it gives to lines without, ``owners_line`` its line."""

    name: str = ""
    is_optional: bool = False
    approvals: int = 1
    owners: tuple[str, ...] = ()
    owners_line: int = 0


@dataclass(frozen=True)
class Rule:
    """One line: a pattern and the owners as written, none if the line says that nobody owns it.

    ``owners_line`` is another line where the owners come from a section's heading. ``section`` is empty outside
    sections and in GitHub's dialect.
    """

    line: int
    pattern_text: str
    pattern: PathPattern
    owners: tuple[str, ...]
    owners_line: int
    section: str = ""
    is_exclusion: bool = False


def parse_github_line(line: str, number: int) -> Rule | CodeownersProblem | None:
    """A rule, the problem for which GitHub skips the line, or ``None`` for blank lines and comments."""
    words = _split_line(line)
    if not words or words[0].startswith("#"):
        return None
    text, *rest = words
    unread = _find_unread_syntax(text)
    if unread:
        return CodeownersProblem(number, f"{unread}: the line is skipped")
    owners = []
    for word in rest:
        if word.startswith("#"):
            break
        if not _is_owner(word, _GITHUB_OWNER):
            return CodeownersProblem(number, f"{_quote(word)} is no owner: the line is skipped")
        owners.append(word)
    return Rule(number, text, compile_github_pattern(text), tuple(owners), number)


def parse_gitlab_heading(line: str, number: int) -> Section | None:
    """The section that a heading begins; ``None`` if the line is no heading."""
    found = _HEADING.fullmatch(line.strip())
    if found is None or not found["name"].strip():
        return None
    owners, _ = _take_gitlab_owners((found["owners"] or "").split())
    approvals = found["approvals"] or ""
    wanted = int(approvals) if _APPROVALS.fullmatch(approvals) else 1
    return Section(found["name"].strip(), bool(found["optional"]), max(1, wanted), owners, number)


def parse_gitlab_line(line: str, number: int, section: Section) -> tuple[Rule | None, CodeownersProblem | None]:
    """A rule in ``section`` and what is wrong with the line, each ``None`` where there is none."""
    words = _split_line(line)
    if not words or words[0].startswith("#"):
        return None, None
    text, *rest = words
    is_exclusion = text.startswith("!")
    pattern_text = text.removeprefix("!")
    if not pattern_text or len(pattern_text) > LONGEST_PATTERN:
        return None, CodeownersProblem(number, "the pattern is empty or too long: the line is skipped")
    pattern = compile_gitlab_pattern(pattern_text)
    if is_exclusion:
        return Rule(number, text, pattern, (), number, section.name, is_exclusion=True), None
    owners, strangers = _take_gitlab_owners(rest)
    problem = CodeownersProblem(number, f"{_quote(strangers[0])} is no owner: ignored") if strangers else None
    if rest or not section.owners:
        return Rule(number, text, pattern, owners, number, section.name), problem
    return Rule(number, text, pattern, section.owners, section.owners_line, section.name), problem


def compile_github_pattern(text: str) -> PathPattern:
    """GitHub's reading: as in ``.gitignore``, but ``folder/*`` stays in the folder."""
    names = text.removeprefix("/").removesuffix("/").split("/")
    is_anchored = "/" in text.removesuffix("/")
    segments: list[Segment] = [] if is_anchored else [ANY_FOLDERS]
    segments += [ANY_FOLDERS if name == "**" else compile_name(name) for name in names]
    if text.endswith("/") or (names[-1] == "**" and len(names) > 1):
        segments += [ANY_FOLDERS, compile_name("*")]
    elif not (is_anchored and names[-1] == "*"):
        segments.append(ANY_FOLDERS)
    return PathPattern(tuple(segments))


def compile_gitlab_pattern(text: str) -> PathPattern:
    """GitLab's reading: ``File.fnmatch`` on whole paths, so a folder needs its slash at the end."""
    if text == "*":
        return PathPattern((ANY_FOLDERS,))
    segments: list[Segment] = [] if text.startswith("/") else [ANY_FOLDERS]
    *folders, last = text.removeprefix("/").split("/")
    segments += [ANY_FOLDERS if name == "**" else compile_name(name, classes=True) for name in folders]
    segments += [compile_name(last, classes=True)] if last else [ANY_FOLDERS, compile_name("*")]
    return PathPattern(tuple(segments))


def _split_line(line: str) -> list[str]:
    r"""Words between blanks; ``\ `` is a blank within a word and stays escaped."""
    words: list[str] = []
    for part in line.replace("\t", " ").strip().split(" "):
        if words and _ends_escaped(words[-1]):
            words[-1] += f" {part}"
        elif part:
            words.append(part)
    return words


def _ends_escaped(word: str) -> bool:
    return (len(word) - len(word.rstrip("\\"))) % 2 == 1


def _find_unread_syntax(pattern: str) -> str:
    """What GitHub does not read in this pattern; empty if it reads all of it."""
    if pattern.startswith("!"):
        return 'a pattern cannot be negated with "!"'
    if pattern.startswith("\\#"):
        return 'a pattern cannot start with an escaped "#"'
    if "[" in pattern or "]" in pattern:
        return 'a pattern cannot contain "[" or "]"'
    return "the pattern is too long" if len(pattern) > LONGEST_PATTERN else ""


def _take_gitlab_owners(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The owners among the words, and the words that are none."""
    trimmed = [word.strip(",;") for word in words]
    owners = tuple(word for word in trimmed if _GITLAB_ROLE.fullmatch(word) or _is_owner(word, _GITLAB_OWNER))
    return owners, [word for word in trimmed if word and word not in owners]


def _is_owner(word: str, handle: re.Pattern[str]) -> bool:
    return len(word) <= LONGEST_OWNER and bool(handle.fullmatch(word) or _EMAIL.fullmatch(word))


def _quote(word: str) -> str:
    shown = word if len(word) <= QUOTED_CHARACTERS else f"{word[:QUOTED_CHARACTERS]}…"
    return f'"{shown}"'
