"""Stores the `Policy` of a workspace: each of its fields is a setting, a row of `setting`.

At each start, the settings are overwritten from the environment, except those that an admin chose.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, cast, select, update

from domain.cadence import Cadence
from domain.policy import Policy
from domain.working_time import CivilHours
from storage import channel_ids
from storage.engine import Transaction
from storage.tables.settings import SETTING
from storage.upsert import insert_if_absent

# Values are read as JSON texts, by which `_policy_from_json` caches the policy.
_SELECT_SETTINGS = (
    select(SETTING.c.name, cast(SETTING.c.value, Text).label("json"))
    .where(SETTING.c.workspace_id == bindparam("workspace_id"))
    .order_by(SETTING.c.name)
)


def find_policy(transaction: Transaction, workspace_id: int) -> Policy:
    """Return the workspace's policy. A setting without a row has the product's default."""
    rows = transaction.execute(_SELECT_SETTINGS, {"workspace_id": workspace_id})
    return _policy_from_json(tuple((row.name, row.json) for row in rows))


@lru_cache(maxsize=100)  # Every click reads a policy, and policies seldom change.
def _policy_from_json(settings: tuple[tuple[str, str], ...]) -> Policy:
    """Build the policy from pairs of a name and its value in JSON. Unknown names are left out."""
    values: dict[str, Any] = {
        name: _DECODERS[name](json.loads(value)) for name, value in settings if name in _DECODERS
    }
    return Policy(**values)


def save_policy(
    transaction: Transaction,
    workspace_id: int,
    policy: Policy,
    now: datetime,
    *,
    changed_by: str | None,
) -> None:
    """Store every setting. `changed_by` is the admin's user id, or None for the environment.

    The environment does not overwrite a setting that an admin chose. If the environment names a
    channel by an id that Slack has replaced since, the new id is stored.
    """
    if changed_by is None and policy.thanks_channel is not None:
        channel = channel_ids.find_current(transaction, workspace_id, policy.thanks_channel)
        policy = replace(policy, thanks_channel=channel)
    for name, value in _to_json(policy).items():
        values = {"value": value, "changed_by": changed_by, "changed_at": now}
        is_new = insert_if_absent(
            transaction, SETTING, workspace_id=workspace_id, name=name, **values
        )
        if is_new:
            continue
        statement = update(SETTING).where(
            SETTING.c.workspace_id == workspace_id, SETTING.c.name == name
        )
        if changed_by is None:
            statement = statement.where(SETTING.c.changed_by.is_(None))
        transaction.execute(statement.values(values))


def _to_json(policy: Policy) -> dict[str, object]:
    return {field.name: _encode(getattr(policy, field.name)) for field in fields(policy)}


def _encode(value: object) -> object:
    """Return the value of a field as JSON can hold it. `_DECODERS` reads it back."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Cadence):
        return list(value.working_days)
    if isinstance(value, CivilHours):
        return {
            "start": value.start.isoformat(),
            "end": value.end.isoformat(),
            "working_days": sorted(value.working_days),
        }
    return value


def _hours_from_json(value: Any) -> CivilHours:
    return CivilHours(
        time.fromisoformat(value["start"]),
        time.fromisoformat(value["end"]),
        frozenset(value["working_days"]),
    )


def _cadence_from_json(value: Any) -> Cadence:
    return Cadence(tuple(value))


def _keep(value: Any) -> Any:
    return value


def _decoder_for(default: object) -> Callable[[Any], object]:
    """Return the function that undoes `_encode` for a field with this default."""
    if isinstance(default, frozenset):
        return frozenset
    if isinstance(default, Cadence):
        return _cadence_from_json
    if isinstance(default, CivilHours):
        return _hours_from_json
    return _keep


# Built from the defaults, so that a new field of `Policy` is stored without a change here.
_DECODERS = {field.name: _decoder_for(getattr(Policy(), field.name)) for field in fields(Policy)}
