"""What can be refused, by name. `bot.errors` turns each into the words that the person reads.

A refusal knows the form field it belongs to, where there is one: the view shows it there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class RefusedError(Exception):
    """Base of everything that we say no to. Carries facts, never sentences.

    Not frozen: Python writes `__traceback__` onto an exception in flight.
    """

    def __str__(self) -> str:
        return type(self).__name__

    @property
    def field(self) -> str | None:
        """The form field that the refusal is about; None when it is about the whole act."""
        return None


@dataclass(eq=False)
class NotAllowedError(RefusedError):
    """The person may not do this. `act` is a key of `bot.errors`; `ask` is who can instead."""

    act: str
    ask: str | None = None


@dataclass(eq=False)
class UnknownMemberError(RefusedError):
    """We could not find out who acts (Slack did not tell us): refused to be on the safe side."""


@dataclass(eq=False)
class OpeningNotFoundError(RefusedError):
    ref: str
    suggestion: str | None = None

    @property
    def field(self) -> str:
        return "opening"


@dataclass(eq=False)
class OpeningNotOpenError(RefusedError):
    """The opening is paused, filled or closed. `status` is the word for it."""

    ref: str
    status: str

    @property
    def field(self) -> str:
        return "opening"


@dataclass(eq=False)
class FieldError(RefusedError):
    """One field's content cannot be used. `why` is a key of `bot.errors`."""

    name: str
    why: str
    detail: str = ""

    @property
    def field(self) -> str:
        return self.name


@dataclass(eq=False)
class FormError(RefusedError):
    """Several fields at once, so that the person mends them in one go."""

    fields: tuple[FieldError, ...]


@dataclass(eq=False)
class AlreadyAnsweredError(RefusedError):
    """Somebody (`who`) did this before; nothing was changed."""

    what: str
    who: str | None = None


@dataclass(eq=False)
class NotFoundError(RefusedError):
    """What the button speaks of is not there any more (erased, withdrawn, or never ours)."""

    what: str


@dataclass(eq=False)
class StaleError(RefusedError):
    """The thing changed since this form was opened: what it is now is told, nothing was changed."""

    what: str
    now: str


@dataclass(eq=False)
class NoHiringManagerError(RefusedError):
    """There is no hiring manager to have a word with; `owner` answers the referral.

    `self_`: the advocate decides on it themself.
    """

    owner: str
    self_: bool = False


@dataclass(eq=False)
class ConsentRequiredError(RefusedError):
    """The candidate has not agreed, and this workspace tells nobody who they are before."""


@dataclass(eq=False)
class NoOpeningError(RefusedError):
    """A general referral: there is no opening that others could be told of."""


@dataclass(eq=False)
class NoOwnerError(RefusedError):
    """The workspace has no recruiter, hiring manager or admin who is here: nothing can be owned."""
