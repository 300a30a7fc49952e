"""What Slack tells us about the people of a workspace and its user groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.members import Profile

RETRY_TEMPORARY = timedelta(minutes=1)
RETRY_REFUSED = timedelta(hours=1)
_TEMPORARY = "temporary: "


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A page of the members. `next_cursor` is empty on the last page."""

    profiles: list[Profile]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group and the user ids of its members."""

    id: str
    user_ids: list[str]


@dataclass(frozen=True, slots=True)
class RecruiterGroup:
    """What Slack answered when the recruiters' user group was last read.

    `name` is the id or handle in the settings, or None if none is set. `id` is None until Slack
    has told us. `error` is `DirectoryError.code_to_store` if the group could not be read, or None.
    """

    name: str | None
    id: str | None = None
    error: str | None = None

    @property
    def is_refused(self) -> bool:
        """Whether Slack refused the group, so that an admin has to act."""
        return self.error is not None and not self.error.startswith(_TEMPORARY)


@dataclass(eq=False)
class DirectoryError(Exception):
    """Slack refused a call of `method` with `error`, or did not answer it.

    If the error is `temporary`, a later call may succeed. Otherwise an admin has to act first.
    `retry_after` is in seconds, and 0 if Slack names no time.
    """

    method: str
    error: str
    temporary: bool
    retry_after: int = 0

    @property
    def wait(self) -> timedelta:
        """How long to wait before the next call."""
        if self.retry_after:
            return timedelta(seconds=self.retry_after)
        return RETRY_TEMPORARY if self.temporary else RETRY_REFUSED

    @property
    def code_to_store(self) -> str:
        """The text to store as `RecruiterGroup.error`, so that lasting trouble is logged once."""
        return f"{_TEMPORARY}{self}" if self.temporary else self.error

    def __str__(self) -> str:
        return f"{self.method}: {self.error}"


class Directory(Protocol):
    """Reads people and user groups from Slack. Every method may raise `DirectoryError`."""

    def fetch_profile(self, user_id: str, team_id: str) -> Profile | None:
        """Returns None if Slack knows nobody with this id."""
        ...

    def fetch_profile_page(self, team_id: str, cursor: str) -> ProfilePage:
        """Returns the members from `cursor` on; an empty one means from the beginning."""
        ...

    def fetch_group(self, name: str) -> UserGroup:
        """Returns the user group with this id or handle."""
        ...
