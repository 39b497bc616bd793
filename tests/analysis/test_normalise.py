import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk.analysis.normalise import normalise, number_words, spell


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("We can't do $90,000.", "we can not do ninety thousand dollars"),
        ("we cannot", "we can not"),
        ("What's that compared with?", "what is that compared with"),
        ("the customer's team's budget", "the customers teams budget"),
        ("ten percent, 10%", "ten percent ten percent"),
        ("90k or $1.5m", "ninety thousand or one point five million dollars"),
        ("1,5 is not 1,500", "one five is not one thousand five hundred"),
        ("canʼt don‘t", "can not do not"),
        ("on the 1st, 2nd, 5th and 20th at 10:30", "on the first second fifth and twentieth at ten thirty"),
        ("I’d say: follow-up", "i would say follow up"),
        ("you're gonna let's", "you are going to let us"),
        ("---", ""),
    ],
)
def test_many_spellings_become_one(written: str, spelled: str) -> None:
    assert " ".join(normalise(written.split()).words) == spelled


def test_every_word_knows_which_written_word_it_came_from() -> None:
    normal = normalise(["We", "can't", "-", "90k"])
    assert list(zip(normal.words, normal.source, strict=True)) == [
        ("we", 0), ("can", 1), ("not", 1), ("ninety", 3), ("thousand", 3),
    ]  # fmt: skip


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_digits_and_number_words_are_the_same_words(value: int) -> None:
    assert spell(f"{value:,}") == tuple(number_words(value))


@given(st.text(max_size=300))
def test_whatever_is_written_becomes_plain_words(text: str) -> None:
    normal = normalise(text.split())
    assert len(normal.words) == len(normal.source)
    assert all(word and word == word.lower() and " " not in word and "'" not in word for word in normal.words)


def test_words_that_end_a_sentence_are_known() -> None:
    assert normalise("Why not? I can, today".split()).ends == {1, 3}


def test_a_number_longer_than_anybody_says_is_read_digit_by_digit() -> None:
    assert spell("9" * 150)[:2] == ("nine", "nine")
