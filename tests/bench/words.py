"""How many words the embedded recognizer gets wrong, as it comes and taught by the library.

On the held-out answers, or with ``--speech DIR`` on a folder of recordings with a table of what was said: DIR/*.tsv (or
``--answers TSV``), a header, the file or its name without ending in the first column, the text in the last. A name may
stand for several files, one for each voice: NAME-f3.opus.

A word error rate is the least number of words to put in, leave out and replace, by the words that were said
(Levenshtein 1966). Both texts are first spelled alike by `coachdesk.analysis.normalise`: lower case, no punctuation,
contractions spelled out, numbers as words. Intervals draw whole recordings anew (percentile bootstrap, Efron 1979).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

from coachdesk.analysis.normalise import normalise
from coachdesk.errors import WrongUse
from coachdesk.speech.language.files import ENGINE_DICTIONARY, ENGINE_MODEL, engine_file
from coachdesk.speech.recognize import Recognizer
from coachdesk.speech.sphinx import SphinxRecognizer
from tests.bench import answers
from tests.bench.measure import Counted, Result, Scored

BAR = 0.10
"""Of the errors fewer, by the library's teaching."""
_KINDS = {".flac", ".wav", ".opus", ".ogg", ".mp3"}
_RESAMPLES = 5000
_SEED = 1


@dataclass(frozen=True, slots=True)
class Recording:
    file: Path
    text: str


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one recording: words that were said, and what was done to them."""

    said: int
    replaced: int
    left_out: int
    put_in: int

    @property
    def all(self) -> int:
        return self.replaced + self.left_out + self.put_in


def run(chosen: argparse.Namespace) -> Iterator[Result]:
    folder, recordings = _recordings(chosen)
    where = "held-out answers" if folder.is_relative_to(answers.HELD_OUT) else str(folder)
    ours, theirs = answers.recognizer(chosen), as_it_comes()
    plain = [_errors(recording, theirs) for recording in recordings]
    taught = [_errors(recording, ours) for recording in recordings]
    what = f"{len(recordings)} recordings of {where}"
    for name, errors in (("as it comes", plain), ("taught by the library", taught)):
        low, high = _interval(np.array([_row(each) for each in errors]), _rate)
        yield Counted(
            "words",
            f"word error rate {name}, {what}",
            round(_rate(np.array([_row(each) for each in errors])), 1),
            "%",
            None,
            f"95 % interval {low:.1f} to {high:.1f}; of {sum(e.said for e in errors):,} words"
            f" {sum(e.replaced for e in errors)} replaced, {sum(e.left_out for e in errors)} left out,"
            f" {sum(e.put_in for e in errors)} put in",
        )
    both = np.array([(*_row(one), other.all) for one, other in zip(plain, taught, strict=True)])
    yield Scored("words", f"fewer errors when taught, {what}", _fewer(both), _interval(both, _fewer), BAR)


def as_it_comes() -> Recognizer:
    """PocketSphinx with its own language model and its whole dictionary."""
    return SphinxRecognizer(engine_file(ENGINE_MODEL), "as-it-comes", engine_file(ENGINE_DICTIONARY))


def _recordings(chosen: argparse.Namespace) -> tuple[Path, list[Recording]]:
    folder: Path = chosen.speech or answers.HELD_OUT / "speech"
    if not folder.is_dir():
        raise WrongUse(f"There is no speech in {folder}.", "Name a folder of recordings with --speech DIR.")
    tables = chosen.answers or (sorted(folder.glob("*.tsv")) if chosen.speech else [answers.HELD_OUT / "answers.tsv"])
    said = {name: text for table in tables for name, text in _table(table)}
    found = [
        Recording(file, said[name])
        for file in sorted(folder.iterdir())
        if file.suffix in _KINDS
        for name in (next((n for n in (file.name, file.stem, file.stem.rpartition("-")[0]) if n in said), None),)
        if name is not None
    ]
    if not found:
        raise WrongUse(
            f"No recording in {folder} has a text.", "Put a table there: file, tab, text; the first line is a header."
        )
    return folder.resolve(), found


def _table(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            next(rows, None)
            for row in rows:
                if len(row) > 1:
                    yield row[0], row[-1]
    except OSError as problem:
        raise WrongUse(f"{path} cannot be read: {problem.strerror}.") from problem


def _errors(recording: Recording, recognizer: Recognizer) -> Errors:
    return errors(recording.text, answers.hear(recording.file, recognizer).text)


def errors(said: str, heard: str) -> Errors:
    words, other = normalise(said.split()).words, normalise(heard.split()).words
    edits = Levenshtein.editops(words, other)
    kinds = [edit.tag for edit in edits]
    return Errors(len(words), kinds.count("replace"), kinds.count("delete"), kinds.count("insert"))


def _row(errors: Errors) -> tuple[int, int]:
    return errors.said, errors.all


def _rate(rows: np.ndarray) -> float:
    """Errors in per cent of what was said."""
    return float(100 * rows[:, 1].sum() / rows[:, 0].sum())


def _fewer(rows: np.ndarray) -> float:
    """The share of the first recognizer's errors that the second one does not make."""
    return float(1 - rows[:, 2].sum() / max(rows[:, 1].sum(), 1))


def _interval(rows: np.ndarray, figure: Callable[[np.ndarray], float]) -> tuple[float, float]:
    draw = np.random.default_rng(_SEED)
    figures = [figure(rows[draw.integers(0, len(rows), len(rows))]) for _ in range(_RESAMPLES)]
    low, high = np.percentile(figures, (2.5, 97.5))
    return float(low), float(high)
