"""What the embedded recognizer can hear, and how unknown words are said."""

from pathlib import Path

import pytest

from coachdesk.speech.language import dictionary
from coachdesk.speech.language.dictionary import Dictionary, Unwanted, by_rule, hearable
from coachdesk.speech.language.files import ADDITIONS, ENGINE_DICTIONARY, NEVER_HEARD, engine_file

_SOUNDS = frozenset(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)


@pytest.fixture(scope="module")
def known() -> Dictionary:
    return hearable()


@pytest.mark.parametrize(
    ("written", "sounds"),
    [
        ("warehouse's", "W EH R HH AW S IH Z"),
        ("forklifts", "F AO R K L IH F T S"),
        ("invoiced", "IH N V OY S T"),
        ("spreadsheeted", "S P R EH D SH IY T IH D"),
        ("KPI", "K EY P IY AY"),
        ("SLAs", "EH S EH L EY Z"),
        ("snowbridge", "S N OW B R IH JH"),
        ("rebook", "R IY B UH K"),
    ],
)
def test_an_unknown_word_is_said_by_rule(written: str, sounds: str, known: Dictionary) -> None:
    less = Dictionary({word: ways for word, ways in known.items() if word != written.lower()})
    assert sounds in by_rule(written.lower(), written, less)


def test_stems_are_found_through_english_spelling() -> None:
    stems = Dictionary({"trim": ("T R IH M",), "price": ("P R AY S",), "carry": ("K EH R IY",), "fix": ("F IH K S",)})
    for word, sounds in {
        "trimmed": "T R IH M D", "trimming": "T R IH M IH NG", "priced": "P R AY S T", "pricing": "P R AY S IH NG",
        "prices": "P R AY S IH Z", "carries": "K EH R IY Z", "carried": "K EH R IY D", "fixes": "F IH K S IH Z",
        "fix's": "F IH K S IH Z",
    }.items():  # fmt: skip
        assert by_rule(word, word, stems) == (sounds,), word


@pytest.mark.parametrize("word", ["xqzt", "zzyzx", "qwrt"])
def test_what_no_rule_can_tell_is_left(word: str, known: Dictionary) -> None:
    assert by_rule(word, word, known) == ()


def test_swear_words_cannot_be_heard_and_their_neighbours_can(known: Dictionary) -> None:
    for word in ("fuck", "fucking", "shit", "bullshit", "sex", "ass", "bitches", "damn"):
        assert word not in known
    for word in ("pass", "class", "document", "dickens", "cocktail", "shitake", "six", "hello", "assume", "grape"):
        assert word in known or word not in dictionary.read(engine_file(ENGINE_DICTIONARY)), word


def test_no_line_of_the_list_would_take_out_half_the_language() -> None:
    for line in NEVER_HEARD.read_text("utf-8").splitlines():
        if (entry := line.split("#")[0].strip()) and not line.startswith("#"):
            assert len(entry.rstrip("*")) >= 3, entry
            assert entry == entry.lower(), entry


def test_a_star_is_any_ending() -> None:
    unwanted = Unwanted(["# a comment", "bugger*", "ass", ""])
    assert [unwanted.has(word) for word in ("buggered", "ass", "assess", "bug")] == [True, True, False, False]


def test_each_addition_is_in_arpabet_and_says_something_new() -> None:
    engine = dictionary.read(engine_file(ENGINE_DICTIONARY))
    additions = list(dictionary.read(ADDITIONS).items())
    assert len(additions) > 50
    for word, ways in additions:
        assert set(" ".join(ways).split()) <= _SOUNDS, word
        assert set(ways) - set(engine.sounds(word)), word


def test_words_of_selling_can_be_heard(known: Dictionary) -> None:
    for word in ("meddic", "saas", "crm", "roi", "onboarding", "kpi", "webhooks"):
        assert word in known, word
    assert "AA R OW AY" in known.sounds("roi")


def test_a_dictionary_is_written_as_the_engine_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "words.dict"
    Dictionary({"roi": ("R OY", "AA R OW AY"), "it's": ("IH T S",)}).write(path)
    assert path.read_text() == "roi R OY\nroi(2) AA R OW AY\nit's IH T S\n"
    assert dictionary.read(path).sounds("roi") == ("R OY", "AA R OW AY")
