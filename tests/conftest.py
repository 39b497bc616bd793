"""What many tests need: a small scenario that holds together, and a library of a few moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from coachdesk.scenario.load import load, load_text
from coachdesk.scenario.model import Scenario

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
