"""What is taught: sentences as they are said, cues as ways to say them."""

import random

from coachdesk.speech.language.build import dictionary_for, spoken_words
from coachdesk.speech.language.lessons import Frequent, Lessons, sentences, stretches

COMMON = Frequent({"compare": 0.9, "compared": 0.1, "competition": 0.5})


def test_texts_become_sentences_of_words_as_they_are_said() -> None:
    text = "I hear you; it’s $90,000. Is that 15% more?\nMEDDIC’s café - that's all"
    assert list(sentences(text)) == [
        ["I", "hear", "you"],
        ["it's", "ninety", "thousand", "dollars"],
        ["Is", "that", "fifteen", "percent", "more"],
        ["MEDDIC's", "cafe"],
        ["that's", "all"],
    ]


def test_a_beginning_becomes_the_words_that_are_said_most() -> None:
    drawn = [COMMON.complete("compar", random.Random(seed)) for seed in range(200)]
    assert set(drawn) == {"compare", "compared"}
    assert drawn.count("compare") > 150
    assert COMMON.complete("zz", random.Random(1)) == "zz"


def test_texts_are_whole_and_ways_of_cues_are_parts() -> None:
    lessons = Lessons(("I hear you.",), ("Dana Whitfield",), ("compar* it ... to {what}",), (("what", ("that",)),))
    taught = list(stretches(lessons, COMMON))
    assert [(" ".join(each.words), each.whole) for each in taught[:2]] == [
        ("i hear you", True), ("dana whitfield", False)
    ]  # fmt: skip
    ways = {" ".join(each.words) for each in taught[2:]}
    assert ways == {"compare it", "compared it", "to that"}
    assert not any(each.whole for each in taught[2:])
    assert list(stretches(lessons, COMMON)) == taught


def test_another_cue_does_not_change_what_a_cue_teaches() -> None:
    alone = set(stretches(Lessons(cues=("(a|b|c) (d|e|f)",)), COMMON))
    assert alone <= set(stretches(Lessons(cues=("x y", "(a|b|c) (d|e|f)")), COMMON))


def test_a_cue_that_cannot_be_read_teaches_nothing() -> None:
    assert list(stretches(Lessons(cues=("(a|", "{nothing}")), COMMON)) == []


def test_words_that_no_list_has_are_said_by_rule_and_the_rest_is_left() -> None:
    lessons = Lessons(("Ask about the XKCD and the snowbridge.", "Xqzt is not one."))
    words = dictionary_for(lessons)
    assert words.sounds("xkcd") == ("EH K S K EY S IY D IY",)
    assert "snowbridge" in words
    assert [word for word in spoken_words(lessons) if word.lower() not in words] == ["Xqzt"]
