"""The interface through which Vouch reads people and user groups from Slack, and its errors.

`slack_io.client` implements it. `nudges` keeps the stored members up to date with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.members import Profile

RETRY_TEMPORARY = timedelta(minutes=1)
RETRY_REFUSED = timedelta(hours=1)  # An admin has to act first, which takes longer.
_TEMPORARY = "temporary: "  # how a stored error begins if Slack has not refused the call


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """Some of the workspace's members. `next_cursor` is empty on the last page."""

    profiles: list[Profile]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group and the user ids of its members."""

    id: str
    user_ids: list[str]


@dataclass(frozen=True, slots=True)
class RecruiterGroup:
    """The user group of the recruiters, and what Slack answered when it was last read.

    `name` is the id or the handle in the settings, or None if no group is set. `id` is None until
    the group was read once. `error` is `DirectoryError.code_to_store` if the group could not be
    read, and otherwise None.
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
    """Slack refused a call of `method`, or did not answer. `error` is the code.

    If the error is `temporary`, a later call may succeed. Otherwise an admin has to act first.
    `retry_after` is the number of seconds that Slack asks us to wait, or 0 if it names none.
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
        """The text to store as `RecruiterGroup.error`.

        Callers compare it with the stored one, so that an error that lasts is logged only once.
        """
        return f"{_TEMPORARY}{self}" if self.temporary else self.error

    def __str__(self) -> str:
        return f"{self.method}: {self.error}"


class Directory(Protocol):
    """Reads people and user groups from Slack. Every method may raise `DirectoryError`."""

    def fetch_profile(self, user_id: str, team_id: str) -> Profile | None:
        """Returns the profile of one person, or None if Slack knows nobody with this id."""
        ...

    def fetch_profile_page(self, team_id: str, cursor: str) -> ProfilePage:
        """Returns one page of the members. An empty `cursor` asks for the first page."""
        ...

    def fetch_group(self, name: str) -> UserGroup:
        """Returns the user group with this id or handle."""
        ...
