"""Reading one registered URL: its file, and the files that Locations in it name, to any depth."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from catalog.core.descriptors import DEFAULT_OPTIONS, Document, DocumentClass, ParseOptions, parse_file
from catalog.core.descriptors.rules import describe_rules
from catalog.core.locations import TARGET_MISSING, TARGET_REMEDY, warn_of_target
from catalog.core.reading import READER_VERSION, OriginReading, ReadDocument, broken_file, store_document
from catalog.core.registered import OWN_PATH, location_ref, own_location, resolve_target
from catalog.http.errors import GoneError
from catalog.sources.url_memory import GoneForGoodError

#: URL, ref of the Location that names it, whether it may be missing
_Named = tuple[str, str, bool]
#: Gives what is at a URL. Raises OSError whose text says why there is nothing.
Fetch = Callable[[str], bytes]

MOST_FILES = 200
MOST_SECONDS = 100.0
TOO_MANY = f"More than {MOST_FILES} files, or more than {MOST_SECONDS:g} seconds, for one registered URL: not read."


@dataclass(slots=True)
class _Reader:
    """Reads files by URL, within bounds for all of them together."""

    fetch: Fetch
    may_include: Callable[[str], bool]
    rules: ParseOptions
    ends_at: float
    left: int = MOST_FILES
    seen: set[str] = field(default_factory=set)

    def read(self, url: str) -> bytes:
        """What is at the URL. Raises OSError."""
        self.left -= 1
        if self.left < 0 or time.monotonic() > self.ends_at:
            raise OSError(TOO_MANY)
        return self.fetch(url)

    def parse(self, url: str) -> tuple[Document, ...]:
        """The documents of a descriptor file. Raises OSError."""
        options = replace(self.rules, read_url=lambda target: self._read_elsewhere(url, target))
        return parse_file(url, self.read(url), lambda path: self._read_beside(url, path), options).documents

    def _read_elsewhere(self, base: str, url: str) -> bytes | None:
        """For placeholders with a whole address: at the same host, or at one that is named for them."""
        is_near = urlsplit(url)[:2] == urlsplit(base)[:2]
        return self.read(url) if is_near or self.may_include(url) else None

    def _read_beside(self, base: str, path: str) -> bytes:
        """For placeholders, which may name files at the same host alone. They lost a slash when paths were joined."""
        parts = urlsplit(base)
        root = f"{parts.scheme}:/{parts.netloc}/"
        if not path.startswith(root):
            raise OSError(f"{path} is not at {parts.netloc}")
        return self.read(f"{parts.scheme}://{parts.netloc}/{path.removeprefix(root)}")


def read_registered(
    name: str,
    url: str,
    known_paths: Iterable[str],
    fetch: Fetch,
    *,
    may_include: Callable[[str], bool] = lambda _: False,
    rules: ParseOptions = DEFAULT_OPTIONS,
) -> OriginReading:
    """The Location called `name` that stands for the URL, and whatever it leads to. Raises nothing.

    `may_include` says at which other addresses placeholders may find their files.

    A URL that cannot be read says so on its Location; the files known so far, `known_paths`, keep what they said. What
    `fetch` says is gone for good is removed.
    """
    reader = _Reader(fetch, may_include, rules, time.monotonic() + MOST_SECONDS)
    try:
        documents = reader.parse(url)
    except GoneForGoodError as error:
        return _reading([own_location(name, url, str(error))])
    except OSError as error:
        lost = sorted({url, *known_paths} - {OWN_PATH})
        broken = [broken_file(path, str(error), location_ref(name)) for path in lost]
        return _reading([own_location(name, url, str(error)), *broken])
    reader.seen.add(url)
    found = [own_location(name, url)]
    waiting = _store(documents, location_ref(name), found)
    while waiting:
        target, parent, is_optional = waiting.pop(0)
        if target in reader.seen:
            continue
        reader.seen.add(target)
        try:
            waiting += _store(reader.parse(target), parent, found)
        except GoneForGoodError as error:
            if not is_optional:
                _warn(found, parent, f"the target {target} is gone: {error}")
        except GoneError as error:
            if not is_optional:
                found.append(broken_file(target, str(error), parent))
        except OSError as error:
            found.append(broken_file(target, str(error), parent))
    return _reading(found)


def digest_reading(reading: OriginReading, rules: ParseOptions = DEFAULT_OPTIONS) -> str:
    """Changes when anything that would be stored changes, or how it is judged."""
    text = " ".join(f"{d.path} {d.doc_index} {d.digest}" for d in reading.documents)
    return f"{_reader(rules)}{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"


def is_of_this_reader(digest: str, rules: ParseOptions = DEFAULT_OPTIONS) -> bool:
    """Whether a reading with this digest would come out the same from the same bytes."""
    return digest.startswith(_reader(rules))


def _reader(rules: ParseOptions) -> str:
    return f"{READER_VERSION}{describe_rules(rules)}:"


def _warn(found: list[ReadDocument], ref: str, message: str) -> None:
    """Say on the Location with this ref what became of its target."""
    for place, document in enumerate(found):
        if document.ref == ref:
            warning = {"code": TARGET_MISSING, "message": message, "remedy": TARGET_REMEDY, "line": document.line}
            found[place] = replace(document, warnings=(*document.warnings, warning))
            return


def _store(documents: Iterable[Document], parent: str, found: list[ReadDocument]) -> list[_Named]:
    """Add documents to `found`; returns the URLs that Locations among them name."""
    named: list[_Named] = []
    for document in documents:
        if document.document_class is not DocumentClass.DESCRIPTOR:
            continue
        targets = [
            (*resolve_target(document.path, t.type, t.target), t.presence) for t in document.locations if document.ok
        ]
        problems = [warn_of_target(document, at, problem) for at, (_, problem, _) in enumerate(targets) if problem]
        found.append(store_document(document, parent, problems))
        named += [(target, str(document.ref), presence == "optional") for target, _, presence in targets if target]
    return named


def _reading(documents: Iterable[ReadDocument]) -> OriginReading:
    return OriginReading(commit="", branch="", committed_at=None, remote_url="", documents=tuple(documents))
