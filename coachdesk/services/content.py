"""What can be asked of the library: list it, show it, check it, try it, begin something new in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from coachdesk import paths
from coachdesk.analysis import check as content_check
from coachdesk.analysis.check import Use
from coachdesk.analysis.findings import Finding
from coachdesk.analysis.heard import typed
from coachdesk.analysis.targets import of_move, targets
from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.scenario import simulate as simulation
from coachdesk.scenario.load import Problem, did_you_mean
from coachdesk.scenario.model import Id, Scenario
from coachdesk.scenario.play import MOOD_AT_START, reply
from coachdesk.services.desk import Desk
from coachdesk.services.library import (
    LIBRARY_FOLDERS,
    Library,
    check_moves_of,
    check_scenario_file,
    check_scenarios_of,
    load_library,
)


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    id: str
    title: str
    skill: str
    level: str
    persona: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    id: str
    kind: str
    says: str
    skill: str
    focus: str
    cues: int
    examples: int


@dataclass(frozen=True, slots=True)
class TriedMove:
    """One move found in a text. ``cancelled``: it would not count, because of a "not" or an ``unless`` near it."""

    move: str
    evidence: str
    confidence: float
    cue: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Match:
    """What would be found in an answer to a step, and where it would go."""

    scenario: str
    step: str
    findings: tuple[Finding, ...]
    missed: tuple[str, ...]
    next: str
    mood: int
    ending: str | None


def scenarios(library: Library) -> list[ScenarioRow]:
    return [ScenarioRow(s.id, s.title, s.skill, s.level, s.persona) for s in library.scenarios.values()]


def moves(library: Library) -> list[MoveRow]:
    return [
        MoveRow(
            move.id, move.kind, move.says, move.skill, move.focus, len(move.cues),
            len(move.examples.yes) + len(move.examples.no),
        )
        for move in library.moves.values()
    ]  # fmt: skip


def check_scenarios(library: Library, files: Sequence[Path]) -> tuple[list[Problem], str]:
    """Problems of the files, or of the whole library where none are named, and what was checked in words.

    A folder may be laid out as a library, with moves and personas of its own, or just hold scenarios.
    """
    if not files or [file.absolute() for file in files] == [paths.bundled("scenarios").absolute()]:
        return check_scenarios_of(library), f"{len(library.scenarios)} scenarios checked"
    found: list[Problem] = []
    count = 0
    for file in files:
        problems, checked = _check_folder(library, file) if file.is_dir() else (check_scenario_file(library, file), 1)
        found += problems
        count += checked
    return sorted(found), f"{count} file{'' if count == 1 else 's'} checked"


def _check_folder(library: Library, folder: Path) -> tuple[list[Problem], int]:
    others = [own for own in library.folders if own.absolute() != folder.absolute()]
    own = load_library(*others, folder)
    if any((folder / part).is_dir() for part in LIBRARY_FOLDERS):
        problems = {*check_scenarios_of(own), *_problems_of_moves(own)}
        inside = [problem for problem in problems if problem.file.is_relative_to(folder)]
        return inside, len(list(folder.rglob("*.yaml")))
    files = sorted(folder.rglob("*.yaml"))
    return [problem for file in files for problem in check_scenario_file(own, file)], len(files)


def check_moves(library: Library) -> tuple[list[Problem], str]:
    return _problems_of_moves(library), f"{len(library.moves)} moves checked"


def _problems_of_moves(library: Library) -> list[Problem]:
    sources = {name: library.sources["move", name] for name in library.moves}
    between = content_check.check_between(sources, library.scenarios.values(), library.finder)
    return sorted([*check_moves_of(library), *between])


def uses_of_cues(library: Library) -> list[Use]:
    """What each move's cues are good for on the library's examples."""
    return content_check.uses(library.finder)


def try_moves(library: Library, wish: str, text: str) -> list[TriedMove]:
    """Every cue hit of a move (or of all of them) in a text."""
    wanted = list(library.moves.values()) if wish == "all" else [library.move(wish)]
    found = library.finder.find_targets([of_move(move) for move in wanted], typed(text), with_cancelled=True)
    return [TriedMove(f.name, f.evidence, f.confidence, f.cue, f.cancelled) for f in found]


def match(library: Library, wish: str, step_name: str, text: str) -> Match:
    """What would be found in a typed answer to one step, and where it would go."""
    scenario = library.scenario(wish)
    step = scenario.steps.get(step_name)
    if step is None:
        raise WrongUse(
            f"The scenario '{scenario.id}' has no step '{step_name}'{did_you_mean(step_name, scenario.steps)}."
        )
    findings = library.finder.find(step, typed(text))
    names = frozenset(finding.name for finding in findings if finding.counts)
    led = reply(scenario, step_name, {step_name: names}, MOOD_AT_START)
    missed = tuple(name for name in step.key_points if name not in names)
    ending = led.ending(scenario)
    return Match(
        scenario.id, step_name, tuple(findings), missed, led.goes_to, led.mood, ending.outcome if ending else None
    )


def simulate(library: Library, wish: str, runs: int, seed: int) -> simulation.Simulation:
    return simulation.simulate(library.scenario(wish), runs, seed)


def scenario_schema() -> dict[str, object]:
    """The JSON Schema of a scenario file."""
    schema = Scenario.model_json_schema()
    schema["properties"]["time_limit"] = {"type": "string", "pattern": r"^\d{1,3}\s*(min|minutes?|s|sec|seconds?)$"}
    step = schema["$defs"]["Step"]["properties"]["says"]
    schema["$defs"]["Step"]["properties"]["says"] = {"anyOf": [{"type": "string"}, step]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def show(library: Library, wish: str) -> str:
    """A scenario as text for a person: brief, steps with key points and branches, endings."""
    scenario = library.scenario(wish)
    persona = library.personas.get(scenario.persona)
    lines = [
        f"{scenario.title} ({scenario.id})",
        f"{scenario.skill}, {scenario.level}, {scenario.time_limit // 60} min, "
        + (f"{persona.name}, {persona.role}, {persona.company}" if persona else scenario.persona),
        "",
        scenario.brief,
        f"Goal: {scenario.goal}",
    ]
    for name, step in scenario.steps.items():
        lines += ["", f"{name}{'  (start)' if name == scenario.start else ''}"]
        lines += [f'  "{line}"' for line in step.says]
        for target in targets(step, library.moves):
            mark = "key point" if target.kind == "key_point" else "red flag"
            lines.append(f"  {mark} {target.name}: {target.says}")
        for branch in step.next:
            lines.append(f"  {'if ' + branch.when if branch.when else 'else'} > {branch.go}")
    lines.append("")
    lines += [f"{name}: {ending.outcome}. {ending.means}" for name, ending in scenario.endings.items()]
    return "\n".join(lines)


def new_scenario(desk: Desk, name: str, folder: Path | None) -> Path:
    """Write a small whole scenario to begin with. Raises WrongUse where the name does not do or is taken."""
    library = desk.library
    try:
        TypeAdapter(Id).validate_python(name)
    except ValidationError:
        raise WrongUse(
            f"'{name}' cannot be a scenario's name.", "Use lower case letters, digits and hyphens, like-this."
        ) from None
    path = (folder or desk.folder.library / "negotiation") / f"{name}.yaml"
    if name in library.scenarios or path.exists():
        raise WrongUse(f"There is a scenario '{name}' already.", "Choose another name.")
    text = _TEMPLATE.format(id=name, persona=next(iter(library.personas), "dana-cfo"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise CoachDeskError(f"The scenario could not be written to {path}: {error.strerror}.") from error
    return path


_TEMPLATE = """\
id: {id}
title: A price that is too high
skill: negotiation
level: beginner
persona: {persona}
rubric: negotiation
time_limit: 4 min
brief: >
  What you know before the talk: who this is, what happened so far, what lies on the table.
goal: What you want to leave with.
start: price
steps:
  price:
    says:
      - That is more than we planned to spend.
    hint: Acknowledge first, then ask.
    model_answer: >
      I understand that this is a concern. What are you comparing the price with?
    key_points:
      acknowledge:
        says: Acknowledge the concern
        cues: ["i (understand|hear|see|get) ... (concern|you|that)", "that is (fair|a lot)"]
      clarify:
        says: Ask what the price is compared with
        weight: 2
        cues: ["compar* ... (with|to|against)", "what (did|had) you (plan*|expect*|budget*)"]
    next:
      - {{when: acknowledge and clarify, go: agreed, mood: 1}}
      - {{go: sent_away, mood: -1}}
endings:
  agreed:
    outcome: next step
    says: Good question. Let us look at it together on Thursday.
    means: You kept the price and learned what it is compared with.
  sent_away:
    outcome: stalled
    says: Send me something, and we will see.
    means: You answered before you knew what the objection was.
"""
