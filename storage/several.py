"""Many values as one parameter: a statement's text stays the same however many there are.

An expanding IN is spelled out anew for each call, and its hundreds of parameters are each bound:
for a tick's five hundred people that cost more than the database's own work (docs/measured.md).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Dialect, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine


class _Values(TypeDecorator[Collection[Any]]):
    """An array where the database has them, else a JSON list."""

    impl = String
    cache_ok = True

    def __init__(self, item: type[TypeEngine[Any]] | TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(self.item))
        return dialect.type_descriptor(String())

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values)


class _Among(FunctionElement[Any]):
    # Not a Boolean: SQLAlchemy would write "= 1" behind it on SQLite, and no index would serve.
    name = "among"
    type = NullType()
    inherit_cache = True


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`column` is one of the values that the parameter `name` (any collection) holds."""
    return _Among(column, bindparam(name, type_=_Values(column.type)))


def checked(column: ColumnElement[int]) -> ColumnElement[bool]:
    """The row is of the workspace `ws`, as a check of rows that are found by their ids: without
    figures about a table both databases prefer an index by workspace, and read all of it."""
    return column + 0 == bindparam("ws", type_=column.type)


@compiles(_Among, "postgresql")
def _any(element: Any, compiler: Any, **how: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **how)} = ANY ({compiler.process(values, **how)})"


@compiles(_Among)
def _each(element: Any, compiler: Any, **how: Any) -> str:
    column, values = element.clauses
    listed = "IN (SELECT value FROM json_each("
    return f"{compiler.process(column, **how)} {listed}{compiler.process(values, **how)}))"
