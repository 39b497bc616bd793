"""The tables: people, content as it was, attempts and what was said in them, scorecards, drills, the audit chain.

Everything here runs on SQLite and on PostgreSQL. Rows stay inside `store`: what leaves is made by `records`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import (
    DDL,
    JSON,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from coachdesk.store.utc_time import UtcTime

Role = Literal["rep", "evaluator", "manager", "facilitator", "admin"]
SnapshotKind = Literal["scenario", "rubric", "moves"]
Mode = Literal["solo", "drill", "assigned", "certification", "workshop", "imported"]
Support = Literal["hints", "model answer", "none"]
"""What a rep may look at while talking."""
State = Literal["running", "finished", "stopped", "abandoned", "recovered"]
Outcome = Literal["won", "next step", "stalled", "lost"]
FindingKind = Literal["key_point", "red_flag"]
Source = Literal["machine", "person"]
Verdict = Literal["present", "absent", "unsure"]
"""Unsure is only the machine's: it asks whether something was said."""
ScorecardKind = Literal["self", "evaluator"]
ScorecardState = Literal["draft", "submitted"]
Proposal = Literal["proposed", "accepted", "dismissed"]


class Table(DeclarativeBase):
    # Constraints have names, because a later migration can only change what it can name.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read once by SQLAlchemy
        datetime: UtcTime(),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


def _id() -> String:
    return String(36)


def _hash() -> String:
    return String(64)


def _one_of(choices: Any) -> Enum:
    """A text column that only takes these words. No CHECK in the database: adding a word needs no migration."""
    return Enum(*get_args(choices), native_enum=False, create_constraint=False, validate_strings=True, length=20)


class Person(Table):
    __tablename__ = "people"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))  # None once erased
    roles: Mapped[list[Any]]
    created_at: Mapped[datetime]


class Snapshot(Table):
    """The exact text of a content file as it was when it was used, stored once for each text."""

    __tablename__ = "snapshots"

    hash: Mapped[str] = mapped_column(_hash(), primary_key=True)
    kind: Mapped[SnapshotKind] = mapped_column(_one_of(SnapshotKind))
    text: Mapped[str] = mapped_column(Text)


class Attempt(Table):
    __tablename__ = "attempts"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    mode: Mapped[Mode] = mapped_column(_one_of(Mode))
    scenario_id: Mapped[str] = mapped_column(String(60))
    scenario_hash: Mapped[str] = mapped_column(ForeignKey("snapshots.hash"))
    rubric_hash: Mapped[str | None] = mapped_column(ForeignKey("snapshots.hash"))
    moves_hash: Mapped[str | None] = mapped_column(ForeignKey("snapshots.hash"))
    persona_id: Mapped[str] = mapped_column(String(60))
    seed: Mapped[int]
    engine: Mapped[str] = mapped_column(String(60))
    model: Mapped[str] = mapped_column(String(200))
    language_hash: Mapped[str] = mapped_column(String(200))
    state: Mapped[State] = mapped_column(_one_of(State))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[Outcome | None] = mapped_column(_one_of(Outcome))
    coverage: Mapped[float | None]  # weight made / weight possible
    made: Mapped[int | None]  # key points, by count
    possible: Mapped[int | None]
    shared_at: Mapped[datetime | None]
    only_step: Mapped[str | None] = mapped_column(String(40))  # of a drill: the one step that is asked
    support: Mapped[Support] = mapped_column(_one_of(Support), default="hints", server_default="hints")

    __table_args__ = (
        Index(None, "person_id", "started_at"),
        Index(None, "scenario_id", "started_at"),
        Index(
            "ix_attempts_unfinished",
            "person_id",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )


class Utterance(Table):
    """One answer. A redone answer keeps its earlier take, which says what replaced it."""

    __tablename__ = "utterances"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    position: Mapped[int]  # from 1
    step: Mapped[str] = mapped_column(String(40))
    says: Mapped[str] = mapped_column(Text)  # the buyer's line as it was spoken
    started_at: Mapped[datetime]
    typed: Mapped[bool]
    skipped: Mapped[bool]
    hint_used: Mapped[bool]
    transcript: Mapped[str] = mapped_column(Text)
    segments: Mapped[list[Any]]  # span, number of words and other readings of each pause-bounded segment
    sound: Mapped[dict[str, Any] | None]  # None where typed
    audio_path: Mapped[str | None] = mapped_column(String(300))  # below recordings/, with forward slashes
    audio_sha256: Mapped[str | None] = mapped_column(_hash())
    duration_s: Mapped[float]
    delivery: Mapped[dict[str, Any] | None]
    next: Mapped[str | None] = mapped_column(String(40))  # the step or ending it led to
    mood: Mapped[int]  # of the buyer after it
    self_rating: Mapped[int | None]
    replaced_by: Mapped[str | None] = mapped_column(
        ForeignKey("utterances.id", deferrable=True, initially="DEFERRED", ondelete="SET NULL")
    )

    __table_args__ = (
        CheckConstraint("position >= 1", name="position"),
        Index(None, "attempt_id", "position"),
        Index(
            "uq_utterances_one_take_stands",
            "attempt_id",
            "position",
            unique=True,
            sqlite_where=text("replaced_by IS NULL"),
            postgresql_where=text("replaced_by IS NULL"),
        ),
        Index(None, "audio_path"),
    )


class WordRow(Table):
    __tablename__ = "words"

    utterance_id: Mapped[str] = mapped_column(ForeignKey("utterances.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)  # from 0
    text: Mapped[str] = mapped_column(Text)  # typed without spaces, a word has no limit
    start_s: Mapped[float | None]
    end_s: Mapped[float | None]
    confidence: Mapped[float | None]

    # By far the most rows: without a rowid SQLite stores the key once instead of twice.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read once by SQLAlchemy


class FindingRow(Table):
    """What the machine found, or what a person said about it; a person's row never overwrites a machine's."""

    __tablename__ = "findings"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    utterance_id: Mapped[str] = mapped_column(ForeignKey("utterances.id", ondelete="CASCADE"), index=True)
    source: Mapped[Source] = mapped_column(_one_of(Source))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))  # None: the machine
    kind: Mapped[FindingKind] = mapped_column(_one_of(FindingKind))
    name: Mapped[str] = mapped_column(String(60))
    move: Mapped[str | None] = mapped_column(String(60))
    verdict: Mapped[Verdict] = mapped_column(_one_of(Verdict))
    evidence: Mapped[str] = mapped_column(Text)
    first_word: Mapped[int | None]  # position in words
    end_word: Mapped[int | None]  # the one after the last
    start_s: Mapped[float | None]
    end_s: Mapped[float | None]
    confidence: Mapped[float | None]
    cue: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]


class WordCorrection(Table):
    """What a person says was said in the place of some words. The words themselves stay as the machine heard them."""

    __tablename__ = "word_corrections"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    utterance_id: Mapped[str] = mapped_column(ForeignKey("utterances.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    first_word: Mapped[int]
    end_word: Mapped[int]  # the one after the last
    text: Mapped[str] = mapped_column(Text)  # empty: nothing was said there
    made_at: Mapped[datetime]


class CueProposal(Table):
    """Words that a person says make a move which the machine did not find in them: perhaps a cue for it."""

    __tablename__ = "cue_proposals"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    utterance_id: Mapped[str | None] = mapped_column(ForeignKey("utterances.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    scenario_id: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))  # of the key point or red flag in the step
    move: Mapped[str | None] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[Proposal] = mapped_column(_one_of(Proposal))
    made_at: Mapped[datetime]


class SpokenText(Table):
    """What was said in an answer, corrections included, as it is searched. SQLite indexes it by words (`SEARCH`)."""

    __tablename__ = "spoken_texts"

    number: Mapped[int] = mapped_column(primary_key=True)
    utterance_id: Mapped[str] = mapped_column(ForeignKey("utterances.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str] = mapped_column(Text)


class DrillCard(Table):
    """One step of a scenario as a card of one person's drills, with the state that its reviews have come to."""

    __tablename__ = "drill_cards"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    scenario_id: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(40))
    skill: Mapped[str] = mapped_column(String(40))
    due: Mapped[datetime]
    state: Mapped[dict[str, Any]]  # of FSRS, as its own JSON
    reviews: Mapped[int]
    lapses: Mapped[int]  # failures after it had been learnt
    leech_since: Mapped[datetime | None]  # failed again and again, to be learnt anew from the model answer
    made_at: Mapped[datetime]

    __table_args__ = (
        Index("uq_drill_cards_step", "person_id", "scenario_id", "step", unique=True),
        Index(None, "person_id", "due"),
    )


class DrillReview(Table):
    """One rating of a card. The card's state is what FSRS makes of all of them, in order."""

    __tablename__ = "drill_reviews"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    card_id: Mapped[str] = mapped_column(ForeignKey("drill_cards.id", ondelete="CASCADE"))
    utterance_id: Mapped[str | None] = mapped_column(ForeignKey("utterances.id", ondelete="SET NULL"), index=True)
    mode: Mapped[Mode] = mapped_column(_one_of(Mode))  # of the attempt in which it was answered
    at: Mapped[datetime]
    rating: Mapped[int]  # 1 again, 2 hard, 3 good, 4 easy
    coverage: Mapped[float | None]
    self_rating: Mapped[int | None]

    __table_args__ = (Index(None, "card_id", "at"),)


class Baseline(Table):
    """How well the recognizer heard a known passage from one person on one microphone."""

    __tablename__ = "baselines"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    microphone: Mapped[str] = mapped_column(String(300))
    engine: Mapped[str] = mapped_column(String(60))
    model: Mapped[str] = mapped_column(String(200))
    passage: Mapped[str] = mapped_column(String(60))  # which one was read
    words: Mapped[int]  # in the passage
    errors: Mapped[int]  # words wrong, missing or too many
    transcript: Mapped[str] = mapped_column(Text)
    delivery: Mapped[dict[str, Any] | None]
    made_at: Mapped[datetime]

    __table_args__ = (Index(None, "person_id", "made_at"),)


class Scorecard(Table):
    """Unchangeable once submitted; a correction is a new one that names the old."""

    __tablename__ = "scorecards"

    id: Mapped[str] = mapped_column(_id(), primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id"), index=True)
    evaluator_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[ScorecardKind] = mapped_column(_one_of(ScorecardKind))
    levels: Mapped[dict[str, Any]]  # criterion: 1 to 5, or null where left out
    comments: Mapped[dict[str, Any]]  # criterion: text; "" for the whole
    state: Mapped[ScorecardState] = mapped_column(_one_of(ScorecardState))
    submitted_at: Mapped[datetime | None]
    corrects: Mapped[str | None] = mapped_column(ForeignKey("scorecards.id"))


class AuditRow(Table):
    """Who did what to what, when. Ids and hashes only, never names or words, so that those can be erased."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))  # UTC as it was hashed, to the microsecond
    who: Mapped[str] = mapped_column(_id())
    what: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(_id(), index=True)
    detail_hash: Mapped[str] = mapped_column(_hash())
    previous_hash: Mapped[str] = mapped_column(_hash())
    row_hash: Mapped[str] = mapped_column(_hash())


GUARDS = (
    "CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'audit rows are not changed'); END",
    "CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'audit rows are not deleted'); END",
    "CREATE TRIGGER submitted_scorecards_are_not_changed BEFORE UPDATE ON scorecards WHEN OLD.state = 'submitted' "
    "BEGIN SELECT RAISE(ABORT, 'submitted scorecards are not changed'); END",
    "CREATE TRIGGER submitted_scorecards_are_not_deleted BEFORE DELETE ON scorecards WHEN OLD.state = 'submitted' "
    "BEGIN SELECT RAISE(ABORT, 'submitted scorecards are not deleted'); END",
)
"""SQLite triggers for what may never be changed, whoever opens the file; `audit` guards the same in the program."""

SEARCH = (
    "CREATE VIRTUAL TABLE spoken_search USING fts5(text, content='spoken_texts', content_rowid='number', "
    "tokenize='porter unicode61')",
    "CREATE TRIGGER spoken_search_follows_insert AFTER INSERT ON spoken_texts "
    "BEGIN INSERT INTO spoken_search (rowid, text) VALUES (NEW.number, NEW.text); END",
    "CREATE TRIGGER spoken_search_follows_delete AFTER DELETE ON spoken_texts "
    "BEGIN INSERT INTO spoken_search (spoken_search, rowid, text) VALUES ('delete', OLD.number, OLD.text); END",
    "CREATE TRIGGER spoken_search_follows_update AFTER UPDATE ON spoken_texts "
    "BEGIN INSERT INTO spoken_search (spoken_search, rowid, text) VALUES ('delete', OLD.number, OLD.text); "
    "INSERT INTO spoken_search (rowid, text) VALUES (NEW.number, NEW.text); END",
)
"""SQLite's full-text index over what was said, kept by triggers whoever writes the rows."""

for _statement in (*GUARDS, *SEARCH):
    event.listen(Table.metadata, "after_create", DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
