"""What people decided and what changed, in the world of the API's tests: of everything one open and one hidden."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from catalog.models import ChangeLog, Descriptor, DescriptorChoice, Entity, Origin, Ownership, Rename
from scoring.models import Exemption, Finding
from tests.portal.organisation import Organisation
from tests.scoring.factories import NOW, TIP, make_entity

ACCOUNT = "account:999"


def make_decisions(org: Organisation) -> None:
    """Changes of the cart, conflicts, renames, removed entities and exemptions."""
    make_changes(org)
    for origin, name in ((org.origin, "till"), (org.hidden_origin, "vault")):
        make_conflict(origin, name)
        make_rename(origin, name)
        make_removed(origin, f"old-{name}")
    for finding in (org.hidden_finding, Finding.objects.get(subject_ref="component:default/till")):
        Exemption.objects.create(
            check_id=finding.check_id, subject_ref=finding.subject_ref, reason=f"Agreed about {finding.subject_ref}.",
            until_date=NOW.date() + timedelta(days=9000), decided_by_ref=ACCOUNT, decided_at=NOW,
        )  # fmt: skip


def make_changes(org: Organisation) -> None:
    """Three changes of the cart: one that is open, and two that tell what a hidden descriptor said."""
    values = {"subject_ref": org.cart.ref, "actor_ref": "scan", "commit": TIP, "path": "cart/catalog-info.yaml"}
    fields = {"spec.owner": ["money", "shop"]}
    ChangeLog.objects.create(**values, origin=org.origin, action="changed", fields=fields, at=NOW)
    secret = {"spec.owner": ["shop", "the secret team"]}
    ChangeLog.objects.create(**values, origin=org.hidden_origin, action="changed", fields=secret, at=NOW)
    ChangeLog.objects.create(
        **values, origin=org.origin, former_origin=org.hidden_origin, action="changed", fields=secret, at=NOW
    )


def make_conflict(origin: Origin, name: str) -> None:
    """A second document for an entity, and a person's decision for the first."""
    ref = f"component:default/{name}"
    holder = Descriptor.objects.get(ref=ref, state="in_force")
    Descriptor.objects.create(
        origin=origin, path=f"other/{name}.yaml", doc_index=0, ref=ref, state="contender", digest="d", commit=TIP,
        entity=holder.entity, body_json='{"spec": {"owner": "money"}}', first_seen_at=NOW,
    )  # fmt: skip
    DescriptorChoice.objects.create(
        ref=ref, origin=origin, origin_name=origin.name, path=holder.path, doc_index=0, reason=f"{name} is ours.",
        decided_by_ref=ACCOUNT, decided_at=NOW,
    )  # fmt: skip


def make_rename(origin: Origin, name: str) -> None:
    """A proposal that something was called otherwise before."""
    Rename.objects.create(
        old_ref=f"component:default/{name}-of-old", new_ref=f"component:default/{name}", basis="detected",
        origin=origin, path=f"{name}/catalog-info.yaml", commit=TIP, seen_at=NOW,
    )  # fmt: skip


def make_removed(origin: Origin, name: str) -> None:
    """Something that was removed yesterday."""
    entity = make_entity(name, "", origin=origin)
    entity.descriptors.all().delete()
    at = timezone.now() - timedelta(days=1)
    Entity.objects.filter(pk=entity.pk).update(removed_at=at)
    Ownership.objects.create(
        subject_ref=entity.ref, owner_ref="group:default/shop", confidence=0.8, reasons=[], since=NOW, until=at
    )
    ChangeLog.objects.create(
        subject_ref=entity.ref, action="removed", actor_ref="scan", origin=origin, commit=TIP, at=at,
        path=f"{name}/catalog-info.yaml",
    )  # fmt: skip
