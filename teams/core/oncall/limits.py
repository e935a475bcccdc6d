"""How much is computed at all. Generous for people, final for what would keep a machine busy."""

from __future__ import annotations

MOST_LAYERS = 100
MOST_GROUPS = 1_000  # participants of one layer
MOST_PEOPLE = 100  # in one group or override, and on call at the same time
MOST_RESTRICTIONS = 100  # of one layer
MOST_OVERRIDES = 20_000
MOST_AT_ONCE = 100  # overrides, layers or events of a calendar
LONGEST_NAME = 256
LONGEST_TURN_YEARS = 100
MOST_PIECES = 100_000  # turns and restriction windows of all layers: hourly turns for eleven years
LONGEST_WINDOW_DAYS = 9_150  # 25 years
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of a window

# Calendars
MOST_CALENDAR_CHARACTERS = 10 * 1024 * 1024
MOST_EVENTS = 20_000  # that may touch the window
MOST_EVENT_LINES = 2_000
MOST_DATES = 50_000  # RDATE and EXDATE of all events together
MOST_RECURRENCE_STEPS = 500_000  # periods looked at and moments tried, of all rules together
MOST_OWN_ZONES = 100  # VTIMEZONEs that are used and are no IANA zones
