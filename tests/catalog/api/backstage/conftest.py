"""The catalog and two scripts: Ann's, who is an administrator, and Otto's, who may not see the restricted source."""

from __future__ import annotations

import pytest

from tests.catalog.api.backstage.world import Script, World, make_script, make_world


@pytest.fixture
def world(db: None) -> World:
    """The catalog, served."""
    return make_world()


@pytest.fixture
def ann(world: World) -> Script:
    """May do everything."""
    return make_script(is_administrator=True)


@pytest.fixture
def otto(world: World) -> Script:
    """May read what is open."""
    return make_script()
