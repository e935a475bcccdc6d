"""The audit trail: who did what to what, when. For administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from catalog.core.access import Actor
from portal.links import subject_url
from portal.models import AuditEvent
from portal.selectors.actors import get_actor_names

_PAGES = {"account": "account-change", "source": "source"}
_ADDRESS = "address:"
_BOTH_ENDS = 2


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event in words; `url` is the page of what it was done to, empty where there is none."""

    event: AuditEvent
    who: str
    subject: str
    url: str
    details: tuple[tuple[str, str], ...]

    @property
    def action(self) -> str:
        """What was done, as people write it."""
        return self.event.action.replace("-", " ")


def list_events() -> QuerySet[AuditEvent]:
    """Every event. Check that the actor may view them."""
    return AuditEvent.objects.all()


def list_actions() -> list[str]:
    """Every sort of event there is."""
    return list(AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct())


def describe_events(_actor: Actor, events: Sequence[AuditEvent]) -> list[AuditRow]:
    """Rows in the order given. At most two queries."""
    names = get_actor_names({each.actor_ref for each in events} | {each.subject for each in events})
    return [
        AuditRow(
            event=each,
            who=_name(each.actor_ref, names),
            subject=_name(each.subject, names) if each.subject else "",
            url=_find_page(each.subject),
            details=tuple((key.replace("_", " "), _write(value)) for key, value in sorted(each.detail.items())),
        )
        for each in events
    ]


def _name(ref: str, names: Mapping[str, str]) -> str:
    return f"somebody at {ref.removeprefix(_ADDRESS)}" if ref.startswith(_ADDRESS) else names[ref]


def _find_page(subject: str) -> str:
    kind, _, rest = subject.partition(":")
    if kind in _PAGES:
        return reverse(_PAGES[kind], args=[int(rest)]) if rest.isascii() and rest.isdigit() else ""
    is_ref = "/" in rest and not rest.startswith("//")
    return subject_url(subject) if is_ref or kind == "repository" else ""


def _write(value: object) -> str:
    """A value of an event; a pair is what it was before and what it is now."""
    if isinstance(value, list) and len(value) == _BOTH_ENDS:
        return " → ".join(map(_write_one, value))
    return _write_one(value)


def _write_one(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)
