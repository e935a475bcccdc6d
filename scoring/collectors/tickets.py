"""Who worked on which ticket of late, by the messages of commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from catalog.git.history import read_history
from catalog.git.repository import LocalRepository
from catalog.models import Origin
from catalog.models.bulk import insert_rows
from catalog.selectors.erasures import load_eraser
from scoring.collectors import Observation
from scoring.core.history import make_digest
from scoring.core.tickets import KEPT_DAYS, TicketKey, erase_people, sum_up_tickets
from scoring.models import FactState, TicketActivity


def describe(origin: Origin, _prefixes: Sequence[str]) -> str:
    """Messages depend on the commit alone; `.mailmap` is part of it."""
    return make_digest("tickets", origin.tip)


def collect(origin: Origin, _prefixes: Sequence[str], _state: FactState, now: datetime) -> Observation:
    """Read the last `KEPT_DAYS` days anew: they are few. Raises RepositoryError."""
    repository = LocalRepository.open(Path(origin.location))
    commits = read_history(repository, origin.tip, since=now - timedelta(days=KEPT_DAYS))
    eraser, rows = load_eraser(), sum_up_tickets(commits, now)
    return Observation(origin.tip, {}, partial(_replace, origin, erase_people(rows, eraser) if eraser else rows))


def _replace(origin: Origin, rows: Counter[TicketKey]) -> None:
    TicketActivity.objects.filter(origin=origin).delete()
    insert_rows([TicketActivity(origin=origin, commits=count, **key._asdict()) for key, count in rows.items()])
