"""The catalog API's errors, in Backstage's form: a name for the class, a sentence, and the status that goes with it."""

from __future__ import annotations

from typing import ClassVar


class ApiError(Exception):
    """An answer other than success. `name` and `status` go together, as in Backstage's errors package."""

    name: ClassVar[str] = "Error"
    status: ClassVar[int] = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InputError(ApiError):
    """The request cannot be understood."""

    name, status = "InputError", 400


class AuthenticationError(ApiError):
    """Nobody knows who asks."""

    name, status = "AuthenticationError", 401


class NotAllowedError(ApiError):
    """Who asks may not do this."""

    name, status = "NotAllowedError", 403


class NotFoundError(ApiError):
    """There is no such thing, or none this actor may see."""

    name, status = "NotFoundError", 404


class MethodError(ApiError):
    """The path exists, but not for this method."""

    name, status = "MethodNotAllowedError", 405


class ConflictError(ApiError):
    """It exists already."""

    name, status = "ConflictError", 409


class TooLargeError(ApiError):
    """The request's body is larger than anything this API needs."""

    name, status = "PayloadTooLargeError", 413
