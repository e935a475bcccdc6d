"""All teams at once: the map, drawn and as a table, and the index; each shows what its reader may see."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from teams.models import Team
from tests.portal.organisation import Named, Organisation, count_queries, make_shop_team
from tests.teams.team_apis import keep_team_api, team_api_text

MAP, INDEX = "/teams/map", "/teams/index"
TODAY = timezone.localdate()


def interaction(team: str, mode: str, days: int = 30, **more: str) -> str:
    said = {"team": f"group:default/{team}", "mode": mode, "expectedEnd": (TODAY + timedelta(days)).isoformat(), **more}
    return f"interactions: [{{{', '.join(f'{key}: {value}' for key, value in said.items())}}}]\n"


@pytest.fixture
def told(org: Organisation) -> Organisation:
    """Shop works with Money past the end; the platform serves Shop; Idle says nothing at all."""
    for name in ("base", "idle"):
        make_shop_team(name, org.source)
    shop = "type: stream-aligned\n" + interaction("money", "collaboration", -3, purpose="Split the <till>")
    keep_team_api(team_api_text("shop", more=shop), org.origin)
    base = "type: platform\n" + interaction("shop", "x-as-a-service", role="provider")
    keep_team_api(team_api_text("base", more=base), org.origin, path="base/team-api.yaml")
    return org


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def table(page: str) -> str:
    return page.partition("<tbody>")[2]


def test_teams_are_drawn_by_type_and_ties_by_mode(told: Organisation, outsider: Named) -> None:
    page = read(outsider, MAP)
    picture = page.partition("bw-map-wide")[2].partition("</svg>")[0]
    for each in ("bw-box-stream-aligned", "bw-box-platform", "bw-box-undefined", "bw-tie-collaboration",
                 "bw-tie-x-as-a-service", "Past its end since"):  # fmt: skip
        assert each in picture, each
    assert "bw-tie-facilitating" not in picture
    assert 'href="/teams/default/shop/api"' in picture
    assert "bw-map-narrow" in page


def test_the_table_says_the_same(told: Organisation, outsider: Named) -> None:
    rows = table(read(outsider, MAP))
    for each in ("Split the &lt;till&gt;", "past its end", "provides to", "works with", "none declared"):
        assert each in rows, each


@pytest.mark.parametrize(
    ("query", "count", "names"),
    [
        ("?mode=x-as-a-service", 1, ("Base", "Money")),
        ("?type=platform", 1, ("Base", "Idle")),
        ("?state=overdue", 1, ("Money", "Base")),
        ("?state=none", 1, ("Idle", "Shop")),
        ("?team=group:default/money", 1, ("Money", "Base")),
        ("?q=TILL", 1, ("Money", "Base")),
        ("?mode=nonsense", 3, ("Base", "such")),
    ],
)
def test_filters_leave_the_same_in_the_picture_and_in_the_table(
    told: Organisation, outsider: Named, query: str, count: int, names: tuple[str, str]
) -> None:
    has, has_not = names
    page = read(outsider, MAP + query)
    assert f"{count} entr" in page
    for part in (page.partition("bw-map-wide")[2].partition("</svg>")[0], table(page)):
        assert f">{has}<" in part
        assert f">{has_not}<" not in part


def test_the_map_as_csv(told: Organisation, outsider: Named) -> None:
    response = outsider.get(f"{MAP}?format=csv&mode=collaboration")
    (row,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert (row["team"], row["with"], row["state"], row["declared by"]) == ("Money", "Shop", "overdue", "Shop")


def test_without_teams_the_map_says_what_to_do(administrator: Named) -> None:
    assert "team-api.yaml" in read(administrator, MAP)
    assert "team-api.yaml" in read(administrator, INDEX)


def test_what_a_hidden_document_or_team_says_is_not_on_the_map(
    org: Organisation, owner: Named, outsider: Named
) -> None:
    secret = make_shop_team("secret", org.source)
    Team.objects.filter(pk=secret.pk).update(source=org.hidden_origin.source)
    more = "type: platform\n" + interaction("money", "facilitating", role="facilitator")
    keep_team_api(
        team_api_text("shop", more=more + 'channels: [{type: slack, address: "#vault"}]\n'), org.hidden_origin
    )
    assert "facilitating" in table(read(owner, MAP))
    assert "#vault" in read(owner, INDEX)
    for url in (MAP, INDEX):
        page = table(read(outsider, url))
        assert "Secret" not in page
        assert "#vault" not in page
        assert "facilitating" not in page


CHANNELS = """\
channels:
  - {type: slack, address: "#ask-shop", purpose: questions, responseTime: PT4H}
  - {type: slack, address: "#our-room", purpose: private}
provides: [{name: Carts, availability: 99.9}]
identity: {focus: Sell, searchTerms: [basket]}
"""


def test_the_index_has_channels_promises_and_search_terms(org: Organisation, outsider: Named) -> None:
    keep_team_api(team_api_text("shop", more=CHANNELS), org.origin)
    page = read(outsider, INDEX)
    for each in ("#ask-shop", "answers within 4 hours", "Carts", "available 99.9 %", "basket", "search term"):
        assert each in page, each
    assert "#our-room" not in page
    assert 'href="/teams/default/shop/api#channels"' in page
    assert f"/repositories/{org.origin.pk}/file" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=4+hours+shop", {"#ask-shop"}), ("?kind=promise", {"Carts"}), ("?team=group:default/shop&q=bask", {"basket"})],
)
def test_the_index_is_filtered(org: Organisation, outsider: Named, query: str, found: set[str]) -> None:
    keep_team_api(team_api_text("shop", more=CHANNELS), org.origin)
    rows = table(read(outsider, INDEX + query))
    assert {each for each in ("#ask-shop", "Carts", "basket") if f">{each}<" in rows} == found


def test_the_index_is_filtered_while_typing(org: Organisation, outsider: Named) -> None:
    keep_team_api(team_api_text("shop", more=CHANNELS), org.origin)
    page = read(outsider, INDEX)
    assert f'hx-get="{INDEX}"' in page
    assert "input changed delay" in page


#: Who asks; then what the pages ask.
WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
QUERIES = {
    MAP: ["teams_teamapiversion", "catalog_entity", "catalog_alias", "catalog_edge", "teams_team"],
    INDEX: ["teams_team", "teams_teamapiversion"],
}


@pytest.mark.parametrize("url", [MAP, INDEX])
def test_each_page_asks_what_is_listed_here(told: Organisation, outsider: Named, url: str) -> None:
    assert count_queries(outsider, url) == WHO + QUERIES[url]


@pytest.mark.parametrize("url", [MAP, INDEX])
def test_queries_do_not_grow_with_the_teams(told: Organisation, outsider: Named, url: str) -> None:
    few = count_queries(outsider, url)
    for number in range(20):
        make_shop_team(f"more-{number}", told.source)
        text = team_api_text(f"more-{number}", more=CHANNELS + interaction("shop", "facilitating", role="facilitator"))
        keep_team_api(text, told.origin, path=f"{number}/team-api.yaml")
    assert count_queries(outsider, url) == few
