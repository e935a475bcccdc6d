"""The history of a repository in the language of `git fast-import`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.demo.sources import get_manifest_path, list_source_paths, render_manifest, render_source
from portal.demo.timeline import Step, list_steps, list_tags

if TYPE_CHECKING:
    from datetime import date, datetime

    from portal.demo.model import Author, Codebase, Repository
    from portal.demo.timeline import Tag

BRANCH = "refs/heads/main"
_SIDE = "refs/heads/work"


@dataclass(frozen=True)
class History:
    """A stream for `git fast-import` and what it makes."""

    stream: bytes
    commits: int
    merges: int
    tags: int


@dataclass(frozen=True)
class _Happening:
    """Something at a moment: a step, the merge of an earlier one, or a tag."""

    at: datetime
    order: int
    step: Step | None = None
    merge_of: Step | None = None
    tag: Tag | None = None


def write_history(repository: Repository, today: date) -> History:
    """Everything that ever happened in the repository, as seen on `today`."""
    writer = _Writer({codebase.name: codebase for codebase in repository.codebases})
    for happening in _list_happenings(repository, today):
        if happening.step is not None:
            writer.write_step(happening.step)
        elif happening.merge_of is not None:
            writer.write_merge(happening.merge_of)
        elif happening.tag is not None:
            writer.write_tag(happening.tag)
    return writer.finish()


def _list_happenings(repository: Repository, today: date) -> list[_Happening]:
    happenings = [_Happening(tag.at, 2, tag=tag) for tag in list_tags(repository, today)]
    for step in list_steps(repository, today):
        happenings.append(_Happening(step.at, 0, step=step))
        if step.merged_at is not None:
            happenings.append(_Happening(step.merged_at, 1, merge_of=step))
    return sorted(happenings, key=lambda each: (each.at, each.order))


@dataclass
class _Writer:
    codebases: dict[str, Codebase]
    parts: list[bytes] = field(default_factory=list)
    head: int = 0
    commits: int = 0
    merges: int = 0
    tags: int = 0
    changes: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    branches: dict[int, int] = field(default_factory=dict)

    def write_step(self, step: Step) -> None:
        """A commit on main, or on a branch that a later merge brings in."""
        texts = dict(step.files) if self.head else {**self._render_all(), **step.files}
        self._record(step)
        texts.update(self._render_changed(step))
        if step.merged_by is None:
            self.head = self._commit(BRANCH, step, [self.head], texts)
        else:
            self.branches[id(step)] = self._commit(_SIDE, step, [self.head], texts)

    def write_merge(self, step: Step) -> None:
        """The merge of what `step` did on its branch."""
        if step.merged_by is None or step.merged_at is None:
            raise ValueError("the step is not on a branch")
        mark = self.branches.pop(id(step))
        branch = step.message.lower().replace(": ", "-").replace(" ", "-")
        merge = Step(step.merged_at, step.merged_by, f"Merge branch '{branch}'")
        self.head = self._commit(BRANCH, merge, [self.head, mark], self._render_changed(step))
        self.merges += 1

    def write_tag(self, tag: Tag) -> None:
        """An annotated tag on the tip of main."""
        self.parts.append(
            f"tag {tag.name}\nfrom :{self.head}\ntagger {_format_author(tag.author, tag.at)}\n".encode()
            + _format_data(f"Release {tag.name}\n")
        )
        self.tags += 1

    def finish(self) -> History:
        """The whole stream; the branches that were merged are gone, as they would be."""
        if self.merges:
            self.parts.append(f"reset {_SIDE}\nfrom {'0' * 40}\n\n".encode())
        return History(b"".join([*self.parts, b"done\n"]), self.commits, self.merges, self.tags)

    def _commit(self, ref: str, step: Step, parents: list[int], texts: dict[str, str]) -> int:
        self.commits += 1
        who = _format_author(step.author, step.at)
        head = f"commit {ref}\nmark :{self.commits}\nauthor {who}\ncommitter {who}\n".encode()
        known = [parent for parent in parents if parent]
        links = "".join(f"{word} :{mark}\n" for word, mark in zip(("from", "merge"), known, strict=False))
        files = b"".join(f"M 100644 inline {path}\n".encode() + _format_data(text) for path, text in texts.items())
        self.parts.append(head + _format_data(f"{step.message}\n") + links.encode() + files + b"\n")
        return self.commits

    def _record(self, step: Step) -> None:
        for source in step.sources:
            self.changes.setdefault(source, []).append(step.message)
        for name, need, version in step.needs:
            self.versions.setdefault(name, {})[need] = version

    def _render_changed(self, step: Step) -> dict[str, str]:
        texts: dict[str, str] = {}
        for name, index in step.sources:
            texts.update(self._render_source(self.codebases[name], index))
        for name, _, _ in step.needs:
            texts.update(self._render_manifest(self.codebases[name]))
        return texts

    def _render_all(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for codebase in self.codebases.values():
            texts.update(self._render_manifest(codebase))
            for index in range(len(list_source_paths(codebase))):
                texts.update(self._render_source(codebase, index))
        return texts

    def _render_source(self, codebase: Codebase, index: int) -> dict[str, str]:
        changes = self.changes.get((codebase.name, index), [])
        return {list_source_paths(codebase)[index]: render_source(codebase, index, changes)}

    def _render_manifest(self, codebase: Codebase) -> dict[str, str]:
        versions = self.versions.get(codebase.name, {})
        commons = {"shop-commons": "3.9.0"} if codebase.bumped_by else {}
        return {get_manifest_path(codebase): render_manifest({**commons, **versions})}


def _format_author(author: Author, at: datetime) -> str:
    sign = "-" if author.utc_offset < 0 else "+"
    hours, minutes = divmod(abs(author.utc_offset), 60)
    return f"{author.name} <{author.email}> {int(at.timestamp())} {sign}{hours:02}{minutes:02}"


def _format_data(text: str) -> bytes:
    data = text.encode()
    return b"data %d\n%s\n" % (len(data), data)
