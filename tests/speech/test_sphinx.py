"""PocketSphinx: words, times, confidences and other readings."""

from pathlib import Path

import pytest

from coachdesk.errors import CoachDeskError
from coachdesk.speech.decode import hear
from coachdesk.speech.sphinx import ALTERNATIVES, SphinxRecognizer

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def recognizer() -> SphinxRecognizer:
    return SphinxRecognizer()


def test_a_clear_voice_is_understood(recognizer: SphinxRecognizer) -> None:
    heard = hear(DATA / "b-21.flac", recognizer)
    assert heard.text.startswith("no problem at all take your time is there anything in the proposal that your legal")
    assert all(0 <= (word.confidence or 0) <= 1 for word in heard.words)
    times = [(word.start_s, word.end_s) for word in heard.words]
    assert times == sorted(times)
    assert heard.sound is not None
    assert 0 < times[0][0] < times[-1][1] <= heard.sound.duration_s


def test_noises_and_pronunciations_are_no_words(recognizer: SphinxRecognizer) -> None:
    heard = hear(DATA / "b-01.flac", recognizer)
    texts = [heard.text, *(text for segment in heard.segments for text in segment.alternatives)]
    assert not any(set(text) & set("<>[]()+") for text in texts)


def test_other_readings_differ_from_the_best_and_from_each_other(recognizer: SphinxRecognizer) -> None:
    for segment in hear(DATA / "b-01.flac", recognizer).segments:
        best = " ".join(word.text for word in segment.words)
        assert best not in segment.alternatives
        assert 0 < len(segment.alternatives) <= ALTERNATIVES
        assert len(set(segment.alternatives)) == len(segment.alternatives)


def test_it_says_which_language_it_was_given(recognizer: SphinxRecognizer, tmp_path: Path) -> None:
    assert recognizer.name.engine == "sphinx"
    assert recognizer.name.language_hash == "en-us.lm.bin"
    taught = tmp_path / "taught.lm"
    taught.write_text("anything")
    assert SphinxRecognizer(taught, "abc123").name.language_hash == "abc123"


def test_a_language_model_that_is_missing_or_damaged_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CoachDeskError, match="no language model"):
        SphinxRecognizer(tmp_path / "none.lm")
    broken = tmp_path / "broken.lm"
    broken.write_bytes(b"not a language model")
    with pytest.raises(CoachDeskError, match="cannot use the language model"):
        SphinxRecognizer(broken, "x").begin_answer()
