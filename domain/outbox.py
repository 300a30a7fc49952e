"""What must be said, as a row: an intent, rendered when it is sent, dropped when no longer true."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class IntentKind(StrEnum):
    ANNOUNCEMENT = "announcement"
    ANNOUNCEMENT_FAILED = "announcement_failed"
    ACKNOWLEDGEMENT = "acknowledgement"
    RECEIVED = "received"
    SECOND_VOUCH = "second_vouch"
    STAGE_CHANGED = "stage_changed"
    OWNER_CHANGED = "owner_changed"
    QUESTION = "question"
    ANSWER = "answer"
    ASKED = "asked"  # to the asker: their ask is on its way, or what became of it
    ASK_ANSWER = "ask_answer"  # to the asker: what the colleague said
    MANAGER_WORD = "manager_word"  # an advocate's words to the hiring manager
    MANAGER_REPLY = "manager_reply"
    CHANNEL_POST = "channel_post"  # an advocate tells a channel of the role
    CHANNEL_POST_FAILED = "channel_post_failed"
    NUDGE = "nudge"
    ROUNDUP = "roundup"
    AGREED = "agreed"  # a candidate who was hidden has agreed: the card opens
    ERASED = "erased"  # what was held about a candidate is gone
    THANKS = "thanks"  # a colleague thanks a colleague
    THANKS_SHARED = "thanks_shared"  # and the one who was thanked shows it in a channel
    REFRESH = "refresh"  # an earlier message is edited to say what is true now


class IntentState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # Slack did not say whether it stands there
    DROPPED = "dropped"  # no longer true, or nobody to tell; the reason is kept
    DEAD = "dead"  # cannot be said; an operator is shown it


class Priority(IntEnum):
    """What a person waits for goes before what they did not ask for."""

    AWAITED = 0
    NEWS = 1
    NUDGE = 2
    EDIT = 3


PRIORITY: dict[IntentKind, Priority] = {
    IntentKind.ANNOUNCEMENT: Priority.AWAITED,
    IntentKind.ANNOUNCEMENT_FAILED: Priority.AWAITED,
    IntentKind.ACKNOWLEDGEMENT: Priority.AWAITED,
    IntentKind.RECEIVED: Priority.NEWS,
    IntentKind.SECOND_VOUCH: Priority.NEWS,
    IntentKind.STAGE_CHANGED: Priority.NEWS,
    IntentKind.OWNER_CHANGED: Priority.NEWS,
    IntentKind.QUESTION: Priority.NEWS,
    IntentKind.ANSWER: Priority.NEWS,
    IntentKind.ASKED: Priority.AWAITED,
    IntentKind.ASK_ANSWER: Priority.NEWS,
    IntentKind.MANAGER_WORD: Priority.NEWS,
    IntentKind.MANAGER_REPLY: Priority.NEWS,
    IntentKind.CHANNEL_POST: Priority.AWAITED,
    IntentKind.CHANNEL_POST_FAILED: Priority.AWAITED,
    IntentKind.NUDGE: Priority.NUDGE,
    IntentKind.ROUNDUP: Priority.NUDGE,
    IntentKind.AGREED: Priority.NEWS,
    IntentKind.ERASED: Priority.NEWS,
    IntentKind.THANKS: Priority.NEWS,
    IntentKind.THANKS_SHARED: Priority.AWAITED,
    IntentKind.REFRESH: Priority.EDIT,
}


# These go to a channel; all others are somebody's direct message.
TO_CHANNEL = frozenset(
    {
        IntentKind.ANNOUNCEMENT,
        IntentKind.ROUNDUP,
        IntentKind.CHANNEL_POST,
        IntentKind.THANKS_SHARED,
    }
)


@dataclass(frozen=True, slots=True)
class NewIntent:
    """What a service queues. `to` is a user id or a channel id; `dedupe` is unique for ever.

    `about` holds ids only: whatever a person reads is looked up when it is sent.
    """

    kind: IntentKind
    to: str
    subject_id: int
    dedupe: str
    about: dict[str, object] = field(default_factory=dict)
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """A claimed row. `key` is the opaque id that travels in the message's metadata."""

    id: int
    workspace_id: int
    kind: IntentKind
    to: str
    subject_id: int
    about: dict[str, object]
    key: str
    state: IntentState
    attempts: int
    channel: str | None
    ts: str | None
    created_at: datetime
