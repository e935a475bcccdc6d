"""The page of one entity: who owns it and how we know, what is wrong, what it is tied to, and what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.core.access import Actor
from catalog.core.claims import Basis
from catalog.models import Keeping
from catalog.selectors.entities import count_edges_by_type, get_entity, list_descriptors, list_edges
from catalog.selectors.removed import get_keeping
from catalog.selectors.renames import find_present_ref
from catalog.selectors.repositories import list_code_roots_of
from portal.body import Body
from portal.http import PortalRequest
from portal.links import entity_url
from portal.selectors.conflicts import get_choice
from portal.selectors.entities import describe_entities
from portal.selectors.entity_links import list_entity_links, list_spec_facts
from portal.selectors.findings import show_findings
from portal.selectors.ledger import get_ledger
from portal.selectors.on_call import HOURS, get_standby
from portal.selectors.owner_decisions import get_owner_decision, leads_any_team
from portal.selectors.relations import describe_edges
from portal.selectors.removed import describe_kept
from portal.views.entity_definition import show_definition
from portal.views.entity_frame import Frame
from portal.views.entity_graph import show_graph
from portal.views.entity_history import show_history
from portal.views.entity_raw import show_raw
from portal.views.entity_relations import show_relations
from portal.views.removed import show_where_it_was
from scoring.selectors.findings import list_findings, list_open_findings
from teams.selectors.teams import get_person, list_teams_of

RELATIONS_SHOWN = 12
#: Kinds whose spec this page shows part by part; of any other it shows all of it.
BUILTIN_KINDS = frozenset({"component", "api", "resource", "system", "domain", "group", "user"})


@require_safe
def entity(request: PortalRequest, kind: str, namespace: str, name: str, tab: str = "overview") -> HttpResponseBase:
    """One tab of the page of an entity; what is not there, or not visible, is not found. An old name leads on."""
    show, ref = _SHOW.get(tab), f"{kind}:{namespace}/{name}"
    found = get_entity(request.actor, ref)
    if show is None:
        raise Http404
    if found is None:
        return _show_what_became(request, ref, tab)
    (row,) = describe_entities(request.actor, [found])
    relations = sum(count_edges_by_type(request.actor, found.ref).values())
    descriptors = list(list_descriptors(request.actor, found.ref))
    return show(request, _add_decisions(request.actor, Frame(row, tab, descriptors, relations)))


def _add_decisions(actor: Actor, frame: Frame) -> Frame:
    """The frame with what people decided about what counts. No query where there is nothing to decide."""
    ref, home = frame.entity.ref, frame.home
    choice = get_choice(actor, ref) if frame.contenders else None
    keeping = get_keeping(actor, ref) if home is not None and home.stage == Keeping.STAGE else None
    return replace(frame, choice=choice, kept=describe_kept(actor, [keeping])[0] if keeping else None)


def _show_what_became(request: PortalRequest, ref: str, tab: str) -> HttpResponse:
    """Where an old name leads, or what was there not long ago. At most three queries."""
    present_ref = "" if "\0" in ref else find_present_ref(request.actor, ref)
    if present_ref:
        return HttpResponsePermanentRedirect(entity_url(present_ref, tab))
    was = show_where_it_was(request, ref)
    if was is None:
        raise Http404
    return was


def _show_overview(request: PortalRequest, frame: Frame) -> HttpResponse:
    actor, entity_ = request.actor, frame.entity
    body = Body.read(entity_.body_json)
    edges = list(list_edges(actor, entity_.ref).order_by("type", "target_ref")[: RELATIONS_SHOWN + 1])
    is_person = entity_.kind.lower() == "user"
    person = get_person(actor, entity_.ref) if is_person else None
    context = {
        "frame": frame,
        "body": body,
        "links": list_entity_links(body, frame.home),
        "facts": [] if entity_.kind.lower() in BUILTIN_KINDS else list_spec_facts(body),
        "relations": describe_edges(actor, edges[:RELATIONS_SHOWN]),
        "has_more_relations": len(edges) > RELATIONS_SHOWN,
        "roots": list(list_code_roots_of(actor, entity_.ref)),
        "person": person,
        "memberships": list(list_teams_of(actor, person)) if person else [],
        "findings": show_findings(actor, list(list_open_findings(actor, subject_ref=entity_.ref)[:3])),
        "hours": HOURS,
    }
    if frame.has_pager:
        context["on_call"], context["timeline"] = get_standby(actor, entity_, timezone.now())
    return render(request, "pages/entity_overview.html", context)


def _show_ownership(request: PortalRequest, frame: Frame) -> HttpResponse:
    actor, ref = request.actor, frame.entity.ref
    ledger = get_ledger(actor, ref)
    is_decided = any(row.claim.basis == Basis.PERSON for row in ledger.current)
    context = {
        "frame": frame,
        "ledger": ledger,
        "decision": get_owner_decision(actor, ref) if is_decided else None,
        "may_decide_owner": frame.is_owned_kind and leads_any_team(actor),
    }
    return render(request, "pages/entity_ownership.html", context)


def _show_findings(request: PortalRequest, frame: Frame) -> HttpResponse:
    found = list(
        list_findings(request.actor).filter(subject_ref=frame.entity.ref).order_by("resolved_at", "-opened_at")
    )
    shown = show_findings(request.actor, found)
    context = {
        "frame": frame,
        "open": [each for each in shown if each.finding.state != "resolved"],
        "resolved": [each for each in shown if each.finding.state == "resolved"],
    }
    return render(request, "pages/entity_findings.html", context)


_SHOW: dict[str, Callable[[PortalRequest, Frame], HttpResponseBase]] = {
    "overview": _show_overview,
    "ownership": _show_ownership,
    "findings": _show_findings,
    "definition": show_definition,
    "relations": show_relations,
    "graph": show_graph,
    "history": show_history,
    "raw": show_raw,
}
