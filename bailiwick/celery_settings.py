"""Celery's settings for both modes. The reasons are in docs/adr: the database decides, the broker is a hint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bailiwick.folder_transport import SCHEME, register_transport

SCAN_SOFT_LIMIT_SECONDS = 240
SCAN_HARD_LIMIT_SECONDS = 300
HISTORY_HARD_LIMIT_SECONDS = 3600
VISIBILITY_TIMEOUT_SECONDS = 7200  # longer than any task, so that Redis does not run one twice


def celery_settings(var: Path, broker_url: str, concurrency: int) -> dict[str, Any]:
    """Django settings with the CELERY_ prefix, for Redis where a URL is given, else for a folder under `var`."""
    common: dict[str, Any] = {
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_CONCURRENCY": concurrency,
        "CELERY_WORKER_MAX_TASKS_PER_CHILD": 200,
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": 30,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_SOFT_TIME_LIMIT": SCAN_SOFT_LIMIT_SECONDS,
        "CELERY_TASK_TIME_LIMIT": SCAN_HARD_LIMIT_SECONDS,
        "CELERY_TASK_DEFAULT_QUEUE": "scan",
        "CELERY_TASK_ROUTES": {"scoring.collect_history": {"queue": "history"}},
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BEAT_SCHEDULE_FILENAME": str(var / "beat-schedule"),
        "CELERY_TIMEZONE": "UTC",
    }
    return common | (_redis(broker_url) if broker_url else _filesystem(var / "broker"))


def _redis(broker_url: str) -> dict[str, Any]:
    return {
        "CELERY_BROKER_URL": broker_url,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
        },
    }


def _filesystem(folder: Path) -> dict[str, Any]:
    register_transport()
    for name in ("queue", "processed", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "CELERY_BROKER_URL": f"{SCHEME}://localhost",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "processed_folder": str(folder / "processed"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
            "polling_interval": 0.2,
        },
    }
