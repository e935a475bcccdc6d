"""What an API's definition is, and the data of one that can be rendered. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import orjson

from catalog.core.yaml_text.files import load_yaml
from catalog.core.yaml_text.limits import YamlLimits

#: Definitions are larger than descriptors, and each is read alone, for one reader who asks for it.
LIMITS = YamlLimits(nodes=150_000, depth=100)
#: Top-level keys that say what a definition is, whatever its API's type says.
_MARKS = {"openapi": "openapi", "swagger": "openapi", "asyncapi": "asyncapi"}
_ELSEWHERE = re.compile(r'"\$ref":"(?!#)')
_SUFFIXES = {"openapi": "yaml", "asyncapi": "yaml", "graphql": "graphql", "grpc": "proto", "wsdl": "wsdl", "trpc": "ts"}


@dataclass(frozen=True, slots=True)
class Definition:
    """`form` is `openapi`, `asyncapi`, or the API's type in lower case.

    `json` is there for OpenAPI that can be read, else `fault` says why not. `title` and `version` are those it gives
    itself. `suffix` is that of a file of this form.
    """

    form: str
    text: str
    suffix: str
    title: str = ""
    version: str = ""
    fault: str = ""
    json: str = ""

    @property
    def refers_elsewhere(self) -> bool:
        """Whether parts of what is rendered stand in other files or at other addresses."""
        return _ELSEWHERE.search(self.json) is not None


def read_definition(type_: str, text: str) -> Definition:
    """The definition in `spec.definition` of an API of this type. Raises nothing, whatever the text."""
    stated = type_.strip().lower()
    suffix = "json" if text.lstrip().startswith("{") else _SUFFIXES.get(stated, "txt")
    if stated not in ("", "openapi", "asyncapi", "swagger") and stated in _SUFFIXES:
        return Definition(stated, text, suffix)
    data, fault = _load(text)
    form = next((form for key, form in _MARKS.items() if key in data), "openapi" if stated == "swagger" else stated)
    suffix = suffix if suffix == "json" else _SUFFIXES.get(form, "txt")
    if form not in ("openapi", "asyncapi"):
        return Definition(form, text, suffix)
    info = data.get("info")
    title, version = (info.get("title"), info.get("version")) if isinstance(info, dict) else ("", "")
    shown = (title if isinstance(title, str) else "", str(version or "")[:100])
    if form == "openapi" and not fault and not ({"openapi", "swagger"} & data.keys()):
        fault = "it says neither openapi nor swagger at its top"
    json = orjson.dumps(data).decode() if form == "openapi" and not fault else ""
    return Definition(form, text, suffix, *shown, fault, json)


def _load(text: str) -> tuple[dict[str, Any], str]:
    """The data of the one document, or why there is none."""
    try:
        data: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        file = load_yaml(text.encode("utf-8", "surrogatepass"), LIMITS)
        fault = file.fault or next((document.fault for document in file.documents if document.fault), None)
        if fault is not None:
            return {}, f"line {fault.line}: {fault.message}"
        data = file.documents[0].data if file.documents else None
    return (data, "") if isinstance(data, dict) else ({}, "it is no object at its top")
