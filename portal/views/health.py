"""Whether this process can do its work, for load balancers and monitors."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.selectors.health import get_health


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, else 503. With `?worker=required` also 503 while work waits for no worker."""
    try:
        found = get_health()
    except DatabaseError:
        return JsonResponse({"status": "failed", "database": "unreachable", "worker": "unknown"}, status=503)
    is_refused = request.GET.get("worker") == "required" and found.is_worker_late
    body = {
        "status": "failed" if is_refused else "ok",
        "database": "ok",
        "worker": "late" if found.is_worker_late else "ok",
        "work_waiting_since": found.waiting_since.isoformat() if found.waiting_since else None,
    }
    return JsonResponse(body, status=503 if is_refused else 200)
