"""Writes rows as the text of a CSV file that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

# A spreadsheet takes a cell that begins like this for a formula, and may run it. See
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """The file with its heading. Lines end as RFC 4180 says, with CR and LF.

    Raises ValueError for a row with a column that is not in `columns`.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows({name: neutralise(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def neutralise(cell: str) -> str:
    """Puts an apostrophe before what a spreadsheet would run, so that it is shown as text."""
    # Spaces are ignored where a formula begins.
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell
