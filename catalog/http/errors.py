"""Why an outbound call gave no answer, as sentences for people; none holds a token."""


class OutboundError(OSError):
    """The call was refused or failed; the message says what happened and, where one can, what to do."""


class NotAllowedError(OutboundError):
    """The host, the URL or an address of the host is not one that may be called."""


class GoneError(OutboundError):
    """The server answered that there is nothing here (404 or 410)."""


class BusyError(OutboundError):
    """The server asks for patience (429, or 503 that says how long): `after_seconds` of it."""

    def __init__(self, message: str, after_seconds: int) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds
