"""Folders where a database comes to harm are known by their names, their markers and their file system."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.paths import DataFolder
from coachdesk.store.database import Database
from coachdesk.store.places import Mount, warning_about

LOCAL = [Mount("/", "ext4")]


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("home/me/Dropbox/CoachDesk", "Dropbox"),
        ("Users/me/OneDrive/CoachDesk", "OneDrive"),
        ("Users/me/OneDrive - Example Ltd/CoachDesk", "OneDrive"),
        ("Users/me/Library/Mobile Documents/CoachDesk", "iCloud"),
        ("Users/me/Library/CloudStorage/Box-Box/x", "a cloud drive"),
        ("Users/me/Google Drive/x", "Google Drive"),
        ("home/me/Nextcloud/x", "Nextcloud"),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(tmp_path: Path, path: str, service: str) -> None:
    warning = warning_about(tmp_path / path, LOCAL)
    assert f"synchronised by {service}" in warning


@pytest.mark.parametrize(
    ("marker", "service"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".sync_4f2a.db", "Nextcloud")],
)
def test_a_synchronised_folder_is_known_by_its_marker(tmp_path: Path, marker: str, service: str) -> None:
    (tmp_path / "work" / "CoachDesk").mkdir(parents=True)
    (tmp_path / "work" / marker).mkdir()
    assert f"synchronised by {service}" in warning_about(tmp_path / "work" / "CoachDesk", LOCAL)


def test_the_settings_of_dropbox_do_not_make_a_home_folder_synchronised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()
    assert warning_about(tmp_path / "data", LOCAL) == ""


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "smbfs"])
def test_a_network_drive_is_known_by_its_file_system(tmp_path: Path, kind: str) -> None:
    mounts = [*LOCAL, Mount(str(tmp_path / "mnt"), kind), Mount(str(tmp_path / "mnt" / "local"), "ext4")]
    assert "network drive" in warning_about(tmp_path / "mnt" / "team", mounts)
    assert warning_about(tmp_path / "mnt" / "local" / "data", mounts) == ""
    assert warning_about(tmp_path / "mnt2", mounts) == ""


def test_a_windows_share_is_known_by_its_options_or_its_name(tmp_path: Path) -> None:
    assert "network drive" in warning_about(tmp_path, [Mount(str(tmp_path), "NTFS", "rw,remote")])
    assert "network drive" in warning_about(Path("\\\\server\\share\\data"), LOCAL)


def test_the_database_warns_of_its_own_folder(tmp_path: Path) -> None:
    assert "Dropbox" in Database(DataFolder(tmp_path / "Dropbox" / "data")).warning
    assert Database(DataFolder(tmp_path / "data")).warning == ""
