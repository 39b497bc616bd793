"""Background operations: order, threads, failures, and what a finished change tells."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from coachdesk.errors import CoachDeskError
from ui.work import Cancelled, Change, Control, Query, Work


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[Work]:
    queues = Work()
    yield queues
    queues.close()


def test_the_function_runs_elsewhere_and_its_result_arrives_on_the_ui_thread(work: Work, qtbot: QtBot) -> None:
    ran: list[threading.Thread] = []
    arrived: list[threading.Thread] = []
    Query(lambda: ran.append(threading.current_thread())).done(
        lambda _none: arrived.append(threading.current_thread())
    ).start(work, work)
    qtbot.waitUntil(lambda: bool(arrived))
    assert ran[0] is not threading.main_thread()
    assert arrived[0] is threading.main_thread()


def test_changes_run_one_after_another_in_the_order_asked(work: Work, qtbot: QtBot) -> None:
    gate, order, done = threading.Event(), list[str](), list[None]()

    def slow() -> None:
        order.append("first begins")
        gate.wait()
        order.append("first ends")

    Change(slow).start(work, work)
    Change(lambda: order.append("second")).done(done.append).start(work, work)
    gate.set()
    qtbot.waitUntil(lambda: bool(done))
    assert order == ["first begins", "first ends", "second"]


def test_queries_run_side_by_side(work: Work, qtbot: QtBot) -> None:
    meet, done = threading.Barrier(2, timeout=30), list[int]()
    for _ in range(2):
        Query(meet.wait).done(done.append).start(work, work)
    qtbot.waitUntil(lambda: len(done) == 2)  # each waited for the other


def test_an_error_with_a_sentence_reaches_failed(work: Work, qtbot: QtBot) -> None:
    said: list[str] = []

    def breaks() -> None:
        raise CoachDeskError("The disk is full.", "Free some space.")

    Query(breaks).failed(lambda error: said.append(error.sentence)).start(work, work)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["The disk is full."]


def test_a_bug_reaches_the_crash_hook_and_nobody_waits_for_ever(
    work: Work, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed, said = list[object](), list[str]()
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: crashed.append(kind))
    Query(lambda: 1 / 0).failed(lambda error: said.append(error.sentence)).start(work, work)
    qtbot.waitUntil(lambda: bool(said))
    assert crashed == [ZeroDivisionError]


def test_a_finished_change_names_what_it_touched_and_a_failed_one_does_not(work: Work, qtbot: QtBot) -> None:
    touched, said = list[object](), list[CoachDeskError]()
    work.changed.connect(touched.append)

    def breaks() -> None:
        raise CoachDeskError("No.")

    Change(breaks, touches={"people"}).failed(said.append).start(work, work)
    Change(lambda: None, touches={"attempts"}).start(work, work)
    qtbot.waitUntil(lambda: bool(touched))
    assert said
    assert touched == [frozenset({"attempts"})]


def test_work_reports_how_far_it_is_and_stops_when_asked(work: Work, qtbot: QtBot) -> None:
    control, seen, said, gate = Control(), list[tuple[str, object]](), list[CoachDeskError](), threading.Event()
    control.reported.connect(lambda what, share: seen.append((what, share)))

    def long_work() -> None:
        control.report("Halfway", 0.5)
        gate.wait()
        control.report("Further", 0.6)

    Query(long_work).failed(said.append).start(work, work)
    qtbot.waitUntil(lambda: bool(seen))
    control.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(said))
    assert seen == [("Halfway", 0.5)]
    assert isinstance(said[0], Cancelled)


def test_nothing_is_delivered_to_a_screen_that_is_gone(work: Work, qtbot: QtBot) -> None:
    owner, arrived, later = QObject(), list[str](), list[str]()
    gate = threading.Event()
    Change(gate.wait).done(lambda _true: arrived.append("late")).start(work, owner)
    shiboken6.delete(owner)
    gate.set()
    Change(lambda: "next").done(later.append).start(work, work)
    qtbot.waitUntil(lambda: bool(later))
    assert arrived == []


def test_closing_finishes_the_changes_that_were_asked_for(qtbot: QtBot) -> None:
    queues, written = Work(), list[int]()
    for i in range(5):
        Change(lambda i=i: written.append(i)).start(queues, queues)
    queues.close()
    assert written == [0, 1, 2, 3, 4]
