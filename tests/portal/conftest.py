"""The organisation and its named people."""

from __future__ import annotations

import pytest
from django.test import Client

from teams.models import Team
from tests.portal.organisation import Named, Organisation, make_member, make_organisation, sign_in


@pytest.fixture(autouse=True)
def quick_passwords(settings: pytest.FixtureRequest) -> None:
    """Hashing a password as slowly as it should be tells a test nothing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def org(db: None) -> Organisation:
    """The small organisation of `tests.portal.organisation`."""
    return make_organisation()


@pytest.fixture
def owner(org: Organisation) -> Named:
    """Olga, in the team Shop that owns the cart."""
    return sign_in("olga", make_member(org.shop, "olga"))


@pytest.fixture
def teammate(org: Organisation) -> Named:
    """Tom, in the same team."""
    return sign_in("tom", make_member(org.shop, "tom"))


@pytest.fixture
def lead(org: Organisation) -> Named:
    """Lena, who leads it."""
    return sign_in("lena", make_member(org.shop, "lena", is_lead=True))


@pytest.fixture
def outsider(org: Organisation) -> Named:
    """Otto, in another team."""
    return sign_in("otto", make_member(Team.objects.get(name="money"), "otto"))


@pytest.fixture
def administrator(db: None) -> Named:
    """Ann, who may do everything and is nobody in the catalog."""
    return sign_in("ann", is_staff=True)


@pytest.fixture
def signed_out(db: None) -> Client:
    """A browser without a session."""
    return Client()
