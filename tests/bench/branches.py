"""Whether the same answer, typed and spoken, leads a talk the same way, beside always taking the commonest way out."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from coachdesk.analysis.confidence import calibration
from coachdesk.analysis.heard import Heard
from coachdesk.analysis.targets import targets
from coachdesk.scenario.model import Scenario
from coachdesk.scenario.play import MOOD_AT_START, reply
from coachdesk.services.library import Library, load_library
from tests.bench import answers
from tests.bench.findings import known
from tests.bench.measure import Counted, Result, Scored
from tests.bench.scores import wilson

FEWEST_EXITS = 3
SAME = 0.80


def run(chosen: argparse.Namespace) -> Iterator[Result]:
    material = answers.material(chosen)
    if not all(place.exists() for place in (*material.tables, material.speech) if place) or material.speech is None:
        yield Counted("branches", "same exit", float("nan"), "", None, "not measured: no answers with speech are here")
        return
    recognizer = answers.recognizer(chosen)
    library = load_library()
    typed, spoken = {answer.id: heard for answer, heard in material.typed()}, material.heard(recognizer)
    known(library, spoken)
    same = tries = commonest = 0
    places = 0
    for scenario in library.scenarios.values():
        for name, step in scenario.steps.items():
            if len(step.next) < FEWEST_EXITS:
                continue
            moves = {target.move for target in targets(step, library.moves)}
            exits = [
                (
                    _exit(library, scenario, name, typed[answer.id], "typed"),
                    _exit(library, scenario, name, heard, recognizer.name.engine),
                )
                for answer, heard in spoken
                if answer.move in moves
            ]
            if not exits:
                continue
            places += 1
            tries += len(exits)
            same += sum(by_text == by_voice for by_text, by_voice in exits)
            commonest += Counter(by_text for by_text, _ in exits).most_common(1)[0][1]
    note = f"{tries} answers in {places} steps with {FEWEST_EXITS} or more exits; heard by {recognizer.name.engine}"
    share, chance = (same / tries, commonest / tries) if tries else (float("nan"), float("nan"))
    what = f"{material.says}: typed and spoken take the same exit"
    yield Scored("branches", what, share, wilson(same, tries), SAME, note)
    what = f"{material.says}: always the commonest exit of typed answers"
    yield Scored("branches", what, chance, wilson(commonest, tries), None, "of each step, known afterwards")


def _exit(library: Library, scenario: Scenario, name: str, heard: Heard, engine: str) -> int:
    step = scenario.steps[name]
    found = library.finder.find(step, heard, calibration(engine))
    names = frozenset(finding.name for finding in found if finding.counts)
    return step.next.index(reply(scenario, name, {name: names}, MOOD_AT_START).branch)
