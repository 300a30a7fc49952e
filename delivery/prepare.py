"""From claimed intents to rendered messages. Reads the database and calls nobody.

Starts at `Preparer.prepare` with a claimed batch. Each intent ends as `Prepared`, or as `Skipped`
where it is not sent now, or not any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from delivery.message_kinds import render
from delivery.results import Failed, Prepared, Skipped
from domain.outbox import TO_CHANNEL, Intent, IntentKind, IntentState
from domain.outcomes import Deferred, Dropped
from domain.pages import AnnouncementPage
from services import outgoing
from services.context import Context, by_workspace, system_context
from services.outgoing_ahead import read_ahead
from storage import members
from storage.engine import Database, Transaction
from storage.outbox import intents as outbox

log = structlog.get_logger(__name__)

# The call has to start within this; the lease is for everything that comes after.
START_WITHIN = timedelta(seconds=20)
# How long an edit waits for the message that it edits.
WAIT_FOR_SENDING = timedelta(seconds=5)
WAIT_FOR_UNKNOWN = timedelta(minutes=1)

_MAY_BE_POSTED = frozenset({IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN})


class Preparer:
    def __init__(self, database: Database) -> None:
        self._database = database

    def prepare(self, batch: Sequence[Intent], now: datetime) -> list[Prepared | Skipped]:
        """Each intent as it may be sent at `now`. A fault in one of them stops no other."""
        if not batch:
            return []
        with self._database.read() as transaction:
            contexts = {
                context.workspace.id: context
                for context, _intents in by_workspace(transaction, batch, now)
            }
            prepared = [
                _prepare_safely(contexts[intent.workspace_id], intent, original)
                for intent, original in _read_originals(transaction, batch)
            ]
        return [
            self._prepare_alone(each.intent, now)
            if isinstance(each, Skipped) and isinstance(each.why, Failed)
            else each
            for each in prepared
        ]

    def _prepare_alone(self, intent: Intent, now: datetime) -> Prepared | Skipped:
        """In a transaction of its own: another intent may have broken the one of the batch."""
        with self._database.read() as transaction:
            context = system_context(transaction, intent.workspace_id, now)
            return _prepare_safely(context, intent, _find_original(transaction, intent))


def _prepare_safely(
    context: Context, intent: Intent, original: Intent | None
) -> Prepared | Skipped:
    try:
        return _prepare_one(context, intent, original)
    except Exception as error:
        log.exception("not_rendered", kind=intent.kind.value, intent=intent.id)
        return Skipped(intent, Failed(type(error).__name__))


def _prepare_one(context: Context, intent: Intent, original: Intent | None) -> Prepared | Skipped:
    now = context.now
    if original is None or (original is not intent and original.state not in _MAY_BE_POSTED):
        return Skipped(intent, Dropped("never_sent"))
    is_edit = original is not intent
    if is_edit and original.ts is None:  # it is not known yet whether and where it was posted
        sending = original.state is IntentState.SENDING
        pause = WAIT_FOR_SENDING if sending else WAIT_FOR_UNKNOWN
        return Skipped(intent, Deferred(now + pause, "not_settled"))
    if outbox.has_unsettled_announcement(context.transaction, intent):
        return Skipped(intent, Deferred(now + WAIT_FOR_UNKNOWN, "not_settled"))
    page = outgoing.load(context, original, standing=is_edit)
    if isinstance(page, Dropped | Deferred):
        return Skipped(intent, page)
    channel, ts = _address(context.transaction, intent, original, page)
    return Prepared(intent, render(page, original), channel, ts, now + START_WITHIN)


def _read_originals(
    transaction: Transaction, batch: Sequence[Intent]
) -> list[tuple[Intent, Intent | None]]:
    found = [(intent, _find_original(transaction, intent)) for intent in batch]
    try:
        read_ahead(transaction, [original for _, original in found if original])
    except Exception:
        log.exception("not_read_ahead")
    return found


def _find_original(transaction: Transaction, intent: Intent) -> Intent | None:
    """The message that an edit is about; for every other intent the intent itself."""
    if intent.kind is not IntentKind.REFRESH:
        return intent
    return outbox.find(transaction, intent.workspace_id, intent.subject_id)


def _address(
    transaction: Transaction, intent: Intent, original: Intent, page: object
) -> tuple[str | None, str | None]:
    """(channel, ts). The channel is None where the conversation has to be opened, the ts None for a
    new message."""
    if intent.kind is IntentKind.REFRESH:
        return original.channel or "", original.ts
    if isinstance(page, AnnouncementPage) and intent.kind is IntentKind.ANNOUNCEMENT:
        return intent.to, page.announcement.ts
    if intent.kind in TO_CHANNEL:
        return intent.to, None
    member = members.find(transaction, intent.workspace_id, intent.to)
    return member.dm_channel if member and member.dm_channel else None, None
