"""Pictures of the Practice screens, with real content: ``python -m tests.screenshots OUT [--size 1280x720]``.

A shipped scenario is played against its shipped sample answers, so the debrief shows what the recognizer heard. Then
each screen is rendered without a display through the real window, light and dark, at 1x and 2x.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from coachdesk import clock
from coachdesk.assessment.scorecard import Scorecard
from coachdesk.paths import bundled
from coachdesk.scenario.load import load_text
from coachdesk.services.desk import Desk, open_desk
from coachdesk.services.practice import choose, self_score
from coachdesk.services.practice.debrief import debrief
from coachdesk.services.practice.views import AnswerView, Listening, Turn
from coachdesk.services.rehearse import Recorded, Typed, Wishes, rehearse

SCENARIO = "too-expensive-cfo"
PERSON = "Rep"
TYPED = {
    "just-send-an-email": ("my name is sam i am calling about your trucks", "may i ask one question"),
    "trucks-leave-late": ("thank you may i ask how the morning plan is made today",),
}
"""Attempts that give the cards of the first screen a history."""
SECONDS_SHOWN = 6
PEAKS_PER_S = 31
LIVE_WORDS = 14


def play(desk: Desk) -> str:
    """Play the attempts that the pictures show. The id of the spoken one."""
    for scenario, answers in TYPED.items():
        rehearse(desk, scenario, [Typed(text) for text in answers], Wishes(seed=1))
    samples = bundled("resources") / "samples"
    spoken = json.loads((samples / "samples.json").read_text("utf-8"))[SCENARIO]
    played = rehearse(desk, SCENARIO, [Recorded(samples / sample["file"]) for sample in spoken], Wishes(seed=1))
    card = load_text(Scorecard, (samples / f"{SCENARIO}-scorecard.yaml").read_text("utf-8"), "scorecard")
    levels = {name: level if isinstance(level, int) else None for name, level in card.levels.items()}
    self_score.score_yourself(desk, played.attempt_id, levels)
    return played.attempt_id


def live_moment(answer: AnswerView) -> Listening:
    """An answer of the attempt, as it looked while it was being spoken."""
    every = max(1.0, len(answer.peaks) / (answer.duration_s * PEAKS_PER_S))
    peaks = [answer.peaks[int(i * every)] for i in range(int(len(answer.peaks) / every))]
    return Listening(
        elapsed_s=SECONDS_SHOWN,
        peaks=tuple(peaks[: SECONDS_SHOWN * PEAKS_PER_S]),
        level="good",
        words=" ".join(word.text for word in answer.words[:LIVE_WORDS]),
        speaking=True,
        heard_speech=True,
        silence_left_s=None,
        ended=False,
        waiting=False,
        trouble="",
        remedy="",
        behind_s=0.0,
    )


def render(out: Path, size: tuple[int, int], data: Path, attempt_id: str, suffix: str) -> None:
    """Paint every screen in both themes. Runs in a process of its own, because Qt scales a process, not a widget."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QApplication, QWidget

    from ui import theme
    from ui.practice.brief import BriefScreen
    from ui.practice.choose import ChooseScreen
    from ui.practice.debrief import DebriefScreen
    from ui.practice.self_score import SelfScore
    from ui.practice.talk import Phase, TalkScreen
    from ui.theme import SPACE
    from ui.widgets.page import Page
    from ui.window import Window

    app = QApplication([])
    desk = open_desk(data)
    scored = debrief(desk, attempt_id)
    shown = replace(scored, score=None, criteria=tuple(replace(c, level=None) for c in scored.criteria))
    answer = shown.answers[1]
    turn = Turn(
        attempt_id=attempt_id, scenario_id=shown.scenario_id, title=shown.title, buyer=shown.buyer,
        position=answer.position, steps_about=5, step=answer.step, says=answer.says, hint="", mood=4, mood_change=1,
        time_limit_s=360,
    )  # fmt: skip

    def screens() -> Iterator[tuple[str, QWidget]]:
        choosing = ChooseScreen()
        choosing.show_choice(choose.choices(desk))
        yield "choose", choosing
        brief = BriefScreen()
        brief.show_brief(choose.brief(desk, SCENARIO), "")
        yield "brief", brief
        talk = TalkScreen()
        talk.show_turn(turn)
        talk.show_phase(Phase.LISTENING)
        talk.show_listening(live_moment(answer))
        talk.show_clock(72, turn.time_limit_s)
        yield "talk", talk
        back = DebriefScreen()
        back.show_debrief(shown, clock.now())
        yield "debrief", back
        own = DebriefScreen()
        own.show_debrief(scored, clock.now())
        yield "debrief-score", own

    for look in (theme.LIGHT, theme.DARK):
        theme.apply(app, look)
        for name, screen in screens():
            window = Window()
            window.add_page("Practice", "microphone", screen, lambda: None)
            window.show_person(PERSON)
            window.show_sidebar(name != "talk")
            window.resize(*size)
            window.show()
            screen.setFocus()
            for _ in range(3):
                app.processEvents()
            for card in screen.findChildren(SelfScore) if name == "debrief-score" else []:
                for page in screen.findChildren(Page):
                    page.verticalScrollBar().setValue(card.mapTo(page.widget(), QPoint()).y() - SPACE.l)
                app.processEvents()
            file = out / f"{name}-{look.name}{suffix}.png"
            window.grab().save(str(file))
            print(file)
            window.close()
    desk.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--attempt", help=argparse.SUPPRESS)
    parser.add_argument("--suffix", default="", help=argparse.SUPPRESS)
    wish = parser.parse_args()
    wide, high = (int(part) for part in wish.size.split("x"))
    wish.out.mkdir(parents=True, exist_ok=True)
    if wish.data is not None:
        render(wish.out, (wide, high), wish.data, wish.attempt, wish.suffix)
        return
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder))
        attempt_id = play(desk)
        desk.close()
        for scale, suffix in (("1", ""), ("2", "-2x")):
            again = [sys.executable, "-m", "tests.screenshots", str(wish.out), "--size", wish.size]
            again += ["--data", folder, "--attempt", attempt_id, f"--suffix={suffix}"]
            subprocess.run(again, check=True, env={**os.environ, "QT_SCALE_FACTOR": scale})


if __name__ == "__main__":
    main()
