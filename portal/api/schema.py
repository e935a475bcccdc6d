"""The API as OpenAPI 3.1, from the views and their shapes. drf-spectacular finds the views and joins it all up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from portal.api.base import ReadView
from portal.api.json_schema import Schema, describe_shape
from portal.api.problems import MEDIA_TYPE
from portal.api.query import LARGEST_ID, Parameter
from portal.api.shapes import Page, Problem, Shape
from portal.api.writing import Write

_VARIABLE = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ETAG = {"description": "Send it as If-None-Match to be answered 304.", "schema": {"type": "string"}, "required": True}
_MOVED = {
    "description": "It has another name now.",
    "headers": {"Location": {"description": "Where it is.", "schema": {"type": "string"}, "required": True}},
}
_PATH_PARAMETERS: Mapping[str, tuple[Schema, str]] = {
    "id": ({"type": "integer", "minimum": 1, "maximum": LARGEST_ID}, "Its id."),
    "kind": ({"type": "string", "minLength": 1}, "Kind, without regard to case."),
    "namespace": ({"type": "string", "minLength": 1}, "Namespace, mostly `default`."),
    "name": ({"type": "string", "minLength": 1}, "Name, without regard to case."),
    "check_id": ({"type": "string", "minLength": 1}, "Id of the check."),
}
#: Status -> name and description of what every operation may answer instead.
_REFUSALS: Mapping[str, tuple[str, str]] = {
    "400": ("BadRequest", "A parameter is unknown, given twice, or cannot be understood."),
    "401": ("Unauthorized", "No session and no token, or a token that is of no use."),
    "403": ("Forbidden", "The token lacks the scope `read`."),
    "404": ("NotFound", "There is none, or you may not see it."),
    "default": ("Error", "Any other error."),
}

_WRITE_REFUSALS: Mapping[str, tuple[str, str]] = {
    **_REFUSALS,
    "403": ("MayNot", "You may not do this, or the token lacks the scope `write`."),
    "409": ("Conflict", "It does not go with what is there."),
}

_STALE = ("PreconditionFailed", "Somebody else changed it meanwhile.")
_IF_MATCH: Schema = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The `version` it was read with, in double quotes: refused with 412 where it is another by now.",
    "schema": {"type": "string"},
}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself
    """Tokens of accounts."""

    target_class = "portal.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:  # noqa: ARG002  # the framework's signature
        """How it is sent."""
        return {"type": "http", "scheme": "bearer", "description": "A token made in the portal, under your account."}


class PortalSchema(AutoSchema):
    """One operation, read off its view."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry
    ) -> Schema | None:
        """The operation object."""
        self.path, self.path_regex, self.path_prefix = path, path_regex, path_prefix
        self.method, self.registry = method.upper(), registry
        view = cast("ReadView", self.view)
        write = getattr(view, "writes", {}).get(method.lower())
        return self._describe_write(path, write) if write else self._describe_read(path, view)

    def _describe_write(self, path: str, write: Write) -> Schema:
        body = {"required": True, "content": _as("application/json", self._refer(write.body))} if write.body else None
        content = {"content": _as("application/json", self._refer(write.answer))} if write.answer else {}
        refusals = {status: text for status, text in _WRITE_REFUSALS.items() if status != "404" or "{" in path}
        if write.is_guarded:
            refusals["412"] = _STALE
        return {
            "operationId": write.name,
            "summary": write.summary,
            "tags": self.get_tags() or ["index"],
            "parameters": [*map(_describe_part, _VARIABLE.findall(path)), *([_IF_MATCH] if write.is_guarded else [])],
            **({"requestBody": body} if body else {}),
            "security": self.get_auth(),
            "responses": {
                str(int(write.status)): {"description": write.status.phrase, **content},
                **{status: self._refer_to_problem(*refusal) for status, refusal in refusals.items()},
            },
        }

    def _describe_read(self, path: str, view: ReadView) -> Schema:
        return {
            "operationId": _WORD.sub("_", type(view).__name__).lower(),
            "summary": " ".join((type(view).__doc__ or "").split()),
            "tags": self.get_tags() or ["index"],
            "parameters": [*map(_describe_part, _VARIABLE.findall(path)), *map(_describe, view.list_parameters())],
            "security": self.get_auth(),
            "responses": self._describe_responses(view),
        }

    def _describe_responses(self, view: ReadView) -> Schema:
        found = self._refer_to_page(view.answer) if view.is_page else self._refer(view.answer)
        refusals = {status: text for status, text in _REFUSALS.items() if status != "404" or "{" in self.path}
        return {
            "200": {"description": "Found.", "content": _as("application/json", found), "headers": {"ETag": _ETAG}},
            "304": {"description": "You have it already."},
            **({"308": _MOVED} if view.may_move else {}),
            **{status: self._refer_to_problem(*refusal) for status, refusal in refusals.items()},
        }

    def _refer_to_problem(self, name: str, description: str) -> Schema:
        def describe() -> Schema:
            return {"description": description, "content": _as(MEDIA_TYPE, self._refer(Problem))}

        return self._register(ResolvedComponent.RESPONSE, name, Problem, describe)

    def _refer(self, shape: type[Shape]) -> Schema:
        kind = ResolvedComponent.SCHEMA
        return self._register(kind, shape.__name__, shape, lambda: describe_shape(shape, self._refer))

    def _refer_to_page(self, item: type[Shape]) -> Schema:
        def describe() -> Schema:
            schema = describe_shape(Page, self._refer)
            schema["properties"]["results"]["items"] = self._refer(item)
            return schema

        return self._register(ResolvedComponent.SCHEMA, f"{item.__name__}Page", Page, describe)

    def _register(self, kind: str, name: str, of: type[Shape], describe: Callable[[], Schema]) -> Schema:
        component = ResolvedComponent(name=name, type=kind, object=of)  # type: ignore[no-untyped-call]  # not typed
        if component not in self.registry:
            component.schema = describe()
            self.registry.register(component)
        reference: Schema = component.ref
        return reference


def _as(media_type: str, schema: Schema) -> Schema:
    return {media_type: {"schema": schema}}


def _describe_part(name: str) -> Schema:
    schema, text = _PATH_PARAMETERS[name]
    return {"name": name, "in": "path", "required": True, "description": text, "schema": dict(schema)}


def _describe(parameter: Parameter) -> Schema:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }


@cache
def get_schema() -> Schema:
    """The whole description. It depends on the code alone, not on settings or data."""
    generator: Any = SchemaGenerator
    schema: Schema = generator().get_schema(request=None, public=True)
    return schema
