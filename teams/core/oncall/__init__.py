"""On-call: from a schedule to who is on call. Pure; a person is whatever text the schedule names them by.

A schedule is read once (`read_schedule`) and asked about any window. Inside, a moment is a whole number: an *instant*
counts seconds since 1970 in UTC, a *wall time* counts them on the clock on the wall of a time zone. The definition is
that of the language-neutral on-call vectors, version 1; each module names the rule it stands for.
"""

from teams.core.oncall.errors import OnCallError, ScheduleError, WindowError
from teams.core.oncall.imported import ImportedShifts, Rota, list_rota_shifts
from teams.core.oncall.model import Schedule, Shift
from teams.core.oncall.read import read_schedule
from teams.core.oncall.shifts import get_coverage_percent, list_gaps, list_people_at, list_shifts, list_whole_shifts

__all__ = [
    "ImportedShifts",
    "OnCallError",
    "Rota",
    "Schedule",
    "ScheduleError",
    "Shift",
    "WindowError",
    "get_coverage_percent",
    "list_gaps",
    "list_people_at",
    "list_rota_shifts",
    "list_shifts",
    "list_whole_shifts",
    "read_schedule",
]
