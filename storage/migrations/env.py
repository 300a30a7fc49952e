"""Alembic's entry point: runs the migrations on the engine that `storage.migrate` passes to it.

If several replicas start together, one of them migrates and the others wait.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, Engine, text

from storage.schema import METADATA

# The key of the advisory lock. Any number will do; this is "Vouch" in ASCII.
MIGRATION_LOCK = 0x566F756368
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")
PAUSE = text("SELECT pg_sleep(0.2)")

engine: Engine = context.config.attributes["engine"]


def run_migrations(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,  # not on SQLite, where a transaction has begun already
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite() -> None:
    """Run all migrations in one transaction, which begins with BEGIN IMMEDIATE.

    Alembic changes a table of SQLite by copying it and dropping the old one. Foreign keys are off
    meanwhile, because dropping a table would delete the rows that refer to it. They are checked
    before the commit.
    """
    with engine.connect() as connection:
        # This pragma has no effect in a transaction, and `connection.execute` would begin one.
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                run_migrations(connection)
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise RuntimeError(f"the migration leaves broken references: {broken[:5]}")
        finally:
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.close()


def run_on_postgresql() -> None:
    """Run all migrations while a second connection holds an advisory lock in its transaction.

    The migration's own transaction cannot hold the lock, because a migration that creates an index
    concurrently ends that transaction. A session cannot hold it either: behind PgBouncer in
    transaction mode, the next transaction may run in another session and cannot release the lock.
    """
    with engine.connect() as lock_holder, engine.connect() as connection:
        while not lock_holder.scalar(TRY_LOCK, {"key": MIGRATION_LOCK}):
            # We try again and again, because a statement that waits for the lock has a snapshot,
            # and the migrating replica waits for all snapshots when it creates an index
            # concurrently. Neither would ever end.
            lock_holder.rollback()
            lock_holder.execute(PAUSE)
            lock_holder.rollback()
        run_migrations(connection)
        connection.commit()


if engine.dialect.name == "sqlite":
    run_on_sqlite()
else:
    run_on_postgresql()
