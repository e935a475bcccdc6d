from pathlib import Path

import pytest

from catalog.sources.base import SourceError, get_source_kind, list_source_kinds


def test_every_file_of_the_folder_is_a_kind_that_people_can_read_about() -> None:
    kinds = list_source_kinds()
    assert "directory" in kinds
    assert all(kind.title and kind.location_help for kind in kinds.values())


@pytest.mark.parametrize("name", ["", "base", "reading", "no_such_kind", "os", "../x", "directory.x"])
def test_what_is_no_kind_is_refused(name: str) -> None:
    with pytest.raises(SourceError):
        get_source_kind(name)


def test_a_folder_is_written_in_one_form(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    kind = get_source_kind("directory")
    assert kind.check_location(f" {tmp_path}/link/ ") == str(tmp_path.resolve())


@pytest.mark.parametrize("location", ["", "relative/path", "/no/such/folder", "/etc/passwd", "/srv\0/x"])
def test_what_is_no_folder_is_refused_with_a_sentence(location: str) -> None:
    with pytest.raises(SourceError, match=r"folder|absolute"):
        get_source_kind("directory").check_location(location)


def test_a_folder_that_is_gone_cannot_be_listed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="any more"):
        get_source_kind("directory").list_repositories(str(tmp_path / "gone"))
