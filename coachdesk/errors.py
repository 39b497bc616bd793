"""The one kind of error that a user is meant to read."""

from __future__ import annotations


class CoachDeskError(Exception):
    """What went wrong in one plain sentence, and what to do about it.

    Everything else that is raised is a bug: it reaches the crash dialog, or the traceback of the command line.
    """

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class MissingOnThisMachine(CoachDeskError):
    """Something that the job needs (a microphone, a model, a library) is not here; exit code 3."""


class WrongUse(CoachDeskError):
    """What was asked for does not exist or does not fit together; exit code 2."""
