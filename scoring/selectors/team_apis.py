"""Team APIs for the Snapshot: what counts for each team, and the files that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from scoring.core.snapshot import Place, TeamApi
from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.parse import parse_team_api
from teams.core.teamapi.survey import LoadFact
from teams.models import TeamApiVersion
from teams.selectors.survey import list_loads

#: Documents kept from one run to the next, since most files say the same as before.
KEPT_DOCUMENTS = 2_000


def load_team_apis() -> dict[str, TeamApi]:
    """The Team API of each team that keeps one: the file that counts, else one that never could be read. One query."""
    there = TeamApiVersion.objects.filter(superseded_at=None, origin__removed_at=None).exclude(team_ref="")
    found: dict[str, TeamApi] = {}
    for row in there.order_by("-is_counted", "first_seen_at", "pk"):
        if row.team_ref not in found and (row.is_counted or not row.text):
            found[row.team_ref] = _make(row)
    return found


def load_loads(team_apis: Mapping[str, TeamApi], today: date) -> dict[str, LoadFact]:
    """How much each team carries: by its last survey, else by what its Team API says. One query.

    A level and nothing else: single answers, their number and a survey that still goes on never come into a Snapshot.
    """
    documents = {ref: each.document for ref, each in team_apis.items() if each.document is not None}
    return list_loads(documents, today)


def _make(row: TeamApiVersion) -> TeamApi:
    document = _read(row.path, row.text) if row.text else None
    problem = next((each["message"] for each in row.problems if each["severity"] == "error"), "")
    if document is None and not problem:
        problem = "it is written in a form that is not read any more"
    place = Place(row.origin_id, row.commit, row.path, 1)
    return TeamApi(row.team_ref, place, document, row.seen_at.date(), problem)


@lru_cache(maxsize=KEPT_DOCUMENTS)
def _read(path: str, text: str) -> TeamApiDocument | None:
    return parse_team_api(path, text.encode()).document
