"""`manage.py validate` on files and checkouts: what it prints, and how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.repositories import Clones, component, documents, group

PROJECT = Path(__file__).resolve().parents[3]
API = (
    "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: rates}\n"
    "spec:\n  type: openapi\n  lifecycle: production\n  owner: shop\n  definition:\n    $text: "
)


def validate(*arguments: str) -> tuple[int, str]:
    """Exit status and standard output."""
    out = StringIO()
    try:
        call_command("validate", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


def validate_json(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    status, text = validate("--format", "json", *arguments)
    return status, [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


def write(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return str(file)


def test_a_sound_file_passes(folder: Path) -> None:
    file = write(folder, "any-name.yaml", component("cart"))
    assert validate(file) == (0, "1 file, 1 document: 0 errors, 0 warnings\n")


def test_an_error_fails_and_its_neighbours_are_judged(folder: Path) -> None:
    file = write(folder, "a.yaml", documents(component("cart"), component("two words"), component("pay")))
    status, lines = validate_json(file)
    assert status == 1
    assert [(line["file"], line["docIndex"], line["ok"]) for line in lines] == [
        (file, 0, True),
        (file, 1, False),
        (file, 2, True),
    ]


def test_a_warning_fails_only_where_it_should(folder: Path) -> None:
    file = write(folder, "a.yaml", component("cart", "user:ana"))
    assert validate(file)[0] == 0
    assert validate("--strict", file)[0] == 1


@pytest.mark.parametrize("text", [component("${{ values.name }}"), "name: CI\non: push\njobs: {}\n", "", "# nothing\n"])
def test_what_is_no_descriptor_never_fails(folder: Path, text: str) -> None:
    assert validate("--strict", write(folder, "a.yaml", text))[0] == 0


def test_a_folder_is_searched_for_descriptors_by_name(folder: Path) -> None:
    for name in ("catalog-info.yaml", "a/b/catalog-info.yml", "a/other.yaml", ".git/catalog-info.yaml"):
        write(folder, name, component("cart"))
    status, lines = validate_json(str(folder))
    assert status == 0
    assert [line["file"] for line in lines] == [f"{folder}/catalog-info.yaml", f"{folder}/a/b/catalog-info.yml"]


def test_a_file_given_twice_is_judged_once(folder: Path) -> None:
    file = write(folder, "catalog-info.yaml", component("cart"))
    assert len(validate_json(file, str(folder), file)[1]) == 1


def test_a_path_that_is_not_there_is_wrong_use(folder: Path) -> None:
    with pytest.raises(CommandError, match="there is no") as wrong:
        validate(str(folder / "gone"))
    assert wrong.value.returncode == 2


def test_a_pattern_in_quotes_is_expanded(folder: Path) -> None:
    write(folder, "a/one.yaml", component("cart"))
    write(folder, "b/c/two.yaml", component("pay"))
    _, lines = validate_json(f"{folder}/**/*.yaml")
    assert [line["entityRef"] for line in lines] == ["component:default/cart", "component:default/pay"]
    with pytest.raises(CommandError, match="nothing matches") as wrong:
        validate(f"{folder}/*.yml")
    assert wrong.value.returncode == 2


def test_standard_input_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(component("two words").encode())))
    status, [line] = validate_json("-")
    assert (status, line["file"], line["stage"]) == (1, "-", "policy")


def test_a_folder_without_descriptors_is_named_and_fails_where_warnings_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validate(str(folder))[0] == 0
    assert f"nothing to check in {folder}: no file in it is catalog-info.yaml or" in capsys.readouterr().err
    assert validate("--strict", str(folder))[0] == 1


def test_a_link_out_of_the_folder_given_is_not_followed_without_a_checkout_either(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(component("secret"))
    (folder / "catalog-info.yaml").symlink_to(tmp_path / "secret")
    status, [line] = validate_json(str(folder))
    assert (status, line["entityRef"]) == (1, None)
    assert "symbolic link" in line["error"]


def test_placeholders_are_read_from_the_checkout(clones: Clones) -> None:
    clones.commit(
        "rates", {"docs/openapi.yaml": "openapi: 3.0.0\n", "api/catalog-info.yaml": f"{API}../docs/openapi.yaml\n"}
    )
    assert validate(str(clones.root / "rates"))[0] == 0
    clones.commit("rates", {"api/catalog-info.yaml": f"{API}../gone.yaml\n"})
    status, [line] = validate_json(str(clones.root / "rates"))
    assert (status, line["stage"]) == (1, "preprocess")


def test_an_absolute_placeholder_must_point_into_the_checkouts_own_repository(clones: Clones) -> None:
    url = "https://github.com/acme/rates/blob/main/openapi.yaml\n"
    clones.commit("rates", {"openapi.yaml": "openapi: 3.0.0\n", "catalog-info.yaml": API + url})
    clones.git("rates", "remote", "add", "origin", "git@github.com:acme/rates.git")
    assert validate(str(clones.root / "rates"))[0] == 0
    status, [line] = validate_json("--repository-url", "https://github.com/acme/other", str(clones.root / "rates"))
    assert (status, line["stage"]) == (1, "preprocess")


def test_outside_a_checkout_a_placeholder_is_left_open(folder: Path) -> None:
    file = write(folder, "a.yaml", f"{API}../openapi.yaml\n")
    status, [line] = validate_json(file)
    assert (status, line["ok"]) == (0, True)
    assert [warning["code"] for warning in line["warnings"]] == ["placeholder-not-read"]


def test_a_link_out_of_the_checkout_is_one_error_and_its_neighbours_are_judged(clones: Clones, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(component("secret"))
    clones.commit("cart", {"a/catalog-info.yaml": component("cart")})
    (clones.root / "cart/catalog-info.yaml").symlink_to(tmp_path / "secret")
    status, [link, sound] = validate_json(str(clones.root / "cart"))
    assert status == 1
    assert "symbolic link" in link["error"]
    assert sound["ok"]


@pytest.mark.parametrize("content", [b"[" * 50_000, b"kind: \xe9t\xe9", b"kind: \0", b"a: &a [" + b"*a," * 200 + b"]"])
def test_a_hostile_file_is_one_error_and_its_neighbours_are_judged(folder: Path, content: bytes) -> None:
    (folder / "hostile.yaml").write_bytes(content)
    status, [hostile, sound] = validate_json(
        str(folder / "hostile.yaml"), write(folder, "sound.yaml", component("cart"))
    )
    assert (status, hostile["ok"], hostile["stage"], sound["ok"]) == (1, False, "yaml", True)


def test_a_ref_declared_twice_in_a_checkout_is_pointed_out(clones: Clones) -> None:
    clones.commit("cart", {"catalog-info.yaml": component("cart"), "a/catalog-info.yaml": component("cart")})
    _, lines = validate_json(str(clones.root / "cart"))
    assert [[warning["code"] for warning in line["warnings"]] for line in lines] == [[], ["repeated-ref"]]


def test_files_of_nobody_knows_which_repositories_repeat_nothing(folder: Path) -> None:
    files = [write(folder, name, component("cart")) for name in ("a.yaml", "b.yaml")]
    assert [line["warnings"] for line in validate_json(*files)[1]] == [[], []]


def test_dangling_refs_are_looked_for_in_a_whole_catalog(folder: Path) -> None:
    file = write(folder, "catalog-info.yaml", documents(component("cart", system="store"), group("shop")))
    assert validate_json(file)[1][0]["warnings"] == []
    [warning] = validate_json("--whole-catalog", file)[1][0]["warnings"]
    assert warning["code"] == "dangling-ref"


def test_a_dangling_ref_is_shown_at_its_own_line(folder: Path) -> None:
    text = component("cart") + "  dependsOn:\n    - component:z\n    - component:a\n"
    _, lines = validate_json("--whole-catalog", write(folder, "a.yaml", documents(text, group("shop"))))
    found = {warning["message"].split()[2]: warning["line"] for warning in lines[0]["warnings"]}
    assert found == {"component:default/z,": 10, "component:default/a,": 11}


LOCATION = (
    "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: parts}\n"
    "spec:\n  targets:\n    - ./gone.yaml\n    - ./parts/*.yaml\n    - https://github.com/acme/far/blob/main/a.yaml\n"
)


def test_files_that_locations_of_a_checkout_name_are_judged_as_a_scan_would(clones: Clones) -> None:
    loop = LOCATION.replace("./parts/*.yaml", "../catalog-info.yaml").replace("name: parts", "name: loop")
    clones.commit("cart", {"a/catalog-info.yaml": LOCATION, "a/parts/x.yaml": component("two words")})
    clones.commit("cart", {"a/parts/y.yaml": loop})
    status, lines = validate_json(str(clones.root / "cart"))
    assert status == 1
    assert [(Path(line["file"]).name, line["ok"]) for line in lines] == [
        ("catalog-info.yaml", True),
        ("x.yaml", False),
        ("y.yaml", True),
    ]
    [warning] = lines[0]["warnings"]
    assert (warning["code"], warning["line"], "./gone.yaml" in warning["message"]) == ("target-missing", 6, True)
    _, lines = validate_json(str(clones.root / "cart/a/parts/y.yaml"))
    assert [len(line["warnings"]) for line in lines] == [1], "a file given by itself is judged alone"


def test_a_target_outside_the_folder_given_is_there_but_not_judged(clones: Clones) -> None:
    location = LOCATION.replace("./gone.yaml", "../all.yaml").replace("./parts/*.yaml", "./catalog-info.yaml")
    clones.commit("cart", {"a/catalog-info.yaml": location, "all.yaml": component("two words")})
    assert [line["warnings"] for line in validate_json(str(clones.root / "cart/a"))[1]] == [[]]


def test_a_location_leads_to_no_file_that_a_link_has_out_of_the_checkout(clones: Clones, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(component("secret"))
    clones.commit("cart", {"catalog-info.yaml": LOCATION, "gone.yaml": component("cart"), "parts/a": ""})
    (clones.root / "cart/parts/a.yaml").symlink_to(tmp_path / "secret.yaml")
    status, lines = validate_json(str(clones.root / "cart"))
    assert (status, [line["entityRef"] for line in lines]) == (
        1,
        ["location:default/parts", "component:default/cart", None],
    )


def test_lists_of_an_organisation_are_options(folder: Path) -> None:
    file = write(folder, "a.yaml", documents(component("cart"), component("pay").replace("Component", "Squad")))
    _, lines = validate_json(file, "--lifecycles", "beta, live", "--types", "Component=library", "--kinds", "Squad")
    assert [line["ok"] for line in lines] == [True, True]
    assert [warning["code"] for warning in lines[0]["warnings"]] == ["unknown-lifecycle", "unknown-type"]
    with pytest.raises(CommandError, match="Component=service,library"):
        validate(file, "--types", "Component")


@pytest.mark.parametrize(("form", "start"), [("sarif", "{"), ("github", "::error "), ("text", str(Path("/")))])
def test_each_form_tells_an_error_and_fails(folder: Path, form: str, start: str) -> None:
    status, text = validate("--format", form, write(folder, "a.yaml", component("two words")))
    assert status == 1
    assert text.startswith(start)


@pytest.mark.slow
def test_no_database_is_needed(folder: Path) -> None:
    file = write(folder, "a.yaml", component("cart"))
    environment = {
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "BAILIWICK_VAR": str(folder / "var"),
    }
    command = [sys.executable, "manage.py", "validate", file]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_leaves_no_traceback(folder: Path) -> None:
    for number in range(300):
        write(folder, f"{number}/catalog-info.yaml", component("two words" + "x" * 300))
    environment = {"PATH": "/usr/bin:/bin", "BAILIWICK_VAR": str(folder / "var")}
    command = f"{sys.executable} manage.py validate {folder} | head -1"
    done = subprocess.run(command, shell=True, cwd=PROJECT, env=environment, capture_output=True, check=False)  # noqa: S602
    assert done.stderr == b""
