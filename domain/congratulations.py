"""A congratulation in a channel, for an advocate and the new colleague they referred.

It is posted only if both agree. `subject_id` of all payloads here is the id of the referral.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.message_payload import Payload, Subject
from domain.outbox import Priority

# The advocate is not asked later than this many days after the new colleague's first day.
ASKED_WITHIN_DAYS: Final = 14


def choose_channel(thanks_channel: str | None, announced_in: Sequence[str]) -> str | None:
    """The channel for thanks if the workspace has one, else the first that announced the role.

    None if there is neither.
    """
    return thanks_channel or next(iter(announced_in), None)


@dataclass(frozen=True, slots=True)
class Congratulation:
    """A congratulation to which the advocate has agreed.

    `advocate` and `hired`, the new colleague, are user ids. The new colleague was asked at
    `asked_at` (UTC). `agreed` is their answer, or None until they answer. `ts` is Slack's id of the
    post in `channel`. `refused` is true if Slack refused the post. `taken_back_by` is the user id
    of the advocate or the new colleague if one of them had the post deleted.
    """

    referral_id: int
    advocate: str
    hired: str
    channel: str
    asked_at: datetime
    agreed: bool | None = None
    ts: str | None = None
    refused: bool = False
    taken_back_by: str | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the post is in the channel, or on its way there."""
        return self.agreed is True and not self.refused and self.taken_back_by is None

    @property
    def people(self) -> tuple[str, str]:
        """The user ids of both people it congratulates."""
        return self.advocate, self.hired


@dataclass(frozen=True)
class CongratulationAsked(Payload):
    """To the new colleague: the question whether they agree."""

    kind = "congratulation_asked"
    label = "A question about a congratulation"
    subject = Subject.REFERRAL


@dataclass(frozen=True)
class CongratulationAgreed(Payload):
    """To the advocate: the new colleague agreed."""

    kind = "congratulation_agreed"
    label = "A note that a congratulation is posted"
    subject = Subject.REFERRAL


@dataclass(frozen=True)
class CongratulationPosted(Payload):
    """To a channel: the congratulation itself."""

    kind = "congratulation"
    label = "A congratulation in a channel"
    subject = Subject.REFERRAL
    priority = Priority.AWAITED
    to_channel = True


@dataclass(frozen=True)
class CongratulationRemoved(Payload):
    """Deletes the congratulation in its channel, because either of its people took it back.

    This is done even after the candidate is erased.
    """

    kind = "congratulation_removed"
    label = "The removal of a congratulation"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED
    to_channel = True
