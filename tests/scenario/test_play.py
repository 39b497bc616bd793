from coachdesk.scenario.model import Scenario
from coachdesk.scenario.play import MOOD_AT_START, longest_path, prospect_line, reply
from coachdesk.scenario.simulate import simulate


def test_the_first_branch_that_holds_is_taken(scenario: Scenario) -> None:
    made = frozenset({"acknowledge", "clarify", "discount"})
    led = reply(scenario, "price", {"price": made}, MOOD_AT_START)
    assert (led.goes_to, led.mood) == ("pounce", 1)
    assert reply(scenario, "price", {"price": made - {"discount"}}, MOOD_AT_START).goes_to == "agreed"
    assert reply(scenario, "price", {}, MOOD_AT_START).goes_to == "pounce"


def test_a_branch_can_ask_what_was_said_earlier(scenario: Scenario) -> None:
    now = {"pounce": frozenset({"trade"})}
    assert reply(scenario, "pounce", now, 3).goes_to == "agreed"
    assert reply(scenario, "pounce", {**now, "price": frozenset({"discount"})}, 3).goes_to == "sent_away"


def test_an_ending_is_told_from_a_step(scenario: Scenario) -> None:
    ending = reply(scenario, "pounce", {}, 3).ending(scenario)
    assert ending is not None
    assert ending.outcome == "stalled"
    assert reply(scenario, "price", {}, 3).ending(scenario) is None


def test_the_mood_stays_between_one_and_five(scenario: Scenario) -> None:
    assert reply(scenario, "price", {"price": frozenset({"discount"})}, 2).mood == 1
    assert reply(scenario, "price", {"price": frozenset({"acknowledge", "clarify"})}, 5).mood == 5


def test_the_same_seed_draws_the_same_line_and_other_seeds_draw_all_of_them(scenario: Scenario) -> None:
    step = scenario.steps["price"]
    assert prospect_line("price", step, 7) == prospect_line("price", step, 7)
    assert {prospect_line("price", step, seed) for seed in range(20)} == set(step.says)
    assert prospect_line("price", step, 7, visit=1) != prospect_line("price", step, 7)


def test_simulated_reps_reach_every_step_and_ending_and_repeat_by_seed(scenario: Scenario) -> None:
    result = simulate(scenario, runs=300, seed=1)
    assert result == simulate(scenario, runs=300, seed=1)
    assert sum(result.endings.values()) == 300
    assert set(result.endings) == {"agreed", "sent_away"}
    assert result.steps_never_reached == result.endings_never_reached == ()
    assert result.longest_path == ("price", "pounce")
    assert result.unfinished == 0
    assert longest_path(scenario) == ["price", "pounce"]
