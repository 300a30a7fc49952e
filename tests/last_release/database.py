"""A database of the last release (revision 0009), and payloads of what that release posted.

`rows.json` holds a row of the outbox for each kind of message, as that release queued it, with the
rows that they are about; `#name` stands for a channel's id. `payloads.json` holds every id that it
answered to, with values of its buttons and menus and the private metadata of its forms.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Column, Date, DateTime, MetaData, insert

from storage.engine import Database
from storage.migrate import alembic_config
from storage.types import Moment

HERE = Path(__file__).parent
REVISION = "0009"
Row = dict[str, Any]

ROWS: dict[str, Any] = json.loads((HERE / "rows.json").read_text(encoding="utf-8"))
PAYLOADS: dict[str, Any] = json.loads((HERE / "payloads.json").read_text(encoding="utf-8"))
QUEUED: list[Row] = ROWS["queued"]


def make_database(url: str, channel_id: Callable[[str], str], queued: bool = True) -> None:
    """Migrates an empty database to the last release's revision and fills it.

    `channel_id` returns the id of a channel by its name.
    """
    database = Database(url)
    try:
        command.upgrade(alembic_config(database), REVISION)
        tables = MetaData()
        tables.reflect(database.engine)
        outbox = [*ROWS["sent"], *(QUEUED if queued else [])]
        with database.write() as transaction:
            for name, rows in {**ROWS["tables"], "outbox": outbox}.items():
                columns = tables.tables[name].columns
                for row in rows:
                    values = {
                        key: _to_python(columns[key], _with_channel(value, channel_id))
                        for key, value in row.items()
                    }
                    transaction.execute(insert(tables.tables[name]).values(values))
    finally:
        database.close()


def _with_channel(value: Any, channel_id: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _with_channel(each, channel_id) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_channel(each, channel_id) for each in value]
    return channel_id(value[1:]) if isinstance(value, str) and value.startswith("#") else value


def _to_python(column: Column[Any], value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if isinstance(column.type, DateTime | Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
