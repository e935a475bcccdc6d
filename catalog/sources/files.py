"""The files of one commit as bytes, and as descriptor documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from catalog.core.descriptors import DEFAULT_OPTIONS, Document, ParseOptions, parse_file
from catalog.core.remotes import parse_remote
from catalog.git.blobs import Blob
from catalog.git.repository import LocalRepository
from catalog.git.tree import TreeFile


class FileReader:
    """Reads files of one commit; what cannot be read is a sentence about the file, never an exception."""

    def __init__(
        self,
        repository: LocalRepository,
        files: Iterable[TreeFile],
        remote_url: str,
        rules: ParseOptions = DEFAULT_OPTIONS,
    ) -> None:
        self._repository = repository
        remote = parse_remote(remote_url)
        self._options = replace(rules, repository_url=f"https://{remote}" if remote else None)
        self._files = {file.path: file for file in files}
        self._blobs: dict[str, Blob] = {}

    def fetch(self, paths: Iterable[str]) -> None:
        """Read many files at once, which costs as much as reading one."""
        files = [self._files[path] for path in paths if path in self._files]
        self._blobs |= self._repository.read_blobs([file for file in files if file.blob not in self._blobs])

    def forget(self) -> None:
        """Hold no contents any more; what is asked for again is read again."""
        self._blobs.clear()

    def read(self, path: str) -> bytes | str:
        """The content, or the rest of a sentence that starts with the path and says why there is none."""
        file = self._files.get(path)
        if file is None:
            return "does not exist in this commit"
        if file.problem:
            return file.problem
        if file.blob not in self._blobs:
            self.fetch([path])
        blob = self._blobs[file.blob]
        return blob.content if blob.content is not None else str(blob.problem)

    def parse(self, path: str) -> tuple[Document, ...] | str:
        """The documents of a descriptor file, or a sentence that says why it was not read."""
        content = self.read(path)
        if isinstance(content, str):
            return f"{self._files[path].shown_path if path in self._files else path} {content}"
        return parse_file(path, content, self.read_or_raise, self._options).documents

    def read_or_raise(self, path: str) -> bytes:
        """For placeholders such as `$text`: a path from the root of this repository. Raises OSError saying why not."""
        content = self.read(path)
        if isinstance(content, str):
            raise FileNotFoundError(f"{path} {content}")
        return content

    def shown(self, path: str) -> str:
        """The path, fit for people and databases."""
        return self._files[path].shown_path if path in self._files else path
