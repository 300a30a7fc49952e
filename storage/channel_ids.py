"""Replaces the stored ids of a channel whose id has changed in Slack.

Slack gives a channel another id, for instance when the channel is shared with another company.
Slack then no longer knows the old id (docs.slack.dev/reference/events/channel_id_changed).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, String, Table, cast, select, update

from storage import history
from storage.engine import Transaction
from storage.tables.core import ANNOUNCEMENT, COMMITMENT, MEMBER, OPENING, ROUNDUP
from storage.tables.messages import DRAFT, OUTBOX
from storage.tables.settings import SETTING

# The subject and the verb of the history line about a change of id. Its detail has both ids.
SUBJECT = "channel"
NO_SUBJECT_ID = 0  # Channels have no row of their own.
CHANGED = "channel.id_changed"
# Columns with a single Slack id: of a channel or, in some rows, of a person.
_ID_COLUMNS: tuple[tuple[Table, Column[Any]], ...] = (
    (ANNOUNCEMENT, ANNOUNCEMENT.c.channel),
    (ROUNDUP, ROUNDUP.c.channel),
    (COMMITMENT, COMMITMENT.c.told),
    (MEMBER, MEMBER.c.dm_channel),
    (OUTBOX, OUTBOX.c.recipient),
    (OUTBOX, OUTBOX.c.channel),
)
# JSON columns in which ids of channels are among other values.
_JSON_COLUMNS: tuple[tuple[Table, Column[Any]], ...] = (
    (OPENING, OPENING.c.channels),
    (DRAFT, DRAFT.c.content),
    (OUTBOX, OUTBOX.c.about),
    (SETTING, SETTING.c.value),
)


def replace(transaction: Transaction, workspace_id: int, old_id: str, new_id: str) -> None:
    """Replace the channel's id in all rows of the workspace, except in the history."""
    for table, column in _ID_COLUMNS:
        transaction.execute(
            update(table)
            .where(table.c.workspace_id == workspace_id, column == old_id)
            .values({column: new_id})
        )
    for table, column in _JSON_COLUMNS:
        _replace_in_json_column(transaction, workspace_id, table, column, old_id, new_id)


def _replace_in_json_column(
    transaction: Transaction,
    workspace_id: int,
    table: Table,
    json_column: Column[Any],
    old_id: str,
    new_id: str,
) -> None:
    primary_key = list(table.primary_key)
    found = transaction.execute(
        select(*primary_key, json_column.label("json_value")).where(
            table.c.workspace_id == workspace_id,
            cast(json_column, String).contains(f'"{old_id}"', autoescape=True),
        )
    ).all()
    for row in found:
        transaction.execute(
            update(table)
            .where(*(key == row._mapping[key] for key in primary_key))
            .values({json_column: _replace_in_json(row.json_value, old_id, new_id)})
        )


def _replace_in_json(value: object, old_id: str, new_id: str) -> object:
    """Return a copy of a JSON value in which the id is replaced at any depth."""
    if isinstance(value, list):
        return [_replace_in_json(each, old_id, new_id) for each in value]
    if isinstance(value, dict):
        return {name: _replace_in_json(each, old_id, new_id) for name, each in value.items()}
    return new_id if value == old_id else value


def find_current(transaction: Transaction, workspace_id: int, channel: str) -> str:
    """Return the present id of a channel; `channel` is its present id or an earlier one.

    A setting in the environment may still have an earlier id.
    """
    # The oldest change comes first, so each change starts from the id that the last one gave.
    for line in history.list_lines(transaction, workspace_id, SUBJECT, NO_SUBJECT_ID):
        if line.verb == CHANGED and line.detail["before"] == channel:
            channel = str(line.detail["after"])
    return channel
