"""Answers messages that people write to the bot, each in its thread.

A message is identified by its `ts`, which Slack gives it in its channel. Its text is not stored.
"""

from __future__ import annotations

from domain.members import Membership
from domain.message_payload import Delivery
from domain.threaded_messages import DirectMessageAnswered, MentionAnswered
from domain.written_pages import AnswerPage
from services import outbox
from services.context import Context
from services.written_replies import find_offer
from storage import members


def answer_direct_message(context: Context, ts: str, thread_ts: str) -> None:
    """Queues the answer to a message in the actor's direct message. `thread_ts` is its thread.

    If it is a reply under a message of the bot, the answer may offer to pass it on.
    """
    offer = find_offer(context, ts, thread_ts) if thread_ts != ts else None
    if offer is not None:
        outbox.queue(context, offer, to=context.actor.user_id)
    else:
        answer_in_words(context, context.actor.user_id, ts, thread_ts)


def answer_in_words(context: Context, user_id: str, ts: str, thread_ts: str) -> None:
    answer = DirectMessageAnswered(subject_id=0, thread_ts=thread_ts)
    outbox.queue(context, answer, to=user_id, occasion=ts)


def answer_mention(context: Context, channel: str, ts: str, thread_ts: str) -> None:
    """Queues the answer to a message in a channel that mentions the bot."""
    answer = MentionAnswered(subject_id=0, thread_ts=thread_ts)
    outbox.queue(context, answer, to=channel, occasion=ts)


def load_direct_message_answer(
    context: Context, _payload: DirectMessageAnswered, delivery: Delivery
) -> AnswerPage:
    reader = members.find(context.transaction, context.workspace.id, delivery.recipient)
    return AnswerPage(may_refer=bool(reader and reader.membership is Membership.MEMBER))


def load_mention_answer(
    _context: Context, _payload: MentionAnswered, _delivery: Delivery
) -> AnswerPage:
    return AnswerPage(may_refer=True)
