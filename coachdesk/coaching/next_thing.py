"""One thing to work on after a talk, and why: a red flag first, then what was missed, then how it sounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

RATED_WELL = 4
"""From this self-rating on, an answer that missed half of what was asked was judged too kindly."""
MISSED_MUCH = 0.5
TRIED = 2
"""Takes of an answer after which the same miss is better drilled than said once more."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A key point that an answer did not make. ``move`` is what it is counted by across answers."""

    says: str
    move: str
    weight: float


@dataclass(frozen=True, slots=True)
class Looked:
    """An answer as far as it matters here. ``flags``: what was said that should not be; ``sounded``: one sentence for
    each delivery figure outside its target that can be trusted."""

    position: int
    flags: tuple[str, ...]
    misses: tuple[Miss, ...]
    made: int
    possible: int
    self_rating: int | None
    sounded: tuple[str, ...]
    takes: int = 1


@dataclass(frozen=True, slots=True)
class NextThing:
    """``kind`` is how to begin: answer once more at ``position``, drill that step, or practise the talk again."""

    kind: Literal["redo", "drill", "again"]
    position: int | None
    says: str
    why: str


def next_thing(answers: Sequence[Looked]) -> NextThing | None:
    """The one thing; None where there was no answer."""
    if not answers:
        return None
    return _flag(answers) or _miss(answers) or _sound(answers) or _nothing()


def _flag(answers: Sequence[Looked]) -> NextThing | None:
    said: dict[str, list[int]] = {}
    for answer in answers:
        for flag in answer.flags:
            said.setdefault(flag, []).append(answer.position)
    if not said:
        return None
    flag, places = max(said.items(), key=lambda each: (len(each[1]), -each[1][0]))
    why = f"It came up in {_answers(places)}, and it undoes what went well."
    return NextThing("redo", places[0], f"Leave this out: {_lower(flag)}.", why)


def _miss(answers: Sequence[Looked]) -> NextThing | None:
    weights: dict[str, float] = {}
    for answer in answers:
        for miss in answer.misses:
            weights[miss.move] = weights.get(miss.move, 0.0) + miss.weight
    if not weights:
        return None
    # Where a rating and what was found are far apart, that answer teaches most.
    kind = [answer for answer in answers if _was_kind(answer)]
    among = kind or [answer for answer in answers if answer.misses]
    answer, miss = max(
        ((answer, miss) for answer in among for miss in answer.misses),
        key=lambda each: (weights[each[1].move], each[1].weight, -each[0].position),
    )
    missed_in = [each.position for each in answers if any(one.move == miss.move for one in each.misses)]
    if _was_kind(answer):
        missed = answer.possible - answer.made
        were = "was" if missed == 1 else "were"
        why = (
            f"You gave answer {answer.position} a {answer.self_rating}; "
            f"{missed} of {answer.possible} key points {were} missed."
        )
    elif len(missed_in) > 1:
        why = f"It was missed in {_answers(missed_in)}."
    elif len(weights) > 1:
        why = f"It weighs most of what was missed, in answer {answer.position}."
    else:
        why = f"It is all that was missed, in answer {answer.position}."
    return NextThing("drill" if answer.takes > TRIED else "redo", answer.position, f"{miss.says.rstrip('.')}.", why)


def _was_kind(answer: Looked) -> bool:
    if answer.self_rating is None or answer.self_rating < RATED_WELL or not answer.misses:
        return False
    return answer.possible - answer.made >= MISSED_MUCH * answer.possible


def _sound(answers: Sequence[Looked]) -> NextThing | None:
    heard: dict[str, list[int]] = {}
    for answer in answers:
        for sentence in answer.sounded:
            heard.setdefault(sentence, []).append(answer.position)
    if not heard:
        return None
    sentence, places = max(heard.items(), key=lambda each: (len(each[1]), -each[1][0]))
    return NextThing("redo", places[0], sentence, f"All key points were there. This is how {_answers(places)} sounded.")


def _nothing() -> NextThing:
    return NextThing("again", None, "Nothing was missing. Do it once more, without hints.", "What is easy twice stays.")


def _answers(places: Sequence[int]) -> str:
    """answer 2; answers 1 and 3; answers 1, 2 and 4."""
    numbers = [str(place) for place in dict.fromkeys(places)]
    if len(numbers) == 1:
        return f"answer {numbers[0]}"
    return f"answers {', '.join(numbers[:-1])} and {numbers[-1]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
