"""The context of a service: the transaction, the workspace, who acts, the policy, and the time.

Handlers get theirs from the dispatcher. What the clock or the delivery does has a system context.
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

# The actors who are no people, as they are named in the history.
CLOCK = "clock"
SLACK = "slack"
COMMAND_LINE = "cli"


@dataclass(frozen=True, slots=True)
class Context:
    """What every handler and service takes. `policy` is read with the request; `now` is UTC."""

    transaction: Transaction
    workspace: Workspace
    actor: Actor
    policy: Policy
    now: datetime


class InWorkspace(Protocol):
    """Any row: each one names its workspace."""

    @property
    def workspace_id(self) -> int: ...


RowT = TypeVar("RowT", bound=InWorkspace)


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
    transaction: Transaction, workspace_id: int, now: datetime, acting: str = CLOCK
) -> Context:
    """The context of something that no person does. Reads the workspace and its policy."""
    return Context(
        transaction,
        workspaces.get(transaction, workspace_id),
        system_actor(workspace_id, acting),
        settings.find_policy(transaction, workspace_id),
        now,
    )


def all_system_contexts(transaction: Transaction, now: datetime) -> list[Context]:
    """One for each workspace, for work that starts from a policy and not from a row."""
    return [
        system_context(transaction, workspace.id, now)
        for workspace in workspaces.list_all(transaction)
    ]


def by_workspace(
    transaction: Transaction, rows: Iterable[RowT], now: datetime, acting: str = CLOCK
) -> Iterator[tuple[Context, list[RowT]]]:
    """Each workspace's context with its rows, for a batch that was claimed across workspaces."""
    grouped: dict[int, list[RowT]] = {}
    for row in rows:
        grouped.setdefault(row.workspace_id, []).append(row)
    for workspace_id, own_rows in grouped.items():
        yield system_context(transaction, workspace_id, now, acting), own_rows
