"""Speaks the buyer's lines aloud with the system's voice, in a process of its own: ``python -m ui.voice_process``.

Apart from the window because a speech service may take seconds to answer, or never: speech-dispatcher took 2.2 s to
make its list of 1,530 voices, and where no sound card is it stops answering at all, with the caller hanging in it.

In: one JSON object on a line, {"say": text, "number": 1, "gender": .., "accent": .., "rate": .., "pitch": ..} or
{"stop": 1}.
Out: "ready" or "none" on a line at the start, then "ended 1" for each line that was said, or "failed".
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import threading

os.environ.setdefault("QT_EVENT_DISPATCHER_CORE_FOUNDATION", "1")  # macOS speaks from the run loop only

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtTextToSpeech import QTextToSpeech, QVoice

LOCALES = {"us": QLocale(QLocale.Language.English, QLocale.Country.UnitedStates),
           "gb": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)}  # fmt: skip
GENDERS = {"female": QVoice.Gender.Female, "male": QVoice.Gender.Male}

HANGS_AFTER_S = 12
STILL_HERE_MS = 2_000


def stay_killable() -> None:
    """End this process where its main thread hangs in the speech service, which keeps Python's lock while it waits:
    faulthandler's clock is the one that needs no lock."""
    faulthandler.dump_traceback_later(HANGS_AFTER_S, exit=True)


def tell(word: str) -> None:
    print(word, flush=True)


class Speaker(QObject):
    asked = Signal(str)

    def __init__(self, engine: str) -> None:
        super().__init__()
        self._speech = QTextToSpeech(engine)
        self._speaking = 0
        self._speech.stateChanged.connect(self._follow)
        self._speech.errorOccurred.connect(lambda _reason, _words: tell("failed"))
        self.asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def _do(self, line: str) -> None:
        wish = json.loads(line)
        self._speaking = 0
        self._speech.stop()
        if "say" in wish:
            self._choose_voice(wish["gender"], wish["accent"])
            self._speech.setRate(wish["rate"])
            self._speech.setPitch(wish["pitch"])
            self._speaking = wish["number"]
            self._speech.say(wish["say"])

    def _choose_voice(self, gender: str, accent: str) -> None:
        locales = [LOCALES[accent], *LOCALES.values()]
        spoken = set(self._speech.availableLocales())
        for locale in locales:
            if locale in spoken:
                self._speech.setLocale(locale)
                break
        fitting = [voice for voice in self._speech.availableVoices() if voice.gender() == GENDERS[gender]]
        if fitting:
            self._speech.setVoice(fitting[0])

    def _follow(self, state: QTextToSpeech.State) -> None:
        if state == QTextToSpeech.State.Ready and self._speaking:
            number, self._speaking = self._speaking, 0
            tell(f"ended {number}")


def main() -> None:
    stay_killable()
    app = QCoreApplication([])
    still_here = QTimer(interval=STILL_HERE_MS)
    still_here.timeout.connect(stay_killable)
    still_here.start()
    engines = [name for name in QTextToSpeech.availableEngines() if name != "mock"]
    if not engines:
        tell("none")
        return
    speaker = Speaker(engines[0])
    if not speaker._speech.availableVoices():
        tell("none")
        return
    tell("ready")

    def read() -> None:
        for line in sys.stdin:
            speaker.asked.emit(line)
        os._exit(0)  # the window is gone; a speech service that hangs must not keep this process

    threading.Thread(target=read, daemon=True).start()
    app.exec()


if __name__ == "__main__":
    main()
