"""The stuck rows of the outbox that an admin sees: five at most are shown, and all are counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.messages import AnnouncementPosted, StageChanged
from domain.operators import OutboxRow, StuckRows
from domain.outbox import IntentState
from tests.views.samples import NOW, Sample

UNKNOWN: Final = OutboxRow(
    id=41,
    workspace_id=1,
    kind=StageChanged.kind,
    to="U0ADA",
    subject_id=7,
    state=IntentState.UNKNOWN,
    attempts=1,
    reason="TimeoutError",
    created_at=NOW - timedelta(days=1),
    not_before=NOW,
    settled_at=NOW,
    channel=None,
    ts=None,
)
DEAD: Final = replace(
    UNKNOWN,
    id=42,
    kind=AnnouncementPosted.kind,
    to="C0HIRING",
    state=IntentState.DEAD,
    attempts=6,
    reason="no_text",
)


def stuck_rows(sample: Sample) -> StuckRows:
    if sample.maximal:
        return StuckRows((UNKNOWN, DEAD, UNKNOWN, DEAD, UNKNOWN), 5000)
    return StuckRows((UNKNOWN, DEAD), 2)
