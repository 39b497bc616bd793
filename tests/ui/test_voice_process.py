"""The process that speaks: which voice it takes for a persona. Qt's mock engine stands in for the system's."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTextToSpeech import QVoice
from pytestqt.qtbot import QtBot

from ui.voice_process import Speaker


@pytest.mark.parametrize(
    ("accent", "country"), [("gb", QLocale.Country.UnitedKingdom), ("us", QLocale.Country.UnitedStates)]
)
def test_a_persona_is_spoken_with_its_accent_rate_pitch_and_gender(
    accent: str, country: QLocale.Country, qtbot: QtBot
) -> None:
    speaker = Speaker("mock")
    wish = {"say": "Hello.", "number": 1, "gender": "female", "accent": accent, "rate": 0.2, "pitch": -0.1}
    speaker._do(json.dumps(wish))
    speech = speaker._speech
    assert speech.locale().territory() == country
    assert (round(speech.rate(), 2), round(speech.pitch(), 2)) == (0.2, -0.1)
    genders = {voice.gender() for voice in speech.availableVoices()}
    assert QVoice.Gender.Female not in genders or speech.voice().gender() == QVoice.Gender.Female
    speech.stop()
