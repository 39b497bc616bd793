"""Counting sentences, and mixing them into a model: whatever was said before, the chances add up to one."""

import numpy as np
import pytest

from coachdesk.speech.language.mixture import mixed, with_words
from coachdesk.speech.language.ngrams import Ngrams
from coachdesk.speech.language.witten_bell import LibraryModel, count

START, END, A, B, C = range(5)
ENGINE = Ngrams(
    ("<s>", "</s>", "a", "b", "c"),
    np.log10([1e-99, 0.25, 0.25, 0.3, 0.2]),
    np.log10([0.25 / 0.75, 1.0, 0.4 / 0.7, 1.0, 1.0]),
    np.array([START * 5 + A, A * 5 + B]),
    np.log10([0.75, 0.6]),
    np.log10([0.5 / 0.4, 1.0]),
    np.array([(START * 5 + A) * 5 + B]),
    np.log10([0.5]),
)
SENTENCES = [([START, A, C, END], 1.0), ([START, A, C, B, END], 2.0), ([B, B, C], 0.5)]


@pytest.fixture
def library() -> LibraryModel:
    return count(SENTENCES, START, np.array([0.0, 0.25, 0.25, 0.3, 0.2]))


def every(*histories: int) -> tuple[np.ndarray, ...]:
    words = np.arange(1, 5)
    return (*(np.full(4, history) for history in histories), words)


def test_a_counted_chance_is_that_of_the_formula(library: LibraryModel) -> None:
    # after "a c": once the end, twice b; two kinds of three
    after_c = library.bigram(np.array([C]), np.array([B]))[0]
    assert library.trigram(np.array([A]), np.array([C]), np.array([B]))[0] == pytest.approx((2 + 2 * after_c) / 5)
    # after "c": once the end, twice b; the shorter one: 11 and a half words of four kinds
    kinds, words = 4, 1.0 * 3 + 2.0 * 4 + 0.5 * 3
    once = (2.0 + 2 * 0.5 + 2.0 * 0 + kinds * 0.3) / (words + kinds)
    assert after_c == pytest.approx((2 + 2 * once) / 5)


def test_a_part_of_a_sentence_says_nothing_of_beginnings_and_ends(library: LibraryModel) -> None:
    assert not np.isin(START * 5 + B, library.keys2)
    assert not np.isin((B * 5 + C) * 5 + END, library.keys3)
    assert not np.isin(END * 5 + START, library.keys2)
    assert np.isin((B * 5 + B) * 5 + C, library.keys3)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_chances_add_up_to_one_after_every_history(library: LibraryModel, share: float) -> None:
    both = mixed(ENGINE, library, share, START)
    assert np.sum(10 ** both.log_p1[1:]) == pytest.approx(1)
    for h in range(5):
        assert np.sum(10 ** both.bigram(*every(h))) == pytest.approx(1, abs=1e-3), h
        for g in range(5):
            assert np.sum(10 ** both.trigram(*every(g, h))) == pytest.approx(1, abs=1e-3), (g, h)


def test_a_listed_chance_is_the_mixture_of_both(library: LibraryModel) -> None:
    both = mixed(ENGINE, library, 0.3, START)
    gram = np.array([START]), np.array([A]), np.array([C])
    expected = 0.7 * 10 ** ENGINE.trigram(*gram) + 0.3 * library.trigram(*gram)
    assert 10 ** both.trigram(*gram) == pytest.approx(expected)


def test_nothing_taught_changes_nothing() -> None:
    both = mixed(ENGINE, count([], START, 10**ENGINE.log_p1), 0.0, START)
    for h in range(5):
        for g in range(5):
            assert both.trigram(*every(g, h)) == pytest.approx(ENGINE.trigram(*every(g, h)), abs=1e-3)


def test_words_are_added_without_moving_the_others() -> None:
    more = with_words(ENGINE, ["meddic"])
    assert more.words[-1] == "meddic"
    gram = np.array([START]), np.array([A]), np.array([B])
    assert more.trigram(*gram) == pytest.approx(ENGINE.trigram(*gram))
    assert more.bigram(np.array([A]), np.array([5]))[0] < -50
