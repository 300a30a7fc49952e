"""Many values as one parameter: a statement's text stays the same however many there are.

An expanding IN is spelled out anew for each call, and its hundreds of parameters are each bound:
for a tick's five hundred people that cost more than the database's own work (docs/measured.md).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine


class _Values(TypeDecorator[Collection[Any]]):
    """Written as PostgreSQL writes an array (its driver would look at each item three times), on
    SQLite as a JSON list. Of numbers and words only; there is no word for None.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return NullType()  # handed over as it is
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> str:
        if dialect.name != "postgresql":
            return json.dumps(list(value or ()))
        return "{" + ",".join(map(_item, value or ())) + "}"


def _item(value: int | str) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(int(value))


class _Among(FunctionElement[Any]):
    # Not a Boolean: SQLAlchemy would write "= 1" behind it on SQLite, and no index would serve.
    name = "among"
    type = NullType()
    inherit_cache = True


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column` is one of the values that the parameter `name` (any collection) holds."""
    return _Among(column, bindparam(name, type_=_Values()))


def checked(column: ColumnElement[int]) -> ColumnElement[bool]:
    """The row is of the workspace `ws`, as a check of rows that are found by their ids: without
    figures about a table both databases prefer an index by workspace, and read all of it."""
    return column + 0 == bindparam("ws", type_=column.type)


@compiles(_Among, "postgresql")
def _any(element: Any, compiler: Any, **how: Any) -> str:
    column, values = element.clauses
    # The parameter itself is an array by this, and PostgreSQL plans with what it holds. A text that
    # is made an array would be read again for each row.
    item = "VARCHAR" if isinstance(column.type, String) else "INTEGER"
    listed = f"CAST({compiler.process(values, **how)} AS {item}[])"
    return f"{compiler.process(column, **how)} = ANY ({listed})"


@compiles(_Among)
def _each(element: Any, compiler: Any, **how: Any) -> str:
    column, values = element.clauses
    listed = "IN (SELECT value FROM json_each("
    return f"{compiler.process(column, **how)} {listed}{compiler.process(values, **how)}))"
