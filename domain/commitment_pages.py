"""The values that the views about commitments render. Services fill them from the database.

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
    """The introduction of a candidate to `recipient` (a user id), with its draft.

    The recipient is the hiring manager, or the owner of the referral if no manager is named.
    `cc_email` is the recipient's address, or None if it is unknown.
    `text` is what the form shows: `draft`, or the advocate's own words once they have changed it.
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
class ManagerWordPreview:
    """What the hiring manager (`manager`, a user id) will read once the advocate sends it."""

    referral: Referral
    endorsement: Endorsement
    manager: str


@dataclass(frozen=True, slots=True)
class InterviewKitPage:
    """The interview kit. `is_done` is true when the advocate has helped the candidate already."""

    referral: Referral
    endorsement: Endorsement
    opening: Opening | None
    advocate_name: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class ChannelPostPage:
    """A post for a channel; `channel` is empty until the advocate has chosen one.

    `sent_to` is the channel for which the post is queued, and `is_posted` is true once Slack has
    posted it there.
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
    """A post that could not be posted. `error` is Slack's error code, or one of Vouch."""

    post: ChannelPostPage
    error: str
