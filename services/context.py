"""The context in which a handler or a service acts: who acts, in which workspace, and when.

`bot.dispatch` builds the context of a person's click. Scheduled work and the delivery of messages
use a system context, whose actor is not a person.
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

# Actors that are not people. The history stores these names in place of a user id.
CLOCK = "clock"
SLACK = "slack"
COMMAND_LINE = "cli"


@dataclass(frozen=True, slots=True)
class Context:
    """The first argument of every handler and service.

    `actor` is who acts, with their roles. `policy` holds the workspace's settings. `now` is in UTC.
    """

    transaction: Transaction
    workspace: Workspace
    actor: Actor
    policy: Policy
    now: datetime


class HasWorkspaceId(Protocol):
    """Any row or object that names its workspace."""

    @property
    def workspace_id(self) -> int: ...


RowT = TypeVar("RowT", bound=HasWorkspaceId)


def system_actor(workspace_id: int, name: str) -> Actor:
    """An actor without roles. `name` is `CLOCK`, `SLACK` or `COMMAND_LINE`."""
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
    """The context of an action that no person takes, with the workspace and its stored policy."""
    return Context(
        transaction,
        workspaces.get(transaction, workspace_id),
        system_actor(workspace_id, actor_name),
        settings.find_policy(transaction, workspace_id),
        now,
    )


def all_system_contexts(transaction: Transaction, now: datetime) -> list[Context]:
    """A system context for each workspace, for work that is due in every workspace."""
    return [
        system_context(transaction, workspace.id, now)
        for workspace in workspaces.list_all(transaction)
    ]


def group_by_workspace(
    transaction: Transaction, rows: Iterable[RowT], now: datetime, actor_name: str = CLOCK
) -> Iterator[tuple[Context, list[RowT]]]:
    """Yields a system context for each workspace that has rows, together with these rows."""
    rows_by_workspace: dict[int, list[RowT]] = {}
    for row in rows:
        rows_by_workspace.setdefault(row.workspace_id, []).append(row)
    for workspace_id, in_workspace in rows_by_workspace.items():
        yield system_context(transaction, workspace_id, now, actor_name), in_workspace
