"""How names, namespaces, keys and tags may be spelled: catalog-model's validators, after Kubernetes' rules."""

from __future__ import annotations

import re
from functools import lru_cache

NAME_RULE = "letters and digits, separated by any of - _ . and at most 63 characters"
NAMESPACE_RULE = "lower-case letters and digits, separated by - and at most 63 characters"
KIND_RULE = "a letter, then letters and digits, at most 63 characters"
KEY_RULE = f"an optional DNS prefix with a slash, then {NAME_RULE}"
API_VERSION_RULE = "an optional DNS prefix with a slash, then letters and digits, as in backstage.io/v1alpha1"
TAG_RULE = "lower-case letters, digits and any of + # : separated by - and at most 63 characters"

_MOST = 63
_MOST_IN_PREFIX = 253
_NAME = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_LABEL = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_KIND = re.compile(r"[a-zA-Z][a-z0-9A-Z]*")
_VERSION = re.compile(r"[a-z0-9A-Z]+")
_TAG = re.compile(r"[a-z0-9:+#]+(?:-[a-z0-9:+#]+)*")


def is_name(text: str) -> bool:
    """Whether the text may be ``metadata.name``."""
    return len(text) <= _MOST and _NAME.fullmatch(text) is not None


@lru_cache(4096)
def is_namespace(text: str) -> bool:
    """Whether the text may be ``metadata.namespace``; two dashes in a row are allowed."""
    return len(text) <= _MOST and _LABEL.fullmatch(text) is not None


@lru_cache(256)
def is_kind(text: str) -> bool:
    """Whether the text may be ``kind``."""
    return len(text) <= _MOST and _KIND.fullmatch(text) is not None


@lru_cache(256)
def is_api_version(text: str) -> bool:
    """Whether the text may be ``apiVersion``."""
    prefix, slash, version = text.rpartition("/")
    return len(version) <= _MOST and _VERSION.fullmatch(version) is not None and (not slash or _is_prefix(prefix))


@lru_cache(4096)
def is_key(text: str) -> bool:
    """Whether the text may be the key of a label or an annotation."""
    prefix, slash, name = text.rpartition("/")
    return is_name(name) and (not slash or _is_prefix(prefix))


def is_label_value(text: str) -> bool:
    """Whether the text may be the value of a label."""
    return not text or is_name(text)


@lru_cache(4096)
def is_tag(text: str) -> bool:
    """Whether the text may be a tag."""
    return len(text) <= _MOST and _TAG.fullmatch(text) is not None


def _is_prefix(text: str) -> bool:
    return len(text) <= _MOST_IN_PREFIX and all(is_namespace(label) for label in text.split("."))
