"""One document of a descriptor file through the stages that Backstage has, each with its own way to refuse.

yaml, envelope, preprocess (placeholders), policy, kind-schema or unknown-kind, relations: a document is refused at the
first stage it fails.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from catalog.core.descriptors.advice import advise, advise_on_fields, advise_on_placeholders
from catalog.core.descriptors.entity import finish_entity, without_non_finite
from catalog.core.descriptors.envelope import check_envelope, entity_ref
from catalog.core.descriptors.kinds import CUSTOM_REFS, Kind, RefField, find_kind
from catalog.core.descriptors.model import (
    Document,
    DocumentClass,
    DocumentError,
    ParseOptions,
    Relation,
    Stage,
)
from catalog.core.descriptors.placeholders import PlaceholderFault, Placeholders, Read
from catalog.core.descriptors.policies import check_policies
from catalog.core.descriptors.positions import Lines
from catalog.core.descriptors.recognition import classify_refused, classify_unreadable
from catalog.core.descriptors.relations import RelationFault, find_locations, find_relations
from catalog.core.descriptors.schema import Unread, Violation, name_type
from catalog.core.refs import EntityRef
from catalog.core.yaml_text import YamlDocument, YamlFault

_OWNER = "spec.owner"
_MOST_SHOWN = 3  # violations named in one message
_BEFORE_CONTENT = re.compile(r"(?:(?:---|%[^\n]*)?[ \t]*(?:#[^\n]*)?\r?\n)*")


def unreadable_document(path: str, fault: YamlFault, digest: str, source: YamlDocument | None = None) -> Document:
    """A document that is not YAML; without a source it stands for the whole file."""
    error = DocumentError("yaml", fault.message, fault.line)
    index, line, text = (source.index, _first_line(source), source.text) if source else (0, fault.line, "")
    return Document(path, index, line, digest, error=error, document_class=classify_unreadable(path, text))


class _Refusal(Exception):  # noqa: N818 - a fault of the file, not of the program
    """Ends the reading of a document at a stage."""

    def __init__(self, stage: Stage, violations: Sequence[Violation]) -> None:
        super().__init__(stage)
        self.stage = stage
        self.violations = violations


class DocumentReader:
    """Takes one document through the stages; use once. ``path``, ``read`` and ``options`` are those of parse_file."""

    def __init__(self, path: str, source: YamlDocument, read: Read | None, options: ParseOptions) -> None:
        self._path = path
        self._source = source
        self._options = options
        self._placeholders = Placeholders(path, read, options.repository_url, options.limits, options.read_url)
        self._line = next(iter(source.lines.values()), 0) or _first_line(source)
        self._lines = Lines(source.lines, self._line)
        self._ref: EntityRef | None = None

    def read(self) -> Document | None:
        """The document, None for an empty one."""
        source = self._source
        if source.fault is not None:
            return unreadable_document(self._path, source.fault, self._digest(), source)
        if source.data is None:
            return None
        try:
            return self._read_entity(source.data)
        except _Refusal as refusal:
            return self._refused(refusal)

    def _read_entity(self, data: Any) -> Document:
        if not isinstance(data, dict):
            raise _Refusal("yaml", [Violation("", f"the document must be a mapping, not {name_type(data)}")])
        _refuse_any("envelope", check_envelope(data))
        self._ref = ref = entity_ref(data)
        data = self._preprocess(data)
        _refuse_any("policy", check_policies(data))
        kind = find_kind(data["apiVersion"], data["kind"])
        if kind is None and data["kind"] not in self._options.custom_kinds:
            message = f"{data['kind']} in version {data['apiVersion']} is no kind of Backstage's catalog"
            raise _Refusal("unknown-kind", [Violation("kind", message)])
        return self._judge(ref, kind, data)

    def _preprocess(self, data: dict[str, Any]) -> dict[str, Any]:
        if self._source.has_non_finite:
            data = without_non_finite(data)
        if "$" not in self._source.text:
            return data
        try:
            return self._placeholders.resolve(data)  # type: ignore[no-any-return]  # a mapping with three keys stays one
        except PlaceholderFault as fault:
            raise _Refusal("preprocess", [Violation(fault.path, fault.message)]) from None

    def _judge(self, ref: EntityRef, kind: Kind | None, data: dict[str, Any]) -> Document:
        """Schema and relations. A fault of the owner alone is held back, so that the rest is still known."""
        owner_fault = self._check_schema(kind, data) if kind is not None else None
        if isinstance(data.get("spec"), Unread):
            data = {**data, "spec": {}}  # it may hold anything, so nothing of it is known
        spec = data.get("spec", {})
        refs = kind.refs if kind is not None else CUSTOM_REFS
        if owner_fault is None:
            try:
                relations = find_relations(ref, spec, refs)
            except RelationFault as fault:
                owner_fault = self._hold_back(kind, _Refusal("relations", [Violation(fault.path, fault.message)]))
        if owner_fault is not None:
            relations = _relations_without_owner(ref, spec, refs, owner_fault)
        return Document(
            self._path,
            self._source.index,
            self._line,
            self._digest(),
            ref=ref,
            entity=finish_entity(data, has_unread=bool(self._placeholders.unread)),
            relations=tuple(relations),
            named_at=relations,
            locations=find_locations(spec) if kind is not None and kind.name == "Location" else (),
            error=self._error(owner_fault) if owner_fault else None,
            is_ownerless=owner_fault is not None,
            warnings=(
                *advise(ref, kind, spec, self._lines, self._options),
                *advise_on_placeholders(self._placeholders.unread, self._lines),
            ),
            lines=self._source.lines,
        )

    def _check_schema(self, kind: Kind, data: dict[str, Any]) -> _Refusal | None:
        """Refuse what the kind's schema forbids; give back the refusal that rests on the owner alone."""
        if "spec" not in data:
            raise _Refusal("kind-schema", [Violation("spec", "is missing")])
        found: list[Violation] = []
        kind.check(data["spec"], "spec", found)
        if not found:
            return None
        return self._hold_back(kind, _Refusal("kind-schema", found))

    def _hold_back(self, kind: Kind | None, refusal: _Refusal) -> _Refusal:
        """The refusal if it rests on the owner alone, of a kind that needs one; otherwise it is raised."""
        only_owner = all(violation.path == _OWNER for violation in refusal.violations)
        if kind is None or not kind.needs_owner or not only_owner:
            raise refusal
        if self._class_of(refusal) is not DocumentClass.DESCRIPTOR:
            raise refusal
        return refusal

    def _refused(self, refusal: _Refusal) -> Document:
        data = self._source.data
        kind = find_kind(data["apiVersion"], data["kind"]) if refusal.stage == "kind-schema" else None
        spec = data.get("spec") if kind is not None else None
        return Document(
            self._path,
            self._source.index,
            self._line,
            self._digest(),
            ref=self._ref,
            error=self._error(refusal),
            warnings=(
                # a field that is missing may be there under a wrong name
                *(advise_on_fields(kind, spec, self._lines) if kind is not None and isinstance(spec, dict) else ()),
                *advise_on_placeholders(self._placeholders.unread, self._lines),
            ),
            lines=self._source.lines,
            document_class=self._class_of(refusal),
        )

    def _class_of(self, refusal: _Refusal) -> DocumentClass:
        data = self._source.data
        return classify_refused(self._path, data, [_value_at(data, at.path) for at in refusal.violations])

    def _error(self, refusal: _Refusal) -> DocumentError:
        shown = [f"{at.path} {at.message}".lstrip() for at in refusal.violations[:_MOST_SHOWN]]
        more = len(refusal.violations) - len(shown)
        message = "; ".join(shown) + (f"; and {more} more" if more else "")
        return DocumentError(refusal.stage, message, self._lines.find(refusal.violations[0].path))

    def _digest(self) -> str:
        digest = hashlib.blake2b(self._source.text.encode("utf-8"), digest_size=16)
        for content in self._placeholders.contents:
            digest.update(hashlib.blake2b(content, digest_size=16).digest())
        return digest.hexdigest()


def _refuse_any(stage: Stage, violations: Sequence[Violation]) -> None:
    if violations:
        raise _Refusal(stage, violations)


def _relations_without_owner(
    ref: EntityRef, spec: dict[str, Any], refs: Sequence[RefField], owner_fault: _Refusal
) -> dict[Relation, str]:
    try:
        return find_relations(ref, spec, [field for field in refs if field.name != "owner"])
    except RelationFault:
        raise owner_fault from None  # more is wrong than the owner, which is what Backstage meets first


def _first_line(source: YamlDocument) -> int:
    """The line of the first content, where no key is known."""
    found = _BEFORE_CONTENT.match(source.text)
    return source.line + (source.text.count("\n", 0, found.end()) if found and found.end() < len(source.text) else 0)


def _value_at(data: Any, path: str) -> Any:
    """What stands at a dotted path, None where it leads nowhere."""
    for part in path.split(".") if path else ():
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data
