"""Whether a scenario holds together: every branch leads somewhere, every name is known, every talk can end.

What the answers would make (does the model answer make its own key points?) needs cues, and is `analysis.check`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from coachdesk.scenario import when
from coachdesk.scenario.load import Problem, Source, did_you_mean
from coachdesk.scenario.model import Branch, FindingKind, KeyPoint, Move, RedFlag, Scenario, Step
from coachdesk.scenario.play import longest_path

READING_WPM = 150
"""Words a minute at which a buyer's line is spoken; conversational English is 140 to 170."""

ANSWER_S = 30
"""Seconds that an answer usually takes."""

_MOST_PROBLEMS = 200


@dataclass(frozen=True)
class Known:
    """The names that a scenario may use."""

    moves: Mapping[str, Move]
    personas: Collection[str]
    rubrics: Collection[str]


def check(scenario: Scenario, source: Source, known: Known) -> list[Problem]:
    """Every problem of one scenario, in the order of the file; of very many the first 200."""
    found = chain(
        _names(scenario, source, known),
        (p for name, step in scenario.steps.items() for p in _step(scenario, source, name, step, known)),
        _ways(scenario, source),
        _time(scenario, source),
    )
    return sorted(islice(found, _MOST_PROBLEMS))


def _start(scenario: Scenario) -> str:
    """Where the talk starts; the first step where the file names none that is there."""
    return scenario.start if scenario.start in scenario.steps else next(iter(scenario.steps))


def _names(scenario: Scenario, source: Source, known: Known) -> Iterator[Problem]:
    if scenario.id != source.path.stem:
        yield source.problem("error", f"the id is '{scenario.id}', but the file is called '{source.path.name}'", "id")
    for field, value, names in (
        ("persona", scenario.persona, known.personas),
        ("rubric", scenario.rubric, known.rubrics),
    ):
        if value not in names:
            yield source.problem("error", f"there is no {field} '{value}'{did_you_mean(value, names)}", field)
    if scenario.start not in scenario.steps:
        message = f"there is no step '{scenario.start}' to start with{did_you_mean(scenario.start, scenario.steps)}"
        yield source.problem("error", message, "start")


def _step(scenario: Scenario, source: Source, name: str, step: Step, known: Known) -> Iterator[Problem]:
    kinds: tuple[tuple[str, FindingKind, Mapping[str, KeyPoint | RedFlag]], ...] = (
        ("key_points", "key_point", step.key_points),
        ("red_flags", "red_flag", step.red_flags),
    )
    for field, kind, entries in kinds:
        for point, entry in entries.items():
            yield from _point(source, ("steps", name, field, point), kind, entry, known.moves)
    yield from _branches(scenario, source, name, step)


def _point(
    source: Source, where: tuple[str, ...], kind: FindingKind, entry: KeyPoint | RedFlag, moves: Mapping[str, Move]
) -> Iterator[Problem]:
    words = {"key_point": "key point", "red_flag": "red flag"}
    if entry.move is None:
        if not (entry.cues or entry.also):
            yield source.problem("error", f"the {words[kind]} '{where[-1]}' has no cues, so it is never found", *where)
    elif entry.move not in moves:
        message = f"there is no move '{entry.move}'{did_you_mean(entry.move, moves)}"
        yield source.problem("error", message, *where, "move")
    elif moves[entry.move].kind != kind:
        message = f"the move '{entry.move}' is a {words[moves[entry.move].kind]}, and stands here as a {words[kind]}"
        yield source.problem("error", message, *where, "move")


def _branches(scenario: Scenario, source: Source, name: str, step: Step) -> Iterator[Problem]:
    targets = [*scenario.steps, *scenario.endings]
    closed_at: int | None = None
    for i, branch in enumerate(step.next):
        where = ("steps", name, "next", i)
        if branch.go not in targets:
            message = f"there is no step or ending '{branch.go}'{did_you_mean(branch.go, targets)}"
            yield source.problem("error", message, *where, "go")
        if closed_at is not None:
            yield source.problem("warning", "this branch is never taken: the one before it has no 'when'", *where)
        elif branch.when is None:
            closed_at = i
        else:
            yield from _condition(scenario, source, name, branch.when, where)
    if closed_at is None:
        message = "dead end: where none of these branches holds the talk is stuck; add a last one without 'when'"
        yield source.problem("error", message, "steps", name, "next", key=True)


def _condition(
    scenario: Scenario, source: Source, name: str, text: str, where: tuple[str | int, ...]
) -> Iterator[Problem]:
    try:
        condition = when.parse(text)
    except when.WhenError as error:
        yield source.problem("error", f"the condition cannot be read: {error}", *where, "when")
        return
    for found in when.names(condition):
        step = scenario.steps.get(found.step or name)
        if step is None:
            message = f"there is no step '{found.step}'{did_you_mean(found.step or '', scenario.steps)}"
            yield source.problem("error", message, *where, "when")
        elif found.name not in (points := [*step.key_points, *step.red_flags]):
            place = f"step '{found.step}'" if found.step else "this step"
            message = f"'{found.name}' is no key point or red flag of {place}{did_you_mean(found.name, points)}"
            yield source.problem("error", message, *where, "when")


def _ways(scenario: Scenario, source: Source) -> Iterator[Problem]:
    onward = {name: {b.go for b in _possible(step)} for name, step in scenario.steps.items()}
    reached = _reach({_start(scenario)}, onward)
    for name in scenario.steps.keys() - reached:
        yield source.problem("warning", f"no branch leads to the step '{name}'", "steps", name, key=True)
    for name in scenario.endings.keys() - reached:
        yield source.problem("warning", f"no branch leads to the ending '{name}'", "endings", name, key=True)
    backward: dict[str, set[str]] = {}
    for name, targets in onward.items():
        for target in targets:
            backward.setdefault(target, set()).add(name)
    can_end = _reach(set(scenario.endings), backward)
    for name in scenario.steps:
        if name in reached and name not in can_end and onward[name] & (scenario.steps.keys() | scenario.endings.keys()):
            message = f"loop with no exit: from the step '{name}' no ending can be reached"
            yield source.problem("error", message, "steps", name, key=True)


def _possible(step: Step) -> Iterator[Branch]:
    """The branches up to and with the first that has no condition; those after it are never taken."""
    for branch in step.next:
        yield branch
        if branch.when is None:
            return


def _reach(start: set[str], onward: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = set(start), list(start)
    while waiting:
        for target in onward.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def _time(scenario: Scenario, source: Source) -> Iterator[Problem]:
    path = longest_path(scenario, _start(scenario))
    words = sum(max(len(line.split()) for line in scenario.steps[name].says) for name in path if name in scenario.steps)
    needed_s = words * 60 / READING_WPM + len(path) * ANSWER_S
    if needed_s > scenario.time_limit:
        message = (
            f"the longest way has {len(path)} steps and takes about {needed_s / 60:.0f} minutes to hear and answer, "
            f"more than the limit of {scenario.time_limit / 60:g}"
        )
        yield source.problem("warning", message, "time_limit")
