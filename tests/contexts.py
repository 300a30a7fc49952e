"""Contexts and actors for tests that call services themselves."""

from __future__ import annotations

from datetime import datetime

from domain.members import Actor, Role
from domain.policy import Policy
from services import people
from services.context import Context, system_actor
from storage import members, settings, workspaces
from storage.engine import Database, Transaction
from tests.cast import MONDAY


def context_for(
    transaction: Transaction,
    actor: Actor | int,
    policy: Policy | None = None,
    *,
    now: datetime = MONDAY,
) -> Context:
    """Return a context in which `actor` acts; for the id of a workspace, its clock acts.

    Without `policy` it has the stored one.
    """
    who = system_actor(actor, "clock") if isinstance(actor, int) else actor
    return Context(
        transaction,
        workspaces.get(transaction, who.workspace_id),
        who,
        policy or settings.find_policy(transaction, who.workspace_id),
        now,
    )


def actor_for(transaction: Transaction, workspace_id: int, user_id: str, *roles: Role) -> Actor:
    """Return the member as an actor who has `roles` besides those of the stored policy."""
    member = members.find(transaction, workspace_id, user_id)
    assert member is not None
    policy = settings.find_policy(transaction, workspace_id)
    actor = people.build_actor(transaction, member, policy)
    return Actor(actor.member, actor.roles | set(roles))


def store_policy(database: Database, workspace_id: int, policy: Policy) -> None:
    """Store every setting of the policy as if an admin had changed it."""
    with database.write() as transaction:
        settings.save_policy(transaction, workspace_id, policy, MONDAY, changed_by="U0CAROL")
