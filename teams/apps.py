"""Django's description of the app."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Who is responsible: teams, people, Team APIs and on-call."""

    name = "teams"
