"""Renders the messages, App Homes and modals that the delivery is about to send.

An intent is a row of the outbox: what is to be sent, and to whom. Each intent becomes `Prepared`,
or `Skipped` if it is sent later or never. This step only reads the database. It does not call
Slack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from delivery.message_kind import AnyMessageKind
from delivery.message_kinds import MESSAGE_KINDS
from delivery.results import Failed, Prepared, Skipped
from domain.copy_erasures import CopyErasure, HomeErasure
from domain.messages import LargePage, MessageEdit
from domain.outbox import Intent, IntentState
from domain.outcomes import Deferred, Dropped
from domain.windows import DeskRefresh, HomeRefresh, WindowKind
from services import desk_window, home_page, people
from services.context import Context, group_by_workspace, system_context
from storage import idempotency_keys, members, outbox, windows
from storage.engine import Database, Transaction
from views.block_kit import Block, Message, mark_as_from_home
from views.desk import listing
from views.desk.referral import render_window
from views.home import app_home
from views.notice import erased_modal

log = structlog.get_logger(__name__)

# How long an edit waits before it is tried again, while the message that it edits is being sent,
# and while nobody knows whether that message was posted.
WAIT_FOR_SENDING = timedelta(seconds=5)
WAIT_FOR_UNKNOWN = timedelta(minutes=1)

_POSSIBLY_POSTED = frozenset({IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN})


class Preparer:
    """Prepares batches of claimed intents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def prepare(self, batch: Sequence[Intent], now: datetime) -> list[Prepared | Skipped]:
        """Renders each intent as of `now` (UTC), in the given order.

        An error in one intent does not stop the others.
        """
        if not batch:
            return []
        with self._database.read() as transaction:
            contexts = {
                context.workspace.id: context
                for context, _intents in group_by_workspace(transaction, batch, now)
            }
            prepared = [_prepare_safely(contexts[intent.workspace_id], intent) for intent in batch]
        return [
            self._prepare_separately(each.intent, now) if _has_failed(each) else each
            for each in prepared
        ]

    def _prepare_separately(self, intent: Intent, now: datetime) -> Prepared | Skipped:
        """Prepares the intent in a transaction of its own, after it failed in the batch.

        Another intent may have broken the transaction of the batch.
        """
        with self._database.read() as transaction:
            context = system_context(transaction, intent.workspace_id, now)
            return _prepare_safely(context, intent)


def _has_failed(result: Prepared | Skipped) -> bool:
    return isinstance(result, Skipped) and isinstance(result.cause, Failed)


def _prepare_safely(context: Context, intent: Intent) -> Prepared | Skipped:
    """Prepares the intent. If that raises, logs the exception and returns it as `Failed`."""
    try:
        return _prepare_intent(context, intent)
    except Exception as error:
        log.exception("not_rendered", kind=intent.kind, intent=intent.id)
        return Skipped(intent, Failed(type(error).__name__))


def _prepare_intent(context: Context, intent: Intent) -> Prepared | Skipped:
    if intent.kind == LargePage.kind:
        return _prepare_large_page(context, intent)
    if intent.kind in (HomeErasure.kind, HomeRefresh.kind):
        return _prepare_home(context, intent)
    if intent.kind == DeskRefresh.kind:
        return _prepare_desk(context, intent)
    return _prepare_message(context, intent)


def _prepare_message(context: Context, intent: Intent) -> Prepared | Skipped:
    original = _find_original(context.transaction, intent)
    if original is None:
        return Skipped(intent, Dropped("never_sent"))
    is_edit = original is not intent
    if is_edit and original.state not in _POSSIBLY_POSTED:
        return Skipped(intent, Dropped("never_sent"))
    if is_edit and original.ts is None:  # We do not know yet whether the original was posted.
        is_sending = original.state is IntentState.SENDING
        wait = WAIT_FOR_SENDING if is_sending else WAIT_FOR_UNKNOWN
        return Skipped(intent, Deferred(context.now + wait, "not_settled"))
    if outbox.has_unsettled_announcement(context.transaction, intent):
        return Skipped(intent, Deferred(context.now + WAIT_FOR_UNKNOWN, "not_settled"))
    kind = MESSAGE_KINDS[original.kind]
    is_erasure = intent.kind == CopyErasure.kind
    message = kind.prepare(context, original, is_edit=is_edit, is_erasure=is_erasure)
    if isinstance(message, Dropped | Deferred):
        return Skipped(intent, message)
    channel, ts = _find_address(context, intent, original, kind)
    return Prepared(
        intent,
        message,
        channel,
        ts,
        rendered_at=context.now,
        thread_ts=kind.find_thread(original),
        deletes=kind.deletes,
        posts_nothing=kind.posts_nothing,
    )


def _prepare_view(context: Context, intent: Intent, view: Block) -> Prepared:
    """Returns an App Home or a modal as `Prepared`, which has no message and no channel then."""
    return Prepared(intent, Message(""), channel="", ts=None, rendered_at=context.now, view=view)


def _prepare_large_page(context: Context, intent: Intent) -> Prepared | Skipped:
    payload = LargePage.from_row(intent.subject_id, intent.details)
    key = payload.request_key
    answer = idempotency_keys.find_answer(context.transaction, context.workspace.id, key)
    if answer is None:  # Stored answers are deleted after a day.
        return Skipped(intent, Dropped("page_gone"))
    modal = answer.get("view") or erased_modal()  # Erasing a candidate removes the view.
    if payload.from_home:
        modal = mark_as_from_home(modal)
    return _prepare_view(context, intent, {**modal, "external_id": key})


def _prepare_home(context: Context, intent: Intent) -> Prepared | Skipped:
    page = home_page.load_home_of(context, intent.recipient)
    if page is None:
        return Skipped(intent, Dropped("not_a_member"))
    return _prepare_view(context, intent, app_home(page))


def _prepare_desk(context: Context, intent: Intent) -> Prepared | Skipped:
    window = windows.find(
        context.transaction, context.workspace.id, intent.recipient, WindowKind.DESK
    )
    actor = people.find_actor(context, intent.recipient)
    if window is None or actor is None:
        return Skipped(intent, Dropped("not_open"))
    view = replace(listing.parse_desk(window.state), window=window.external_id)
    page = desk_window.load_window(
        replace(context, actor=actor), view.referral_id, view.filter, view.start
    )
    modal = {**render_window(page, view), "external_id": window.external_id}
    return _prepare_view(context, intent, modal)


def _find_original(transaction: Transaction, intent: Intent) -> Intent | None:
    """Returns the intent of the message that an edit or an erasure changes, None if it is gone.

    Any other intent is its own original.
    """
    if intent.kind not in (MessageEdit.kind, CopyErasure.kind):
        return intent
    return outbox.find_intent(transaction, intent.workspace_id, intent.subject_id)


def _find_address(
    context: Context, intent: Intent, original: Intent, kind: AnyMessageKind
) -> tuple[str | None, str | None]:
    """Returns the channel, and the ts of the message to change (None for a new message).

    The channel is None if a DM has to be opened first, and "" if nothing is posted to a channel.
    """
    is_edit = original is not intent
    if is_edit:
        return original.channel or "", original.ts
    if kind.posts_nothing:
        return "", None
    if kind.to_channel:
        return intent.recipient, kind.find_posted_ts(context, intent)
    member = members.find(context.transaction, intent.workspace_id, intent.recipient)
    return member.dm_channel if member and member.dm_channel else None, None
