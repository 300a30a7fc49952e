"""What the steps of the delivery pass on about an intent, which is a message in the outbox.

The module `prepare` returns `Prepared` or `Skipped`. `send` makes a `SendResult` of what is
prepared, or a `Skipped`. `record` writes either into the outbox.
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

# Sending starts within this time or not at all. So its calls of Slack end before another process
# may claim the intent.
START_WITHIN = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Failed:
    """Rendering the message raised an exception. `error` is the name of the exception's class."""

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

    - `channel`: None if the conversation has to be opened first.
    - `ts`: the message to edit or delete. None for a new message.
    - `rendered_at`: a moment (UTC) just before the rows of the message were read.
    - `view`: an App Home or a modal that is sent instead of the message. A modal replaces the one
      with the same `external_id`.
    - `thread_ts`: the message in whose thread a new message is posted, if any.
    - `deletes`: whether the message at `ts` is deleted.
    - `posts_nothing`: whether a file is uploaded or deleted, which shows nothing new to anybody.
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
        """The moment (UTC) after which sending must not start."""
        return self.rendered_at + START_WITHIN

    @property
    def is_edit(self) -> bool:
        """Whether nothing new is posted. An edit may be sent twice, and before older intents."""
        return self.ts is not None or self.view is not None or self.posts_nothing


# The result if it became too late to start sending.
NOT_STARTED = CallResult(CallOutcome.TRY_AGAIN)


@dataclass(frozen=True, slots=True)
class SendResult:
    """How sending ended. `call` is the result of the last call of Slack.

    `channel` is None if the conversation could not be opened. `made_calls` names the methods with a
    rate limit that were called. `conversation_opened` is true if the conversation was opened just
    now, so that its channel is not stored yet. `started` is false if no method was called.
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
