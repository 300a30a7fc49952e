"""The results of the stages of delivery, for one intent each.

`prepare` returns `Prepared` or `Skipped`, `send` turns the former into `SendResult`, and `record`
writes what happened into the outbox.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from delivery.rate_limits import OPEN
from domain.outbox import Intent
from domain.outcomes import CallOutcome, Deferred, Dropped
from slack_io.results import CallResult
from views.block_kit import Block, Message

# Sending has to start within this time, so that its calls end before the intent's lease does.
START_WITHIN = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Failed:
    """Rendering raised an exception, whose name is `error`."""

    error: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """The intent is not sent now.

    With `block_later_messages`, later messages to the same recipient wait for this one.
    """

    intent: Intent
    cause: Deferred | Dropped | Failed
    block_later_messages: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rendered message and where it goes.

    `channel` is None if the conversation has to be opened first. `ts` identifies the message to
    edit and is None for a new message; `thread_ts` is the message in whose thread a new message is
    posted, or None. `view` is an App Home or a modal that is sent instead of a message; a modal
    replaces the one with the same `external_id`. With `deletes`, the message at `ts` is deleted.
    With `posts_nothing`, a file is uploaded or deleted, which no conversation shows as new.
    `rendered_at` (UTC) is a moment before the rows of the message were read.
    """

    intent: Intent
    message: Message
    channel: str | None
    ts: str | None
    rendered_at: datetime
    view: Block | None = None
    thread_ts: str | None = None
    deletes: bool = False
    posts_nothing: bool = False

    @property
    def start_before(self) -> datetime:
        """After this moment (UTC) the call is not started any more."""
        return self.rendered_at + START_WITHIN

    @property
    def is_edit(self) -> bool:
        """Whether no new message is posted. An edit may be sent twice, and before older intents."""
        return self.ts is not None or self.view is not None or self.posts_nothing


NOT_STARTED = CallResult(CallOutcome.TRY_AGAIN)


@dataclass(frozen=True, slots=True)
class SendResult:
    """How sending ended. `channel` is None if the conversation could not be opened.

    `made_calls` names the methods with a rate limit that were called. With `conversation_opened`,
    the conversation is new and its channel is not stored yet. `started` is False if no method was
    called.
    """

    prepared: Prepared
    call: CallResult
    channel: str | None = None
    made_calls: Set[str] = frozenset()
    conversation_opened: bool = False
    started: bool = True

    @property
    def intent(self) -> Intent:
        return self.prepared.intent

    @property
    def message_attempted(self) -> bool:
        """Whether Slack was asked to post or edit the message, not only to open a conversation."""
        return bool(self.made_calls - {OPEN})
