"""`/on-call`: who is on call for a service, a team, a system or a schedule, now, at any time or over a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from django.utils import timezone

from portal.api.base import ReadView
from portal.api.on_call_answers import OnCallMatch, State, describe_moment, describe_window
from portal.api.problems import BadParametersError
from portal.api.query import Parameter, check_time, text_parameter
from portal.api.shapes import Fault, Shape
from teams.core.oncall.limits import FIRST_YEAR, LAST_YEAR
from teams.selectors.on_call_subjects import find_on_call_subjects

#: Parameter -> the kind of what it names; `ref` is of any kind.
QUESTIONS: Mapping[str, str] = {
    "ref": "", "service": "component", "team": "group", "system": "system", "schedule": "schedule",
}  # fmt: skip
LONGEST_WINDOW = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallAnswer(Shape):
    """Who is on call for what was asked for."""

    answer: Annotated[State, "Of all matches: `somebody` if for any; `unknown` too if the catalog has nothing such."]
    detail: str
    at: Annotated[datetime | None, "The moment asked about; null for now and for a window."]
    since: datetime | None
    until: datetime | None
    matches: Annotated[list[OnCallMatch], "Several where a name is that of several things, services first."]


def _check_computable(text: str) -> str:
    fault = check_time(text)
    if fault or FIRST_YEAR <= datetime.fromisoformat(text).astimezone(UTC).year < LAST_YEAR:
        return fault
    return f"Must lie in the years {FIRST_YEAR} to {LAST_YEAR - 1}."


def computable_parameter(name: str, description: str) -> Parameter:
    """A moment with its offset, of years for which schedules are computed."""
    return Parameter(name, {"type": "string", "format": "date-time"}, description, _check_computable)


def read_window(
    asked: Mapping[str, str], default: tuple[datetime, datetime] | None = None
) -> tuple[datetime, datetime]:
    """The window of `since` and `until`; both or none. Raises BadParametersError."""
    if "since" not in asked and "until" not in asked and default is not None:
        return default
    for name, other in (("since", "until"), ("until", "since")):
        if name not in asked:
            raise BadParametersError([Fault(parameter=name, detail=f"Goes with {other}.")])
    since, until = (
        datetime.fromisoformat(asked[name]).astimezone(UTC).replace(microsecond=0) for name in ("since", "until")
    )
    if until <= since:
        raise BadParametersError([Fault(parameter="until", detail="Must lie after since.")])
    if until - since > LONGEST_WINDOW:
        raise BadParametersError([Fault(parameter="until", detail=f"At most {LONGEST_WINDOW.days} days after since.")])
    return since, until


SINCE = computable_parameter("since", "Beginning of a window; goes with `until`.")
UNTIL = computable_parameter("until", f"End of the window, at most {LONGEST_WINDOW.days} days later.")


class GetOnCall(ReadView):
    """Who is on call? Ask by exactly one of `ref`, `service`, `team`, `system`, `schedule`; a ref or a name will do."""

    subject = "catalog"
    answer = OnCallAnswer
    parameters = (
        text_parameter("ref", "Anything: a ref, a former ref, or a name, which may be that of several things."),
        text_parameter("service", "A Component, by its ref or name."),
        text_parameter("team", "A team, by its ref or name."),
        text_parameter("system", "A System, by its ref or name."),
        text_parameter("schedule", "A schedule, by its ref or name."),
        computable_parameter("at", "The moment; this one if you say nothing."),
        SINCE,
        UNTIL,
    )

    def read(self) -> OnCallAnswer:
        """Who it is. At most sixteen queries."""
        asked = [name for name in QUESTIONS if name in self.asked]
        if len(asked) != 1:
            raise BadParametersError([Fault(parameter="ref", detail=f"Ask by exactly one of {', '.join(QUESTIONS)}.")])
        (name,) = asked
        is_window = "since" in self.asked or "until" in self.asked
        if is_window and "at" in self.asked:
            raise BadParametersError([Fault(parameter="at", detail="A moment or a window, not both.")])
        refs = find_on_call_subjects(self.actor, self.asked[name], QUESTIONS[name])
        if is_window:
            since, until = read_window(self.asked)
            over = describe_window(self.actor, refs, since, until)
            return OnCallAnswer(
                answer=_sum_up(over), detail=_say(over), at=None, since=since, until=until, matches=over
            )
        at = datetime.fromisoformat(self.asked["at"]).astimezone(UTC) if "at" in self.asked else timezone.now()
        at = at.replace(microsecond=0)
        found = describe_moment(self.actor, refs, at)
        shown = at if "at" in self.asked else None  # an answer about now stays the same until something changes
        return OnCallAnswer(answer=_sum_up(found), detail=_say(found), at=shown, since=None, until=None, matches=found)


def _sum_up(matches: Sequence[OnCallMatch]) -> State:
    states = {match.state for match in matches}
    return "somebody" if "somebody" in states else "nobody" if states == {"nobody"} else "unknown"


def _say(matches: Sequence[OnCallMatch]) -> str:
    if not matches:
        return "Unknown: the catalog has nothing of this name that you may see."
    return " ".join(dict.fromkeys(_say_one(match) for match in matches))


def _say_one(match: OnCallMatch) -> str:
    if match.state == "unknown":
        return f"{match.name}: unknown. {match.why}"
    if match.coverage_percent is not None:
        gaps = f"{len(match.gaps)} gap{'' if len(match.gaps) == 1 else 's'}"
        return f"{match.name}: covered to {match.coverage_percent} %, {gaps}."
    return f"{match.name}: {', '.join(each.name for each in match.people) or 'nobody'}."
