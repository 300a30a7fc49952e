"""Passes many rows to one statement.

psycopg takes longer to write a parameter for each value than PostgreSQL takes to store the row, so
PostgreSQL gets all rows as one parameter, in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    CursorResult,
    Table,
    TableValuedAlias,
    Text,
    Update,
    bindparam,
    column,
    func,
)
from sqlalchemy import cast as cast_to

from storage.engine import Transaction

Rows = Sequence[Mapping[str, Any]]
RowExpressions = Mapping[str, ColumnElement[Any]]
"""The values of a row as SQL expressions, by the names of their columns."""


def rows_from_json(table: Table, columns: Sequence[str]) -> TableValuedAlias:
    """Return the rows of `rows_as_json` as a table that PostgreSQL can select from.

    Its columns have the types of the columns in `table`.
    """
    return (
        func.json_to_recordset(cast_to(bindparam("rows", type_=Text), JSON))
        .table_valued(*(column(name, table.c[name].type) for name in columns))
        .render_derived(name="given", with_types=True)
    )


def rows_as_json(rows: Rows) -> dict[str, str]:
    """Return the parameter for a statement that uses `rows_from_json`."""
    return {"rows": json.dumps(rows, default=datetime.isoformat)}


def update_many(
    transaction: Transaction, table: Table, build: Callable[[RowExpressions], Update], rows: Rows
) -> int:
    """Execute an UPDATE of `table` for each of the rows. Return how many rows were changed.

    `build` returns the statement, and is called once. All rows have the same columns, which are
    columns of `table`.
    """
    is_sqlite = transaction.dialect.name == "sqlite"
    statement = _build_update(is_sqlite, table, build, tuple(rows[0]))
    parameters = [_name_parameters(row) for row in rows] if is_sqlite else rows_as_json(rows)
    return cast(CursorResult[Any], transaction.execute(statement, parameters)).rowcount


@cache
def _build_update(
    is_sqlite: bool,
    table: Table,
    build: Callable[[RowExpressions], Update],
    columns: tuple[str, ...],
) -> Update:
    if is_sqlite:
        return build(
            {name: bindparam(_parameter(name), type_=table.c[name].type) for name in columns}
        )
    return build(dict(rows_from_json(table, columns).c))


def _name_parameters(row: Mapping[str, Any]) -> dict[str, Any]:
    return {_parameter(name): value for name, value in row.items()}


def _parameter(name: str) -> str:
    """Return the name of a parameter. SQLAlchemy would set the column if it had the same name."""
    return f"given_{name}"
