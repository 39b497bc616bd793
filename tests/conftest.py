"""What many tests need: a small scenario that holds together, and a library of a few moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.paths import DataFolder
from coachdesk.scenario.load import load, load_text
from coachdesk.scenario.model import Scenario
from coachdesk.services.desk import Desk

SCENARIO = """\
id: too-high
title: The price is too high
skill: negotiation
level: beginner
persona: dana-cfo
rubric: negotiation
time_limit: 4 min
brief: Second call.
goal: Keep the price.
start: price
steps:
  price:
    says: [Far too much., Too expensive.]
    hint: Ask first.
    model_answer: I hear you. What are you comparing it with?
    key_points:
      acknowledge: {says: Acknowledge, cues: ["i hear you"]}
      clarify: {says: Ask what it is compared with, weight: 2, cues: ["compar* it"]}
    red_flags:
      discount: {says: Discount at once, why: It becomes the price., cues: ["{number} percent off"]}
    next:
      - {when: discount, go: pounce, mood: -2}
      - {when: acknowledge and clarify, go: agreed, mood: 1}
      - {go: pounce, mood: -1}
  pounce:
    says: Then make it twenty percent.
    model_answer: If you sign for two years, then yes.
    key_points:
      trade: {says: Trade, cues: ["if you ... then"]}
    next:
      - {when: trade and not price.discount, go: agreed, mood: 1}
      - {go: sent_away}
endings:
  agreed: {outcome: next step, says: Thursday then., means: You kept the price.}
  sent_away: {outcome: stalled, says: We will see., means: You answered too early.}
"""


@pytest.fixture
def scenario() -> Scenario:
    return load_text(Scenario, SCENARIO, "too-high")


@pytest.fixture
def scenario_file(tmp_path: Path) -> Path:
    path = tmp_path / "too-high.yaml"
    path.write_text(SCENARIO)
    assert load(Scenario, path)[2] == []
    return path


PERSONA = """\
id: dana-test
name: Dana Whitfield
role: CFO
company: Halden Logistics
temperament: Dry, quick, fair.
goals: [Keep the budget]
pet_objections: [Too expensive]
voice: {gender: female}
"""

RUBRIC = """\
id: test-negotiation
name: Negotiation
skill: negotiation
criteria:
  - id: listens
    name: Listens
    about: Hears the buyer out.
    anchors: {1: Talks over, 2: Waits, 3: Repeats, 4: Asks, 5: Sums up}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk on an empty data folder whose library holds the small scenario beside what ships."""
    folder = DataFolder(tmp_path / "data")
    for name, text in (
        ("negotiation/too-high.yaml", SCENARIO.replace("dana-cfo", "dana-test").replace("rubric: n", "rubric: test-n")),
        ("personas/dana-test.yaml", PERSONA),
        ("rubrics/test-negotiation.yaml", RUBRIC),
    ):
        path = folder.library / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Desk(folder)
