"""History on a real database: pages without gaps, search that takes anything, and nobody else's attempts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from coachdesk.errors import WrongUse
from coachdesk.services.desk import Desk
from coachdesk.services.history import HistoryView, erase, history
from coachdesk.services.practice import attempt
from coachdesk.store import people, records, search
from coachdesk.store.kept import KeptFinding
from tests.attempts import Said, keep

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def said_in(view: HistoryView) -> list[str]:
    return ["".join(f"[{p.text}]" if p.is_hit else p.text for p in line.snippet) for line in view.lines]


@pytest.fixture
def talks(desk: Desk) -> Desk:
    """Three talks of mine, oldest first, and one of somebody else."""
    with desk.database.write() as session:
        keep(desk, session, NOON, [Said("i hear you that is a lot of money", ("acknowledge",))])
        keep(desk, session, NOON + timedelta(days=1), [Said("the pricing of our competitors, was it fair?")])
        keep(desk, session, NOON + timedelta(days=2), [Said("we don't negotiate", flags=("discount",))], outcome="lost")
        keep(desk, session, NOON + timedelta(days=3), [Said("my secret competitors")], rep="Somebody else")
    return desk


def test_the_newest_attempt_comes_first_with_all_that_a_line_tells(talks: Desk) -> None:
    view = history(talks)
    assert [line.started_at.day for line in view.lines] == [7, 6, 5]
    assert (view.total, view.ever, view.before) == (3, 3, None)
    newest = view.lines[0]
    assert (newest.title, newest.buyer) == ("The price is too high", "Dana Whitfield")
    assert (newest.skill, newest.level) == ("negotiation", "beginner")
    assert (newest.made, newest.possible, newest.red_flags, newest.answers) == (1, 2, 1, 1)
    assert (newest.outcome, newest.mode, newest.recordings) == ("lost", "solo", "none")


def test_nobody_elses_attempts_appear(talks: Desk) -> None:
    assert history(talks, search="secret").total == 0
    assert history(talks, search="competitors").total == 1
    assert said_in(history(talks, rep="Somebody else")) == [""]
    assert history(talks, rep="Somebody else").ever == 1


def test_an_unknown_rep_is_refused_and_not_added(talks: Desk) -> None:
    with pytest.raises(WrongUse, match="nobody called “Nemo”"):
        history(talks, rep="Nemo")
    with talks.database.read() as session:
        assert {person.name for person in people.people(session)} == {"Me", "Somebody else"}


def test_before_anybody_practised_there_is_nothing_and_nobody_is_added(desk: Desk) -> None:
    assert history(desk).ever == 0
    with desk.database.read() as session:
        assert people.people(session) == []


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("money", ["i hear you that is a lot of [money]"]),
        ("lot money", ["i hear you that is a [lot] of [money]"]),
        ("MON", ["i hear you that is a lot of [money]"]),
        ("price", ["the [pricing] of our competitors, was it fair?"]),  # by its stem
        ("pricin", ["the [pricing] of our competitors, was it fair?"]),  # on the way from one stem to the other
        ("don't", ["we [don't] negotiate"]),
        ("negotiat", ["we don't [negotiate]"]),
        ("money fair", []),  # not in one answer
        ("dana whit", ["", "", ""]),  # the buyer
        ("price is too", ["", "", ""]),  # the title
    ],
)
def test_search_finds_what_was_said_and_marks_it(talks: Desk, words: str, hits: list[str]) -> None:
    found = said_in(history(talks, search=words))
    assert [hit for hit in found if hit] == [hit for hit in hits if hit]
    assert len(found) >= len(hits)


def test_a_word_does_not_find_a_shorter_one(talks: Desk) -> None:
    assert history(talks, search="lottery").total == 0
    assert history(talks, search="moneybag").total == 0


HOSTILE = ['"', '""', "*", "NEAR(", "NEAR(a b)", "a AND", "OR", "text:x", "^a", "-a", "{a}", "😀", "'", "\\", "%", "_",
           "\0", "a\0b", "\ud800", "x" * 10_000, "word " * 2_000, '"' * 10_000, "(" * 500, "a" + "́" * 100]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_give_results_or_none(talks: Desk, words: str) -> None:
    assert history(talks, search=words).total <= 3


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(), st.text(alphabet="\"*^(){}:-+ANDORNEAT \0é'%_\\")))
def test_any_words_at_all_give_results_or_none(talks: Desk, words: str) -> None:
    view = history(talks, search=words)
    assert len(view.lines) == view.total <= 3


def test_without_the_index_the_same_words_are_looked_for_plainly(talks: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_is_indexed", lambda _session: False)
    assert said_in(history(talks, search="lot mon")) == ["i hear you that is a [lot] of money"]
    assert history(talks, search="100%").total == history(talks, search="secret").total == 0
    for words in HOSTILE:
        history(talks, search=words)


def test_an_earlier_take_is_not_searched(desk: Desk) -> None:
    turn = attempt.begin(desk, "too-high")
    attempt.answer_typed(desk, turn.attempt_id, "i hear you what are you comparing it with")
    attempt.answer_typed(desk, turn.attempt_id, "marmalade i hear you what are you comparing it with", redoes=1)
    assert history(desk, search="marmalade").total == 1
    attempt.answer_typed(desk, turn.attempt_id, "toast i hear you what are you comparing it with", redoes=1)
    assert history(desk, search="marmalade").total == 0
    assert history(desk, search="toast").total == 1


def test_the_index_forgets_what_was_erased(talks: Desk) -> None:
    erase(talks, history(talks, search="money").lines[0].attempt_id)
    assert history(talks, search="money").total == 0
    with talks.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM spoken_search WHERE spoken_search MATCH 'money'")) == 0


def test_pages_of_hundreds_have_no_gap_and_no_double(desk: Desk) -> None:
    with desk.database.write() as session:
        kept = [keep(desk, session, NOON + timedelta(hours=i // 3)) for i in range(250)]  # three at the same moment
        keep(desk, session, NOON, rep="Somebody else")
    seen: list[str] = []
    times: list[datetime] = []
    before = None
    while True:
        view = history(desk, limit=37, before=before)
        assert view.total == 250
        seen += [line.attempt_id for line in view.lines]
        times += [line.started_at for line in view.lines]
        if view.before is None:
            break
        before = view.before
    assert len(seen) == len(set(seen)) == 250
    assert set(seen) == set(kept)
    assert times == sorted(times, reverse=True)


def test_filters_narrow_the_list_and_the_count(talks: Desk) -> None:
    with talks.database.write() as session:
        keep(talks, session, NOON, scenario="trucks-leave-late", only_step="opening", mode="drill", outcome=None)
    assert history(talks, skill="discovery").total == 1
    assert history(talks, skill="demo").total == 0
    assert history(talks, outcome="lost").total == 1
    assert history(talks, mode="drill").total == 1
    assert history(talks, scenario="too-high").total == 3
    assert history(talks, since=NOON + timedelta(days=1)).total == 2
    assert history(talks, skill="discovery", outcome="lost").total == 0
    assert history(talks, skill="discovery", scenario="too-high").total == 0


def test_an_attempt_that_is_not_over_is_not_history(desk: Desk) -> None:
    attempt.begin(desk, "too-high")
    assert history(desk).ever == 0


def test_a_scenario_that_is_gone_keeps_its_title_from_its_first_lines(desk: Desk) -> None:
    gone = 'id: old-one\ntitle: "It is: too late"\nskill: demo\nlevel: advanced\npersona: dana-test\nsteps: {broken\n'
    with desk.database.write() as session:
        keep(desk, session, NOON, scenario="old-one", text=gone)
        keep(desk, session, NOON, scenario="older-one", text=": : not even yaml\ntitle: [\n")
    lines = {line.scenario_id: line for line in history(desk).lines}
    old = lines["old-one"]
    assert (old.title, old.skill, old.level, old.buyer) == ("It is: too late", "demo", "advanced", "Dana Whitfield")
    assert (lines["older-one"].title, lines["older-one"].skill) == ("Older one", "")
    assert history(desk, skill="demo").total == 1


def test_a_person_has_the_last_word_on_a_red_flag(talks: Desk) -> None:
    flagged = history(talks, outcome="lost").lines[0]
    with talks.database.write() as session:
        (answer,) = records.load_attempt(session, flagged.attempt_id).answers
        me = people.people(session)[0].id
        for verdict in ("present", "absent"):
            word = KeptFinding("red_flag", "discount", source="person", person_id=me, verdict=verdict)
            records.keep_finding(session, answer.id, word, at=NOON)
    assert history(talks, outcome="lost").lines[0].red_flags == 0


def test_a_line_says_whether_its_recordings_are_still_there(desk: Desk) -> None:
    with desk.database.write() as session:
        attempt_id = keep(desk, session, NOON, [Said("i hear you", recording="2026-03-05/x/01-price.flac")])
    assert history(desk).lines[0].recordings == "gone"
    path = desk.folder.recordings / "2026-03-05" / "x" / "01-price.flac"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"sound")
    assert history(desk).lines[0].recordings == "kept"
    assert history(desk).lines[0].attempt_id == attempt_id


def test_erasing_takes_the_recordings_too(talks: Desk) -> None:
    line = history(talks).lines[0]
    folder: Path = talks.folder.recordings / f"{line.started_at:%Y-%m-%d}" / line.attempt_id
    folder.mkdir(parents=True)
    (folder / "01-price.flac").write_bytes(b"sound")
    erase(talks, line.attempt_id)
    assert not folder.exists()
    assert line.attempt_id not in {each.attempt_id for each in history(talks).lines}


def test_neither_a_strangers_nor_a_running_attempt_is_erased(talks: Desk) -> None:
    with pytest.raises(WrongUse, match="somebody else's"):
        erase(talks, history(talks, rep="Somebody else").lines[0].attempt_id)
    with pytest.raises(WrongUse, match="not over"):
        erase(talks, attempt.begin(talks, "too-high").attempt_id)
