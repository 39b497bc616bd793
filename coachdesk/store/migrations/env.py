"""Runs migrations in the transaction that the program has begun: all of them, or none."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # SQLite's tables are made in a transaction too, if one was begun in earnest
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
