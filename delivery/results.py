"""What became of an intent on its way through delivery.

`prepare` returns `Prepared` or `Skipped`, `send` turns the former into `SendResult`, and `record`
writes what happened into the outbox.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from delivery.rate_limits import OPEN
from domain.outbox import Intent
from domain.outcomes import CallOutcome, Deferred, Dropped
from slack_io.results import CallResult
from views.block_kit import Message


@dataclass(frozen=True, slots=True)
class Failed:
    """A fault of ours before the call; `error` is the exception's name."""

    error: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """The intent is not sent now. `holds_lane`: what was queued after it for the same recipient
    waits as well."""

    intent: Intent
    why: Deferred | Dropped | Failed
    holds_lane: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rendered message and where it goes.

    `channel` is None where the conversation has to be opened first. `ts` is that of the message to
    edit, None for a new message. After `start_before` (UTC) the call is not started any more, as
    the lease might end during the call.
    """

    intent: Intent
    message: Message
    channel: str | None
    ts: str | None
    start_before: datetime

    @property
    def is_edit(self) -> bool:
        return self.ts is not None


NOT_STARTED = CallResult(CallOutcome.TRY_AGAIN)


@dataclass(frozen=True, slots=True)
class SendResult:
    """How sending ended. `channel` is where it was tried, None where there was no conversation.

    `calls` are the rated methods that were called. `opened`: the conversation is new and is to be
    stored. `started` is False where nothing was called at all.
    """

    prepared: Prepared
    call: CallResult
    channel: str | None = None
    calls: Set[str] = frozenset()
    opened: bool = False
    started: bool = True

    @property
    def intent(self) -> Intent:
        return self.prepared.intent

    @property
    def message_sent(self) -> bool:
        """Whether the message itself left, as opposed to a call that opens its conversation."""
        return bool(self.calls - {OPEN})
