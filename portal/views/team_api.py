"""The Team API of one team: as a page, as Markdown and JSON, its versions, and a file to start from."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.http import PortalRequest
from portal.links import file_url
from portal.selectors.team_api import get_merged_page, get_team_api_page, list_lost_files, list_shown_versions
from portal.selectors.team_facts import get_team_facts
from teams.core.teamapi.page.render import page_to_json, render_markdown
from teams.core.teamapi.page.starter import starter_file
from teams.models import Team
from teams.selectors.team_apis import get_team_api
from teams.selectors.teams import get_team

SCHEMA_PATH = "/static/schemas/team-api.schema.json"
HTML, MARKDOWN, JSON = "html", "md", "json"


def _find(request: PortalRequest, namespace: str, name: str) -> Team:
    found = get_team(request.actor, f"group:{namespace}/{name}")
    if found is None:
        raise Http404
    return found


@require_safe
def team_api(request: PortalRequest, namespace: str, name: str, form: str = "") -> HttpResponse:
    """The Team API in the form that the address or `?format=` asks for; 404 for a form there is not."""
    team = _find(request, namespace, name)
    match form or request.GET.get("format", HTML):
        case "html":
            parts = {"namespace": namespace, "name": name}
            shown = get_team_api_page(request.actor, team, timezone.now())
            file = shown.version
            url = file_url(file.origin_id, file.commit, file.path) if file else ""
            context = {"team": team, "shown": shown, "file_url": url}
            context["lost"] = list_lost_files(request.actor, team.ref)
            return render(request, "pages/team_api.html", context | parts)
        case "md":
            text = render_markdown(get_merged_page(request.actor, team, timezone.now()))
            return HttpResponse(text, content_type="text/markdown; charset=utf-8")
        case "json":
            return JsonResponse(page_to_json(get_merged_page(request.actor, team, timezone.now())))
    raise Http404


@require_safe
def versions(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """What the team said before, and what changed each time."""
    team = _find(request, namespace, name)
    current = get_team_api(request.actor, team.ref)
    if current is None:
        raise Http404
    context = {"team": team, "versions": list_shown_versions(request.actor, current)}
    context |= {"namespace": namespace, "name": name}
    return render(request, "pages/team_api_versions.html", context)


@require_safe
def starter(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """A ready `team-api.yaml` to commit, with what the catalog knows."""
    facts = get_team_facts(request.actor, _find(request, namespace, name), timezone.now())
    text = starter_file(facts, f"{settings.BASE_URL}{SCHEMA_PATH}")
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="team-api.yaml"'
    return response
