"""A passage against what was heard: errors by edit distance over one spelling, word by word."""

from __future__ import annotations

import pytest

from coachdesk.analysis.baseline import ReadWord, compare

PASSAGE = "We can't do $90,000 on Tuesday, but we could meet at ten and look at it together."


def test_what_is_read_as_it_is_written_has_no_errors() -> None:
    found = compare(PASSAGE, "we can not do ninety thousand dollars on tuesday but we could meet at ten and look at it "
                    "together".split())  # fmt: skip
    assert (found.errors, found.share_read, found.error_rate) == (0, 1.0, 0.0)
    assert all(word.is_right for word in found.read)
    assert " ".join(word.text for word in found.read) == PASSAGE


@pytest.mark.parametrize(
    ("heard", "errors", "word"),
    [
        ("meet me at ten", 1, ReadWord("", "me", False)),
        ("meat at ten", 1, ReadWord("meet", "meat", False)),
        ("at ten", 1, ReadWord("meet", "", False)),
    ],
)
def test_a_word_heard_otherwise_missing_or_too_many_is_one_error(heard: str, errors: int, word: ReadWord) -> None:
    found = compare("meet at ten", heard.split())
    assert found.errors == errors
    assert word in found.read


def test_a_number_heard_wrong_is_wrong_as_it_is_written() -> None:
    found = compare("It costs $18,000.", "it costs eighty thousand dollars".split())
    assert ReadWord("$18,000.", "eighty thousand dollars", False) in found.read
    assert found.errors == 1


def test_what_was_not_read_at_the_end_is_no_error_of_the_recognizer() -> None:
    found = compare(PASSAGE, "we cannot do ninety thousand dollars on tuesday".split())
    assert found.errors == 0
    assert 0.3 < found.share_read < 0.5
    assert found.read[-1].text == "Tuesday,"


def test_a_few_words_missing_at_the_end_count() -> None:
    assert compare("look at it together", ["look", "at", "it"]).errors == 1


def test_nothing_heard_is_nothing_read() -> None:
    found = compare(PASSAGE, [])
    assert (found.words, found.share_read, found.read) == (0, 0.0, ())


def test_more_heard_than_read_is_more_than_one_error_a_word() -> None:
    assert compare("ten", "at half past nine".split()).error_rate > 1
