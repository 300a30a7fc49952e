"""What the views that help with commitments need to know; services fill these.

Each page holds only what the advocate (or the hiring manager, for `ManagerWordPage`) may see.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.endorsements import Commitment, Endorsement
from domain.openings import Opening
from domain.pages import Viewer
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """The introduction of a candidate to `recipient`, with the draft and what became of it.

    The recipient decides on the referral, or answers it where no hiring manager is named.
    `text` is what the form shows: the advocate's own words once they have changed `draft`.
    """

    referral: Referral
    endorsement: Endorsement
    recipient: str
    cc_email: str | None
    draft: str
    text: str


@dataclass(frozen=True, slots=True)
class ManagerWordPage:
    """An advocate's words to the hiring manager, and the reply to them."""

    viewer: Viewer
    referral: Referral
    endorsement: Endorsement
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class InterviewKitPage:
    """The interview kit. `is_done`: the advocate has helped already."""

    referral: Referral
    endorsement: Endorsement
    opening: Opening | None
    advocate_name: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class ChannelPostPage:
    """A post for a channel; `channel` is empty until the advocate has chosen one.

    `sent_to` is the channel that it went to; `is_posted` says that it is there.
    """

    referral: Referral
    opening: Opening
    advocate: str
    text: str
    channel: str = ""
    sent_to: str | None = None
    is_posted: bool = False


@dataclass(frozen=True, slots=True)
class FailedPostPage:
    """A post that Slack refused. `error` is Slack's error or ours."""

    post: ChannelPostPage
    error: str
