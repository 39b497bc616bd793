"""The first start: a name, a microphone that hears, a better recognizer, and the first buyer."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

from coachdesk.errors import CoachDeskError
from coachdesk.services import models, people
from coachdesk.services.desk import Desk
from coachdesk.services.models import ModelRow
from coachdesk.services.practice import choose, talk
from coachdesk.services.practice.talk import LiveTalk
from coachdesk.services.practice.views import Listening, MicrophoneView
from coachdesk.services.titles import Title, titles
from coachdesk.services.today import first_talk

BETTER = "vosk-model-small-en-us-0.15"
"""Offered first: it is fetched in a minute, and hears better than what is built in."""
STEPS = 3
SILENCE_S = 1.5
"""One sentence is tried: what ends it need not leave time to think."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the first start shows. ``step`` is from 1, where it was left. ``better`` is None where a model is there."""

    name: str
    step: int
    microphones: tuple[MicrophoneView, ...]
    no_microphone: str  # why there is none and what to do, empty where there is one
    microphone: str  # the key of the chosen one, empty for the system's own
    better: ModelRow | None
    first: Title | None


def welcome(desk: Desk) -> Welcome:
    """Where the first start stands. Looks for microphones, which takes a moment."""
    me = people.whoami(desk)
    microphones, missing = choose.microphones()
    rows = models.all_models(desk)
    has_model = any(row.installed and not row.built_in for row in rows)
    better = None if has_model else next((row for row in rows if row.name == BETTER), None)
    settings = desk.settings()
    known = settings.microphone if settings.microphone in {each.key for each in microphones} else ""
    return Welcome(
        name=me.name if me else people.login_name(),
        step=min(max(1, settings.welcome_step), STEPS),
        microphones=microphones,
        no_microphone=missing,
        microphone=known,
        better=better,
        first=first_talk(titles(desk)),
    )


def call_me(desk: Desk, name: str) -> None:
    """Keep the name; one that is left empty is the account's. Raises WrongUse for one that is none."""
    people.rename(desk, name.strip() or people.login_name())


def reached(desk: Desk, step: int) -> None:
    """Keep how far the first start has come, so that it goes on there."""
    desk.change_settings(welcome_step=step)


def finish(desk: Desk) -> None:
    """The first start is over, whatever of it was skipped."""
    if people.whoami(desk) is None:
        call_me(desk, "")
    desk.change_settings(welcomed=True, welcome_step=0)


class Trial:
    """One sentence, said to see whether it is heard. Its recording is erased."""

    def __init__(self, live: LiveTalk, folder: Path) -> None:
        self._live, self._folder = live, folder

    def state(self) -> Listening:
        return self._live.state()

    def finish(self) -> str:
        """The words that were heard; empty where none were."""
        try:
            return self._live.finish().heard.text
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def discard(self) -> None:
        try:
            self._live.discard()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)


def try_out(desk: Desk, microphone: str) -> Trial:
    """Begin to listen to a sentence. Raises CoachDeskError where there is nothing to listen with."""
    folder = Path(tempfile.mkdtemp(prefix="coachdesk-"))
    try:
        return Trial(talk.listen_into(desk, folder / "sentence.wav", microphone, SILENCE_S), folder)
    except CoachDeskError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def fetch(desk: Desk, what: str, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> str:
    """Install a better recognizer, by its name or from a file. The sentence that tells that it is there."""
    try:
        name = models.install(desk, what, progress, cancelled)
    except CoachDeskError as error:
        if isinstance(error.__cause__, URLError) and not isinstance(error.__cause__, HTTPError):
            raise CoachDeskError(
                "There seems to be no network here.", "Try again later, or take the model from a file."
            ) from error
        raise
    return f"{name} is installed. It hears you from your next talk on."
