"""The words of a report: what stands in the subject of the mail, and texts of others made safe to show."""

from __future__ import annotations

import re

from scoring.core.reports.report import Report
from scoring.core.reports.weeks import week_number

LONGEST_TEXT = 500
LONGEST_SUBJECT = 150
#: Characters that end lines, steer terminals or turn the direction of writing.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def clean_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """A text written by others as one line without control characters, cut with an ellipsis where it is too long."""
    line = " ".join(_UNSAFE.sub(" ", text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def say_subject(report: Report, week: str) -> str:
    """The subject of the mail: whom it is about, and what awaits."""
    about = "Ownership" if report.is_organisation else report.name
    return clean_text(f"{about}, week {week_number(week)}: {say_briefly(report)}", LONGEST_SUBJECT)


def say_briefly(report: Report) -> str:
    """What there is, in a few words: "4 findings open, 2 new, 1 resolved"."""
    if report.is_calm:
        return "nothing to do" if not report.unlooked else "not everything could be looked at"
    if not report.open_count:
        return f"{count_things(len(report.ending), 'exemption')} ending soon"
    parts = [f"{count_things(report.open_count, 'finding')} open"]
    if report.news and report.news.new_count:
        parts.append(f"{report.news.new_count} new")
    if report.news and report.news.resolved_count:
        parts.append(f"{report.news.resolved_count} resolved")
    return ", ".join(parts)


def say_headline(report: Report) -> str:
    """The one sentence that stands above everything else. What could not be looked at is never taken for good news."""
    if report.is_calm and report.unlooked:
        return "Nothing was found that needs doing, but not everything could be looked at."
    if report.is_calm:
        return "There is nothing to do this week."
    if not report.open_count:
        return f"Nothing is open, but {count_things(len(report.ending), 'exemption')} will end soon."
    sentence = f"{count_things(report.open_count, 'finding')} {'is' if report.open_count == 1 else 'are'} open"
    new, resolved = (report.news.new_count, report.news.resolved_count) if report.news else (0, 0)
    if new:
        sentence += ", and it is new" if report.open_count == 1 else f", {new} of them new"
    if resolved:
        sentence += f"; {resolved} {'was' if resolved == 1 else 'were'} resolved"
    return f"{sentence}."


def say_change(change: int | None) -> str:
    """How a count moved since the last report: "2 more", "1 fewer"; empty where it did not, or nobody knows."""
    if not change:
        return ""
    return f"{abs(change)} {'more' if change > 0 else 'fewer'}"


def count_things(number: int, thing: str) -> str:
    """A number with its noun: "1 finding", "3 findings", "no findings"."""
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def drop_template_lines(text: str) -> str:
    """Plain text out of a template: lines left empty by tags go, and `~` alone on a line makes an empty one."""
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join("" if line == "~" else line for line in lines if line).strip() + "\n"
