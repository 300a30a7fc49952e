"""Tables and charts: the blocks that show figures.

Numbers: docs.slack.dev, "Table block", "Data table block" and "Data visualization block".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit.objects import BLOCK_ID
from sandbox.blockkit.rich_text import CONTAINER
from sandbox.blockkit.schema import Among, Flag, ListOf, Number, Obj, Shape, Tagged, Text

_Found = Iterator[tuple[str, str]]
TABLE_CHARACTERS = 10_000
"""All cells of one table together; above it Slack answers invalid_blocks."""


class _Nothing:
    """A column setting may be null: "skip this column"."""

    def __init__(self, otherwise: Shape) -> None:
        self._otherwise = otherwise

    def check(self, value: Any, at: str) -> _Found:
        if value is not None:
            yield from self._otherwise.check(value, at)


def _cell_text(cell: Any) -> str:
    if not isinstance(cell, dict):
        return ""
    own = str(cell.get("text") or cell.get("value") or "")
    return own + "".join(_cell_text(inner) for inner in cell.get("elements") or [])


def _not_too_much(value: Mapping[str, Any], at: str) -> _Found:
    total = sum(len(_cell_text(cell)) for row in value["rows"] for cell in row)
    if total > TABLE_CHARACTERS:
        yield f"{at}/rows", f"no more than {TABLE_CHARACTERS} characters in all cells"


def _same_width(value: Mapping[str, Any], at: str) -> _Found:
    """Not documented for plain tables; a ragged table is surely a mistake."""
    widths = {len(row) for row in value["rows"]}
    if len(widths) > 1:
        yield f"{at}/rows", "all rows must have the same number of cells"


def _header_is_plain(value: Mapping[str, Any], at: str) -> _Found:
    for n, cell in enumerate(value["rows"][0]):
        if cell.get("type") == "rich_text":
            yield f"{at}/rows/0/{n}", "the first row cannot hold rich_text"
    column = value.get("row_header_column_index", 0)
    if column >= len(value["rows"][0]):
        yield f"{at}/row_header_column_index", "must name a column of the table"


def _one_point_for_each_category(value: Mapping[str, Any], at: str) -> _Found:
    if "axis_config" not in value:
        return
    categories = value["axis_config"]["categories"]
    names = [series["name"] for series in value["series"]]
    if len(set(names)) < len(names):
        yield f"{at}/series", "series names must be unique"
    for n, series in enumerate(value["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(categories):
            yield f"{at}/series/{n}/data", "needs exactly one point for each category"


_RICH_CELL = Obj({"elements": ListOf(CONTAINER, None, 0)})
_SETTING = Obj({}, {"align": Among(("left", "center", "right")), "is_wrapped": Flag()})

TABLE = Obj(
    {
        "rows": ListOf(
            ListOf(Tagged({"raw_text": Obj({"text": Text(None)}), "rich_text": _RICH_CELL}), 20),
            100,
        )
    },
    {"block_id": BLOCK_ID, "column_settings": ListOf(_Nothing(_SETTING), 20)},
    (_not_too_much, _same_width),
)
DATA_TABLE = Obj(
    {
        "caption": Text(255),
        "rows": ListOf(
            ListOf(
                Tagged(
                    {
                        "raw_text": Obj({"text": Text(None)}),
                        "raw_number": Obj({"value": Number(decimals=True)}, {"text": Text(None)}),
                        "rich_text": _RICH_CELL,
                    }
                ),
                20,
            ),
            101,
            2,
        ),
    },
    {
        "block_id": BLOCK_ID,
        "page_size": Number(1, 100),
        "row_header_column_index": Number(0, 19),
    },
    (_not_too_much, _same_width, _header_is_plain),
)

_LABEL = Text(20)
_SERIES = Obj(
    {
        "name": _LABEL,
        "data": ListOf(Obj({"label": _LABEL, "value": Number(decimals=True)}), 20),
    }
)
_LINES = Obj(
    {
        "series": ListOf(_SERIES, 6),
        "axis_config": Obj(
            {"categories": ListOf(_LABEL, 20)}, {"x_label": Text(50), "y_label": Text(50)}
        ),
    },
    rules=(_one_point_for_each_category,),
)
_PIE = Obj({"segments": ListOf(Obj({"label": _LABEL, "value": Number(1e-9, decimals=True)}), 6)})
DATA_VISUALIZATION = Obj(
    {
        "title": Text(50),
        "chart": Tagged({"line": _LINES, "bar": _LINES, "area": _LINES, "pie": _PIE}),
    },
    {"block_id": BLOCK_ID},
)
