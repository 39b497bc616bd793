"""Whether an OGG or MP3 file ends where its writer ended it: their libraries read a torn one without a word."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OGG_HEADER_BYTES = 27
_OGG_LAST_PAGE = 4

_MPEG1, _MPEG2 = 3, 2  # 0 is version 2.5, which halves the rates once more
_LAYER_III = 1
_KBITS_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_HZ = (44_100, 48_000, 32_000)
_MONO = 3
_ID3_HEADER_BYTES = 10


def ogg_is_whole(path: Path) -> bool:
    """Whether the file's last page is all there and says that it is the last."""
    with path.open("rb") as raw, mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start, last = 0, False
        while data[start : start + 4] == b"OggS" and start + _OGG_HEADER_BYTES <= len(data):
            body = start + _OGG_HEADER_BYTES + data[start + _OGG_HEADER_BYTES - 1]
            end = body + sum(data[start + _OGG_HEADER_BYTES : body])
            if end > len(data):
                return False
            last = bool(data[start + 5] & _OGG_LAST_PAGE)
            start = end
        return last


@dataclass(frozen=True, slots=True)
class _Frame:
    """One frame of MPEG layer III. ``kind`` is what all frames of a file have in common."""

    kind: tuple[int, int]
    end: int
    samples: int
    rate_hz: int
    count_at: int
    """Where a first frame that counts the others says so."""


def mp3_breaks_off_s(path: Path) -> float | None:
    """The seconds after which an MP3 ends although more was meant to come; None where nothing shows that.

    It shows in a last frame that is cut short, or in fewer frames than the first one says that there are.
    """
    with path.open("rb") as raw, mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = _after_tags(data)
        first = _frame(data, start)
        if first is None:
            return None
        whole, cut = 0, False
        for frame in _frames(data, start, first.kind):
            cut = frame.end > len(data)
            whole += not cut
        if not cut and whole >= _declared(data, first):
            return None
        return whole * first.samples / first.rate_hz


def _after_tags(data: mmap.mmap) -> int:
    start = 0
    while data[start : start + 3] == b"ID3" and start + _ID3_HEADER_BYTES <= len(data):
        size = 0
        for byte in data[start + 6 : start + _ID3_HEADER_BYTES]:
            size = size << 7 | byte & 0x7F
        start += _ID3_HEADER_BYTES + size
    return start


def _frame(data: mmap.mmap, start: int) -> _Frame | None:
    if start + 4 > len(data):
        return None
    head = int.from_bytes(data[start : start + 4])
    version, layer, bits, rate, padding = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3, head >> 9 & 1
    if head >> 21 != 0x7FF or version == 1 or layer != _LAYER_III or bits in (0, 15) or rate == 3:
        return None
    is_mono = head >> 6 & 3 == _MONO
    if version == _MPEG1:
        rate_hz, kbits, samples, side = _RATES_HZ[rate], _KBITS_MPEG1[bits], 1_152, 17 if is_mono else 32
    else:
        rate_hz = _RATES_HZ[rate] // (2 if version == _MPEG2 else 4)
        kbits, samples, side = _KBITS_MPEG2[bits], 576, 9 if is_mono else 17
    end = start + samples // 8 * kbits * 1_000 // rate_hz + padding
    return _Frame((version, rate), end, samples, rate_hz, start + 4 + side)


def _frames(data: mmap.mmap, start: int, kind: tuple[int, int]) -> Iterator[_Frame]:
    """The frames one after the other, over what lies between them. Only one that follows another may be cut short."""
    follows = True
    while start >= 0:
        frame = _frame(data, start)
        if frame is not None and frame.kind == kind and (follows or _is_followed(data, frame)):
            yield frame
            start, follows = frame.end, True
        else:
            start, follows = data.find(b"\xff", start + 1), False


def _is_followed(data: mmap.mmap, frame: _Frame) -> bool:
    following = _frame(data, frame.end)
    return frame.end == len(data) or (following is not None and following.kind == frame.kind)


def _declared(data: mmap.mmap, first: _Frame) -> int:
    """How many frames the first one says that follow it; 0 where it says nothing."""
    at = first.count_at
    if data[at : at + 4] not in (b"Xing", b"Info") or not int.from_bytes(data[at + 4 : at + 8]) & 1:
        return 0
    return int.from_bytes(data[at + 8 : at + 12])
