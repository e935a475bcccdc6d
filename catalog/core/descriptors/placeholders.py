"""Placeholders: a mapping whose single key is ``$text``, ``$json``, ``$yaml``, ``$openapi`` or ``$asyncapi``.

Its value names a file of the same repository, and what the file holds takes the place of the mapping. Reading is the
caller's business: ``read(path)`` gets a path inside the repository and gives bytes. It raises ``CannotLook`` where it
cannot tell, and then the content stays open and passes every check; any other failure is the document's fault.

Backstage itself knows the first three; ``$openapi`` and ``$asyncapi`` come from a plugin, so a file that cannot be
had leaves them as they are. References to further files inside an API definition are not followed.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from catalog.core.descriptors.git_urls import is_same_repository, parse_git_url
from catalog.core.descriptors.model import ReadUrl
from catalog.core.descriptors.schema import Unread, name_type
from catalog.core.yaml_text import YamlLimits, load_yaml

Read = Callable[[str], bytes]

_RESOLVERS = {"$text", "$json", "$yaml", "$openapi", "$asyncapi"}
_FROM_PLUGIN = {"$openapi", "$asyncapi"}
_WEB = re.compile(r"https?://", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_BAD_TEXT = re.compile("[\x00\ud800-\udfff]")


class CannotLook(Exception):  # noqa: N818 - no error: what is not known is not refused
    """Raised by ``read`` for a file that may or may not be there: it could not be looked at."""


class PlaceholderFault(Exception):  # noqa: N818 - a fault of the file, not of the program
    """What is wrong with a placeholder; ``path`` is the dotted path it stands at."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


@dataclass(slots=True)
class Placeholders:
    """Resolves the placeholders of one document.

    Afterwards ``contents`` holds what was read, in order, for the digest, and ``unread`` the dotted paths of those
    that nobody could look at, with the reason.
    """

    document_path: str
    read: Read | None
    repository_url: str | None
    limits: YamlLimits
    read_url: ReadUrl | None = None
    contents: list[bytes] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def resolve(self, value: Any, path: str = "") -> Any:
        """The value with every placeholder in it replaced; raises PlaceholderFault. The input stays as it is."""
        if isinstance(value, list):
            return [self.resolve(item, f"{path}.{number}") for number, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if not any(key.startswith("$") for key in value):
            return {key: self.resolve(item, f"{path}.{key}" if path else key) for key, item in value.items()}
        [name, *others] = value
        # Backstage has added its own annotations by now, so a placeholder is never alone among them.
        if others or name not in _RESOLVERS or path == "metadata.annotations":
            return value
        return self._resolve_one(name, value, path)

    def _resolve_one(self, name: str, value: dict[str, Any], path: str) -> Any:
        target = value[name]
        if not isinstance(target, str):
            raise PlaceholderFault(path, f"{name} needs the path of a file, not {name_type(target)}")
        try:
            return self._parse(name, self._content(name, target, path), path)
        except CannotLook as reason:
            self.unread.append((path, f"{name} names {target}, which could not be looked at: {reason}"))
            return value if name in _FROM_PLUGIN else Unread(f"{name}: {target}")
        except PlaceholderFault as fault:
            if name not in _FROM_PLUGIN:
                raise
            self.unread.append((path, fault.message))
            return value

    def _content(self, name: str, target: str, path: str) -> bytes:
        try:
            content = self._read_elsewhere(target)
            if content is None:
                content = self._read_inside(self._locate(name, target, path))
        except (OSError, KeyError, ValueError) as error:
            raise PlaceholderFault(path, f"{name} could not read {target}: {error or type(error).__name__}") from None
        if len(content) > self.limits.file_bytes:
            raise PlaceholderFault(path, f"{name} names {target}, which has more than {self.limits.file_bytes} bytes")
        self.contents.append(content)
        return content

    def _read_elsewhere(self, target: str) -> bytes | None:
        """What is at an address outside the repository, None where that is not known or not allowed."""
        if self.read_url is None or not _WEB.match(target):
            return None
        file = parse_git_url(target)
        is_inside = file is not None and self.repository_url and is_same_repository(file, self.repository_url)
        return None if is_inside else self.read_url(target)

    def _read_inside(self, file: str) -> bytes:
        if self.read is None:
            raise CannotLook("there is no repository to read from")
        return self.read(file)

    def _locate(self, name: str, target: str, path: str) -> str:
        """The path inside the repository that a target means."""
        if _ABSOLUTE.match(target):
            return self._locate_absolute(name, target, path)
        relative = unquote(re.split("[?#]", target, maxsplit=1)[0])
        if not relative:  # as in a web page, nothing names the file itself
            return self.document_path
        folder = "" if relative.startswith("/") else posixpath.dirname(self.document_path)
        file = posixpath.normpath(posixpath.join(folder, relative.lstrip("/")))
        if file.startswith("../") or file in (".", "..") or "\0" in file:
            if self.read is None:
                raise CannotLook("there is no repository to read from")
            raise PlaceholderFault(path, f"{name} names {target}, which is not a file inside the repository")
        return file

    def _locate_absolute(self, name: str, target: str, path: str) -> str:
        if target.lower().startswith("file:"):
            raise PlaceholderFault(path, f"{name} names {target}, which is not a file inside the repository")
        file = parse_git_url(target)
        if file is None:
            raise CannotLook("it is not in a repository")
        if self.repository_url is None:
            raise CannotLook("it is not known which repository this file is in")
        if not is_same_repository(file, self.repository_url):
            reason = "in another repository, whose host is not one that placeholders may include files from"
            raise PlaceholderFault(path, f"{name} names {target}, {reason}")
        return file.path

    def _parse(self, name: str, content: bytes, path: str) -> Any:
        if name == "$json":
            return _parse_json(content, self.limits, path)
        if name == "$yaml":
            return _parse_yaml(content, self.limits, path)
        text = content.decode("utf-8", "replace")
        if "\0" in text:
            raise PlaceholderFault(path, f"{name} names a file with NUL characters, which is no text")
        return text


def _parse_yaml(content: bytes, limits: YamlLimits, path: str) -> Any:
    file = load_yaml(content, limits)
    if file.fault is not None or len(file.documents) != 1:
        reason = file.fault.message if file.fault else f"it has {len(file.documents)} documents instead of one"
        raise PlaceholderFault(path, f"$yaml names a file that cannot be used: {reason}")
    [document] = file.documents
    if document.fault is not None:
        fault = document.fault
        raise PlaceholderFault(path, f"$yaml names a file that cannot be read, line {fault.line}: {fault.message}")
    return document.data


def _parse_json(content: bytes, limits: YamlLimits, path: str) -> Any:
    try:
        value = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise PlaceholderFault(path, f"$json names a file that is not JSON: {error}") from None
    _check_size(value, limits, path)
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")


def _check_size(value: Any, limits: YamlLimits, path: str) -> None:
    """Hold JSON to the bounds of YAML, level by level."""
    level, nodes = [value], 0
    for _ in range(limits.depth):
        nodes += len(level)
        if nodes > limits.nodes:
            raise PlaceholderFault(path, f"$json names a file with more than {limits.nodes} values")
        if any(isinstance(item, str) and _BAD_TEXT.search(item) for item in level):
            raise PlaceholderFault(path, "$json names a file with NUL or half characters in its text")
        level = [part for item in level for part in _parts(item)]
        if not level:
            return
    raise PlaceholderFault(path, f"$json names a file nested deeper than {limits.depth} levels")


def _parts(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [*item, *item.values()]
    return item if isinstance(item, list) else []
