"""Every list of the portal can be taken away as CSV, by whoever may see it, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from catalog.actions.search import index_search
from catalog.models import Entity, Source
from portal.models import Account
from tests.portal.organisation import Named, Organisation
from tests.scoring.factories import NOW

LISTS = (
    "/services", "/catalog", "/teams", "/findings?state=open", "/checks", "/repositories", "/broken-files", "/reports",
    "/sources", "/locations", "/accounts", "/audit", "/conflicts", "/renames", "/removed", "/search?kind=component",
    "/teams/map", "/teams/index", "/people", "/people/merges", "/on-call",
    "/entities/component/default/cart/history", "/entities/component/default/cart/relations",
)  # fmt: skip


def export(someone: Named, url: str) -> list[list[str]]:
    response = someone.get(f"{url}{'&' if '?' in url else '?'}format=csv")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


@pytest.mark.parametrize("url", LISTS)
def test_every_list_can_be_taken_away(org: Organisation, administrator: Named, url: str) -> None:
    heads, *rows = export(administrator, url)
    assert len(heads) == len(set(heads)) >= 3
    assert all(len(row) == len(heads) for row in rows)


@pytest.mark.parametrize("url", [url for url in LISTS if url not in ("/accounts", "/audit", "/checks")])
def test_an_outsider_takes_nothing_hidden_away(org: Organisation, outsider: Named, url: str) -> None:
    index_search(list(Entity.objects.values_list("ref", flat=True)), NOW)
    assert not [row for row in export(outsider, url) if "vault" in "".join(row) or "secret" in "".join(row)]


def test_accounts_are_for_administrators(org: Organisation, owner: Named, administrator: Named) -> None:
    assert owner.get("/accounts?format=csv").status_code == 403
    rows = export(administrator, "/accounts")
    assert ["olga", "", "", "user:default/olga", "no", "yes", ""] in [[*row[:6], ""] for row in rows]
    assert not any("pbkdf" in cell or "md5" in cell for row in rows for cell in row)


def test_no_cell_is_a_formula(org: Organisation, administrator: Named) -> None:
    Source.objects.filter(pk=org.source.pk).update(name="=HYPERLINK(1)", list_error="+1")
    Account.objects.create_user("@sum", first_name="-2")
    assert any(row[0] == "'=HYPERLINK(1)" and row[-1] == "'+1" for row in export(administrator, "/sources"))
    assert any(row[:2] == ["'@sum", "'-2"] for row in export(administrator, "/accounts"))


@pytest.mark.parametrize("url", ["/checks", "/sources", "/accounts"])
def test_the_pages_of_short_lists_lead_to_it(org: Organisation, administrator: Named, url: str) -> None:
    assert 'href="?format=csv" download' in administrator.get(url).content.decode()
