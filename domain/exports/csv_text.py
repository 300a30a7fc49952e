"""Writes rows as the text of a CSV file that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

# A spreadsheet takes a cell that begins like this for a formula, and may run it. In some languages
# it takes the full-width characters too. See
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_CHARACTERS: Final = "=+\\-@＝＋－＠"
_FORMULA_START: Final = re.compile(rf"\s*[{_FORMULA_CHARACTERS}]| *[\t\r\n]")
# Where the decimal sign is a comma, a spreadsheet expects semicolons between cells. It then splits
# our cells at semicolons and line breaks, and ignores spaces and quotes that follow these. The
# expression takes each run of these whole, formula or not: otherwise it would try a long run again
# from each of its characters.
_FORMULA_INSIDE: Final = re.compile(rf'([;\t\r\n][\s";]*+)([{_FORMULA_CHARACTERS}]?)')


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """The file with its heading. Lines end as RFC 4180 says, with CR and LF.

    Every cell is quoted, because some spreadsheets also split a bare cell at semicolons and tabs.
    Raises ValueError for a row with a column that is not in `columns`.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({name: neutralise(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def neutralise(cell: str) -> str:
    """Puts an apostrophe before what a spreadsheet would run, so that it is shown as text."""
    shown = _FORMULA_INSIDE.sub(lambda run: f"{run[1]}'{run[2]}" if run[2] else run[0], cell)
    return f"'{shown}" if _FORMULA_START.match(shown) else shown
