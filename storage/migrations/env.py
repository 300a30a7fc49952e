"""Alembic's entry point. It uses the engine of `storage.migrate`; one replica at a time."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, Engine, text

from storage.schema import METADATA

# Any number that is the same for every replica ("Vouch" in ASCII).
MIGRATION_LOCK = 0x566F756368
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")
PAUSE = text("SELECT pg_sleep(0.2)")

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
        # The pragma has no effect in a transaction, so it is executed before one begins.
        driver = connection.connection.cursor()
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
    """Run all migrations while another connection holds an advisory lock in a transaction.

    A lock of the migration's own transaction would not do: a migration that creates an index
    concurrently ends it. A lock of the session would not either: PgBouncer in transaction mode
    gives each transaction another session, where the lock cannot be released.
    """
    with engine.connect() as lock_holder, engine.connect() as connection:
        while not lock_holder.scalar(TRY_LOCK, {"key": MIGRATION_LOCK}):
            # A statement that waits for the lock would keep its snapshot, and the creation of an
            # index concurrently would wait for that snapshot in turn.
            lock_holder.rollback()
            lock_holder.execute(PAUSE)
            lock_holder.rollback()
        run_migrations(connection)
        connection.commit()


if engine.dialect.name == "sqlite":
    run_on_sqlite()
else:
    run_on_postgresql()
