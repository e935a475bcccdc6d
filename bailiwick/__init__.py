"""Wiring: settings, URLs, Celery and who consumes what a scan changed. Nothing imports this package."""

from bailiwick.celery import app as celery_app

__all__ = ["celery_app"]
