"""How something of the catalog says which schedule stands by for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from catalog.core.refs import DEFAULT_NAMESPACE, RefError, parse_ref

ON_CALL_REF = "bailiwick.dev/on-call-ref"
#: Annotation -> whose it is. Where no on-call source gives their schedules, who is on call there is unknown.
VENDORS: Mapping[str, str] = {
    "pagerduty.com/service-id": "PagerDuty",
    "pagerduty.com/integration-key": "PagerDuty",
    "opsgenie.com/team": "Opsgenie",
    "opsgenie.com/component-selector": "Opsgenie",
    "grafana.com/oncall-integration": "Grafana OnCall",
    "splunk.com/on-call-team": "Splunk On-Call",
    "victorops.com/team": "Splunk On-Call",
    "ilert.com/integration-key": "ilert",
    "goalert.target.com/service-id": "GoAlert",
    "firehydrant.com/service-id": "FireHydrant",
    "incident.io/service-id": "incident.io",
}


#: What entities may name a schedule with.
ANNOTATIONS = (ON_CALL_REF, *VENDORS)
_LONGEST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Link:
    """A schedule of the catalog by its ref, or else the vendor whose schedule it is, and the key it is found by."""

    schedule_ref: str = ""
    vendor: str = ""
    key: str = ""

    def find(self, links: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Refs of the schedules that are meant; none where a vendor's were not imported. `links`: by `link_key`."""
        return (self.schedule_ref,) if self.schedule_ref else links.get(self.key, ())


def link_key(annotation: str, value: str) -> str:
    """What a value of a vendor's annotation is found by. Not the value itself: an integration key is a secret."""
    return sha256(f"{annotation}={value.strip()}".encode()).hexdigest()


def read_link(annotations: Mapping[str, str], namespace: str = DEFAULT_NAMESPACE) -> Link | None:
    """What the annotations of an entity name: ours first, then the vendors'; None where they name nothing."""
    text = annotations.get(ON_CALL_REF, "").strip()
    if text:
        return _read_own(text, namespace)
    for annotation, vendor in VENDORS.items():
        if value := annotations.get(annotation, "").strip():
            return Link(vendor=vendor, key=link_key(annotation, value))
    return None


def _read_own(text: str, namespace: str) -> Link:
    """A schedule's ref, or `vendor:id`."""
    vendor, _, vendor_id = text.partition(":")
    key = link_key(vendor.lower(), vendor_id)
    try:
        ref = parse_ref(text, "schedule", namespace)
    except RefError:
        return Link(vendor=vendor[:_LONGEST_SHOWN], key=key)
    return Link(str(ref)) if ref.kind.lower() == "schedule" else Link(vendor=vendor[:_LONGEST_SHOWN], key=key)
