"""From commits in real repositories to rows: what DESIGN.md promises about reconciliation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from catalog.actions.jobs import lease_job
from catalog.actions.pending import deliver_changes
from catalog.actions.scan import work_job
from catalog.actions.sources import add_source, list_source
from catalog.actions.work import Worked
from catalog.core.descriptors.rules import make_rules
from catalog.models import ChangeLog, Descriptor, Edge, Entity, Origin, Scan, ScanJob
from catalog.models.clock import database_now
from catalog.sources import reading
from tests.catalog.actions.scans import dump, living, scan
from tests.repositories import Clones, component, documents, group

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_first_scan_shows_entities_with_relations_in_both_directions(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": component("checkout", dependsOn="[component:cart]")})
    clones.commit("org", {"catalog-info.yaml": group("shop")})
    assert scan(clones).states["changed"] == 2
    assert living() == {"component:default/checkout": "", "group:default/shop": ""}
    shop = Entity.objects.get(ref="group:default/shop")
    assert orjson.loads(shop.relations_json) == [{"type": "ownerOf", "targetRef": "component:default/checkout"}]
    assert Edge.objects.filter(target_ref="component:default/cart").exists(), "a dangling ref is kept"


def test_a_scan_that_changes_nothing_writes_nothing(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": component("checkout"), "CODEOWNERS": "* @acme/shop\n"})
    scan(clones)
    before = dump()
    assert scan(clones).states == {"unchanged": 1}
    clones.commit("shop", {"README.md": "nothing of the catalog's"})
    scan(clones)
    assert dump()[:5] == before[:5]


def test_a_change_is_logged_field_by_field(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": component("checkout", owner="shop")})
    scan(clones)
    commit = clones.commit("shop", {"catalog-info.yaml": component("checkout", owner="pay")})
    scan(clones)
    log = ChangeLog.objects.latest("pk")
    assert (log.action, log.fields, log.commit) == ("changed", {"spec.owner": ["shop", "pay"]}, commit)


def test_a_broken_file_keeps_the_last_good_entity_and_its_neighbours(clones: Clones) -> None:
    good = documents(component("checkout"), component("cart"))
    clones.commit("shop", {"catalog-info.yaml": good, "pay/catalog-info.yaml": component("pay")})
    scan(clones)
    clones.commit("shop", {"catalog-info.yaml": documents("kind: [\n", component("cart")), "x.md": ""})
    scan(clones)
    errors = living()
    assert set(errors) == {"component:default/checkout", "component:default/cart", "component:default/pay"}
    assert errors["component:default/checkout"]
    assert not errors["component:default/cart"]
    broken = Descriptor.objects.get(ref="component:default/checkout")
    assert (broken.state, broken.error_line > 0) == (Descriptor.State.IN_FORCE, True)
    clones.commit("shop", {"catalog-info.yaml": good})
    scan(clones)
    assert living()["component:default/checkout"] == ""


def test_a_broken_neighbour_does_not_let_a_missing_ref_vanish(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": documents(component("checkout"), component("cart"))})
    scan(clones)
    clones.commit("shop", {"catalog-info.yaml": "kind: ["})
    scan(clones)
    assert all(living()[f"component:default/{name}"] for name in ("checkout", "cart"))
    clones.commit("shop", {"catalog-info.yaml": component("checkout")})
    scan(clones)
    assert living() == {"component:default/checkout": ""}


def test_a_ref_that_comes_back_revives_its_row(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": component("checkout")})
    scan(clones)
    uid = Entity.objects.get().uid
    clones.commit("shop", {"catalog-info.yaml": None, "a": ""})
    scan(clones)
    assert living() == {}
    clones.commit("shop", {"elsewhere/catalog-info.yaml": component("checkout")})
    scan(clones)
    assert Entity.objects.get(removed_at=None).uid == uid
    assert list(ChangeLog.objects.order_by("pk").values_list("action", flat=True)) == ["added", "removed", "revived"]


def test_a_file_that_moves_keeps_its_entity_unbroken(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": component("checkout")})
    scan(clones)
    clones.commit("shop", {"catalog-info.yaml": None, "app/catalog-info.yaml": component("checkout")})
    scan(clones)
    assert Descriptor.objects.get().path == "app/catalog-info.yaml"
    changed_at = Entity.objects.get().changed_at
    added, moved = ChangeLog.objects.order_by("pk")
    assert (added.action, moved.action) == ("added", "changed")
    assert moved.fields == {"(file)": ["shop: catalog-info.yaml", "shop: app/catalog-info.yaml"]}
    assert (moved.path, changed_at) == ("app/catalog-info.yaml", added.at)


def test_the_first_seen_stays_in_force_and_the_contender_is_promoted(clones: Clones) -> None:
    clones.commit("b-first", {"catalog-info.yaml": component("cart", owner="first")})
    scan(clones)
    clones.commit("a-second", {"catalog-info.yaml": component("cart", owner="second", dependsOn="[resource:db]")})
    scan(clones)
    assert Entity.objects.get(ref="component:default/cart").owner_text == "first"
    assert not Edge.objects.filter(type="dependsOn").exists(), "a contender has no edges"
    clones.commit("b-first", {"catalog-info.yaml": None, "a": ""})
    scan(clones)
    assert Entity.objects.get(ref="component:default/cart").owner_text == "second"
    assert Edge.objects.filter(type="dependsOn").exists()


def test_first_seen_in_the_same_pass_goes_by_repository_whoever_was_faster(clones: Clones) -> None:
    clones.commit("b", {"catalog-info.yaml": component("cart", owner="b")})
    clones.commit("a", {"catalog-info.yaml": component("cart", owner="a")})
    source = add_source(str(clones.root), "command", database_now())
    list_source(source.pk, database_now())
    later = ScanJob.objects.get(origin__name="a")
    ScanJob.objects.filter(pk=later.pk).update(due_at=database_now().replace(year=2100))
    work_one("b")
    assert Entity.objects.get(ref="component:default/cart").owner_text == "b"
    ScanJob.objects.filter(pk=later.pk).update(due_at=later.due_at)
    work_one("a")
    assert Entity.objects.get(ref="component:default/cart").owner_text == "a"


def work_one(name: str) -> None:
    job = lease_job("w", database_now(), Origin.objects.get(name=name).pk)
    assert job is not None
    work_job(job)
    deliver_changes(database_now())


def test_an_entity_whose_only_fault_is_its_owner_is_kept_in_error(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": component("checkout").replace("  owner: shop\n", "")})
    scan(clones)
    assert "owner" in living()["component:default/checkout"]


def test_the_number_of_queries_does_not_grow_with_the_entities(clones: Clones) -> None:
    reconciling, delivering = [], []
    for name, many in (("first", 2), ("small", 3), ("large", 300)):
        texts = [component(f"{name}-{n}", dependsOn=f"[component:{name}-{n + 1}]") for n in range(many)]
        clones.commit(name, {"catalog-info.yaml": documents(*texts)})
        source = add_source(str(clones.root), "command", database_now())
        list_source(source.pk, database_now())
        job = lease_job("w", database_now(), Origin.objects.get(name=name).pk)
        assert job is not None
        reconciling.append(_count(partial(work_job, job)))
        delivering.append(_count(lambda: deliver_changes(database_now())))
    assert reconciling[1] == reconciling[2] <= 23
    assert delivering[1] == delivering[2] <= 110


def _count(do: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        do()
    return sum("clock_timestamp" not in query["sql"] for query in queries)  # PostgreSQL's clock; SQLite is not asked


def test_a_worker_whose_lease_was_taken_writes_nothing(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    from catalog.actions import scan as scan_module

    clones.commit("shop", {"catalog-info.yaml": component("checkout")})
    source = add_source(str(clones.root), "command", database_now())
    list_source(source.pk, database_now())
    job = lease_job("slow", database_now())
    assert job is not None
    read = reading.read_look

    def read_slowly(*arguments: object) -> object:
        ScanJob.objects.update(token=job.token + 1, leased_by="quick")
        return read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(scan_module, "read_look", read_slowly)
    assert scan_module.work_job(job).state == "lost"
    assert not Entity.objects.exists()


def test_an_unreadable_repository_is_an_error_and_loses_nothing(clones: Clones) -> None:
    clones.commit("shop", {"catalog-info.yaml": component("checkout")})
    scan(clones)
    (clones.root / "shop" / ".git" / "HEAD").write_text("garbage")
    assert "shop" in scan_failing(clones).errors
    assert Origin.objects.get().scan_error
    assert living() == {"component:default/checkout": ""}


def scan_failing(clones: Clones) -> Worked:
    from catalog.actions import jobs

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "RETRY_AFTER", jobs.RETRY_AFTER * 0)
        return scan(clones)


HOSTILE: dict[str, str | bytes] = {
    "bomb": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)),
    "nested": "[" * 50_000,
    "latin": "name: na\xefve".encode("latin-1"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_one_clear_error_and_neighbours_are_scanned(clones: Clones, name: str) -> None:
    clones.commit("shop", {"catalog-info.yaml": HOSTILE[name], "pay/catalog-info.yaml": component("pay")})
    clones.commit("other", {"catalog-info.yaml": component("other")})
    assert not scan(clones).errors
    assert set(living()) == {"component:default/pay", "component:default/other"}
    broken = Descriptor.objects.get(state=Descriptor.State.BROKEN)
    assert broken.path == "catalog-info.yaml"
    assert broken.error
    assert Scan.objects.get(origin__name="shop").broken == 1


def test_a_symlink_is_named_and_not_followed(clones: Clones) -> None:
    clones.commit("shop", {"pay/catalog-info.yaml": component("pay")})
    (clones.root / "shop" / "catalog-info.yaml").symlink_to("/etc/passwd")
    clones.commit("shop", {})
    scan(clones)
    broken = Descriptor.objects.get(state=Descriptor.State.BROKEN)
    assert "symbolic link" in broken.error or "symlink" in broken.error
    assert set(living()) == {"component:default/pay"}


LOCATION = """\
apiVersion: backstage.io/v1alpha1
kind: Location
metadata:
  name: {name}
spec:
  targets: [{targets}]
"""


def test_locations_are_followed_within_the_repository_cycles_included(clones: Clones) -> None:
    files: dict[str, str | bytes | None] = {
        "catalog-info.yaml": LOCATION.format(name="root", targets="./all/*.yaml, ./gone.yaml"),
        "all/more.yaml": LOCATION.format(name="more", targets="../catalog-info.yaml, ./deep/pay.yaml"),
        "all/cart.yaml": component("cart"),
        "all/deep/pay.yaml": component("pay"),
        "all/deep/unnamed.yaml": component("unnamed"),
    }
    clones.commit("shop", files)
    scan(clones)
    assert {ref.partition("/")[2] for ref in living()} == {"root", "more", "cart", "pay"}
    named = dict(Descriptor.objects.values_list("path", "location_ref"))
    assert named["all/deep/pay.yaml"] == "location:default/more"
    assert named["catalog-info.yaml"] == ""
    (warning,) = Descriptor.objects.get(path="catalog-info.yaml").warnings
    assert (warning["code"], "gone.yaml" in warning["message"]) == ("target-missing", True)


def test_a_file_that_is_named_no_more_is_gone(clones: Clones) -> None:
    location = LOCATION.format(name="root", targets="./cart.yaml")
    clones.commit("shop", {"catalog-info.yaml": location, "cart.yaml": component("cart")})
    scan(clones)
    clones.commit("shop", {"catalog-info.yaml": LOCATION.format(name="root", targets="")})
    scan(clones)
    assert set(living()) == {"location:default/root"}


def test_files_for_other_apps_are_kept_as_text_and_announced(clones: Clones) -> None:
    from catalog.models import KeptFile, PendingChange

    files: dict[str, str | bytes | None] = {
        "team-api.yaml": "a: 1\n",
        "deep/TEAM_API.md": "# x\n",
        "oncall.yaml": b"\xff\xfe",
        "README.md": "no",
    }
    clones.commit("shop", files)
    scan(clones)
    assert set(KeptFile.objects.values_list("kind", "path")) == {
        ("team-api", "team-api.yaml"),
        ("team-api", "deep/TEAM_API.md"),
        ("on-call", "oncall.yaml"),
    }
    assert "not UTF-8" in KeptFile.objects.get(path="oncall.yaml").problem
    before = list(KeptFile.objects.order_by("pk").values_list())
    clones.commit("shop", {"README.md": "changed"})
    scan(clones)
    assert list(KeptFile.objects.order_by("pk").values_list()) == before
    clones.commit("shop", {"team-api.yaml": b"\xff", "deep/TEAM_API.md": None})
    scan(clones)
    (kept,) = KeptFile.objects.filter(kind="team-api")
    assert kept.problem
    assert kept.text == "a: 1\n", "a bad file loses nothing"
    assert not PendingChange.objects.exists()


def test_a_kind_of_ones_own_comes_and_goes_with_the_setting(clones: Clones, settings: Settings) -> None:
    squad = component("tally").replace("Component", "Squad")
    clones.commit("org", {"catalog-info.yaml": documents(squad, component("cart"))})
    scan(clones)
    assert living().keys() == {"component:default/cart"}
    settings.DESCRIPTOR_RULES = make_rules(frozenset({"Squad"}), (), {})
    assert scan(clones).states == {"changed": 1}, "read again without a commit"
    assert living() == {"component:default/cart": "", "squad:default/tally": ""}
    assert scan(clones).states == {"unchanged": 1}
