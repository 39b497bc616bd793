"""Audio files of all kinds, good and bad."""

import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from coachdesk.analysis.heard import Word
from coachdesk.errors import CoachDeskError
from coachdesk.speech.cancel import Cancelled
from coachdesk.speech.decode import blocks, hear
from coachdesk.speech.engine_name import EngineName
from coachdesk.speech.recognize import Block, Reading

SPOKEN = Path(__file__).parent / "data" / "b-21.flac"


class Deaf:
    """A recognizer that hears nothing."""

    name = EngineName("deaf", "none", "none")

    def begin_answer(self) -> None: ...

    def begin_segment(self) -> None: ...

    def feed(self, block: Block) -> None: ...

    def partial(self) -> str:
        return ""

    def end_segment(self) -> Reading:
        return Reading((Word("something", 0.0, 0.1),))


def whole(path: Path) -> Block:
    return np.concatenate([block for block, _ in blocks(path)])


def spoken() -> np.ndarray:
    audio, _ = soundfile.read(SPOKEN, dtype="float32")
    return np.asarray(audio)


def test_what_fits_already_is_read_unchanged() -> None:
    assert np.array_equal(whole(SPOKEN), soundfile.read(SPOKEN, dtype="int16")[0])


@pytest.mark.parametrize(
    ("kind", "rate"),
    [(kind, rate) for kind in ("wav", "flac", "ogg", "mp3") for rate in (8_000, 11_025, 22_050, 44_100, 48_000)]
    + [("wav", 96_000), ("flac", 192_000)],
)
def test_every_format_and_rate_gives_the_same_sound(tmp_path: Path, kind: str, rate: int) -> None:
    path = tmp_path / f"answer.{kind}"
    stereo = np.column_stack([soxr.resample(spoken(), 16_000, rate)] * 2)
    soundfile.write(path, stereo, rate)
    got = whole(path).astype(float)
    want = spoken() * 32_768
    assert len(got) == pytest.approx(len(want), abs=2_000)
    energy = float(np.sqrt(np.mean(got**2)) / np.sqrt(np.mean(want**2)))
    assert energy == pytest.approx(1.0, abs=0.1)


def test_stereo_is_mixed(tmp_path: Path) -> None:
    path = tmp_path / "two.wav"
    soundfile.write(path, np.column_stack([np.full(16_000, 0.5), np.full(16_000, -0.25)]), 16_000)
    assert whole(path)[100] == 4_096


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3"])
def test_channels_that_cancel_each_other_are_not_silence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"turned.{kind}"
    soundfile.write(path, np.column_stack([spoken(), -spoken()]), 16_000)
    got = whole(path).astype(float) / 32_768
    assert float(np.sqrt(np.mean(got**2))) == pytest.approx(float(np.sqrt(np.mean(spoken() ** 2))), rel=0.1)
    if kind in ("wav", "flac"):
        assert np.array_equal(whole(path), whole(SPOKEN))


def test_one_silent_channel_leaves_the_mix_as_it_was(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "half.wav", np.column_stack([np.full(16_000, 0.5), np.zeros(16_000)]), 16_000)
    assert whole(tmp_path / "half.wav")[100] == 8_192


def test_an_hour_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "hour.flac"
    with soundfile.SoundFile(path, "w", 8_000, 1, format="FLAC", subtype="PCM_16") as file:
        for _ in range(60):
            file.write(np.zeros(60 * 8_000, np.int16))
    shares = []
    tracemalloc.start()
    samples = 0
    for block, share in blocks(path):
        samples += len(block)
        shares.append(share)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert samples == pytest.approx(3_600 * 16_000, abs=10)
    assert peak < 5_000_000
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_progress_is_told_and_stopping_heeded() -> None:
    shares: list[float] = []
    hear(SPOKEN, Deaf(), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        hear(SPOKEN, Deaf(), cancelled=stop.is_set)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_what_is_not_there_or_not_audio_is_a_sentence(tmp_path: Path) -> None:
    for path, sentence in [
        (tmp_path / "none.wav", "There is no file"),
        (tmp_path, "is not a file"),
        (tmp_path / f"{'long' * 75}.wav", "cannot be read: File name too long"),
        (Path("zero\0byte.wav"), "There can be no file called"),
        (write(tmp_path / "file", b"x") / "inside.wav", "cannot be read: Not a directory"),
        (write(tmp_path / "empty.wav", b""), "is empty"),
        (write(tmp_path / "text.wav", b"this is text, and nothing else, for sure. " * 40), "is not an audio file"),
        (write(tmp_path / "text.mp3", b"this is text, and nothing else, for sure. " * 40), "is not an audio file"),
        (write(tmp_path / "noise.flac", np.random.default_rng(3).bytes(5_000)), "is not an audio file"),
    ]:
        with pytest.raises(CoachDeskError, match=sentence):
            whole(path)


def test_no_samples_is_a_sentence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "none.wav", np.zeros(0, np.int16), 16_000)
    with pytest.raises(CoachDeskError, match="holds no sound"):
        whole(tmp_path / "none.wav")


def test_a_file_called_a_dash_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "-").write_bytes(SPOKEN.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert len(whole(Path("-"))) == len(spoken())


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3"])
def test_a_file_that_breaks_off_is_a_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"half.{kind}"
    soundfile.write(path, spoken(), 16_000)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(CoachDeskError, match="breaks off after"):
        whole(path)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_samples_that_are_no_numbers_are_a_sentence(tmp_path: Path, bad: float) -> None:
    audio = spoken()
    audio[20_000] = bad
    soundfile.write(tmp_path / "bad.wav", audio, 16_000, subtype="FLOAT")
    with pytest.raises(CoachDeskError, match="not numbers"):
        whole(tmp_path / "bad.wav")


def test_rates_that_cannot_be_used_are_a_sentence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "slow.wav", np.zeros(4_000), 4_000)
    with pytest.raises(CoachDeskError, match="samples a second"):
        whole(tmp_path / "slow.wav")
