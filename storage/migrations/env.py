"""Alembic's entry point. It uses the engine of `storage.migrate`; one replica at a time."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, Engine, text

from storage.schema import METADATA

# Any number that is the same for every replica ("Vouch" in ASCII).
MIGRATION_LOCK = 0x566F756368

engine: Engine = context.config.attributes["engine"]


def run_migrations(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite() -> None:
    """Run all migrations in one transaction, which begins with BEGIN IMMEDIATE.

    A batch change drops a table and builds it anew. Foreign keys are off meanwhile, as dropping
    would delete the rows that refer to the table; they are checked before the commit.
    """
    with engine.connect() as connection:
        driver = (
            connection.connection.cursor()
        )  # Not in a transaction: the pragma has no effect there.
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                run_migrations(connection)
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise RuntimeError(f"the migration leaves broken references: {broken[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")
            driver.close()


def run_on_postgresql() -> None:
    """Run all migrations under an advisory lock of the session.

    A lock of the transaction would not do: a migration that creates an index concurrently ends its
    transaction.
    """
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()
        try:
            run_migrations(connection)
            connection.commit()
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
            connection.commit()


if engine.dialect.name == "sqlite":
    run_on_sqlite()
else:
    run_on_postgresql()
