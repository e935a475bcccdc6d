"""Exemptions as one actor may see them: those of what the actor may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from catalog.core.access import Actor
from catalog.selectors.subjects import is_about_visible
from scoring.models import Exemption, Finding


def list_exemptions(actor: Actor) -> QuerySet[Exemption]:
    """Every exemption about what this actor may see, also those that count no more, the newest first."""
    return Exemption.objects.filter(is_about_visible(actor)).order_by("-decided_at", "-pk")


def list_exemptions_of(actor: Actor, finding: Finding) -> QuerySet[Exemption]:
    """Those that let one finding rest now, or did, the newest first: of its own key and of all keys of its subject."""
    same = list_exemptions(actor).filter(check_id=finding.check_id, subject_ref=finding.subject_ref)
    return same.filter(Q(key=finding.key) | Q(key=""))


def get_exemption(actor: Actor, exemption_id: int) -> Exemption | None:
    """One exemption, or None if there is none that this actor may see."""
    return list_exemptions(actor).filter(pk=exemption_id).first()


def is_counting(exemption: Exemption, today: date) -> bool:
    """Whether it lets findings rest today."""
    return exemption.withdrawn_at is None and exemption.until_date >= today
