import stat
import sys
from pathlib import Path

import pytest

from coachdesk.paths import DataFolder, bundled, data_folder


def test_the_folder_is_the_named_one_else_the_environments_else_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACHDESK_HOME", str(tmp_path / "home"))
    assert data_folder(tmp_path / "named").root == tmp_path / "named"
    assert data_folder().root == tmp_path / "home"
    monkeypatch.delenv("COACHDESK_HOME")
    assert data_folder().root.name == "CoachDesk"


def test_everything_lies_in_the_one_folder(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    for path in (folder.database, folder.recordings, folder.models, folder.library, folder.backups, folder.settings):
        assert path.parent == tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders apart by itself")
def test_a_new_folder_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "some" / "where")
    folder.make()
    folder.make()
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700


def test_content_and_resources_are_found() -> None:
    assert (bundled("scenarios") / "framework.yaml").is_file()
    assert (bundled("resources") / "system-packages.txt").is_file()
