"""The stages of a referral, their order, and the reasons for which a referral ends."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How far a referral has come. The values are in the database and in posted buttons."""

    NEW = "new"
    IN_REVIEW = "in_review"
    CONTACTED = "contacted"
    INTERVIEWING = "interviewing"
    OFFER = "offer"
    HIRED = "hired"
    NOT_NOW = "not_now"  # the team decided against the candidate for now
    WITHDRAWN = "withdrawn"  # the candidate dropped out, or the referral was taken back


ENDED_STAGES = frozenset({Stage.HIRED, Stage.NOT_NOW, Stage.WITHDRAWN})
# The team is in touch with the candidate, so no advocate can take the referral back any more.
STAGES_IN_TOUCH = frozenset({Stage.CONTACTED, Stage.INTERVIEWING, Stage.OFFER, Stage.HIRED})
# The order of the stages up to a hire. A referral may skip some of them.
STAGE_PATH = (
    Stage.NEW,
    Stage.IN_REVIEW,
    Stage.CONTACTED,
    Stage.INTERVIEWING,
    Stage.OFFER,
    Stage.HIRED,
)


def next_stages(stage: Stage) -> tuple[Stage, ...]:
    """The stages that may follow `stage`: any later one of `STAGE_PATH`, or an end without a hire.

    An ended referral may only return to review, after a mistake or for a second chance.
    """
    if stage in ENDED_STAGES:
        return (Stage.IN_REVIEW,)
    later_stages = STAGE_PATH[STAGE_PATH.index(stage) + 1 :]
    return (*later_stages, Stage.NOT_NOW, Stage.WITHDRAWN)


class Reason(StrEnum):
    """Why a referral ended. The advocate may be told each of these reasons."""

    EXPERIENCE = "experience"
    SKILLS = "skills"
    TIMING = "timing"
    PLACE = "place"
    FILLED = "filled"
    CLOSED = "closed"  # the opening was closed without a hire
    CANDIDATE_CHOSE = "candidate_chose"
    NO_REPLY = "no_reply"
    OTHER = "other"
    # No form offers the following reasons: Vouch sets them itself.
    NOT_AGREED = "not_agreed"  # the candidate declined to be referred
    TAKEN_BACK = "taken_back"  # the advocate took the referral back
    # Nobody reported in time that the candidate agrees. The stored value says more than is known:
    # somebody may have asked.
    AGREEMENT_UNKNOWN = "not_asked"


# The reasons that the form offers when a referral ends at this stage. A hire needs no reason.
REASONS_BY_STAGE: dict[Stage, tuple[Reason, ...]] = {
    Stage.NOT_NOW: (
        Reason.EXPERIENCE,
        Reason.SKILLS,
        Reason.TIMING,
        Reason.PLACE,
        Reason.FILLED,
        Reason.CLOSED,
        Reason.OTHER,
    ),
    Stage.WITHDRAWN: (Reason.CANDIDATE_CHOSE, Reason.NO_REPLY, Reason.TIMING, Reason.OTHER),
}
