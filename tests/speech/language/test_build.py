"""The taught model as the engine uses it."""

from pathlib import Path

import numpy as np
import pytest

from coachdesk.speech.language import dictionary, ngrams
from coachdesk.speech.language.build import COMMON_WORDS, build
from coachdesk.speech.language.dictionary import Dictionary
from coachdesk.speech.language.files import DICTIONARY_FILE, ENGINE_MODEL, MODEL_FILE, engine_file
from coachdesk.speech.language.lessons import Lessons
from coachdesk.speech.language.ngrams import Ngrams

LESSONS = Lessons(
    ("We hold the price of forklifts. Our hygienists agree.",),
    ("Pellworth",),
    ("ask for a (replanned|companys) route",),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    shares: list[float] = []
    build(LESSONS, folder, shares.append)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> Ngrams:
    return ngrams.read(folder / MODEL_FILE)


@pytest.fixture(scope="module")
def words(folder: Path) -> Dictionary:
    return dictionary.read(folder / DICTIONARY_FILE)


def chance(model: Ngrams, *words: str) -> float:
    g, h, w = (np.array([model.words.index(word)]) for word in words)
    return float(10 ** model.trigram(g, h, w)[0])


def test_what_was_taught_is_likelier_and_what_was_not_can_still_be_said(model: Ngrams) -> None:
    engine = ngrams.read(engine_file(ENGINE_MODEL))
    assert chance(model, "we", "hold", "the") > 3 * chance(engine, "we", "hold", "the")
    assert 0 < chance(model, "one", "of", "the") < chance(engine, "one", "of", "the")


def test_words_of_the_library_and_of_selling_can_be_heard_and_rare_ones_of_the_news_cannot(
    model: Ngrams, words: Dictionary
) -> None:
    for word in ("forklifts", "hygienists", "pellworth", "meddic", "company's"):
        assert word in words, word
        assert word in model.words, word
    assert "zyuganov" not in words
    assert COMMON_WORDS < len(words) < COMMON_WORDS + 200
    assert {word for word, _ in words.items()} <= set(model.words)


def test_every_chance_is_one(model: Ngrams) -> None:
    assert np.sum(10**model.log_p1) == pytest.approx(1, abs=2e-3)
    every = np.arange(len(model.words))
    for history in ("we", "the", "pellworth", "meddic"):
        before = np.full(len(every), model.words.index(history))
        chances = 10 ** model.bigram(before, every)
        assert np.sum(chances[every != model.words.index("<s>")]) == pytest.approx(1, abs=2e-2), history
