"""Django's description of the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """How people and scripts get in: accounts, tokens, audit, pages that join the apps, and the API router."""

    name = "portal"
