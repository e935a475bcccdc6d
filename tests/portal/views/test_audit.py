"""The audit trail: for administrators, filtered, and in words."""

from __future__ import annotations

import pytest

from catalog.core.access import Scope
from portal.actions.audit import record_event
from portal.models import AuditEvent
from tests.portal.api.world import make_script
from tests.portal.organisation import Named, Organisation


@pytest.fixture
def events(org: Organisation, owner: Named) -> None:
    """What several people did."""
    me = f"account:{owner.account.pk}"
    record_event(me, "owner-decided", "component:default/cart", team="group:default/shop", reason="<b>we do</b>")
    record_event("address:10.0.0.9", "sign-in-refused", me)
    record_event(me, "source-changed", f"source:{org.source.pk}", restricted=[False, True], readers=[[], ["a", "b"]])
    record_event("command", "location-registered", "https://git.example.org/all.yaml", trusted=False)


def read(someone: Named, query: str = "") -> str:
    response = someone.get(f"/audit{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_only_administrators_see_it(events: None, owner: Named, lead: Named, outsider: Named) -> None:
    for person in (owner, lead, outsider):
        assert person.get("/audit").status_code == 403
        assert person.get("/audit?format=csv").status_code == 403
        assert 'href="/audit"' not in person.get("/").content.decode()


def test_administrators_are_led_to_it(org: Organisation, administrator: Named) -> None:
    assert 'href="/audit"' in administrator.get("/").content.decode()


def test_events_are_told_in_words_with_links_and_escaped(
    events: None, org: Organisation, owner: Named, administrator: Named
) -> None:
    page = read(administrator)
    assert 'href="/entities/component/default/cart"' in page
    assert f'href="/sources/{org.source.pk}"' in page
    assert f'href="/accounts/{owner.account.pk}"' in page
    assert 'href="https://git.example.org' not in page
    for words in ("owner decided", "somebody at 10.0.0.9", "no → yes", "none → a, b", "The command line"):
        assert words in page
    assert "&lt;b&gt;we do&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("?action=owner-decided", "we do", "no → yes"),
        ("?q=owner+decided", "we do", "no → yes"),
        ("?q=git.example.org", "location registered", "we do"),
        ("?actor=command", "location registered", "we do"),
        ("?subject=component:default/cart", "we do", "no → yes"),
        ("?since=2020-01-01", "we do", "Nothing fits"),
        ("?until=2020-01-01", "Nothing fits", "we do"),
        ("?since=yesterday", "This filter was left out", "Nothing fits"),
    ],
)
def test_filters_are_in_the_address(events: None, administrator: Named, query: str, there: str, absent: str) -> None:
    page = read(administrator, query)
    assert there in page
    assert absent not in page


def test_the_latest_comes_first(events: None, administrator: Named) -> None:
    page = read(administrator)
    assert page.index("location registered</th>") < page.index("owner decided</th>")


@pytest.mark.django_db(transaction=True)
def test_what_scripts_do_with_registered_urls_is_told(administrator: Named) -> None:
    def ask(method: str, path: str = "", target: str = "") -> dict[str, str]:
        body = {"type": "url", "target": target} if target else None
        answer = script.send(method, f"/api/catalog/locations{path}", body)
        assert answer.status_code < 300, answer.content
        return dict(answer.json().get("location", answer.json())) if answer.content else {}

    script = make_script(administrator.account, (Scope.READ, Scope.WRITE))
    first, second = "https://git.example.org/one.yaml", "https://git.example.org/two.yaml"
    uid = ask("POST", "?trusted=true", first)["id"]
    ask("POST", "?onConflict=refresh", first)
    ask("PUT", f"/{uid}?trusted=false", second)
    ask("PUT", f"/{uid}?trusted=false", second)
    ask("DELETE", f"/{uid}")
    told = AuditEvent.objects.filter(action__startswith="location-").order_by("pk")
    assert list(told.values_list("action", "subject")) == [
        ("location-registered", first),
        ("location-changed", second),
        ("location-trust-withdrawn", second),
        ("location-removed", second),
    ]
    assert {event.actor_ref for event in told} == {f"token:{script.token.pk}"}
