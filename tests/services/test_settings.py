"""Settings as they are declared: each has words, takes what it says, and is there again at the next start."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coachdesk.errors import CoachDeskError, WrongUse
from coachdesk.services import settings
from coachdesk.services.desk import Desk, open_desk
from coachdesk.services.settings import GROUPS, Declared
from coachdesk.settings import Settings

BY_KEY = {each.key: each for each in settings.declared()}


def values_of(each: Declared) -> st.SearchStrategy[Any]:
    if each.kind == "switch":
        return st.booleans()
    if each.kind == "choice":
        return st.sampled_from([choice.value for choice in each.choices])
    assert each.kind == "time" or each.most is not None
    if each.kind == "whole":
        return st.integers(int(each.least or 0), int(each.most or 0))
    if each.kind == "number":
        return st.floats(each.least, each.most)
    if each.kind == "time":
        return st.times().map(lambda time: f"{time:%H:%M}")
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=int(each.most or 0))


def test_every_setting_with_a_title_is_told_in_words_and_has_its_place() -> None:
    assert {each.key for each in settings.declared()} == {
        name for name, field in Settings.model_fields.items() if field.title
    }
    for each in settings.declared():
        assert each.group in GROUPS
        assert each.help.endswith(".")
        assert each.default == getattr(Settings(), each.key)
        for choice in each.choices:
            assert re.search(r"\w", choice.words)


@given(st.data())
@hypothesis_settings(deadline=None)
def test_a_value_that_fits_is_the_same_after_it_was_written_down(data: st.DataObject) -> None:
    each = data.draw(st.sampled_from(settings.declared()))
    value = data.draw(values_of(each))
    back = settings.from_text(each, settings.to_text(value))
    assert back == value
    assert type(back) is type(value)
    Settings.model_validate({each.key: value})


@given(st.sampled_from(settings.declared()), st.text(max_size=400))
@hypothesis_settings(deadline=None)
def test_any_text_is_a_value_or_is_refused_in_words(each: Declared, text: str) -> None:
    try:
        value = settings.from_text(each, text)
    except WrongUse as refusal:
        assert each.title in refusal.sentence
    else:
        Settings.model_validate({each.key: value})


@given(st.data())
@hypothesis_settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_set_is_there_at_the_next_start(desk: Desk, data: st.DataObject) -> None:
    each = data.draw(st.sampled_from([one for one in settings.declared() if not one.key.startswith("pace")]))
    value = data.draw(values_of(each))
    assert settings.put_text(desk, each.key, settings.to_text(value)) == value
    assert settings.get(open_desk(desk.folder.root), each.key) == value


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("silence_s", "60", "Silence that ends an answer takes a number from 0.8 to 8; '60' does not fit."),
        ("silence_s", "nan", "a number from 0.8 to 8"),
        ("new_drills_a_day", "2.5", "a whole number from 0 to 50"),
        ("theme", "purple", "one of: system, light, dark"),
        ("remind_at", "25:00", "a time of day"),
        ("remind_at", "9", "a time of day"),
        ("buyer_voice", "perhaps", "on or off"),
        ("microphone", "m" * 301, "at most 300 letters"),
        ("text_size", "200", "100, 115, 130, 150"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(desk: Desk, key: str, text: str, says: str) -> None:
    with pytest.raises(WrongUse, match=re.escape(says)):
        settings.put_text(desk, key, text)
    assert settings.get(desk, key) == BY_KEY[key].default


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("buyer_voice", "No", False),
        ("theme", "Dark", "dark"),
        ("text_size", "115%", 115),
        ("silence_s", "2,5", 2.5),
        ("remind_at", " 9:05 ", "09:05"),
        ("support", "the model answer", "model answer"),
    ],
)
def test_what_people_write_is_understood(desk: Desk, key: str, text: str, value: object) -> None:
    assert settings.put_text(desk, key, text) == value


def test_the_program_s_own_memory_is_neither_listed_nor_set(desk: Desk) -> None:
    assert "welcomed" not in BY_KEY
    for use in (lambda: settings.get(desk, "welcomed"), lambda: settings.put_text(desk, "welcomed", "on")):
        with pytest.raises(WrongUse, match="There is no setting"):
            use()


def test_a_pace_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    settings.put(desk, "pace_low_wpm", 150)
    with pytest.raises(WrongUse, match="cannot go from 150 to 140"):
        settings.put(desk, "pace_high_wpm", 140)
    assert settings.get(desk, "pace_high_wpm") == 170


def test_a_setting_goes_back_to_its_default(desk: Desk) -> None:
    settings.put(desk, "silence_s", 4)
    assert not all(each.is_default for each in settings.chosen(desk))
    assert settings.reset(desk, "silence_s") == 2.0
    assert all(each.is_default for each in settings.chosen(desk))


def test_a_setting_that_cannot_be_kept_stays_as_it_was(desk: Desk) -> None:
    settings.put(desk, "theme", "dark")
    desk.folder.settings.with_suffix(".part").mkdir()  # stands where the draft would be written
    with pytest.raises(CoachDeskError, match="could not be kept"):
        settings.put(desk, "theme", "light")
    assert settings.get(desk, "theme") == "dark"
