"""Whether what is written can be found: cues that can be read, model answers that make their own key points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from coachdesk.analysis.cue_parser import CueError, check_list
from coachdesk.analysis.cues import Cue
from coachdesk.analysis.findings import Finder
from coachdesk.analysis.heard import typed
from coachdesk.analysis.targets import Target, of_move, targets
from coachdesk.scenario.load import Problem, Source
from coachdesk.scenario.model import Move, Scenario, Step

FEWEST_CUES = 25
FEWEST_EXAMPLES = 12

MOST_ELSEWHERE = 2
"""Examples of other moves that any cue may match, and how many for each of its own: an answer can make two moves."""


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


@dataclass(frozen=True, slots=True)
class Use:
    """What a move's cues are good for on all `yes` examples of the library.

    ``unused`` cues match none of the move's own, ``spare`` ones none that another cue does not match too.
    ``elsewhere`` tells in how many examples of other moves the move is found, most first.
    """

    move: str
    cues: int
    unused: tuple[str, ...]
    spare: tuple[str, ...]
    elsewhere: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    """One `yes` example, and which cues of which moves match it."""

    move: Move
    number: int
    text: str
    cues: Mapping[str, frozenset[str]]


def uses(finder: Finder) -> list[Use]:
    """What the cues of each move are good for."""
    shown = _shown(finder)
    result = []
    for move in finder.library.moves.values():
        own = [each.cues[move.id] for each in shown if each.move is move and move.id in each.cues]
        matching = frozenset[str]().union(*own)
        alone = frozenset[str]().union(*(cues for cues in own if len(cues) == 1))
        elsewhere = Counter(each.move.id for each in shown if each.move is not move and move.id in each.cues)
        result.append(
            Use(
                move.id,
                len(move.cues),
                tuple(cue for cue in move.cues if cue not in matching),
                tuple(cue for cue in move.cues if cue in matching and cue not in alone),
                tuple(elsewhere.most_common()),
            )
        )
    return result


def check_between(sources: Mapping[str, Source], scenarios: Iterable[Scenario], finder: Finder) -> list[Problem]:
    """Moves that are taken for one another. An answer may make two moves, so that both are found in an example is
    reported only where it does harm: a red flag on what a step asks for, or a cue that says more of other moves."""
    shown, moves = _shown(finder), finder.library.moves
    found: list[Problem] = []
    for each in shown:
        for other, cues in each.cues.items() if each.move.id not in each.cues else ():
            message = f"not this move but '{other}' is found in this example, by the cue: {min(cues)}"
            found.append(sources[each.move.id].problem("warning", message, "examples", "yes", each.number))
    for asked, forbidden in _in_one_step(scenarios):
        raising = [each for each in shown if each.move.id == asked and forbidden in each.cues]
        for cue in sorted(frozenset[str]().union(*(each.cues[forbidden] for each in raising))):
            example = next(each.text for each in raising if cue in each.cues[forbidden])
            message = f"this red flag is raised by an example of '{asked}', which a step beside it asks for: {example}"
            found.append(_at_cue(moves[forbidden], cue, message, sources))
    own = Counter((each.move.id, cue) for each in shown for cue in each.cues.get(each.move.id, ()))
    elsewhere = Counter(
        (name, cue) for each in shown for name, cues in each.cues.items() if name != each.move.id for cue in cues
    )
    for (name, cue), count in elsewhere.items():
        if count > MOST_ELSEWHERE * max(1, own[name, cue]):
            message = f"this cue matches {count} examples of other moves and {own[name, cue]} of its own"
            found.append(_at_cue(moves[name], cue, message, sources))
    return sorted(found)


def _shown(finder: Finder) -> list[_Shown]:
    every = [of_move(move) for move in finder.library.moves.values()]
    result = []
    for move in finder.library.moves.values():
        for number, text in enumerate(move.examples.yes):
            seen = finder.look(every, typed(text))
            cues = {target.name: frozenset(s.cue for s in places if not s.cancelled) for target, places in seen.items()}
            result.append(_Shown(move, number, text, {name: matching for name, matching in cues.items() if matching}))
    return result


def _in_one_step(scenarios: Iterable[Scenario]) -> list[tuple[str, str]]:
    """A key point's move and a red flag's move that some step looks for together."""
    pairs = {
        (point.move, flag.move)
        for scenario in scenarios
        for step in scenario.steps.values()
        for point, flag in product(step.key_points.values(), step.red_flags.values())
        if point.move and flag.move
    }
    return sorted(pairs)


def _at_cue(move: Move, cue: str, message: str, sources: Mapping[str, Source]) -> Problem:
    return sources[move.id].problem("warning", message, "cues", move.cues.index(cue))
