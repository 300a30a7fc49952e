"""The Web API, one file for each family; importing this registers every method."""

from sandbox.web_api import (
    chat,
    conversations,
    conversations_members,
    files,
    misc,
    reactions,
    usergroups,
    users,
    views,
)

__all__ = [
    "chat",
    "conversations",
    "conversations_members",
    "files",
    "misc",
    "reactions",
    "usergroups",
    "users",
    "views",
]
