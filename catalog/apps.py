"""Django's description of the app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What exists: sources, scans, descriptors, entities, edges, claims, ownership and search."""

    name = "catalog"
