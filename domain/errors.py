"""The errors that tell a person why something was refused.

Each error names the reason and the form field that it belongs to, if there is one. The sentences
that people read are in `views/refusals.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class RefusedError(Exception):
    """The base of all refusals. It holds facts, never sentences.

    These dataclasses cannot be frozen, because Python sets `__traceback__` on a raised exception.
    """

    def __str__(self) -> str:
        return type(self).__name__

    @property
    def field(self) -> str | None:
        """The form field that the refusal is about, or None when it is about the whole action."""
        return None


@dataclass(eq=False)
class NotAllowedError(RefusedError):
    """The person may not do this.

    `action` is the key of the sentence that the person reads. `allowed_user` is the user id of
    someone who may do it, or None.
    """

    action: str
    allowed_user: str | None = None


@dataclass(eq=False)
class UnknownMemberError(RefusedError):
    """Slack does not tell us who this person is, so their permissions are unknown."""


@dataclass(eq=False)
class OpeningNotFoundError(RefusedError):
    """No opening has this ref. `suggestion` is a similar ref that exists."""

    ref: str
    suggestion: str | None = None

    @property
    def field(self) -> str:
        return "opening"


@dataclass(eq=False)
class OpeningNotOpenError(RefusedError):
    """The opening is paused, filled or closed, as `status` says."""

    ref: str
    status: str

    @property
    def field(self) -> str:
        return "opening"


@dataclass(eq=False)
class FieldError(RefusedError):
    """The content of one form field is invalid.

    `name` is the field. `problem` is the key of the sentence, and `detail` is filled into it.
    """

    name: str
    problem: str
    detail: str = ""

    @property
    def field(self) -> str:
        return self.name


@dataclass(eq=False)
class FormError(RefusedError):
    """Several fields are invalid. They are reported together, so that one correction is enough."""

    fields: tuple[FieldError, ...]


@dataclass(eq=False)
class AlreadyAnsweredError(RefusedError):
    """This was done before, by `answered_by` if it is known. Nothing was changed.

    `subject` is the key of the sentence.
    """

    subject: str
    answered_by: str | None = None


@dataclass(eq=False)
class NotFoundError(RefusedError):
    """The row that a button or a form refers to does not exist, or has been erased or withdrawn.

    `subject` is the key of the sentence.
    """

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
    """No hiring manager can be told about the candidate. `owner` answers the referral.

    `is_advocate` is true when the advocate is the hiring manager.
    """

    owner: str
    is_advocate: bool = False


@dataclass(eq=False)
class ConsentRequiredError(RefusedError):
    """The candidate has not agreed yet, and this workspace hides who they are until then."""


@dataclass(eq=False)
class NoOpeningError(RefusedError):
    """A general referral has no opening that could be posted in a channel."""


@dataclass(eq=False)
class NoOwnerError(RefusedError):
    """The workspace has no active recruiter, hiring manager or admin who could own a referral.

    `unknown` has the user ids of those in the settings who are not stored yet.
    """

    unknown: tuple[str, ...] = ()
