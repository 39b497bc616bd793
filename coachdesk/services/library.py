"""The library: all content that ships, and the user's own beside it, read, checked and joined together."""

from __future__ import annotations

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
from coachdesk.scenario.load import Problem, Source, did_you_mean, load, mended
from coachdesk.scenario.model import Content, Framework, Move, Persona, Scenario, Words

Item = TypeVar("Item", bound=Content)
_SKILL_FOLDERS = ("prospecting", "discovery", "demo", "negotiation", "executive-presence")
LIBRARY_FOLDERS = ("moves", "personas", "rubrics", "tracks", *_SKILL_FOLDERS)
"""By these a folder is known to be laid out as a library."""


@dataclass
class Library:
    """Everything by id. ``sources`` keeps each file as it was read, by kind and id; ``problems`` what was refused;
    ``folders`` are the user's own."""

    moves: dict[str, Move] = field(default_factory=dict)
    word_lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    personas: dict[str, Persona] = field(default_factory=dict)
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    framework: Framework | None = None
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.finder = Finder(self)
        self._from_outside: set[str] = set()

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
        if scenario.id not in self.scenarios or source.text != self.text_of("scenario", scenario.id):
            self._from_outside.add(scenario.id)
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

    def holds(self, scenario: str) -> bool:
        """Whether a scenario is the library's own, and not one that was read from a file outside."""
        return scenario not in self._from_outside

    def counts_for(self, scenario: str) -> list[Track]:
        """Tracks in which a scenario is played for a certification; none for a file from outside the library."""
        if not self.holds(scenario):
            return []
        return [t for t in self.tracks.values() if any(scenario in level.scenarios for level in t.levels)]


def load_library(*user_folders: Path) -> Library:
    """What ships, then the user's own. A file with errors is left out and its problems are kept."""
    library = Library(folders=user_folders)
    for root in (paths.bundled("scenarios"), *user_folders):
        if root.is_dir():
            _load_folder(library, root)
    return library


def _load_folder(library: Library, root: Path) -> None:
    _load_words(library, root / "moves" / "words.yaml")
    if (root / "framework.yaml").exists():
        framework, _, problems = load(Framework, root / "framework.yaml")
        library.framework = framework or library.framework
        library.problems += problems
    moves = [path for path in _files(root / "moves") if path.name != "words.yaml"]
    _load_kind(library, "move", Move, library.moves, moves)
    _load_kind(library, "persona", Persona, library.personas, _files(root / "personas"))
    _load_kind(library, "rubric", Rubric, library.rubrics, _files(root / "rubrics"))
    _load_kind(library, "track", Track, library.tracks, _files(root / "tracks"))
    for skill in _SKILL_FOLDERS:
        _load_kind(library, "scenario", Scenario, library.scenarios, _files(root / skill))


def _files(folder: Path) -> list[Path]:
    return sorted(path for kind in ("*.yaml", "*.yml") for path in folder.glob(kind))


def _load_words(library: Library, path: Path) -> None:
    """Word lists under names of their own: one that ships is part of the shipped cues, and is not changed."""
    if not path.exists():
        return
    words, source, problems = load(Words, path)
    library.problems += problems
    if words is None or source is None:
        return
    library.problems += content_check.unreadable_lists(words.lists, source)
    unreadable = {problem.line for problem in library.problems if problem.file == path}
    for name, entries in words.lists.items():
        if name in library.word_lists:
            message = f"the word list '{name}' is there already; give this one another name"
            library.problems.append(source.problem("error", message, "lists", name, key=True))
        elif not any(source.at("lists", name, i)[0] in unreadable for i in range(len(entries))):
            library.word_lists[name] = entries


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
        elif not _ships(path) and (errors := _not_usable(library, item, source)):
            library.problems += errors
        else:
            items[name] = item
            library.sources[kind, name] = source


def _ships(path: Path) -> bool:
    """What ships was checked when it was made, and is not checked again at every start."""
    return path.is_relative_to(paths.bundled("scenarios"))


def _not_usable(library: Library, item: Content, source: Source) -> list[Problem]:
    """Why a file whose form is right cannot be used: a talk that would get stuck, cues that cannot be read."""
    if isinstance(item, Move):
        return content_check.unreadable_move(item, source, library.word_lists)
    if isinstance(item, Scenario):
        return [problem for problem in _stuck(library, item, source) if problem.severity == "error"]
    return []


def _stuck(library: Library, scenario: Scenario, source: Source) -> list[Problem]:
    known = graph_check.Known(library.moves, library.personas, library.rubrics)
    graph = graph_check.check(scenario, source, known)
    return [*graph, *content_check.unreadable_cues(scenario, source, library.finder)]


def check_scenario(library: Library, scenario: Scenario, source: Source) -> list[Problem]:
    """Every problem of one scenario: how it holds together, and whether what it asks for can be found."""
    known = graph_check.Known(library.moves, library.personas, library.rubrics)
    return sorted(
        [*graph_check.check(scenario, source, known), *content_check.check_scenario(scenario, source, library.finder)]
    )


def check_scenario_file(library: Library, path: Path) -> list[Problem]:
    """Every problem of one scenario file: of its form, and of what can be made out behind that."""
    scenario, source, problems = load(Scenario, path)
    if source is None:
        return problems
    scenario = scenario or mended(Scenario, source)
    behind = check_scenario(library, scenario, source) if scenario else []
    return sorted({*problems, *behind})


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
