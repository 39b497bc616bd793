"""The index of scenarios: the same as the library, made anew when a file changes, and never trusted blindly."""

from __future__ import annotations

import json

import pytest

from coachdesk.services import titles as titles_module
from coachdesk.services.desk import Desk
from coachdesk.services.titles import titles


def test_it_says_of_each_scenario_what_the_library_says(desk: Desk) -> None:
    for found in (titles(desk), titles(Desk(desk.folder))):
        assert set(found) == set(desk.library.scenarios) if found else False


def test_the_second_time_the_library_is_not_loaded(desk: Desk) -> None:
    desk.folder.make()
    first = titles(desk)
    again = Desk(desk.folder)
    assert titles(again) == first
    assert "_loaded_library" not in again.__dict__
    assert first["too-high"].steps["price"].key_points["clarify"] == "Ask what it is compared with"


def test_a_changed_file_is_seen(desk: Desk) -> None:
    desk.folder.make()
    titles(desk)
    file = desk.folder.library / "negotiation" / "too-high.yaml"
    file.write_text(file.read_text().replace("The price is too high", "Far too expensive"))
    assert titles(Desk(desk.folder))["too-high"].title == "Far too expensive"


@pytest.mark.parametrize(
    "kept",
    ["", "[]", "{}", "nonsense", '{"stamp": STAMP, "titles": [{"id": 3}]}', '{"stamp": STAMP, "titles": 5}',
     '{"stamp": STAMP, "titles": [[]]}', "[" * 100_000],
)  # fmt: skip
def test_an_index_that_somebody_else_wrote_is_made_anew(desk: Desk, kept: str) -> None:
    desk.folder.make()
    expected = titles(desk)
    stamp = json.loads(desk.folder.titles.read_text())["stamp"]
    desk.folder.titles.write_text(kept.replace("STAMP", json.dumps(stamp)))
    assert titles(Desk(desk.folder)) == expected


def test_a_folder_that_cannot_be_written_only_costs_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.folder.make()
    desk.folder.titles.mkdir()
    assert "too-high" in titles(desk)


def test_the_format_is_part_of_what_an_index_is_known_by(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.folder.make()
    titles(desk)
    monkeypatch.setattr(titles_module, "FORMAT", 99)
    again = Desk(desk.folder)
    titles(again)
    assert "_loaded_library" in again.__dict__
