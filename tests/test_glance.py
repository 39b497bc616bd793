"""The settings at a glance are those that are declared, and anything odd is its default."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from coachdesk import settings
from coachdesk.glance import Glance, glance
from coachdesk.settings import Settings


def test_the_defaults_are_the_declared_ones() -> None:
    declared = Settings()
    assert all(getattr(Glance(), each.name) == getattr(declared, each.name) for each in fields(Glance))


def test_what_is_kept_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    kept = settings.changed(Settings(), theme="dark", text_size=130, language="pseudo", window_geometry="AB",
                            window_page="settings", new_drills_a_day=0)  # fmt: skip
    settings.write(path, kept)
    assert glance(path) == Glance("dark", 130, "pseudo", "AB", "settings", 0)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"theme": "pink", "text_size": 99, "language": 3, "window_geometry": [], "new_drills_a_day": 51}',
     '{"theme": null, "text_size": true, "new_drills_a_day": 3.5}', "[" * 100_000],
)  # fmt: skip
def test_what_does_not_fit_is_its_default(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert glance(path) == Glance()


def test_a_folder_or_nothing_in_its_place_gives_the_defaults(tmp_path: Path) -> None:
    assert glance(tmp_path) == glance(tmp_path / "none") == Glance()
