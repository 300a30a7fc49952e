"""The errors with which services refuse an action of a person.

Each class is a reason. The sentences that people read are in `views/refusals.py`; fields such as
`action`, `subject` and `problem` are keys that select one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class RefusedError(Exception):
    """The base of all refusals, which hold facts and never sentences.

    Not a frozen dataclass, because Python sets `__traceback__` on a raised exception.
    """

    def __str__(self) -> str:
        return type(self).__name__

    @property
    def field(self) -> str | None:
        """The name of the refused form field, or None if the whole action is refused."""
        return None


@dataclass(eq=False)
class NotAllowedError(RefusedError):
    """The person may not do this. `allowed_user` is the user id of someone who may, or None."""

    action: str
    allowed_user: str | None = None


@dataclass(eq=False)
class UnknownMemberError(RefusedError):
    """Vouch could not learn from Slack who this person is, so their permissions are unknown."""


@dataclass(eq=False)
class OpeningNotFoundError(RefusedError):
    """No opening has this ref. `suggestion` is a similar ref that exists, or None."""

    ref: str
    suggestion: str | None = None

    @property
    def field(self) -> str:
        return "opening"


@dataclass(eq=False)
class OpeningNotOpenError(RefusedError):
    """The opening takes no referrals. `status` is "paused", "filled" or "closed"."""

    ref: str
    status: str

    @property
    def field(self) -> str:
        return "opening"


@dataclass(eq=False)
class FieldError(RefusedError):
    """The content of the form field `name` is invalid. `detail` is filled into the sentence."""

    name: str
    problem: str
    detail: str = ""

    @property
    def field(self) -> str:
        return self.name


@dataclass(eq=False)
class FormError(RefusedError):
    """Fields of a form are invalid. All are reported, so that one correction is enough."""

    fields: tuple[FieldError, ...]


@dataclass(eq=False)
class AlreadyAnsweredError(RefusedError):
    """This was done before, by the user `answered_by` (None if unknown). Nothing was changed."""

    subject: str
    answered_by: str | None = None


@dataclass(eq=False)
class NotFoundError(RefusedError):
    """The row that a button or a form refers to does not exist, or has been erased or withdrawn."""

    subject: str


@dataclass(eq=False)
class StaleError(RefusedError):
    """The row has changed since the form was opened, and nothing was stored.

    `current_state` is the status or the stage that the row has now.
    """

    subject: str
    current_state: str


@dataclass(eq=False)
class NoHiringManagerError(RefusedError):
    """No hiring manager can be told about the candidate. `owner` (a user id) answers the referral.

    `is_advocate` is true if the only hiring manager is the advocate.
    """

    owner: str
    is_advocate: bool = False


@dataclass(eq=False)
class ConsentRequiredError(RefusedError):
    """The candidate has not agreed yet, and this workspace hides who they are until then."""


@dataclass(eq=False)
class NoOpeningError(RefusedError):
    """The referral is a general one, so it has no opening that could be posted in a channel."""


@dataclass(eq=False)
class NoOwnerError(RefusedError):
    """The workspace has no active recruiter, hiring manager or admin who could own a referral.

    `unknown` are the ids of users whom the settings name, but who are not stored as members yet.
    """

    unknown: tuple[str, ...] = ()
