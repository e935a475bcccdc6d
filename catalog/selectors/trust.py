"""Which Groups and Users come from where an administrator lets the organisation be defined."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from catalog.models import Descriptor, Origin


def defines_organisation(prefix: str = "") -> Q:
    """Condition on rows with `ref` and `source` below `prefix`: their source, or a registered URL that declares them,
    is trusted for the organisation.
    """
    declared = Descriptor.objects.filter(
        ref=OuterRef(f"{prefix}ref"),
        state=Descriptor.State.IN_FORCE,
        origin__kind=Origin.Kind.URL,
        origin__is_trusted=True,
        origin__removed_at=None,
    )
    by_url = Q(Exists(declared), **{f"{prefix}source": None})
    return Q(**{f"{prefix}source__may_define_organisation": True}) | by_url
