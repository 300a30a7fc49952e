"""The optional scopes of the app, and what Vouch cannot do without each of them.

`manifest.yml` asks for them. Whoever installs the app may refuse them, and an older installation
has only those that its manifest asked for.
"""

from __future__ import annotations

from typing import Final

OPTIONAL_SCOPES: Final = {
    "app_mentions:read": "nobody who mentions it in a channel gets an answer",
    "channels:history": "a message in a channel without an outcome stays unknown",
    "chat:write.public": "it announces only in channels that it is in",
    "dnd:read": "it does not know who is in do-not-disturb",
    "files:read": "a referral takes a link to a résumé, and no file",
    "files:write": "it sends no files: no résumés, and exports come from `vouch export` alone",
    "groups:history": "a message in a private channel without an outcome stays unknown",
    "groups:read": "it learns only by posting whether a private channel is archived",
    "im:history": "nobody who writes to it in a direct message gets an answer, and its own ones "
    "without an outcome stay unknown",
    "usergroups:read": "recruiters come from VOUCH_RECRUITERS, not from a user group",
    "users:read.email": "it does not notice an advocate's own address",
}


def find_missing_scopes(granted: str | None) -> dict[str, str]:
    """The optional scopes that are not granted, each with what Vouch cannot do without it.

    `granted` is a list with commas, or None if Slack did not say. For None the result is empty.
    """
    if granted is None:
        return {}
    names = {name.strip() for name in granted.split(",")}
    return {scope: effect for scope, effect in OPTIONAL_SCOPES.items() if scope not in names}
