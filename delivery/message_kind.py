"""`MessageKind`: how one kind of message is loaded, rendered and recorded.

Its type parameters make sure that the payload fits the loader, and the page fits the view. The rest
of delivery treats all kinds alike, through the interface `AnyMessageKind` without type parameters.
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


class AnyMessageKind(Protocol):
    """What delivery needs to know about a kind of message.

    If `to_channel` is true, the recipient is a channel, not a person. Every method with an intent
    may raise `KeyError` or `ValueError` if this release cannot read the stored row.
    """

    @property
    def kind(self) -> str: ...

    @property
    def to_channel(self) -> bool: ...

    @property
    def deletes(self) -> bool:
        """Whether sending deletes the posted message instead of editing it."""
        ...

    @property
    def posts_nothing(self) -> bool:
        """Whether sending shows nobody anything new, so that no conversation has to be opened.

        Like an edit, such an intent may safely be sent twice.
        """
        ...

    def prepare(
        self, context: Context, intent: Intent, *, is_edit: bool, is_erasure: bool = False
    ) -> Message | Dropped | Deferred:
        """Renders the message from the present rows, or returns why it is not sent (now).

        `is_erasure` means that the posted message shows words that have been erased since. Then
        there is always a message to replace it, even for a recipient who has left.
        """
        ...

    def find_posted_ts(self, context: Context, intent: Intent) -> str | None:
        """Returns the ts of the posted message that this one edits, or None for a new message."""
        ...

    def find_thread(self, intent: Intent) -> str | None:
        """Returns the ts of the message in whose thread this one is posted, or None."""
        ...

    def find_key(self, intent: Intent) -> str:
        """Returns the key by which `reconcile` finds the posted message in Slack.

        The key is in the metadata of the message. For a file it is the file's id.
        """
        ...

    def find_obstacle(self, slack: SlackClient, intent: Intent) -> CallResult | None:
        """Asks Slack whether the message may be sent. Returns None, or the reason against it."""
        ...

    def is_still_needed(self, context: Context, intent: Intent) -> bool:
        """Whether the message is posted again after someone deleted it in Slack."""
        ...

    def add_from_slack(
        self, slack: SlackClient, intent: Intent, channel: str, message: Message
    ) -> Message | CallResult:
        """Adds text that only Slack stores. Returns the failed call if Slack does not return it."""
        ...

    def record_sent(self, context: Context, intent: Intent, ts: str) -> None: ...

    def record_refused(self, context: Context, intent: Intent, why: str) -> None:
        """Records that Slack refused the message; `why` is Slack's error."""
        ...

    def record_dropped(self, context: Context, intent: Intent, why: str) -> None:
        """Records that we did not send the message; `why` is our own reason."""
        ...


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
    """One kind of message. Most kinds set only the first two fields.

    Where a function takes a `str` after the payload, that is the recipient's id unless a comment
    says otherwise. `ts` is the id that Slack gives a message.
    """

    payload: type[PayloadT]
    load: Callable[[Context, PayloadT, Delivery], PageT | ErasedPage | Dropped | Deferred]
    render: Callable[[PageT], Message]
    # The recipient may be a guest, because the message answers what they wrote to the bot.
    also_to_guests: bool = False
    # The message that `find_ts_to_change` returns is deleted, not edited. What is rendered is not
    # sent. If the loader returns `Dropped`, nothing is deleted.
    deletes: bool = False
    # A file is uploaded or deleted, without any message. The recipient may have left.
    posts_nothing: bool = False
    # Renders the edit of a posted message whose candidate has been erased since.
    after_erasure: Callable[[ErasedPage], Message] = erased_placeholder
    # Returns the ts of the posted message that this one edits or deletes, or None.
    find_ts_to_change: Callable[[Context, PayloadT], str | None] = _find_nothing_posted
    # Returns the result that forbids sending, or None. The function may ask Slack.
    check_before_sending: Callable[[SlackClient, PayloadT, str], CallResult | None] = _check_nothing
    # Whether to post the message again after someone deleted it in Slack.
    is_needed: Callable[[Context, PayloadT, str], bool] = _is_not_needed
    # Adds text that only Slack stores. The `str` is the id of the channel or conversation.
    add_before_sending: Callable[[SlackClient, PayloadT, str, Message], Message | CallResult] = (
        _add_nothing
    )
    # Called when Slack has taken the message. The `str` is the ts of the message.
    on_sent: Callable[[Context, PayloadT, str], None] = _ignore_sent
    # Called when Slack has refused the message. The second `str` is Slack's error.
    on_refused: Callable[[Context, PayloadT, str, str], None] = _ignore_failure
    # Called when we did not send the message. The second `str` is our own reason.
    on_dropped: Callable[[Context, PayloadT, str, str], None] = _ignore_failure

    @property
    def kind(self) -> str:
        return self.payload.kind

    @property
    def to_channel(self) -> bool:
        return self.payload.to_channel

    def prepare(
        self, context: Context, intent: Intent, *, is_edit: bool, is_erasure: bool = False
    ) -> Message | Dropped | Deferred:
        if not (self.to_channel or self.also_to_guests or self.posts_nothing or is_erasure):
            # Edits notify nobody, and people wait for an AWAITED message.
            at_any_hour = is_edit or intent.priority is Priority.AWAITED
            obstacle = check_recipient(context, intent.recipient, at_any_hour=at_any_hour)
            if obstacle is not None:
                return obstacle
        delivery = Delivery(intent.id, intent.recipient, is_edit)
        page = self.load(context, self._read_payload(intent), delivery)
        if isinstance(page, Dropped | Deferred):
            return anonymous_placeholder() if is_erasure else page
        if isinstance(page, ErasedPage):
            return self.after_erasure(page)
        return self.render(page)

    def find_posted_ts(self, context: Context, intent: Intent) -> str | None:
        return self.find_ts_to_change(context, self._read_payload(intent))

    def find_thread(self, intent: Intent) -> str | None:
        return self._read_payload(intent).thread()

    def find_key(self, intent: Intent) -> str:
        return self._read_payload(intent).shared_file() or intent.message_key

    def find_obstacle(self, slack: SlackClient, intent: Intent) -> CallResult | None:
        return self.check_before_sending(slack, self._read_payload(intent), intent.recipient)

    def is_still_needed(self, context: Context, intent: Intent) -> bool:
        return self.is_needed(context, self._read_payload(intent), intent.recipient)

    def add_from_slack(
        self, slack: SlackClient, intent: Intent, channel: str, message: Message
    ) -> Message | CallResult:
        return self.add_before_sending(slack, self._read_payload(intent), channel, message)

    def record_sent(self, context: Context, intent: Intent, ts: str) -> None:
        self.on_sent(context, self._read_payload(intent), ts)

    def record_refused(self, context: Context, intent: Intent, why: str) -> None:
        self.on_refused(context, self._read_payload(intent), intent.recipient, why)

    def record_dropped(self, context: Context, intent: Intent, why: str) -> None:
        self.on_dropped(context, self._read_payload(intent), intent.recipient, why)

    def _read_payload(self, intent: Intent) -> PayloadT:
        return self.payload.from_row(intent.subject_id, intent.details)
