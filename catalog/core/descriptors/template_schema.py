"""What a Template of ``scaffolder.backstage.io/v1beta3`` must hold (@backstage/plugin-scaffolder-common 2)."""

from __future__ import annotations

from typing import Any

from catalog.core.descriptors.schema import (
    Check,
    Violation,
    any_text,
    fields,
    list_of,
    mapping,
    text,
    text_or_boolean,
)

_PERMISSIONS = fields((), {"tags": list_of(any_text)})
_PARAMETER_PAGE = fields((), {"backstage:permissions": _PERMISSIONS})
_PARAMETER_PAGES = list_of(_PARAMETER_PAGE)
_DECORATORS = list_of(fields((), {"id": any_text, "input": mapping}))
_BUTTONS = fields((), dict.fromkeys(("backButtonText", "createButtonText", "reviewButtonText"), any_text))
_STEP = fields(
    ("action",),
    {"id": any_text, "name": any_text, "action": any_text, "input": mapping, "if": text_or_boolean}
    | {"backstage:permissions": _PERMISSIONS},
)
_LINK = fields((), {"if": text_or_boolean, "url": text, "entityRef": text, "title": text, "icon": text})
_TEXT = fields((), {"if": text_or_boolean, "title": text, "icon": text, "content": any_text})


def _parameters(value: Any, path: str, found: list[Violation]) -> None:
    """One page of parameters, or a list of pages."""
    check = _PARAMETER_PAGES if isinstance(value, list) else _PARAMETER_PAGE
    check(value, path, found)


TEMPLATE_REQUIRED = ("type", "steps")
TEMPLATE_FIELDS: dict[str, Check] = {
    "type": text,
    "owner": text,
    "lifecycle": text,
    "parameters": _parameters,
    "secrets": fields((), {"schema": mapping}),
    "presentation": fields((), {"buttonLabels": _BUTTONS}),
    "EXPERIMENTAL_recovery": fields((), {"EXPERIMENTAL_strategy": any_text}),
    "formDecorators": _DECORATORS,
    "EXPERIMENTAL_formDecorators": _DECORATORS,
    "steps": list_of(_STEP),
    "output": fields((), {"links": list_of(_LINK), "text": list_of(_TEXT)}, others=any_text),
}
