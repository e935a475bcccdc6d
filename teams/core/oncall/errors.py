"""What can be wrong with what somebody wrote: one sentence that names the place."""

from __future__ import annotations


class OnCallError(ValueError):
    """A schedule, a window or a calendar that cannot be used; the message is for the person who wrote it."""


class ScheduleError(OnCallError):
    """A fault in a schedule. ``place`` is a path such as ``layers[0].rotation.unit``, empty for the whole."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


class WindowError(OnCallError):
    """A window that ends before it starts, is too long or lies outside the years that are computed."""


class CalendarError(OnCallError):
    """An iCalendar file that cannot be read as a whole: too large, not a calendar, or a shift that means nothing."""


def quote(value: object) -> str:
    """A value as it is shown in a message: in quotes, never long, nothing a terminal would act on."""
    text = value[:61] if isinstance(value, str) else repr(value)
    text = "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
    return f'"{text[:60]}..."' if len(text) > 60 else f'"{text}"'  # noqa: PLR2004 - what fits into a message
