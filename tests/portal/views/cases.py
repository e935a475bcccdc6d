"""Things to decide about, made by looks at origins of the open source: for the tests of the pages that decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import orjson
from django.utils import timezone

from catalog.models import Descriptor, Edge, Entity, Rename
from scoring.models import Finding
from teams.models import Membership
from tests.catalog.looks import Looks
from tests.portal.organisation import Organisation, make_finding
from tests.repositories import component, documents, group

PAY = "component:default/pay"
GONE = "component:default/gone-service"
OLD, NEW = "component:default/till-of-old", "component:default/till"


@dataclass
class Cases:
    """Pay is declared by `first` for Shop and by `second` for Money; Gone is not declared any more; Till was renamed.

    Shop owned or owns all of them.
    """

    org: Organisation
    looks: Looks
    finding: Finding
    rename: Rename = field(init=False)

    def contender(self) -> str:
        """What to post to choose the second."""
        return str(self.looks.descriptor("second", PAY).pk)


def make_cases(org: Organisation) -> Cases:
    """The cases as two scans of each origin would have left them, now."""
    looks = Looks(org.source, timezone.now() - timedelta(minutes=30))
    looks.look("first", documents(component("pay", "shop"), component("gone-service", "shop")))
    looks.look("second", component("pay", "money"))
    looks.look("first", component("pay", "shop"))
    looks.look("third", component("till-of-old", "shop"))
    looks.look("third", component("till", "shop"))
    looks.look("groups", documents(group("lost")))
    looks.look("groups")
    cases = Cases(org, looks, make_finding(org.cart, org.origin, "owner-does-the-work"))
    cases.rename = Rename.objects.get(old_ref=OLD)
    return cases


def declare_people() -> None:
    """Let files say who is in which team and leads it, as the rows of the named people do: else a delivery of changes
    that touches a team would find that nobody is in it.
    """
    leads: dict[str, list[str]] = {}
    for row in Membership.objects.filter(until=None).select_related("team", "person"):
        user = Descriptor.objects.get(ref=row.person.ref)
        Edge.objects.get_or_create(
            declared_by=user, source_ref=row.person.ref, type="memberOf", target_ref=row.team.ref
        )
        Edge.objects.get_or_create(
            declared_by=user, source_ref=row.team.ref, type="hasMember", target_ref=row.person.ref
        )
        if row.is_lead:
            leads.setdefault(row.team.ref, []).append(row.person.ref)
    for ref, people in leads.items():
        group = Entity.objects.get(ref=ref)
        body = orjson.loads(group.body_json)
        body["metadata"]["annotations"] = {"bailiwick.dev/lead": ", ".join(people)}
        Entity.objects.filter(pk=group.pk).update(body_json=orjson.dumps(body).decode())
