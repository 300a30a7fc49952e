"""Alembic's entry: runs on the engine that `storage.migrate` hands over, one replica at a time."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, Engine, text

from storage.schema import METADATA

LOCK = 0x566F756368  # "Vouch": any number that every replica agrees on

engine: Engine = context.config.attributes["engine"]


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_sqlite() -> None:
    """All in one BEGIN IMMEDIATE. A batch change drops and rebuilds its table, which would take
    the rows that refer to it along: foreign keys are off meanwhile, and checked before the end."""
    with engine.connect() as connection:
        driver = connection.connection.cursor()  # not yet in a transaction, where it has no effect
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                run(connection)
                broken = connection.execute(text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise RuntimeError(f"the migration leaves broken references: {broken[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")
            driver.close()


def run_on_postgresql() -> None:
    """Under a lock of the session, so that a migration may end its transaction (an index that is
    created concurrently)."""
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        connection.commit()
        try:
            run(connection)
            connection.commit()
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
            connection.commit()


if engine.dialect.name == "sqlite":
    run_on_sqlite()
else:
    run_on_postgresql()
