"""The values that the views about commitments render. Services fill them from the database.

A commitment is what an advocate offered to do for a candidate, for example an introduction.
Each page holds only what the advocate (or the hiring manager, for `WordToManagerPage`) may see.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.endorsements import Commitment, Endorsement
from domain.openings import Opening
from domain.pages import Viewer
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """The introduction of a candidate to `recipient` (a user id), which the advocate mails.

    The recipient is the hiring manager, or the owner of the referral if no manager is named.
    The mail goes to the candidate, with the recipient in copy. `cc_email` is the recipient's
    address, or None if it is unknown.
    `text` is what the form shows: `draft`, or the advocate's own words once they have changed it.
    """

    referral: Referral
    endorsement: Endorsement
    recipient: str
    cc_email: str | None
    draft: str
    text: str


@dataclass(frozen=True, slots=True)
class WordToManagerPage:
    """An advocate's words to the hiring manager, and the manager's reply if there is one."""

    viewer: Viewer
    referral: Referral
    endorsement: Endorsement
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class WordToManagerPreview:
    """What the hiring manager (`manager`, a user id) will read once the advocate sends it."""

    referral: Referral
    endorsement: Endorsement
    manager: str


@dataclass(frozen=True, slots=True)
class InterviewKitPage:
    """The interview kit, with which an advocate helps the candidate to prepare for interviews."""

    referral: Referral
    endorsement: Endorsement
    opening: Opening | None
    advocate_name: str
    has_helped: bool  # the advocate has said that they helped


@dataclass(frozen=True, slots=True)
class ChannelPostPage:
    """A post for a channel. `advocate` is a user id.

    `channel` is the id of the channel that the advocate has chosen, and empty before. `queued_for`
    is the id of the channel for which the post is queued, or None. `is_posted` is true once Slack
    has the post.
    """

    referral: Referral
    opening: Opening
    advocate: str
    text: str
    channel: str = ""
    queued_for: str | None = None
    is_posted: bool = False


@dataclass(frozen=True, slots=True)
class FailedPostPage:
    """A post that could not be posted. `error` is Slack's error code or one of Vouch's own."""

    post: ChannelPostPage
    error: str
