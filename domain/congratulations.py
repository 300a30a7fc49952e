"""A congratulation in a channel: for an advocate and their hire, if both agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.message_payload import Payload, Subject
from domain.outbox import Priority

# An advocate who has not answered within this many days is not asked any more.
ASKED_WITHIN_DAYS: Final = 14


def choose_channel(for_thanks: str | None, announced_in: Sequence[str]) -> str | None:
    """The channel for thanks, or else the first one in which the role was announced."""
    return for_thanks or next(iter(announced_in), None)


@dataclass(frozen=True, slots=True)
class Congratulation:
    """A congratulation to which the advocate has agreed.

    `advocate` and `hired`, the new colleague, are user ids. The new colleague was asked at
    `asked_at` (UTC), and `agreed` is None until they answer. `ts` is Slack's id of the post in
    `channel`. `refused` is true if Slack refused the post. `taken_back_by` is the user id of the
    one of the two who had the post deleted.
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
        return self.advocate, self.hired


@dataclass(frozen=True)
class CongratulationAsked(Payload):
    """To the new colleague: the question whether they agree.

    In all payloads of this file `subject_id` is the id of the referral.
    """

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
    """Deletes the congratulation in its channel, because one of the two took it back."""

    kind = "congratulation_removed"
    label = "The removal of a congratulation"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED
    to_channel = True
