"""Evidence in real repositories: a file at a commit with its marked line, and a commit."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from catalog.models import Origin
from catalog.selectors.files import FILE_BYTES, LINES_SHOWN
from scoring.core.evidence import FileEvidence
from scoring.models import Finding
from tests.portal.organisation import Named, Organisation
from tests.portal.views.test_repositories import make_broken
from tests.repositories import Clones, component

PATH = "cart/catalog-info.yaml"


@pytest.fixture
def commit(org: Organisation, clones: Clones) -> str:
    """The commit of a real repository that both the open and the restricted origin read."""
    files: dict[str, str | bytes | None] = {
        PATH: component("cart"),
        "src/secret.py": "password = 'hunter2'\n",
        "binary.yaml": b"\x00\x01",
        "huge.yaml": "a" * (FILE_BYTES + 1),
        "long.yaml": "".join(f"line: {number}\n" for number in range(1, 5001)),
        "tricks.yaml": "a: b\u202egnp.exe\n\x1b[31mred: <script>alert(1)</script>\n",
    }
    sha = clones.commit("shop", files, "Say who owns the cart\n\nAnd why.")
    Origin.objects.update(location=str(clones.root / "shop"), tip=sha)
    return sha


def url_of(org: Organisation, commit: str, path: str = PATH, line: int | str = 7, origin: Origin | None = None) -> str:
    query = urlencode({"commit": commit, "path": path, "line": line})
    return f"/repositories/{(origin or org.origin).pk}/file?{query}"


def read(someone: Named, url: str) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_line_is_marked_and_can_be_linked_to(org: Organisation, owner: Named, commit: str) -> None:
    page = read(owner, url_of(org, commit, line=8))
    assert '<tr id="L8" class="is-marked">' in page
    assert page.count("is-marked") == 1
    assert "owner: shop" in page.partition('id="L8"')[2].partition("</tr>")[0]


def test_an_outsider_gets_404(org: Organisation, owner: Named, outsider: Named, commit: str) -> None:
    hidden = url_of(org, commit, "vault/catalog-info.yaml", origin=org.hidden_origin)
    make_broken(org.hidden_origin, PATH)
    shown = url_of(org, commit, PATH, origin=org.hidden_origin)
    assert owner.get(shown).status_code == 200
    assert outsider.get(shown).status_code == 404
    assert outsider.get(hidden).status_code == 404
    assert outsider.get(f"/repositories/{org.hidden_origin.pk}/commits/{commit}").status_code == 404


def test_a_file_that_is_no_evidence_is_not_shown(org: Organisation, administrator: Named, commit: str) -> None:
    """Whoever may see the catalog may not for that reason read the source code."""
    assert administrator.get(url_of(org, commit, "src/secret.py", 1)).status_code == 404


def test_what_a_finding_points_to_is_evidence(org: Organisation, owner: Named, commit: str) -> None:
    piece = FileEvidence("A password", org.origin.pk, commit, "src/secret.py", 1).to_json()
    Finding.objects.filter(pk=org.finding.pk).update(evidence=[piece])
    assert "hunter2" in read(owner, url_of(org, commit, "src/secret.py", 1))


def test_what_a_hidden_finding_points_to_is_no_evidence_for_others(
    org: Organisation, owner: Named, outsider: Named, commit: str
) -> None:
    piece = FileEvidence("A password", org.origin.pk, commit, "src/secret.py", 1).to_json()
    Finding.objects.filter(pk=org.hidden_finding.pk).update(evidence=[piece])
    assert owner.get(url_of(org, commit, "src/secret.py")).status_code == 200
    assert outsider.get(url_of(org, commit, "src/secret.py")).status_code == 404


def test_evidence_in_another_repository_opens_nothing_here(org: Organisation, owner: Named, commit: str) -> None:
    piece = FileEvidence("A password", org.hidden_origin.pk, commit, "src/secret.py", 1).to_json()
    Finding.objects.filter(pk=org.finding.pk).update(evidence=[piece])
    assert owner.get(url_of(org, commit, "src/secret.py")).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["../../../etc/passwd", "/etc/passwd", ".git/config", "cart", "", "cart/../cart/catalog-info.yaml", "a\0b", "%"],
)
def test_nothing_outside_the_commit_is_read(org: Organisation, owner: Named, commit: str, path: str) -> None:
    if path and "\0" not in path:
        make_broken(org.origin, path)  # even where the catalog itself names such a path
    assert owner.get(url_of(org, commit, path)).status_code == 404


@pytest.mark.parametrize("commit_id", ["HEAD", "main", "--output=/tmp/x", "", "abc", "ABCDEF" * 7, "0" * 41])
def test_a_text_that_is_no_commit_id_is_not_found(org: Organisation, owner: Named, commit: str, commit_id: str) -> None:
    assert owner.get(url_of(org, commit_id)).status_code == 404
    if commit_id:
        assert owner.get(f"/repositories/{org.origin.pk}/commits/{commit_id.replace('/', '_')}").status_code == 404


def test_a_commit_that_is_gone_says_so(org: Organisation, owner: Named, commit: str) -> None:
    for url in (url_of(org, "d" * 40), f"/repositories/{org.origin.pk}/commits/{'d' * 40}"):
        response = owner.get(url)
        assert response.status_code == 404
        assert "does not hold this commit any more" in response.content.decode()


def test_a_repository_that_is_gone_says_so(org: Organisation, owner: Named, commit: str) -> None:
    Origin.objects.update(location="/nonexistent/clone")
    response = owner.get(url_of(org, commit))
    assert response.status_code == 404
    assert "The repository cannot be read" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "why"), [("binary.yaml", "is not a text file"), ("huge.yaml", "is larger than allowed")]
)
def test_a_file_that_is_not_for_reading_says_why(
    org: Organisation, owner: Named, commit: str, path: str, why: str
) -> None:
    make_broken(org.origin, path)
    response = owner.get(url_of(org, commit, path, 1))
    assert response.status_code == 404
    assert why in response.content.decode()


def test_a_long_file_shows_the_lines_around_the_marked_one(org: Organisation, owner: Named, commit: str) -> None:
    make_broken(org.origin, "long.yaml")
    page = read(owner, url_of(org, commit, "long.yaml", 4000))
    assert page.count("<tr id=") == LINES_SHOWN
    assert '<tr id="L4000" class="is-marked">' in page
    assert "The file has 5000 lines" in page


def test_what_cannot_be_seen_is_written_out(org: Organisation, owner: Named, commit: str) -> None:
    make_broken(org.origin, "tricks.yaml")
    page = read(owner, url_of(org, commit, "tricks.yaml", 1))
    assert "\\u202egnp.exe" in page
    assert "\\x1b[31mred" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("line", ["0", "-1", "9999999999", "x", "٣", ""])
def test_a_line_that_is_none_marks_nothing(org: Organisation, owner: Named, commit: str, line: str) -> None:
    assert "is-marked" not in read(owner, url_of(org, commit, line=line))


def test_a_file_at_a_known_host_is_linked_there(org: Organisation, owner: Named, commit: str) -> None:
    Origin.objects.update(remote_url="git@github.com:acme/shop.git")
    page = read(owner, url_of(org, commit, line=8))
    assert f'href="https://github.com/acme/shop/blob/{commit}/cart/catalog-info.yaml#L8"' in page
    page = read(owner, f"/repositories/{org.origin.pk}/commits/{commit}")
    assert f'href="https://github.com/acme/shop/commit/{commit}"' in page


def test_at_an_unknown_host_there_is_no_link(org: Organisation, owner: Named, commit: str) -> None:
    Origin.objects.update(remote_url="https://git.example.org/acme/shop.git")
    assert "At its host" not in read(owner, url_of(org, commit))


def test_a_commit_says_who_when_why_and_which_files(org: Organisation, owner: Named, commit: str) -> None:
    page = read(owner, f"/repositories/{org.origin.pk}/commits/{commit}")
    assert "<h1>Say who owns the cart</h1>" in page
    assert "And why." in page
    assert "Ada Example" in page
    assert f"<code>{PATH}</code>" in page
    assert "hunter2" not in page, "names of files, not what stands in them"


def test_a_finding_leads_to_its_marked_line(org: Organisation, owner: Named, commit: str) -> None:
    """The whole way that evidence promises: finding, link, line."""
    piece = FileEvidence("spec.owner: shop", org.origin.pk, commit, PATH, 8).to_json()
    Finding.objects.filter(pk=org.finding.pk).update(evidence=[piece])
    page = read(owner, f"/findings/{org.finding.pk}")
    link = page.partition('class="bw-evidence"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert 'class="is-marked"' in read(owner, link.partition("#")[0])
