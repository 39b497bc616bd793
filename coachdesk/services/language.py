"""What the library teaches the embedded recognizer: its sentences and names, and which of its words cannot be heard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coachdesk.paths import DataFolder
from coachdesk.scenario.model import Scenario
from coachdesk.services.library import Library, load_library
from coachdesk.speech.cancel import Progress, Stop
from coachdesk.speech.language import keep
from coachdesk.speech.language.keep import Taught
from coachdesk.speech.language.lessons import Lessons


@dataclass(frozen=True, slots=True)
class Unheard:
    """A word as it is written, and the file that it first stands in."""

    word: str
    file: Path


def lessons_of(library: Library) -> Lessons:
    """All that is said in the library's moves and scenarios, and the names in it.

    A scenario that was read from a file outside the library is not in it: each would be another model.
    """
    scenarios = _scenarios(library)
    texts = [text for move in library.moves.values() for text in (*move.examples.yes, *move.examples.no)]
    texts += [text for scenario in scenarios for text in _said_in(scenario)]
    cues = [cue for move in library.moves.values() for cue in (*move.cues, *move.unless)]
    cues += [cue for scenario in scenarios for cue in _cues_of(scenario)]
    return Lessons(tuple(texts), tuple(_names(library)), tuple(cues), tuple(library.word_lists.items()))


def _scenarios(library: Library) -> list[Scenario]:
    return [scenario for name, scenario in library.scenarios.items() if library.holds(name)]


def _said_in(scenario: Scenario) -> Iterator[str]:
    yield scenario.brief
    for step in scenario.steps.values():
        yield from step.says
        yield step.model_answer
    for ending in scenario.endings.values():
        yield ending.says


def _cues_of(scenario: Scenario) -> Iterator[str]:
    for step in scenario.steps.values():
        for point in step.key_points.values():
            yield from (*point.cues, *point.also)
        for flag in step.red_flags.values():
            yield from (*flag.cues, *flag.also)


def _names(library: Library) -> Iterator[str]:
    for persona in library.personas.values():
        yield from (persona.name, persona.role, persona.company)


def ready(library: Library, folder: DataFolder) -> Taught | None:
    """The model that this library teaches, where it has been made: in the data folder, or when setting up."""
    return keep.ready(keep.hash_of(lessons_of(library)), (folder.language, keep.SHARED))


def teach(
    library: Library, folder: DataFolder, progress: Progress | None = None, cancelled: Stop | None = None
) -> Taught:
    """`ready`, or made now, which takes about ten seconds. Raises Cancelled, or CoachDeskError where it cannot be."""
    if (taught := ready(library, folder)) is not None:
        return taught
    with suppress(OSError):  # what is wrong with the folder is said by what follows
        folder.make()
    return keep.teach(lessons_of(library), folder.language, progress, cancelled)


def teach_everyone(progress: Progress | None = None) -> Taught:
    """What the library that ships teaches, for whoever uses this installation. Raises CoachDeskError."""
    lessons = lessons_of(load_library())
    return keep.ready(keep.hash_of(lessons), (keep.SHARED,)) or keep.teach(lessons, keep.SHARED, progress)


def unheard_words(library: Library) -> list[Unheard]:
    """Words of the library that the embedded recognizer cannot hear, as nothing tells it how they are said."""
    from coachdesk.speech.language.build import dictionary_for, spoken_words

    known = dictionary_for(lessons_of(library))
    found: dict[str, Unheard] = {}
    for file, texts in _texts_by_file(library):
        for written in spoken_words(Lessons(texts=texts)):
            if (word := written.lower()) not in known:
                found.setdefault(word, Unheard(written, file))
    return list(found.values())


def _texts_by_file(library: Library) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for move in library.moves.values():
        yield library.sources["move", move.id].path, (*move.examples.yes, *move.examples.no)
    for persona in library.personas.values():
        yield library.sources["persona", persona.id].path, (persona.name, persona.role, persona.company)
    for scenario in _scenarios(library):
        yield library.sources["scenario", scenario.id].path, tuple(_said_in(scenario))
