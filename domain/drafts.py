"""The kinds of drafts that are about one row. A person has at most one draft for each row."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# The two pages of an endorsement. Both are about a referral.
EVIDENCE: Final = "evidence"
EXAMPLES: Final = "examples"

# What someone typed into the form that edits an opening.
EDIT: Final = "edit"

RETENTION: Final = timedelta(days=30)


def kind_for_row(kind: str, row_id: int | str) -> str:
    """The kind of a draft that is about one row, such as `evidence:12`."""
    return f"{kind}:{row_id}"
