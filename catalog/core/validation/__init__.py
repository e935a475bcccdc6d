"""What `manage.py validate` says about descriptor files: problems with their places, in four forms of text."""

from catalog.core.validation.github import render_github
from catalog.core.validation.json_lines import render_json
from catalog.core.validation.problems import CheckedFile, Problem, Severity, check_together, list_problems, worst
from catalog.core.validation.sarif import render_sarif
from catalog.core.validation.text import render_text

__all__ = [
    "CheckedFile",
    "Problem",
    "Severity",
    "check_together",
    "list_problems",
    "render_github",
    "render_json",
    "render_sarif",
    "render_text",
    "worst",
]
