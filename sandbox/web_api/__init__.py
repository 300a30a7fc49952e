"""The Web API, with one module for each family of methods. Importing it registers them all."""

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
