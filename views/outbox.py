"""Two sections of an admin's App Home: undelivered messages, and erased words left in Slack."""

from __future__ import annotations

from collections.abc import Sequence

from domain.copy_erasures import UnreachedCopies
from domain.messages import message_label
from domain.operators import OutboxRow, StuckRows
from domain.outbox import IntentState
from domain.pages import Viewer
from views.block_kit import Block, actions, button, confirm_dialog, context, header, section
from views.formatting import channel_link, error_code, mention, on_day

# Action ids; the value is the id of the message's row in the outbox.
RETRY = "outbox.retry"
DROP = "outbox.drop"
# Action ids; the value is the user id of the person who can still read erased words in Slack.
ERASE_AGAIN = "outbox.erase_again"
LEAVE_COPIES = "outbox.leave_copies"


def undelivered_section(stuck: StuckRows, viewer: Viewer) -> list[Block]:
    """The undelivered messages, each with buttons to retry or drop it; empty without messages."""
    if not stuck.rows:
        return []
    blocks = [
        header("Didn't get through"),
        context(
            "Only admins see this. If you drop one, it isn't sent, and the record of it stays."
        ),
    ]
    for row in stuck.rows:
        blocks += _undelivered_row(row, viewer)
    not_shown = stuck.count - len(stuck.rows)
    if not_shown > 0:
        blocks.append(
            context(f"And {not_shown} more: `vouch outbox list` on the server shows all.")
        )
    return blocks


def unreached_section(unreached: Sequence[UnreachedCopies]) -> list[Block]:
    """The people to whom Slack still shows erased words; empty if there are none."""
    if not unreached:
        return []
    note = (
        "Only admins see this. I've erased these candidates here, but Slack refused to change what "
        "it keeps. I'll try again when the person is back."
    )
    blocks = [header("Erased here, still in Slack"), context(note)]
    return [*blocks, *(block for each in unreached for block in _unreached_row(each))]


def _unreached_row(unreached: UnreachedCopies) -> list[Block]:
    copies, recipient = _describe_copies(unreached), unreached.recipient
    try_again = button("Try again", ERASE_AGAIN, recipient, spoken=f"Try again: {copies}")
    leave_it = button(
        "Leave it",
        LEAVE_COPIES,
        recipient,
        confirm=confirm_dialog(
            "Leave it in Slack?",
            "I won't try again, and it won't be listed here any more.",
            "Leave it",
        ),
        spoken=f"Leave it: {copies}",
    )
    text = f"{copies} of {mention(recipient)}{error_code(unreached.reason)}."
    return [section(text), actions(try_again, leave_it)]


def _describe_copies(unreached: UnreachedCopies) -> str:
    """What is left, such as "2 messages in the DM, and the App Home"."""
    count = unreached.message_count
    messages = "1 message" if count == 1 else f"{count} messages"
    if not unreached.has_home:
        return f"{messages} in the DM"
    if count == 0:
        return "The App Home"
    return f"{messages} in the DM, and the App Home"


def _undelivered_row(row: OutboxRow, viewer: Viewer) -> list[Block]:
    since = on_day(row.created_at, viewer)
    if row.state is IntentState.UNKNOWN:
        problem = "Slack didn't say whether it arrived. Look there before you retry"
    else:
        problem = f"Slack didn't take it after {_describe_attempts(row.attempts)}"
    reason = error_code(row.reason or "")
    value = str(row.id)
    return [
        section(f"*{message_label(row.kind)}* for {_recipient(row)}, {since}. {problem}{reason}."),
        actions(
            button(
                "Retry",
                RETRY,
                value,
                confirm=_retry_confirmation(row),
                spoken=f"Retry {message_label(row.kind)}",
            ),
            button("Drop", DROP, value, spoken=f"Drop {message_label(row.kind)}"),
        ),
    ]


def _recipient(row: OutboxRow) -> str:
    """A link to a channel (its id starts with C or G), or a mention of a person (U or W)."""
    return channel_link(row.to) if row.to.startswith(("C", "G")) else mention(row.to)


def _describe_attempts(attempts: int) -> str:
    return "one attempt" if attempts == 1 else f"{attempts} attempts"


def _retry_confirmation(row: OutboxRow) -> Block | None:
    """A dialog if the message may have arrived, so that a retry could post it twice; else None."""
    if row.state is not IntentState.UNKNOWN:
        return None
    return confirm_dialog(
        "Say it again?",
        "It may have arrived already. If so, they'll see it twice.",
        "Say it again",
    )
