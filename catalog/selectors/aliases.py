"""Whom a former ref, an address or a login names, without loading everybody: for questions about few of them.

Where all are needed, `catalog.selectors.directory` binds in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from catalog.core.addresses import EMAIL, GITHUB_LOGIN, GITLAB_LOGIN, read_noreply_login
from catalog.core.handles import FORMER_REF
from catalog.models import Alias
from catalog.models.bulk import among


def is_address(addresses: Collection[str]) -> Q:
    """Aliases by which one of these addresses, in lower case, is somebody's: itself, or the login within it."""
    logins = {login for address in addresses if (login := read_noreply_login(address))}
    named = Q(scheme=EMAIL, value__in=among(addresses))
    return named | Q(scheme__in=(GITHUB_LOGIN, GITLAB_LOGIN), value__in=among(logins)) if logins else named


def find_present_names(refs: Collection[str], addresses: Collection[str]) -> dict[str, str]:
    """Former refs and addresses to the refs of those they name now; what names several names nobody. One query."""
    former = Q(scheme=FORMER_REF, value__in=among(refs))
    rows = Alias.objects.filter(former | is_address(addresses) if addresses else former, valid_to=None)
    named: defaultdict[str, set[str]] = defaultdict(set)
    logins: defaultdict[str, set[str]] = defaultdict(set)
    for scheme, value, ref in rows.values_list("scheme", "value", "entity_ref"):
        (named if scheme in {FORMER_REF, EMAIL} else logins)[value].add(ref)
    found = {address: logins.get(read_noreply_login(address), set()) for address in addresses} | named
    return {text: next(iter(named_refs)) for text, named_refs in found.items() if len(named_refs) == 1}
