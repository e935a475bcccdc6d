"""The Celery app, and what beat asks for. The rows decide what is done; a slot that comes twice changes nothing."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bailiwick.settings")

app = Celery("bailiwick")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

LOOK_EVERY_SECONDS = 10.0

app.conf.beat_schedule = {
    "recover jobs and deliver changes": {"task": "catalog.keep_going", "schedule": LOOK_EVERY_SECONDS},
    "list sources": {"task": "catalog.list_sources", "schedule": LOOK_EVERY_SECONDS},
    "forget what was removed": {"task": "catalog.clean_up", "schedule": crontab(minute="37")},
    "read on-call sources": {"task": "teams.refresh_on_call_sources", "schedule": LOOK_EVERY_SECONDS},
    "begin and end memberships": {"task": "teams.keep_memberships", "schedule": crontab(minute="7")},
    "collect facts and score": {"task": "scoring.keep_going", "schedule": LOOK_EVERY_SECONDS},
    "send weekly reports": {"task": "scoring.send_weekly_reports", "schedule": crontab(minute="*/10")},
}
#: a message that nobody took before the next one comes says nothing new
for entry in app.conf.beat_schedule.values():
    entry["options"] = {"expires": LOOK_EVERY_SECONDS}


@worker_ready.connect
def look_at_once(**_: object) -> None:
    """A worker that starts looks at what is due without waiting for beat."""
    for name in ("catalog.keep_going", "catalog.list_sources", "scoring.keep_going"):
        app.send_task(name)
