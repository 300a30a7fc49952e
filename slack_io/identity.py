"""Reads from `auth.test` which workspace the bot token belongs to.

Starts with the result of the call; ends in an `Identity`, or in an `IdentityError` whose message is
one line for the person who starts the bot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.outcomes import CallOutcome
from slack_io.results import CallResult

_SLACK_ID = re.compile(r"[A-Z][A-Z0-9]{1,20}")
_LONGEST_REASON = 80  # characters; a proxy may answer with a whole page


class IdentityError(Exception):
    """The token cannot be used; the message says why and what to do, in one line."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`scopes` are those of the token, with commas between them, or None if Slack did not say.

    `name`, that of the workspace, may be empty.
    """

    team_id: str
    enterprise_id: str | None
    name: str
    bot_user_id: str
    scopes: str | None = None


def read_identity(result: CallResult) -> Identity:
    """Raises `IdentityError` if Slack refused, did not answer, or answered something else."""
    if not result.ok:
        raise IdentityError(_explain_refusal(result))
    data = result.data
    team_id, enterprise_id = data.get("team_id"), data.get("enterprise_id")
    # docs.slack.dev/reference/methods/auth.test has `is_enterprise_install`. It does not mention an
    # organization's id in place of the workspace's, but we check for that too.
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
    reason = " ".join(result.error.split())[:_LONGEST_REASON]
    if result.outcome is CallOutcome.TOKEN_DEAD:
        return (
            f"Slack does not accept SLACK_BOT_TOKEN ({reason}). Copy it anew from "
            '"OAuth & Permissions" of your app, after "Install to Workspace".'
        )
    return (
        f"Slack did not answer at SLACK_API_URL ({reason}). Check the address and that this "
        "machine may reach it, then start again."
    )
