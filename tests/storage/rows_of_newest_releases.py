"""The newest rows of `rows_of_old_releases.py`, in a file of their own for its length."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WS = 1

NEWEST_ROWS: dict[str, dict[str, dict[str, Any]]] = {
    "0047": {
        "congratulation": {
            "workspace_id": WS,
            "referral_id": 6,
            "advocate": "U0ADA",
            "hired": "U0GRACE",
            "channel": "C0HIRING",
            "asked_at": AT,
            "agreed": True,
            "ts": "1772443800.000100",
            "refused": False,
            "taken_back_by": None,
        },
    },
}
