"""What is sent to the addresses of the table."""

from __future__ import annotations

WHY = "Because we agreed."
ENTITY = "component/default/cart"
ACCOUNT = {"username": "newcomer", "first_name": "New", "email": "", "person_ref": ""}
SOURCE = {"name": "clones"}
KEPT = "/on-call/default/kept"
NEW_URL = "https://example.org/new/catalog-info.yaml"
TURN = {"participants": [["user:default/ulla"]], "rotation": {"start": "2026-01-05T09:00", "unit": "day", "length": 1}}
CALENDAR = {"kind": "ical-file", "name": "more", "owner": "shop", "content": "BEGIN:VCALENDAR\nEND:VCALENDAR\n"}
STRETCH = {"start": "2040-01-02T10:00", "end": "2040-01-02T12:00"}


def write_schedule(name: str) -> dict[str, object]:
    """A schedule of the team Shop: Ulla, always."""
    return {"name": name, "owner": "shop", "time_zone": "Europe/Berlin", "layers": [TURN]}
