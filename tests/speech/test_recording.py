"""Recordings on disk: whole, torn, killed in the middle, and on a disk that is full."""

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coachdesk.errors import CoachDeskError
from coachdesk.speech.recording import HEADER_BYTES, Recording, read_peaks, read_samples, recover, seconds_of

SPOKEN = Path(__file__).parent / "data" / "b-01.flac"


def spoken() -> np.ndarray:
    audio, _ = soundfile.read(SPOKEN, dtype="int16")
    return np.asarray(audio)


def recorded(path: Path, audio: np.ndarray) -> Recording:
    recording = Recording(path)
    for start in range(0, len(audio), 512):
        recording.write(audio[start : start + 512])
    return recording


def test_a_finished_recording_is_flac_with_the_same_samples(tmp_path: Path) -> None:
    flac = recorded(tmp_path / "2026" / "a.wav", spoken()).finish()
    assert flac == tmp_path / "2026" / "a.flac"
    assert np.array_equal(soundfile.read(flac, dtype="int16")[0], spoken())
    assert [path.name for path in flac.parent.iterdir()] == ["a.flac"]


def test_a_growing_recording_can_be_read(tmp_path: Path) -> None:
    recording = recorded(tmp_path / "a.wav", spoken()[:5_000])
    assert np.array_equal(read_samples(recording.path, 1_000, 2_000), spoken()[1_000:3_000])
    assert np.array_equal(read_samples(recording.path, 4_000, 2_000), spoken()[4_000:5_000])
    recording.discard()
    assert list(tmp_path.iterdir()) == []


def test_the_header_is_true_after_every_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1_000))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    recording = recorded(tmp_path / "a.wav", spoken()[: 512 * 20])
    with soundfile.SoundFile(recording.path) as file:
        assert file.frames == 512 * 20
    assert int.from_bytes(recording.path.read_bytes()[40:44], "little") == 512 * 20 * 2
    recording.close()


def test_the_length_of_a_recording_is_that_of_its_sound_and_of_junk_zero(tmp_path: Path) -> None:
    growing = recorded(tmp_path / "a.wav", spoken()[:8_000])
    assert seconds_of(growing.path) == 0.5
    assert seconds_of(growing.finish()) == 0.5
    (tmp_path / "junk.flac").write_bytes(b"junk")
    assert [seconds_of(tmp_path / name) for name in ("junk.flac", "none.flac", "none.wav")] == [0.0, 0.0, 0.0]


def test_a_recording_is_never_written_over_another(tmp_path: Path) -> None:
    recorded(tmp_path / "a.wav", spoken()[:100]).close()
    with pytest.raises(CoachDeskError, match="already"):
        Recording(tmp_path / "a.wav")


def test_a_torn_wav_is_recovered_up_to_its_last_whole_sample(tmp_path: Path) -> None:
    wav = tmp_path / "a.wav"
    recorded(wav, spoken()[:10_000]).close()
    content = bytearray(wav.read_bytes()[:-501])
    content[4:8] = content[40:44] = bytes(4)
    wav.write_bytes(content)
    flac = recover(wav)
    assert flac is not None
    assert np.array_equal(soundfile.read(flac, dtype="int16")[0], spoken()[: 10_000 - 251])
    assert not wav.exists()


def test_even_a_garbled_header_is_recovered(tmp_path: Path) -> None:
    wav = tmp_path / "a.wav"
    recorded(wav, spoken()[:10_000]).close()
    content = wav.read_bytes()
    wav.write_bytes(bytes(HEADER_BYTES) + content[HEADER_BYTES:])
    flac = recover(wav)
    assert flac is not None
    assert np.array_equal(soundfile.read(flac, dtype="int16")[0], spoken()[:10_000])


@pytest.mark.parametrize("size", [0, 10, 44, 45])
def test_a_wav_without_sound_is_nothing(tmp_path: Path, size: int) -> None:
    (tmp_path / "a.wav").write_bytes(bytes(size))
    assert recover(tmp_path / "a.wav") is None
    assert list(tmp_path.iterdir()) == []


def test_what_was_packed_already_is_what_recovery_gives(tmp_path: Path) -> None:
    flac = recorded(tmp_path / "a.wav", spoken()[:1_000]).finish()
    assert recover(tmp_path / "a.wav") == flac
    assert recover(tmp_path / "none.wav") is None


RECORDS = """
import sys, time, pathlib
from coachdesk.speech.paced import PacedFile
from coachdesk.speech.recording import Recording
source, recording = PacedFile(pathlib.Path(sys.argv[1])), Recording(pathlib.Path(sys.argv[2]))
source.open()
print("recording", flush=True)
while True:
    if (block := source.read(1.0)) is not None:
        recording.write(block)
"""


def test_a_program_that_is_killed_loses_at_most_the_last_second(tmp_path: Path) -> None:
    moments = random.Random(7)
    for attempt in range(4):
        wav = tmp_path / f"{attempt}.wav"
        child = subprocess.Popen([sys.executable, "-c", RECORDS, str(SPOKEN), str(wav)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        time.sleep(moments.uniform(0.3, 2.8))
        lasted_s = time.monotonic() - began
        child.kill()
        child.wait()
        child.stdout.close()
        flac = recover(wav)
        assert flac is not None
        audio, _ = soundfile.read(flac, dtype="int16")
        assert len(audio) / 16_000 > lasted_s - 1.0
        assert np.array_equal(audio, spoken()[: len(audio)])


def test_a_full_disk_is_a_sentence_and_what_was_recorded_is_kept(tmp_path: Path) -> None:
    wav = tmp_path / "a.wav"
    code = (
        "import resource, signal, sys, pathlib, numpy; from coachdesk.speech.recording import Recording\n"
        "from coachdesk.errors import CoachDeskError\n"
        "recording = Recording(pathlib.Path(sys.argv[1]))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_001, 100_001))\n"
        "try:\n"
        "    for _ in range(200): recording.write(numpy.ones(512, numpy.int16))\n"
        "except CoachDeskError as problem: sys.exit(str(problem))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(wav)], capture_output=True, text=True, check=False)
    assert "cannot be written" in ended.stderr
    assert "kept" in ended.stderr
    flac = recover(wav)
    assert flac is not None
    assert soundfile.info(flac).frames == (100_001 - HEADER_BYTES) // 2


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CoachDeskError, match="cannot be written"):
        Recording(tmp_path / "file" / "a.wav")


def test_when_the_flac_cannot_be_written_the_wav_stays(tmp_path: Path) -> None:
    recording = recorded(tmp_path / "a.wav", spoken()[:16_000])
    (tmp_path / "a.flac" / "in the way").mkdir(parents=True)
    with pytest.raises(CoachDeskError, match="cannot be written"):
        recording.finish()
    assert np.array_equal(read_samples(tmp_path / "a.wav", 0, 16_000), spoken()[:16_000])


def test_peaks_follow_the_sound(tmp_path: Path) -> None:
    audio = np.zeros(16_000, np.int16)
    audio[3_999], audio[8_000] = 16_384, -32_768
    flac = recorded(tmp_path / "a.wav", audio).finish()
    assert read_peaks(flac, 4).tolist() == [0.5, 0.0, 1.0, 0.0]
    assert len(read_peaks(flac, 100_000)) == 100_000
    with pytest.raises(CoachDeskError, match="cannot be read"):
        read_peaks(tmp_path / "none.flac", 4)


def test_an_hour_does_not_grow_memory(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "a.wav")
    recording.write(np.zeros(16_000, np.int16))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(1_200):
        recording.write(np.zeros(48_000, np.int16))
    flac = recording.finish()
    read_peaks(flac, 1_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 30_000  # kilobytes
    assert os.path.getsize(flac) < 5_000_000  # noqa: PTH202
