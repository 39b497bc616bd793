"""What can be done on the brief and in a talk, by name, for the palette: what each button does, while it can."""

from __future__ import annotations

from ui.actions import Action
from ui.language import tr
from ui.practice.brief import BriefScreen
from ui.practice.talk import TalkScreen
from ui.widgets.button import Button


def _action(title: str, button: Button) -> Action:
    return Action(title, button.click, button.key, button.icon_name or "caret-right", is_possible=button.isEnabled)


def brief_actions(screen: BriefScreen) -> tuple[Action, ...]:
    return (
        _action(tr("Start practice"), screen.start_button),
        _action(tr("Type your answers"), screen.type_button),
        _action(tr("Find out how well it hears you"), screen.baseline_button),
    )


def talk_actions(screen: TalkScreen) -> tuple[Action, ...]:
    foot = screen.foot
    return (
        _action(tr("Give this answer once more"), foot.redo_button),
        _action(tr("Skip this answer"), foot.skip_button),
        _action(tr("Show a hint"), foot.hint_button),
        _action(tr("Pause the talk"), foot.pause_button),
        _action(tr("Hear the buyer again"), screen.again_button),
        _action(tr("Show or hide the live words"), screen.words_button),
        _action(tr("Change between hands-free and push-to-talk"), screen.mode_button),
        _action(tr("Leave the talk"), screen.leave_button),
    )
