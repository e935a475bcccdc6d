"""What a CODEOWNERS file says about each folder, in a form small enough to keep with the repository.

CODEOWNERS speaks of files; the ledger asks about folders (the code roots of entities). For each folder the rules are
counted over the files below it, so that a claim can say "line 3 covers 92 % of these files".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.core.codeowners import Codeowners
from catalog.core.codeowners_lines import Rule

MAX_DEPTH = 4
MAX_FOLDERS = 2000
MAX_FILES = 20_000
MAX_MATCHES = 20_000_000  # files times rules: a file of nothing but wildcards costs about a microsecond for each
LEAST_SHARE = 0.5


Rules = tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class FolderOwners:
    """The rule that covers most files of a folder: its owners as written, its line, its share of the files (0 to 1)."""

    owners: tuple[str, ...]
    line: int
    share: float


def summarise_codeowners(
    path: str, codeowners: Codeowners, files: Sequence[str], wanted: Iterable[str] = ()
) -> dict[str, Any]:
    """`{"path", "folders": {folder: [owners, line, share]}}` for folders up to `MAX_DEPTH` levels and those `wanted`.

    Folders without rules that cover at least half of their files are left out. Where several sections speak of a
    file (GitLab), all of them count. Of more than `MAX_FILES` files an even sample is taken.
    """
    kept = set(wanted)
    counts: defaultdict[str, Counter[Rules]] = defaultdict(Counter)
    for file in _sample(files, len(codeowners.rules)):
        found = codeowners.owners_of(file)
        for depth, folder in enumerate(_folders(file)):
            if depth <= MAX_DEPTH or folder in kept:
                counts[folder][found] += 1
    folders = {folder: _strongest(counts[folder]) for folder in sorted(counts, key=_shallow)[:MAX_FOLDERS]}
    return {"path": path, "folders": {folder: strongest for folder, strongest in folders.items() if strongest}}


def owners_of_folder(summary: dict[str, Any], folder: str) -> FolderOwners | None:
    """What the file says about `folder` (`""` is the repository), or about the nearest folder above that is known."""
    folders = summary.get("folders", {})
    while True:
        if folder in folders:
            owners, line, share = folders[folder]
            return FolderOwners(tuple(owners), line, share)
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def _sample(files: Sequence[str], rules: int) -> Sequence[str]:
    most = max(1, min(MAX_FILES, MAX_MATCHES // max(1, rules)))
    return files[:: max(1, -(-len(files) // most))]


def _strongest(counts: Counter[Rules]) -> list[Any] | None:
    rules, files = max(counts.items(), key=lambda item: (item[1], [rule.line for rule in item[0]]))
    share = files / counts.total()
    owners = list(dict.fromkeys(str(owner) for rule in rules for owner in rule.owners))
    return [owners, rules[-1].line, round(share, 3)] if owners and share >= LEAST_SHARE else None


def _folders(file: str) -> list[str]:
    """`a/b/c.py` -> `["", "a", "a/b"]`."""
    parts = file.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]


def _shallow(folder: str) -> tuple[int, str]:
    return folder.count("/") + bool(folder), folder
