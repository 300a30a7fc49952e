"""The schemas of tables and charts.

The limits are those of docs.slack.dev, "Table block", "Data table block" and "Data visualization
block".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.objects import BLOCK_ID
from sandbox.blockkit.rich_text import CONTAINER
from sandbox.blockkit.schema import (
    Boolean,
    ListOf,
    Literals,
    Number,
    Object,
    Schema,
    TaggedUnion,
    Text,
)

_Problems = Iterator[tuple[str, str]]
MAX_TABLE_CHARACTERS = 10_000
"""All cells of one table together may have so many. Otherwise Slack answers invalid_blocks."""


class _Nullable:
    """Accepts null too: a null among column settings means "skip this column"."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def check(self, value: Any, pointer: str) -> _Problems:
        if value is not None:
            yield from self._schema.check(value, pointer)


def _cell_text(cell: Any) -> str:
    """All text of a cell, or of an element of its rich text, with that of the elements inside."""
    if not isinstance(cell, dict):
        return ""
    text = str(cell.get("text") or cell.get("value") or "")
    return text + "".join(_cell_text(inner) for inner in cell.get("elements") or [])


def _check_characters(value: Mapping[str, Any], pointer: str) -> _Problems:
    total = sum(len(_cell_text(cell)) for row in value["rows"] for cell in row)
    if total > MAX_TABLE_CHARACTERS:
        yield f"{pointer}/rows", f"no more than {MAX_TABLE_CHARACTERS} characters in all cells"


def _check_widths(value: Mapping[str, Any], pointer: str) -> _Problems:
    """Refuses rows with different numbers of cells.

    Slack documents no such rule for `table`, but such a table is surely a mistake.
    """
    widths = {len(row) for row in value["rows"]}
    if len(widths) > 1:
        yield f"{pointer}/rows", "all rows must have the same number of cells"


def _check_header(value: Mapping[str, Any], pointer: str) -> _Problems:
    header = value["rows"][0]
    for n, cell in enumerate(header):
        if cell.get("type") == "rich_text":
            yield f"{pointer}/rows/0/{n}", "the first row cannot hold rich_text"
    column = value.get("row_header_column_index", 0)
    if column >= len(header):
        yield f"{pointer}/row_header_column_index", "must name a column of the table"


def _check_series(value: Mapping[str, Any], pointer: str) -> _Problems:
    categories = value["axis_config"]["categories"]
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        yield f"{pointer}/series", "series names must be unique"
    for n, series in enumerate(value["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(categories):
            yield f"{pointer}/series/{n}/data", "needs exactly one point for each category"


_RICH_CELL = Object({"elements": ListOf(CONTAINER, minimum=0)})
_COLUMN_SETTING = Object(
    {}, {"align": Literals(("left", "center", "right")), "is_wrapped": Boolean()}
)

TABLE = Object(
    {
        "rows": ListOf(
            ListOf(
                TaggedUnion({"raw_text": Object({"text": Text()}), "rich_text": _RICH_CELL}), 20
            ),
            100,
        )
    },
    {"block_id": BLOCK_ID, "column_settings": ListOf(_Nullable(_COLUMN_SETTING), 20)},
    (_check_characters, _check_widths),
)
DATA_TABLE = Object(
    {
        "caption": Text(255),
        "rows": ListOf(
            ListOf(
                TaggedUnion(
                    {
                        "raw_text": Object({"text": Text()}),
                        "raw_number": Object({"value": Number(decimals=True)}, {"text": Text()}),
                        "rich_text": _RICH_CELL,
                    }
                ),
                20,
            ),
            maximum=101,
            minimum=2,
        ),
    },
    {
        "block_id": BLOCK_ID,
        "page_size": Number(1, 100),
        "row_header_column_index": Number(0, 19),
    },
    (_check_characters, _check_widths, _check_header),
)

_LABEL = Text(20)  # of a point, a category, a segment, and the name of a series
_SERIES = Object(
    {
        "name": _LABEL,
        "data": ListOf(Object({"label": _LABEL, "value": Number(decimals=True)}), 20),
    }
)
_SERIES_CHART = Object(
    {
        "series": ListOf(_SERIES, 6),
        "axis_config": Object(
            {"categories": ListOf(_LABEL, 20)}, {"x_label": Text(50), "y_label": Text(50)}
        ),
    },
    rules=(_check_series,),
)
_PIE = Object(
    {"segments": ListOf(Object({"label": _LABEL, "value": Number(1e-9, decimals=True)}), 6)}
)
DATA_VISUALIZATION = Object(
    {
        "title": Text(50),
        "chart": TaggedUnion(
            {"line": _SERIES_CHART, "bar": _SERIES_CHART, "area": _SERIES_CHART, "pie": _PIE}
        ),
    },
    {"block_id": BLOCK_ID},
)
