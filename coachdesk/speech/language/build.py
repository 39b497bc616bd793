"""Makes the taught model and dictionary: sentences counted, mixed into the engine's own model, written as it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from coachdesk.speech.cancel import Progress
from coachdesk.speech.language import ngrams
from coachdesk.speech.language.dictionary import Dictionary, by_rule, hearable, read
from coachdesk.speech.language.files import ADDITIONS, DICTIONARY_FILE, ENGINE_MODEL, MODEL_FILE, engine_file
from coachdesk.speech.language.lessons import Frequent, Lessons, Stretch, sentences, stretches
from coachdesk.speech.language.mixture import mixed, with_words
from coachdesk.speech.language.ngrams import Ngrams
from coachdesk.speech.language.witten_bell import count

LIBRARY_SHARE = 0.4
"""Of the mixture. Of 318 sentences of answers that no move was written for, the perplexity is 202 without the library,
165.7, 167.0, 171.0, 189.1 with a share of 0.3, 0.4, 0.5, 0.7; of 60 of these answers spoken by four voices, 32.4 % of
the words are wrong without, 30.0, 30.4, 30.7, 31.7 % with 0.3, 0.5, 0.7, 0.85."""
COMMON_WORDS = 20_000
"""Of the engine's 72,000 words, the commonest; the others are mostly names of people and places of the news, which it
would rather hear than what was said. The library's own words are heard, however rare."""


_START, _END = "<s>", "</s>"


def build(lessons: Lessons, folder: Path, progress: Progress) -> None:
    """Write the taught model and dictionary into a folder. Raises OSError. Takes 7 s and 0.7 GB of memory."""
    progress(0.0)
    words = dictionary_for(lessons)
    progress(0.1)
    engine = ngrams.read(engine_file(ENGINE_MODEL))
    progress(0.3)
    chances = {w: p for w, p in zip(engine.words, (10**engine.log_p1).tolist(), strict=True) if w in words}
    taught = list(stretches(lessons, Frequent({w: p for w, p in chances.items() if w.isalpha()})))
    taught += [Stretch((word,), False, 1.0) for word, _ in read(ADDITIONS).items()]
    spelled = {word: _as_listed(word, words) for stretch in taught for word in stretch.words}
    model = _taught(engine, taught, spelled)
    progress(0.7)
    common = sorted(chances, key=lambda word: -chances[word])[:COMMON_WORDS]
    words.keep({*common, *spelled.values()})
    words.write(folder / DICTIONARY_FILE)
    ngrams.write(folder / MODEL_FILE, model)
    progress(1.0)


def dictionary_for(lessons: Lessons) -> Dictionary:
    """What can be heard after these lessons: a word that no list has is in it where a rule tells how it is said."""
    words = hearable()
    for written in spoken_words(lessons):
        if (word := written.lower()) not in words and (sounds := by_rule(word, written, words)):
            words.add(word, sounds)
    return words


def spoken_words(lessons: Lessons) -> list[str]:
    """Each word of the texts and names as it was first written."""
    texts = (*lessons.texts, *lessons.names)
    return list(
        {word.lower(): word for text in texts[::-1] for part in sentences(text) for word in part[::-1]}.values()
    )


def _taught(engine: Ngrams, taught: Sequence[Stretch], spelled: Mapping[str, str]) -> Ngrams:
    """The mixture; ``spelled`` is each word as the dictionary has it, empty where it has not."""
    known = set(engine.words)
    more = sorted({word for word in spelled.values() if word and word not in known})
    engine = with_words(engine, more)
    number = {word: i for i, word in enumerate(engine.words)}
    start, end = number[_START], number[_END]
    numbered = []
    for stretch in taught:
        ids = [number[word] for each in stretch.words if (word := spelled[each])]
        if ids:
            numbered.append(([start, *ids, end] if stretch.whole else ids, stretch.weight))
    unigrams = 10**engine.log_p1
    unigrams[start] = 0.0
    return mixed(engine, count(numbered, start, unigrams), LIBRARY_SHARE, start)


def _as_listed(word: str, words: Dictionary) -> str:
    """A word as the dictionary spells it; cues write "companys" for "company's". Empty where it is not there."""
    if word in words:
        return word
    owner = f"{word[:-1]}'s"
    return owner if word.endswith("s") and owner in words else ""
