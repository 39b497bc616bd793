"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


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


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(36), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(36), nullable=False),
        sa.Column("detail_hash", sa.String(64), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("row_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "people",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=True),
        sa.Column("roles", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "snapshots",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_snapshots"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("scenario_id", sa.String(60), nullable=False),
        sa.Column("scenario_hash", sa.String(64), nullable=False),
        sa.Column("rubric_hash", sa.String(64), nullable=True),
        sa.Column("moves_hash", sa.String(64), nullable=True),
        sa.Column("persona_id", sa.String(60), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(60), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("language_hash", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(60), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("coverage", sa.Double(), nullable=True),
        sa.Column("made", sa.Integer(), nullable=True),
        sa.Column("possible", sa.Integer(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["moves_hash"], ["snapshots.hash"], name="fk_attempts_moves_hash"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attempts_person_id"),
        sa.ForeignKeyConstraint(["rubric_hash"], ["snapshots.hash"], name="fk_attempts_rubric_hash"),
        sa.ForeignKeyConstraint(["scenario_hash"], ["snapshots.hash"], name="fk_attempts_scenario_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_person_id_started_at", "attempts", ["person_id", "started_at"])
    op.create_index("ix_attempts_scenario_id_started_at", "attempts", ["scenario_id", "started_at"])
    op.create_index(
        "ix_attempts_unfinished",
        "attempts",
        ["person_id"],
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "scorecards",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("attempt_id", sa.String(36), nullable=False),
        sa.Column("evaluator_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("levels", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("comments", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrects", sa.String(36), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_scorecards_attempt_id"),
        sa.ForeignKeyConstraint(["corrects"], ["scorecards.id"], name="fk_scorecards_corrects"),
        sa.ForeignKeyConstraint(["evaluator_id"], ["people.id"], name="fk_scorecards_evaluator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scorecards"),
    )
    op.create_index("ix_scorecards_attempt_id", "scorecards", ["attempt_id"])
    op.create_index("ix_scorecards_evaluator_id", "scorecards", ["evaluator_id"])
    op.create_table(
        "utterances",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("attempt_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed", sa.Boolean(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("hint_used", sa.Boolean(), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("segments", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sound", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("audio_path", sa.String(300), nullable=True),
        sa.Column("audio_sha256", sa.String(64), nullable=True),
        sa.Column("duration_s", sa.Double(), nullable=False),
        sa.Column("delivery", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("next", sa.String(40), nullable=True),
        sa.Column("mood", sa.Integer(), nullable=False),
        sa.Column("self_rating", sa.Integer(), nullable=True),
        sa.Column("replaced_by", sa.String(36), nullable=True),
        sa.CheckConstraint("position >= 1", name="ck_utterances_position"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_utterances_attempt_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["replaced_by"],
            ["utterances.id"],
            name="fk_utterances_replaced_by",
            ondelete="SET NULL",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_utterances"),
    )
    op.create_index("ix_utterances_attempt_id_position", "utterances", ["attempt_id", "position"])
    op.create_index("ix_utterances_audio_path", "utterances", ["audio_path"])
    op.create_index(
        "uq_utterances_one_take_stands",
        "utterances",
        ["attempt_id", "position"],
        unique=True,
        sqlite_where=sa.text("replaced_by IS NULL"),
        postgresql_where=sa.text("replaced_by IS NULL"),
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("utterance_id", sa.String(36), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("move", sa.String(60), nullable=True),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("first_word", sa.Integer(), nullable=True),
        sa.Column("end_word", sa.Integer(), nullable=True),
        sa.Column("start_s", sa.Double(), nullable=True),
        sa.Column("end_s", sa.Double(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_findings_person_id"),
        sa.ForeignKeyConstraint(
            ["utterance_id"], ["utterances.id"], name="fk_findings_utterance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
    )
    op.create_index("ix_findings_utterance_id", "findings", ["utterance_id"])
    op.create_table(
        "words",
        sa.Column("utterance_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=True),
        sa.Column("end_s", sa.Double(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["utterance_id"], ["utterances.id"], name="fk_words_utterance_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("utterance_id", "position", name="pk_words"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        for guard in GUARDS:
            op.execute(guard)
