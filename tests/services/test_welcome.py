"""The first start on its services: what a failed trial leaves behind, and what is said where there is no network."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.error import URLError

import pytest

from coachdesk.errors import CoachDeskError
from coachdesk.services import models, welcome
from coachdesk.services.desk import Desk
from coachdesk.services.practice import talk


def test_a_sentence_that_cannot_be_listened_to_leaves_no_folder(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_words: object) -> None:
        raise CoachDeskError("The microphone is in use by another program.", "Close it.")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(talk, "listen_into", taken)
    with pytest.raises(CoachDeskError, match="in use"):
        welcome.try_out(desk, "")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_without_a_network_that_is_said_and_no_address(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_words: object) -> str:
        raise CoachDeskError("https://example.org/model.zip cannot be reached.") from URLError("no name")

    monkeypatch.setattr(models, "install", unreachable)
    with pytest.raises(CoachDeskError, match=r"There seems to be no network here\. Try again later"):
        welcome.fetch(desk, welcome.BETTER, lambda _share: None, lambda: False)


def test_a_file_that_is_no_model_is_told_as_it_is(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "model.zip"
    file.write_bytes(b"no zip")
    with pytest.raises(CoachDeskError, match=r"model\.zip"):
        welcome.fetch(desk, str(file), lambda _share: None, lambda: False)
    desk.close()
