"""Reads from Slack's answer to `auth.test` to which workspace the bot token belongs.

The bot calls it when it starts, and does not start with a token that it cannot use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.outcomes import CallOutcome
from slack_io.results import CallResult

_SLACK_ID = re.compile(r"[A-Z][A-Z0-9]{1,20}")
_REASON_MAX = 80  # characters: a proxy may answer with a whole page


class IdentityError(Exception):
    """The token cannot be used. The message, of one line, says why and what the operator can do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The workspace and the bot user of a token.

    `name` is the workspace's name, or empty if Slack gave none. `scopes` are the token's scopes,
    separated by commas, or None if Slack did not name them.
    """

    team_id: str
    enterprise_id: str | None
    name: str
    bot_user_id: str
    scopes: str | None = None


def read_identity(result: CallResult) -> Identity:
    """Reads the result of `auth.test`.

    Raises `IdentityError` if the call failed, if the answer is not Slack's, or if the token belongs
    to an organization (Enterprise Grid) instead of a workspace.
    """
    if not result.ok:
        raise IdentityError(_explain_refusal(result))
    data = result.data
    team_id, enterprise_id = data.get("team_id"), data.get("enterprise_id")
    # docs.slack.dev/reference/methods/auth.test documents `is_enterprise_install`. That `team_id`
    # may be the id of an organization (E…) is undocumented, and we check it to be safe.
    if data.get("is_enterprise_install") is True or str(team_id).startswith("E"):
        raise IdentityError(
            "SLACK_BOT_TOKEN belongs to a whole organization, and Vouch serves one workspace. "
            'Install the app to a workspace and copy the token from "OAuth & Permissions" there.'
        )
    for field in ("team_id", "user_id"):
        if not _is_slack_id(data.get(field)):
            raise IdentityError(
                f"What answers at SLACK_API_URL is not Slack: its auth.test has no {field}. Check "
                "the address, and whether a proxy answers in Slack's place, then start again."
            )
    return Identity(
        team_id=str(team_id),
        enterprise_id=str(enterprise_id) if _is_slack_id(enterprise_id) else None,
        name=str(data["team"]) if isinstance(data.get("team"), str) else "",
        bot_user_id=str(data["user_id"]),
        scopes=result.scopes,
    )


def _is_slack_id(value: object) -> bool:
    return isinstance(value, str) and _SLACK_ID.fullmatch(value) is not None


def _explain_refusal(result: CallResult) -> str:
    reason = " ".join(result.error.split())[:_REASON_MAX]
    if result.outcome is CallOutcome.TOKEN_DEAD:
        return (
            f"Slack does not accept SLACK_BOT_TOKEN ({reason}). Copy it anew from "
            '"OAuth & Permissions" of your app, after "Install to Workspace".'
        )
    return (
        f"Slack did not answer at SLACK_API_URL ({reason}). Check the address and that this "
        "machine may reach it, then start again."
    )
