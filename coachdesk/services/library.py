"""The library: all content that ships, and the user's own beside it, read, checked and joined together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from coachdesk import paths
from coachdesk.analysis import check as content_check
from coachdesk.analysis.findings import Finder
from coachdesk.assessment.rubric import Rubric
from coachdesk.assessment.track import Track
from coachdesk.errors import WrongUse
from coachdesk.scenario import check as graph_check
from coachdesk.scenario.load import Problem, Source, did_you_mean, load
from coachdesk.scenario.model import Content, Framework, Move, Persona, Scenario, Words

Item = TypeVar("Item", bound=Content)
_SKILL_FOLDERS = ("prospecting", "discovery", "demo", "negotiation", "executive-presence")
LIBRARY_FOLDERS = ("moves", "personas", "rubrics", "tracks", *_SKILL_FOLDERS)
"""By these a folder is known to be laid out as a library."""


@dataclass
class Library:
    """Everything by id. ``sources`` keeps each file as it was read, by kind and id; ``problems`` what was refused."""

    moves: dict[str, Move] = field(default_factory=dict)
    word_lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    personas: dict[str, Persona] = field(default_factory=dict)
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    framework: Framework | None = None
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.finder = Finder(self)

    def scenario(self, wish: str) -> Scenario:
        """A scenario by its id, or read from a file. Raises WrongUse with every problem of that file."""
        if wish in self.scenarios:
            return self.scenarios[wish]
        if not wish.endswith((".yaml", ".yml")):
            raise WrongUse(
                f"There is no scenario '{wish}'{did_you_mean(wish, self.scenarios)}.",
                "'coachdesk scenarios list' shows all of them.",
            )
        path = Path(wish)
        scenario, source, problems = load(Scenario, path)
        if scenario is None or source is None:
            raise WrongUse("The scenario cannot be played:\n" + "\n".join(map(str, problems)))
        errors = [p for p in check_scenario(self, scenario, source) if p.severity == "error"]
        if errors:
            raise WrongUse("The scenario cannot be played:\n" + "\n".join(map(str, errors)))
        self.scenarios[scenario.id] = scenario
        self.sources["scenario", scenario.id] = source
        return scenario

    def move(self, wish: str) -> Move:
        """A move by its id. Raises WrongUse."""
        if wish not in self.moves:
            raise WrongUse(
                f"There is no move '{wish}'{did_you_mean(wish, self.moves)}.", "'coachdesk moves list' shows all."
            )
        return self.moves[wish]

    def text_of(self, kind: str, name: str) -> str:
        return self.sources[kind, name].text

    @property
    def focus_points(self) -> Mapping[str, str]:
        """The skill area of each focus point."""
        areas = self.framework.skill_areas if self.framework else ()
        return {point.id: area.id for area in areas for point in area.focus_points}

    def counts_for(self, scenario: str) -> list[Track]:
        """Tracks in which a scenario is played for a certification."""
        return [t for t in self.tracks.values() if any(scenario in level.scenarios for level in t.levels)]


def content_hash(text: str) -> str:
    """SHA-256 of a content file's text, by which a version of it is known."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def load_library(user_folder: Path | None = None) -> Library:
    """What ships, then the user's own. A file with errors is left out and its problems are kept."""
    library = Library()
    for root in (paths.bundled("scenarios"), user_folder):
        if root is not None and root.is_dir():
            _load_folder(library, root)
    return library


def _load_folder(library: Library, root: Path) -> None:
    words_file, framework_file = root / "moves" / "words.yaml", root / "framework.yaml"
    if words_file.exists():
        words, _, problems = load(Words, words_file)
        library.word_lists.update(words.lists if words else {})
        library.problems += problems
    if framework_file.exists():
        framework, _, problems = load(Framework, framework_file)
        library.framework = framework or library.framework
        library.problems += problems
    moves = [path for path in sorted((root / "moves").glob("*.yaml")) if path != words_file]
    _load_kind(library, "move", Move, library.moves, moves)
    _load_kind(library, "persona", Persona, library.personas, sorted((root / "personas").glob("*.yaml")))
    _load_kind(library, "rubric", Rubric, library.rubrics, sorted((root / "rubrics").glob("*.yaml")))
    _load_kind(library, "track", Track, library.tracks, sorted((root / "tracks").glob("*.yaml")))
    scenarios = [path for skill in _SKILL_FOLDERS for path in sorted((root / skill).glob("*.yaml"))]
    _load_kind(library, "scenario", Scenario, library.scenarios, scenarios)


def _load_kind(library: Library, kind: str, model: type[Item], items: dict[str, Item], files: list[Path]) -> None:
    for path in files:
        item, source, problems = load(model, path)
        library.problems += problems
        if item is None or source is None:
            continue
        name: str = item.id  # type: ignore[attr-defined]
        if name in items:
            first = library.sources[kind, name].path
            library.problems.append(source.problem("error", f"the id '{name}' is taken by {first}", "id"))
            continue
        items[name] = item
        library.sources[kind, name] = source


def check_scenario(library: Library, scenario: Scenario, source: Source) -> list[Problem]:
    """Every problem of one scenario: how it holds together, and whether what it asks for can be found."""
    known = graph_check.Known(library.moves, library.personas, library.rubrics)
    return sorted(
        [*graph_check.check(scenario, source, known), *content_check.check_scenario(scenario, source, library.finder)]
    )


def check_scenario_file(library: Library, path: Path) -> list[Problem]:
    """Every problem of one scenario file, those of its form first where it has any."""
    scenario, source, problems = load(Scenario, path)
    if scenario is None or source is None:
        return problems
    return check_scenario(library, scenario, source)


def check_scenarios_of(library: Library) -> list[Problem]:
    """Every problem of the whole library's scenarios, and every file that could not be read."""
    found = list(library.problems)
    for name, scenario in library.scenarios.items():
        found += check_scenario(library, scenario, library.sources["scenario", name])
    return sorted(found)


def check_moves_of(library: Library) -> list[Problem]:
    """Every problem of the library's moves."""
    found = [problem for problem in library.problems if problem.file.parent.name == "moves"]
    for name, move in library.moves.items():
        source = library.sources["move", name]
        found += content_check.check_move(move, source, library.finder, library.focus_points)
    return sorted(found)
