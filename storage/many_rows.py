"""Writes many rows with one statement: updates here, and inserts in `storage.upsert`.

PostgreSQL gets all rows in one parameter, as JSON. With a parameter for each value, psycopg would
need more time to write them than PostgreSQL needs to store the rows. SQLite has no such cost, so it
executes the statement once for each row.
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
from sqlalchemy import cast as sql_cast

from storage.engine import Transaction

Rows = Sequence[Mapping[str, Any]]
RowExpressions = Mapping[str, ColumnElement[Any]]
"""The values of a row as SQL expressions, by column name."""


def unpack_rows(table: Table, columns: Sequence[str]) -> TableValuedAlias:
    """Return the rows that `pack_rows` put into the parameter as an SQL table, for PostgreSQL.

    The SQL table has these `columns`, with the types that they have in `table`.
    """
    return (
        func.json_to_recordset(sql_cast(bindparam("rows", type_=Text), JSON))
        .table_valued(*(column(name, table.c[name].type) for name in columns))
        .render_derived(name="given", with_types=True)
    )


def pack_rows(rows: Rows) -> dict[str, str]:
    """Return the parameter of a statement that uses `unpack_rows`."""
    return {"rows": json.dumps(rows, default=datetime.isoformat)}


def update_many(
    transaction: Transaction,
    table: Table,
    build_statement: Callable[[RowExpressions], Update],
    rows: Rows,
) -> int:
    """Execute an UPDATE of `table` for each of `rows`. Return how many rows of `table` changed.

    `build_statement` gets the values of a row as SQL expressions and returns the UPDATE. It must be
    a function of a module, because it is a key of the cache of statements. `rows` has at least one
    row, and all rows have the same columns.
    """
    is_sqlite = transaction.dialect.name == "sqlite"
    columns = tuple(rows[0])
    statement = _build_update(is_sqlite, table, build_statement, columns)
    parameters = [_row_parameters(row) for row in rows] if is_sqlite else pack_rows(rows)
    return cast(CursorResult[Any], transaction.execute(statement, parameters)).rowcount


@cache
def _build_update(
    is_sqlite: bool,
    table: Table,
    build_statement: Callable[[RowExpressions], Update],
    columns: tuple[str, ...],
) -> Update:
    if is_sqlite:
        values = {
            name: bindparam(_parameter_name(name), type_=table.c[name].type) for name in columns
        }
        return build_statement(values)
    return build_statement(dict(unpack_rows(table, columns).c))


def _row_parameters(row: Mapping[str, Any]) -> dict[str, Any]:
    return {_parameter_name(column): value for column, value in row.items()}


def _parameter_name(column: str) -> str:
    """Return a name that no column has. A parameter with a column's name would set that column."""
    return f"given_{column}"
