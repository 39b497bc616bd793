"""The live part of a talk: the microphone listens to an answer, is tried out before, and recordings are played."""

from __future__ import annotations

import gc
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coachdesk import paths
from coachdesk.errors import CoachDeskError
from coachdesk.services.desk import Desk
from coachdesk.services.practice import attempt
from coachdesk.services.practice.attempt import Spoken
from coachdesk.services.practice.views import Listening, Turn

# What hears and plays loads numpy and PortAudio, which the first screen need not wait for: it is imported when used.
if TYPE_CHECKING:
    from coachdesk.speech import portaudio
    from coachdesk.speech.level_check import LevelCheck
    from coachdesk.speech.live import LiveAnswer
    from coachdesk.speech.playback import Playback

LevelWord = Literal["silent", "too quiet", "good", "too loud"]

LINE_NAME_LETTERS = 16
"""Of the hash of a line, after which its recording is named."""

_SILENT_DBFS = -65.0
_QUIET_DBFS = -42.0
_LOUD_PEAK = 0.98
_BLOCKS_LOOKED_AT = 24
"""Of the newest peaks, about 0.8 s: long enough that the word does not flicker between syllables."""

_TOO_FAR_BEHIND_S = 1.0

_DEAF = CoachDeskError(
    "The recognizer stopped. You are still being recorded.",
    "Say your answer and end it yourself: it is written down from the recording.",
)


def warm_up(desk: Desk, scenario_id: str | None = None) -> None:
    """Load the recognizer and compile a scenario's cues while the brief is being read."""
    desk.ear(renew=True).start()
    if scenario_id is not None:
        scenario = desk.library.scenario(scenario_id)
        for step in scenario.steps.values():
            desk.library.finder.prepare(step)
    if not gc.get_freeze_count():
        # What is loaded by now stays. Left to the collector, each full pass over it (240,000 objects, 0.1 s or more)
        # would stop the window in the middle of an answer; of what comes later one takes 0.02 s. Once only: what is
        # let go after it was frozen is not found any more.
        gc.collect()
        gc.freeze()


class LiveTalk:
    """One spoken answer under way. ``state`` never waits; ``finish`` and ``discard`` do, so call them apart."""

    def __init__(self, answer: LiveAnswer, silence_s: float | None) -> None:
        self._answer = answer
        self._silence_s = silence_s
        self._forgiven_s = 0.0
        self._spoken: Spoken | None = None

    def state(self) -> Listening:
        now = self._answer.state()
        if now.silence_s < self._forgiven_s:  # somebody has spoken since
            self._forgiven_s = 0.0
        # A recognizer that is behind tells of a silence that may be long over.
        knows = now.behind_s < _TOO_FAR_BEHIND_S and not (now.deaf or now.paused or now.lost)
        left = None
        if self._silence_s is not None and knows and now.heard_speech and not now.speaking:
            left = max(0.0, self._silence_s - (now.silence_s - self._forgiven_s))
        trouble = _DEAF if now.deaf and not now.broken else now.trouble
        return Listening(
            elapsed_s=now.elapsed_s,
            peaks=now.peaks,
            level=level_word(now.peaks, now.level_dbfs),
            words=now.partial,
            speaking=now.speaking,
            heard_speech=now.heard_speech or now.deaf,
            silence_left_s=left,
            ended=left == 0.0 or now.broken,
            waiting=now.lost,
            trouble=trouble.sentence if trouble else "",
            remedy=trouble.remedy if trouble else "",
            behind_s=now.behind_s,
        )

    def end_on_silence(self, silence_s: float | None) -> None:
        """So much silence, counted from now, ends the answer; None: no silence does."""
        self._silence_s = silence_s
        self.keep_listening()

    def keep_listening(self) -> None:
        """Begin to count the silence anew: somebody thinks."""
        self._forgiven_s = self._answer.state().silence_s

    def pause(self) -> None:
        self._answer.pause()

    def resume(self) -> None:
        self._answer.resume()

    def finish(self) -> Spoken:
        """End the answer: what was heard, and its recording, checked and on disk.

        Raises CoachDeskError where that could not be done; where the answer ``is_kept``, it may be tried again.
        """
        if self._spoken is None:
            self._spoken = Spoken(*self._answer.stop())
        return self._spoken

    @property
    def is_kept(self) -> bool:
        """Whether there is a recording of it on the disk."""
        return self._answer.is_kept

    @property
    def note(self) -> str:
        """What the rep should know of how it was written down; empty where all went as it should."""
        problem = self._answer.state().trouble
        if self._answer.by_spare:
            return (
                "The recognizer stopped. Your answer was written down from the recording, by the one that is built in."
            )
        return str(problem) if problem and self._answer.state().broken else ""

    def discard(self) -> None:
        """End the answer and erase its recording."""
        self._answer.discard()


def listen(desk: Desk, turn: Turn, microphone: str = "", *, hands_free: bool | None = None) -> LiveTalk:
    """Begin to listen to the answer of a turn. Raises CoachDeskError where there is no microphone to listen with.

    ``hands_free``: silence ends it; None: as in the settings.
    """
    wav = attempt.recording_path(desk, turn).with_suffix(".wav")
    if hands_free is None:
        hands_free = desk.settings().answer_mode == "hands-free"
    return listen_into(desk, wav, microphone, desk.settings().silence_s if hands_free else None)


def listen_into(desk: Desk, wav: Path, microphone: str, silence_s: float | None) -> LiveTalk:
    """Begin to record into ``wav`` and to write down what is said; ``silence_s`` of silence end it."""
    from coachdesk.speech import capture
    from coachdesk.speech.live import LiveAnswer

    source = capture.Microphone(_device("input", microphone or desk.settings().microphone))
    answer = LiveAnswer(wav, source, desk.ear(), desk.spare_ear)
    answer.start()
    return LiveTalk(answer, silence_s)


class MicrophoneCheck:
    """The level of a microphone while the brief is read; nothing is recorded."""

    def __init__(self, check: LevelCheck) -> None:
        self._check = check

    def state(self) -> Listening:
        now = self._check.level()
        trouble = now.trouble
        return Listening(
            elapsed_s=0.0,
            peaks=now.peaks,
            level=level_word(now.peaks, now.level_dbfs),
            words="",
            speaking=False,
            heard_speech=False,
            silence_left_s=None,
            ended=False,
            waiting=False,
            trouble=trouble.sentence if trouble else "",
            remedy=trouble.remedy if trouble else "",
            behind_s=0.0,
        )

    def stop(self) -> None:
        self._check.stop()


def check_microphone(desk: Desk, microphone: str = "") -> MicrophoneCheck:
    """Begin to listen to a microphone's level. Raises CoachDeskError where it cannot be opened."""
    from coachdesk.speech import capture
    from coachdesk.speech.level_check import LevelCheck

    check = LevelCheck(capture.Microphone(_device("input", microphone or desk.settings().microphone)))
    check.start()
    return MicrophoneCheck(check)


class Playing:
    """A recording that is being played."""

    def __init__(self, playback: Playback) -> None:
        self._playback = playback

    @property
    def position_s(self) -> float:
        return self._playback.position_s

    @property
    def finished(self) -> bool:
        return self._playback.finished

    @property
    def trouble(self) -> str:
        """Why it stopped before its end, empty where it did not."""
        return str(self._playback.trouble) if self._playback.trouble else ""

    def stop(self) -> None:
        self._playback.stop()


def play(desk: Desk, audio: Path, from_s: float = 0.0, to_s: float | None = None) -> Playing:
    """Play a recording. Raises CoachDeskError where it is gone, or where there is nothing to play it on."""
    from coachdesk.speech.playback import Playback

    return Playing(Playback(audio, from_s, to_s, _device("output", desk.settings().speaker)))


def recorded_line(persona_id: str, says: str) -> Path | None:
    """The recording that ships of a buyer's line. It is found by the words, so that a line that was edited has none."""
    name = hashlib.sha256(says.encode()).hexdigest()[:LINE_NAME_LETTERS]
    path = paths.bundled("resources") / "lines" / persona_id / f"{name}.opus"
    return path if path.is_file() else None


def level_word(peaks: tuple[float, ...], level_dbfs: float) -> LevelWord:
    """The level in a word: by the loudest of the last moments, so that it holds between syllables."""
    newest = peaks[-_BLOCKS_LOOKED_AT:]
    highest = max(newest, default=0.0)
    if highest >= _LOUD_PEAK:
        return "too loud"
    if highest <= 10 ** (_SILENT_DBFS / 20) and level_dbfs <= _SILENT_DBFS:
        return "silent"
    return "too quiet" if highest < 10 ** (_QUIET_DBFS / 20) else "good"


def _device(kind: Literal["input", "output"], key: str) -> portaudio.Device | None:
    """A device by the key that `choose` gave it; the system's own one (None) for no key.

    Raises CoachDeskError for one that is not there: recording from another one would surprise.
    """
    from coachdesk.speech import portaudio

    if not key:
        return None
    devices = portaudio.devices(kind)
    found = next((device for device in devices if portaudio_key(device) == key), None)
    if found is None:
        what = "microphone" if kind == "input" else "loudspeaker"
        raise CoachDeskError(f"The {what} {key} is not there.", "Plug it in, or choose another.")
    return found


def portaudio_key(device: portaudio.Device) -> str:
    """What names a device across restarts."""
    return f"{device.host_api}: {device.name}"
