"""The context of a service: the transaction, the workspace, the actor, the policy, and the time.

The dispatcher builds the context of a handler. The clock and the delivery work with a system
context, whose actor is not a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from domain.members import Actor, Member, Membership, Workspace
from domain.policy import Policy
from storage import settings, workspaces
from storage.engine import Transaction

# Actors that are not people, as the history names them.
CLOCK = "clock"
SLACK = "slack"
COMMAND_LINE = "cli"


@dataclass(frozen=True, slots=True)
class Context:
    """The first argument of every handler and service. `now` is in UTC."""

    transaction: Transaction
    workspace: Workspace
    actor: Actor
    policy: Policy
    now: datetime


class WorkspaceRow(Protocol):
    """A row with the id of its workspace."""

    @property
    def workspace_id(self) -> int: ...


RowT = TypeVar("RowT", bound=WorkspaceRow)


def system_actor(workspace_id: int, name: str) -> Actor:
    """An actor without roles. `name` is what the history shows."""
    member = Member(
        workspace_id=workspace_id,
        user_id=name,
        name="",
        email=None,
        tz=None,
        active=False,
        is_bot=False,
        is_admin=False,
        membership=Membership.EXTERNAL,
        in_recruiter_group=False,
        dm_channel=None,
        paused_until=None,
    )
    return Actor(member, frozenset())


def system_context(
    transaction: Transaction, workspace_id: int, now: datetime, actor_name: str = CLOCK
) -> Context:
    """The context of an action that no person takes. Reads the workspace and its policy."""
    return Context(
        transaction,
        workspaces.get(transaction, workspace_id),
        system_actor(workspace_id, actor_name),
        settings.find_policy(transaction, workspace_id),
        now,
    )


def all_system_contexts(transaction: Transaction, now: datetime) -> list[Context]:
    """A system context for each workspace, for work that starts from a policy, not from a row."""
    return [
        system_context(transaction, workspace.id, now)
        for workspace in workspaces.list_all(transaction)
    ]


def group_by_workspace(
    transaction: Transaction, rows: Iterable[RowT], now: datetime, actor_name: str = CLOCK
) -> Iterator[tuple[Context, list[RowT]]]:
    """Yields each workspace's context and rows, for rows that may belong to several workspaces."""
    grouped: dict[int, list[RowT]] = {}
    for row in rows:
        grouped.setdefault(row.workspace_id, []).append(row)
    for workspace_id, own_rows in grouped.items():
        yield system_context(transaction, workspace_id, now, actor_name), own_rows
