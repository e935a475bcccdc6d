"""What an organisation adds to Backstage's rules: kinds of its own, and the lifecycles and types it uses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from catalog.core.descriptors.formats import KIND_RULE, is_kind
from catalog.core.descriptors.model import DEFAULT_OPTIONS, ParseOptions


def parse_kinds(words: Iterable[str]) -> frozenset[str]:
    """Names of kinds. Raises ValueError saying how they are spelled."""
    kinds = frozenset(words)
    if not all(map(is_kind, kinds)):
        raise ValueError(f"kinds with commas between, each {KIND_RULE}")
    return kinds


def parse_types(words: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The types in use by kind, from words of the form `Component=service|library`. Raises ValueError."""
    found = {}
    for word in words:
        kind, _, types = word.partition("=")
        if not is_kind(kind) or not types.strip("|"):
            raise ValueError("Kind=type|type with commas between, as in Component=service|library")
        found[kind] = frozenset(types.split("|")) - {""}
    return found


def make_rules(kinds: frozenset[str], lifecycles: Iterable[str], types: Mapping[str, frozenset[str]]) -> ParseOptions:
    """How every file is judged; no lifecycles mean any."""
    return ParseOptions(custom_kinds=kinds, lifecycles=frozenset(lifecycles) or None, types=types)


def describe_rules(rules: ParseOptions) -> str:
    """Changes when the rules do; empty for Backstage's own."""
    if rules == DEFAULT_OPTIONS:
        return ""
    types = sorted((kind, sorted(types)) for kind, types in rules.types.items())
    text = f"{sorted(rules.custom_kinds)} {sorted(rules.lifecycles or ())} {types}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
