"""OGG and MP3 files that were cut off anywhere, and whole ones with all that may stand around their sound."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from coachdesk.errors import CoachDeskError
from coachdesk.speech.decode import blocks
from coachdesk.speech.whole import mp3_breaks_off_s, ogg_is_whole

SPOKEN = Path(__file__).parent / "data" / "b-21.flac"
SECONDS = 7.71


def encoded(path: Path, rate: int = 16_000, channels: int = 1, **how: str) -> bytes:
    audio, _ = soundfile.read(SPOKEN, dtype="float32")
    soundfile.write(path, np.column_stack([soxr.resample(audio, 16_000, rate)] * channels), rate, **how)
    return path.read_bytes()


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
def test_an_ogg_is_whole_only_with_its_last_byte(tmp_path: Path, subtype: str) -> None:
    path = tmp_path / "a.ogg"
    content = encoded(path, subtype=subtype)
    assert ogg_is_whole(path)
    last_page = content.rindex(b"OggS")
    for cut in (1, 100, len(content) - last_page, len(content) - last_page - 10, len(content) // 2):
        assert not ogg_is_whole(put(path, content[:-cut]))
    assert ogg_is_whole(put(path, content + b"something that a player put behind"))


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("bitrate_mode", ["CONSTANT", "VARIABLE"])
def test_an_mp3_is_whole_only_with_its_last_frames(tmp_path: Path, rate: int, channels: int, bitrate_mode: str) -> None:
    path = tmp_path / "a.mp3"
    content = encoded(path, rate, channels, bitrate_mode=bitrate_mode)
    assert mp3_breaks_off_s(path) is None
    for kept in (len(content) - 1, len(content) // 2, len(content) // 3):
        after_s = mp3_breaks_off_s(put(path, content[:kept]))
        assert after_s == pytest.approx(SECONDS * kept / len(content), abs=1.5)


def test_an_mp3_that_counts_its_frames_may_not_end_between_two_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    content = encoded(path, bitrate_mode="CONSTANT")
    starts = [at for at in range(len(content)) if content.startswith(content[:2], at)]
    half = starts[len(starts) // 2]
    assert mp3_breaks_off_s(put(path, content[:half])) is not None
    uncounted = content[starts[1] :]
    assert mp3_breaks_off_s(put(path, uncounted)) is None
    assert mp3_breaks_off_s(put(path, uncounted[:-5])) is not None


def test_tags_pictures_and_rubbish_around_the_frames_of_an_mp3_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    content = encoded(path)
    picture = b"\xff\xd8\xff\xe0" + np.random.default_rng(3).bytes(20_000)
    before = b"ID3\x04\x00\x00" + bytes([0, 1, 28, 36]) + picture
    assert len(before) == 10 + (1 << 14) + (28 << 7) + 36
    for around in (before + content, content + b"TAG" + bytes(125), content + picture, before + content + picture):
        assert mp3_breaks_off_s(put(path, around)) is None
    assert mp3_breaks_off_s(put(path, before + content[:-300])) is not None


@pytest.mark.parametrize("content", [b"\xff", b"OggS", b"ID3", b"\xff\xfb\x90\x44", bytes(100), b"OggS" + bytes(23)])
@pytest.mark.parametrize("kind", ["ogg", "mp3"])
def test_scraps_of_a_file_are_a_sentence(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(CoachDeskError):
        list(blocks(put(tmp_path / f"scrap.{kind}", content)))


def test_a_torn_mp3_is_refused_before_its_library_writes_to_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = encoded(tmp_path / "a.mp3")
    with pytest.raises(CoachDeskError, match=r"breaks off after 3\.\d s"):
        list(blocks(put(tmp_path / "half.mp3", content[: len(content) // 2])))
    assert capfd.readouterr().err == ""
