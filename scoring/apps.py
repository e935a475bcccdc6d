"""Django's description of the app."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """What is wrong: facts, checks, findings, scores and reports."""

    name = "scoring"

    def ready(self) -> None:
        """Find checks and collectors now, so that a broken one stops the start instead of vanishing."""
        from scoring.collectors import get_collectors
        from scoring.core.registry import get_checks

        get_checks()
        get_collectors()
