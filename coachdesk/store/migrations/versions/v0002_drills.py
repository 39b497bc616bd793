"""Drills, corrections of words, proposed cues, the search over what was said, and each rep's own error rate."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


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


def upgrade() -> None:
    op.create_table(
        "baselines",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("microphone", sa.String(300), nullable=False),
        sa.Column("engine", sa.String(60), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("passage", sa.String(60), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("delivery", sa.JSON(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_baselines_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_baselines"),
    )
    op.create_index("ix_baselines_person_id_made_at", "baselines", ["person_id", "made_at"], unique=False)
    op.create_table(
        "drill_cards",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("scenario_id", sa.String(60), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("skill", sa.String(40), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("leech_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_drill_cards_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drill_cards"),
    )
    op.create_index("ix_drill_cards_person_id_due", "drill_cards", ["person_id", "due"], unique=False)
    op.create_index("uq_drill_cards_step", "drill_cards", ["person_id", "scenario_id", "step"], unique=True)
    op.create_table(
        "cue_proposals",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("utterance_id", sa.String(36), nullable=True),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("scenario_id", sa.String(60), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("move", sa.String(60), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_cue_proposals_person_id"),
        sa.ForeignKeyConstraint(
            ["utterance_id"], ["utterances.id"], name="fk_cue_proposals_utterance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cue_proposals"),
    )
    op.create_index("ix_cue_proposals_utterance_id", "cue_proposals", ["utterance_id"], unique=False)
    op.create_table(
        "drill_reviews",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("card_id", sa.String(36), nullable=False),
        sa.Column("utterance_id", sa.String(36), nullable=True),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("coverage", sa.Double(), nullable=True),
        sa.Column("self_rating", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["card_id"], ["drill_cards.id"], name="fk_drill_reviews_card_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["utterance_id"], ["utterances.id"], name="fk_drill_reviews_utterance_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drill_reviews"),
    )
    op.create_index("ix_drill_reviews_card_id_at", "drill_reviews", ["card_id", "at"], unique=False)
    op.create_index("ix_drill_reviews_utterance_id", "drill_reviews", ["utterance_id"], unique=False)
    op.create_table(
        "spoken_texts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("utterance_id", sa.String(36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["utterance_id"], ["utterances.id"], name="fk_spoken_texts_utterance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_spoken_texts"),
        sa.UniqueConstraint("utterance_id", name="uq_spoken_texts_utterance_id"),
    )
    op.create_table(
        "word_corrections",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("utterance_id", sa.String(36), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("first_word", sa.Integer(), nullable=False),
        sa.Column("end_word", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_word_corrections_person_id"),
        sa.ForeignKeyConstraint(
            ["utterance_id"], ["utterances.id"], name="fk_word_corrections_utterance_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_word_corrections"),
    )
    op.create_index("ix_word_corrections_utterance_id", "word_corrections", ["utterance_id"], unique=False)
    op.add_column("attempts", sa.Column("only_step", sa.String(40), nullable=True))
    op.add_column("attempts", sa.Column("support", sa.String(20), server_default="hints", nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        for statement in SEARCH:
            op.execute(statement)
    op.execute(
        "INSERT INTO spoken_texts (utterance_id, text) SELECT id, transcript FROM utterances WHERE transcript != ''"
    )
