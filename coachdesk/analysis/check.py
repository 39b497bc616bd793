"""Whether what is written can be found: cues that can be read, model answers that make their own key points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from coachdesk.analysis.cue_parser import CueError, check_list
from coachdesk.analysis.cues import Cue
from coachdesk.analysis.findings import Finder
from coachdesk.analysis.heard import typed
from coachdesk.analysis.targets import Target, of_move, targets
from coachdesk.scenario.load import Problem, Source
from coachdesk.scenario.model import Move, Scenario, Step

FEWEST_CUES = 25
FEWEST_EXAMPLES = 12


def check_scenario(scenario: Scenario, source: Source, finder: Finder) -> list[Problem]:
    """Problems of a scenario's cues and model answers, in the order of the file."""
    found: list[Problem] = []
    for name, step in scenario.steps.items():
        found += _own_cues(name, step, source, finder)
        found += _model_answer(name, step, source, finder)
        found += _alike(name, step, source, finder)
    return sorted(found)


def unreadable_cues(scenario: Scenario, source: Source, finder: Finder) -> list[Problem]:
    """Cues written in a scenario itself that cannot be read."""
    return [problem for name, step in scenario.steps.items() for problem in _own_cues(name, step, source, finder)]


def unreadable_move(move: Move, source: Source, lists: Mapping[str, Sequence[str]]) -> list[Problem]:
    """Cues of a move that cannot be read."""
    return [*_cues(source, ("cues",), move.cues, lists), *_cues(source, ("unless",), move.unless, lists)]


def unreadable_lists(lists: Mapping[str, Sequence[str]], source: Source) -> list[Problem]:
    """Entries of word lists that cannot be read."""
    found = []
    for name, entries in lists.items():
        for i, entry in enumerate(entries):
            try:
                check_list(entry)
            except CueError as error:
                message = f"this entry cannot be read: {error.problem}"
                found.append(source.problem("error", message, "lists", name, i, shift=error.column - 1))
    return found


def _own_cues(name: str, step: Step, source: Source, finder: Finder) -> Iterator[Problem]:
    for kind, entries in (("key_points", step.key_points), ("red_flags", step.red_flags)):
        for point, entry in entries.items():
            for field, cues in (("cues", entry.cues), ("also", entry.also)):
                yield from _cues(source, ("steps", name, kind, point, field), cues, finder.library.word_lists)


def _cues(
    source: Source, where: tuple[str | int, ...], cues: Sequence[str], lists: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    for i, text in enumerate(cues):
        try:
            Cue(text, lists)
        except CueError as error:
            message = f"this cue cannot be read: {error.problem}"
            yield source.problem("error", message, *where, i, shift=error.column - 1)


def _model_answer(name: str, step: Step, source: Source, finder: Finder) -> Iterator[Problem]:
    found = {finding.name: finding for finding in finder.find(step, typed(step.model_answer))}
    for target in targets(step, finder.library.moves):
        if target.kind == "key_point" and target.name not in found and target.cues:
            message = f"the model answer does not make its own key point '{target.name}' ({target.says})"
            yield source.problem("error", message, "steps", name, "model_answer", key=True)
        if target.kind == "red_flag" and target.name in found:
            evidence = found[target.name].evidence
            message = f"the model answer raises the red flag '{target.name}' with the words '{evidence}'"
            yield source.problem("error", message, "steps", name, "model_answer", key=True)


def _alike(name: str, step: Step, source: Source, finder: Finder) -> Iterator[Problem]:
    """Two key points that always match together: the same move, or cues of which one set holds the other."""
    points = [t for t in targets(step, finder.library.moves) if t.kind == "key_point" and t.cues]
    for one, other in combinations(points, 2):
        if one.move is not None and one.move == other.move:
            reason = f"both are the move '{one.move}'"
        elif set(one.cues) <= set(other.cues) or set(other.cues) <= set(one.cues):
            reason = "all cues of one are cues of the other"
        elif _always_together(one, other, finder):
            reason = "every example answer that makes one makes the other"
        else:
            continue
        message = f"the key points '{one.name}' and '{other.name}' always match together: {reason}"
        yield source.problem("warning", message, "steps", name, "key_points", other.name, key=True)


def _always_together(one: Target, other: Target, finder: Finder) -> bool:
    moves = [finder.library.moves[move] for move in (one.move, other.move) if move and move in finder.library.moves]
    answers = [example for move in moves for example in move.examples.yes]
    made = [{f.name for f in finder.find_targets([one, other], typed(answer))} for answer in answers]
    either = [found for found in made if found]
    return len(either) >= FEWEST_EXAMPLES and all(len(found) == 2 for found in either)


def check_move(move: Move, source: Source, finder: Finder, focus: Mapping[str, str]) -> list[Problem]:
    """Problems of one move. ``focus`` maps each focus point of the framework to its skill area."""
    lists = finder.library.word_lists
    found = unreadable_move(move, source, lists)
    if move.id != source.path.stem:
        message = f"the id is '{move.id}', but the file is called '{source.path.name}'"
        found.append(source.problem("error", message, "id"))
    if focus.get(move.focus) != move.skill:
        message = f"'{move.focus}' is no focus point of the skill area '{move.skill}'"
        found.append(source.problem("error", message, "focus"))
    if len(move.cues) < FEWEST_CUES:
        message = f"{len(move.cues)} cues; {FEWEST_CUES} or more are needed to hear what people really say"
        found.append(source.problem("warning", message, "cues", key=True))
    for field, examples in (("yes", move.examples.yes), ("no", move.examples.no)):
        if len(examples) < FEWEST_EXAMPLES:
            message = f"{len(examples)} examples of '{field}'; {FEWEST_EXAMPLES} or more keep the cues honest"
            found.append(source.problem("warning", message, "examples", field, key=True))
    return sorted([*found, *_examples(move, source, finder)])


def _examples(move: Move, source: Source, finder: Finder) -> Iterator[Problem]:
    for i, example in enumerate(move.examples.yes):
        if not finder.find_targets([of_move(move)], typed(example)):
            yield source.problem("warning", "no cue matches this example", "examples", "yes", i)
    for i, example in enumerate(move.examples.no):
        for finding in finder.find_targets([of_move(move)], typed(example)):
            message = f"this example does not make the move, but a cue matches it: {finding.cue}"
            yield source.problem("warning", message, "examples", "no", i)
