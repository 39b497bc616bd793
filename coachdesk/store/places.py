"""Whether a folder is one where a database comes to harm: synchronised to a cloud, or on another machine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PureWindowsPath
from typing import NamedTuple


class Mount(NamedTuple):
    """One mounted file system, as psutil lists it."""

    mountpoint: str
    fstype: str
    opts: str = ""


_SYNCHRONISED_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud drive",  # macOS: ~/Library/CloudStorage/PROVIDER
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
}

_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".tmp.drivedownload": "Google Drive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
}
_MARKER_PATTERNS = {".sync_*.db": "Nextcloud", "._sync_*.db": "Nextcloud"}

_NETWORK_FILE_SYSTEMS = frozenset(
    "nfs nfs3 nfs4 cifs smb smbfs smb2 smb3 afpfs webdav davfs davfs2 fuse.davfs2 fuse.sshfs fuse.rclone "
    "fuse.gvfsd-fuse fuse.s3fs fuse.glusterfs ceph fuse.ceph afs lustre ncpfs".split()
)


def warning_about(root: Path, mounts: Iterable[Mount] | None = None) -> str:
    """Why data should not lie in ``root``, in a sentence; empty where it may. ``mounts``: None for this machine's."""
    if service := _synchronised_by(root):
        return (
            f"The data folder {root} is synchronised by {service}, which may damage a database while it is in use. "
            "Choose a folder that is not synchronised, and keep backups in the synchronised one."
        )
    if _on_another_machine(root, _mounts() if mounts is None else mounts):
        return (
            f"The data folder {root} is on a network drive, where a database can be damaged. "
            "Choose a folder on this computer, and keep backups on the network drive."
        )
    return ""


def _synchronised_by(root: Path) -> str:
    for folder in (root, *root.parents):
        name = folder.name.casefold()
        if name in _SYNCHRONISED_NAMES:
            return _SYNCHRONISED_NAMES[name]
        if name.startswith("onedrive - "):  # a company's OneDrive
            return "OneDrive"
        try:
            for marker, service in _MARKERS.items():
                # The Dropbox client also keeps its own settings in ~/.dropbox, which makes no home folder a Dropbox.
                if (folder / marker).exists() and not (marker == ".dropbox" and folder == Path.home()):
                    return service
            for pattern, service in _MARKER_PATTERNS.items():
                if any(folder.glob(pattern)):
                    return service
        except OSError:  # a folder above that may not be looked into
            continue
    return ""


def _on_another_machine(root: Path, mounts: Iterable[Mount]) -> bool:
    if PureWindowsPath(root).drive.startswith("\\\\"):  # \\server\share
        return True
    containing = [mount for mount in mounts if root.is_relative_to(mount.mountpoint)]
    if not containing:
        return False
    # The last of several mounts on one point is the one that is seen.
    nearest = max(enumerate(containing), key=lambda at: (len(Path(at[1].mountpoint).parts), at[0]))[1]
    return nearest.fstype.casefold() in _NETWORK_FILE_SYSTEMS or "remote" in nearest.opts.split(",")


def _mounts() -> list[Mount]:
    import psutil  # costs 20 ms and is wanted once

    try:
        return [Mount(part.mountpoint, part.fstype, part.opts) for part in psutil.disk_partitions(all=True)]
    except OSError:  # /proc is not there, as in some sandboxes
        return []
