"""`MessageKind`: how one kind of message is loaded, rendered and recorded.

It pairs payload, loader and view by type. `Entry` is its interface without those types, for the
rest of delivery, which handles intents of every kind alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from domain.message_payload import Delivery, Payload
from domain.outbox import Intent, Priority
from domain.outcomes import Deferred, Dropped
from domain.pages import ErasedPage
from services.context import Context
from services.message_pages import check_recipient
from slack_io.client import SlackClient
from slack_io.results import CallResult
from views.block_kit import Message
from views.consent import anonymous_placeholder, erased_placeholder

PayloadT = TypeVar("PayloadT", bound=Payload)
PageT = TypeVar("PageT")


class Entry(Protocol):
    """A kind of message. Every method may raise `KeyError` or `ValueError` for a row that this
    release does not understand."""

    @property
    def kind(self) -> str: ...

    @property
    def to_channel(self) -> bool: ...

    @property
    def deletes(self) -> bool: ...

    def prepare(
        self, context: Context, intent: Intent, *, is_edit: bool, erases: bool = False
    ) -> Message | Dropped | Deferred:
        """Renders the message from today's rows, or returns why it is not sent.

        With `erases`, a posted message shows words that are erased. It is always rendered, for
        people who left as well.
        """
        ...

    def find_posted_ts(self, context: Context, intent: Intent) -> str | None:
        """Returns the ts of the posted message that this one edits, or None for a new message."""
        ...

    def find_thread(self, intent: Intent) -> str | None:
        """Returns the ts of the message in whose thread it is posted."""
        ...

    def find_obstacle(self, slack: SlackClient, intent: Intent) -> CallResult | None:
        """Asks Slack whether the message may be sent. Returns the refusal, or None where it may."""
        ...

    def is_still_needed(self, context: Context, intent: Intent) -> bool:
        """Whether the message is posted again where it was deleted in Slack."""
        ...

    def complete(
        self, slack: SlackClient, intent: Intent, channel: str, message: Message
    ) -> Message | CallResult:
        """Adds to a new message what only Slack has. Returns the failed call where it is gone."""
        ...

    def record_sent(self, context: Context, intent: Intent, ts: str) -> None: ...

    def record_refused(self, context: Context, intent: Intent, why: str) -> None: ...

    def record_dropped(self, context: Context, intent: Intent, why: str) -> None: ...


def _find_nothing_posted(_context: Context, _payload: Payload) -> str | None:
    return None


def _check_nothing(_slack: SlackClient, _payload: Payload, _to: str) -> CallResult | None:
    return None


def _is_not_needed(_context: Context, _payload: Payload, _to: str) -> bool:
    return False


def _add_nothing(
    _slack: SlackClient, _payload: Payload, _channel: str, message: Message
) -> Message | CallResult:
    return message


def _ignore_sent(_context: Context, _payload: Payload, _ts: str) -> None:
    return None


def _ignore_failure(_context: Context, _payload: Payload, _to: str, _why: str) -> None:
    return None


@dataclass(frozen=True)
class MessageKind(Generic[PayloadT, PageT]):
    """The entry of one kind of message in `MESSAGE_KINDS`.

    `to_anyone`: the recipient may be a guest, as they wrote to the bot. `deletes`: the posted
    message that `find_posted` finds is deleted.
    `after_erasure` renders a posted message whose candidate was erased since. `on_sent` is called
    with the message's ts, `on_refused` with the recipient and Slack's error, `on_dropped` with the
    recipient and our own reason. `is_needed` is asked with the recipient when the message was
    deleted in Slack.
    """

    payload: type[PayloadT]
    load: Callable[[Context, PayloadT, Delivery], PageT | ErasedPage | Dropped | Deferred]
    render: Callable[[PageT], Message]
    to_anyone: bool = False
    deletes: bool = False
    after_erasure: Callable[[ErasedPage], Message] = erased_placeholder
    find_posted: Callable[[Context, PayloadT], str | None] = _find_nothing_posted
    check_before_sending: Callable[[SlackClient, PayloadT, str], CallResult | None] = _check_nothing
    is_needed: Callable[[Context, PayloadT, str], bool] = _is_not_needed
    complete_before_sending: Callable[
        [SlackClient, PayloadT, str, Message], Message | CallResult
    ] = _add_nothing
    on_sent: Callable[[Context, PayloadT, str], None] = _ignore_sent
    on_refused: Callable[[Context, PayloadT, str, str], None] = _ignore_failure
    on_dropped: Callable[[Context, PayloadT, str, str], None] = _ignore_failure

    @property
    def kind(self) -> str:
        return self.payload.kind

    @property
    def to_channel(self) -> bool:
        return self.payload.to_channel

    def prepare(
        self, context: Context, intent: Intent, *, is_edit: bool, erases: bool = False
    ) -> Message | Dropped | Deferred:
        asks_recipient = not (self.to_channel or self.to_anyone or erases)
        at_once = is_edit or intent.priority is Priority.AWAITED
        if asks_recipient and (
            obstacle := check_recipient(context, intent.recipient, at_once=at_once)
        ):
            return obstacle
        delivery = Delivery(intent.id, intent.recipient, is_edit)
        page = self.load(context, self._read_payload(intent), delivery)
        if isinstance(page, Dropped | Deferred):
            return anonymous_placeholder() if erases else page
        if isinstance(page, ErasedPage):
            return self.after_erasure(page)
        return self.render(page)

    def find_posted_ts(self, context: Context, intent: Intent) -> str | None:
        return self.find_posted(context, self._read_payload(intent))

    def find_thread(self, intent: Intent) -> str | None:
        return self._read_payload(intent).thread()

    def find_obstacle(self, slack: SlackClient, intent: Intent) -> CallResult | None:
        return self.check_before_sending(slack, self._read_payload(intent), intent.recipient)

    def is_still_needed(self, context: Context, intent: Intent) -> bool:
        return self.is_needed(context, self._read_payload(intent), intent.recipient)

    def complete(
        self, slack: SlackClient, intent: Intent, channel: str, message: Message
    ) -> Message | CallResult:
        return self.complete_before_sending(slack, self._read_payload(intent), channel, message)

    def record_sent(self, context: Context, intent: Intent, ts: str) -> None:
        self.on_sent(context, self._read_payload(intent), ts)

    def record_refused(self, context: Context, intent: Intent, why: str) -> None:
        self.on_refused(context, self._read_payload(intent), intent.recipient, why)

    def record_dropped(self, context: Context, intent: Intent, why: str) -> None:
        self.on_dropped(context, self._read_payload(intent), intent.recipient, why)

    def _read_payload(self, intent: Intent) -> PayloadT:
        return self.payload.from_row(intent.subject_id, intent.details)
