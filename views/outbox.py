"""What could not be said, for an admin in App Home: which, to whom, why, and two buttons."""

from __future__ import annotations

from domain.operators import QueueLine, Troubles
from domain.outbox import IntentKind, IntentState
from domain.pages import Reader
from views import kit
from views.kit import Block
from views.text import channel, on_day, person

RETRY = "outbox.retry"
DROP = "outbox.drop"

KIND: dict[IntentKind, str] = {
    IntentKind.ANNOUNCEMENT: "An announcement",
    IntentKind.ANNOUNCEMENT_FAILED: "A note that an announcement failed",
    IntentKind.ACKNOWLEDGEMENT: "The thanks for a referral",
    IntentKind.RECEIVED: "A new referral",
    IntentKind.SECOND_VOUCH: "A second vouch",
    IntentKind.STAGE_CHANGED: "The news of a new stage",
    IntentKind.OWNER_CHANGED: "The news of a new owner",
    IntentKind.QUESTION: "A question about a referral",
    IntentKind.ANSWER: "An answer about a referral",
    IntentKind.ASKED: "A private note",
    IntentKind.ASK_ANSWER: "A private note",
    IntentKind.NUDGE: "A nudge",
    IntentKind.AGREED: "The news that a candidate agreed",
    IntentKind.ERASED: "The news that a candidate's data is erased",
    IntentKind.THANKS: "A colleague's thanks",
    IntentKind.THANKS_SHARED: "Thanks shared in a channel",
    IntentKind.REFRESH: "The edit of an earlier message",
}


def section(troubles: Troubles, reader: Reader) -> list[Block]:
    """Nothing at all while everything could be said."""
    if not troubles.lines:
        return []
    blocks = [
        kit.header("Could not be said"),
        kit.small("Only admins see this. What is dropped is not said, and the record of it stays."),
    ]
    for line in troubles.lines:
        blocks += _row(line, reader)
    more = troubles.count - len(troubles.lines)
    if more > 0:
        blocks.append(kit.small(f"And {more} more: `vouch outbox list` on the server shows all."))
    return blocks


def _row(line: QueueLine, reader: Reader) -> list[Block]:
    since = on_day(line.created_at, reader.zone, reader.now)
    if line.state is IntentState.UNKNOWN:
        what = "Slack did not say whether it arrived. Look there before you retry"
    else:
        what = f"Slack did not take it after {_times(line.attempts)}"
    reason = f" (`{_word(line.reason)}`)" if line.reason else ""
    value = str(line.id)
    return [
        kit.say(f"*{KIND[line.kind]}* for {_to(line)}, {since}. {what}{reason}."),
        kit.actions(
            kit.button("Retry", RETRY, value, confirm=_twice(line)),
            kit.button("Drop", DROP, value),
        ),
    ]


def _to(line: QueueLine) -> str:
    """A channel for announcements (Slack's ids of channels start with C or G), else a person."""
    return channel(line.to) if line.to.startswith(("C", "G")) else person(line.to)


def _times(attempts: int) -> str:
    return "one attempt" if attempts == 1 else f"{attempts} attempts"


def _word(reason: str) -> str:
    """Slack's own word, as it can be looked up; nothing that could be live."""
    return "".join(char for char in reason if char.isalnum() or char in "_.- ")[:80] or "unknown"


def _twice(line: QueueLine) -> Block | None:
    if line.state is not IntentState.UNKNOWN:
        return None
    return kit.confirm(
        "Say it again?",
        "It may have arrived already. If it has, it will stand there twice.",
        "Say it again",
    )
