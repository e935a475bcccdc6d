"""Scripts of the named people of `tests.portal.conftest`, each with a token that may read."""

from __future__ import annotations

import pytest

from tests.portal.api.world import Script, make_script, make_world
from tests.portal.organisation import Named, Organisation


@pytest.fixture
def world(org: Organisation) -> Organisation:
    """The organisation with rows of every kind."""
    make_world(org)
    return org


@pytest.fixture
def owners_script(world: Organisation, owner: Named) -> Script:
    """Olga's: her team may read the restricted source."""
    return make_script(owner.account)


@pytest.fixture
def outsiders_script(world: Organisation, outsider: Named) -> Script:
    """Otto's: he may not."""
    return make_script(outsider.account)


@pytest.fixture
def administrators_script(world: Organisation, administrator: Named) -> Script:
    """Ann's: she may see everything."""
    return make_script(administrator.account)
