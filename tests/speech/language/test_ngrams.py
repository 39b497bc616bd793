"""Language models read from and written to PocketSphinx's own binary file."""

from pathlib import Path

import numpy as np
import pocketsphinx
import pytest

from coachdesk.speech.language import ngrams
from coachdesk.speech.language.files import ENGINE_MODEL, engine_file
from coachdesk.speech.language.ngrams import Ngrams

SMALL = Ngrams(
    ("<s>", "</s>", "hello", "there"),
    np.log10([1e-99, 0.4, 0.4, 0.2]),
    np.log10([0.5, 1.0, 0.25, 0.125]),
    np.array([0 * 4 + 2, 2 * 4 + 3, 3 * 4 + 1]),
    np.log10([0.7, 0.6, 0.9]),
    np.log10([0.3, 0.9, 1.0]),
    np.array([(0 * 4 + 2) * 4 + 3]),
    np.log10([0.8]),
)


class Reader:
    """PocketSphinx itself, asked for log10 P(w | g h)."""

    def __init__(self, path: Path) -> None:
        self.log = pocketsphinx.LogMath()
        self.model = pocketsphinx.NGramModel(pocketsphinx.Config(hmm=None, dict=None), self.log, str(path))

    def __call__(self, *words: str) -> float:
        return float(self.model.prob(list(words[::-1])) * np.log10(1.0001))


@pytest.fixture(scope="module")
def engine() -> Ngrams:
    return ngrams.read(engine_file(ENGINE_MODEL))


def chances(model: Ngrams, grams: list[tuple[int, int, int]]) -> list[float]:
    g, h, w = np.array(grams, np.int64).T
    return [float(chance) for chance in model.trigram(g, h, w)]


def test_the_engines_own_model_is_read_as_the_engine_reads_it(engine: Ngrams) -> None:
    asked, draw, size = Reader(engine_file(ENGINE_MODEL)), np.random.default_rng(1), len(engine.words)
    listed = [(int(k) // size // size, int(k) // size % size, int(k) % size) for k in draw.choice(engine.keys3, 200)]
    half = [(int(k) // size, int(k) % size, int(draw.integers(size))) for k in draw.choice(engine.keys2, 200)]
    rare = [(int(a), int(b), int(c)) for a, b, c in draw.integers(0, size, (200, 3))]
    grams = listed + half + rare
    for gram, chance in zip(grams, chances(engine, grams), strict=True):
        assert asked(*(engine.words[i] for i in gram)) == pytest.approx(chance, abs=1e-3)


def test_what_is_written_is_read_back_by_us_and_by_the_engine(tmp_path: Path) -> None:
    path = tmp_path / "small.lm.bin"
    ngrams.write(path, SMALL)
    again, asked = ngrams.read(path), Reader(path)
    assert again.words == SMALL.words
    assert again.keys2.tolist() == SMALL.keys2.tolist()
    assert again.keys3.tolist() == SMALL.keys3.tolist()
    grams = [(a, b, c) for a in range(4) for b in range(4) for c in range(1, 4)]
    for gram, written, read in zip(grams, chances(SMALL, grams), chances(again, grams), strict=True):
        assert read == pytest.approx(written, abs=1e-3)
        assert asked(*(SMALL.words[i] for i in gram)) == pytest.approx(written, abs=1e-3)


def test_the_whole_model_survives_being_written(engine: Ngrams, tmp_path: Path) -> None:
    path = tmp_path / "copy.lm.bin"
    ngrams.write(path, engine)
    again = ngrams.read(path)
    assert again.words == engine.words
    assert np.array_equal(again.keys3, engine.keys3)
    for name in ("log_p1", "backoff1", "log_p2", "backoff2", "log_p3"):
        assert np.abs(getattr(again, name) - getattr(engine, name)).max() < 1e-4, name


@pytest.mark.parametrize("content", [b"", b"\\data\\\nngram 1=1\n", b"Trie Language Model\x03" + bytes(30)])
def test_another_kind_of_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "no.lm.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError):
        ngrams.read(path)
