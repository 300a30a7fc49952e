"""The draft of a note with which an advocate can tell a candidate how the referral ended.

It has the outcome and the advocate's own words. The advocate sends it; the bot never does.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.endorsements import Endorsement
from domain.graphemes import shorten
from domain.introduction import first_name
from domain.referrals import Referral
from domain.stages import Reason, Stage

MAX_QUOTE_LENGTH = 200  # the note has to stay short, and a mail link holds 2,000 characters

_NEWS: dict[Stage, str] = {
    Stage.HIRED: "You got it: {role} is yours, and I'm so glad!",
    Stage.NOT_NOW: "I've heard back about {role}: it isn't going further this time.",
    Stage.WITHDRAWN: "A quick note about {role}: you're no longer in the running for it.",
}
_OWN_CHOICE = "I hear you've chosen something else over {role}, and I'm happy for you."
# The other reasons have no sentence: they are nothing for a candidate, or the candidate gave them.
_REASONS: dict[Reason, str] = {
    Reason.EXPERIENCE: "They went with someone who has more experience in what it needs.",
    Reason.SKILLS: "The role turned out to need other skills.",
    Reason.TIMING: "The timing didn't work out.",
    Reason.PLACE: "The place didn't work out.",
    Reason.FILLED: "The role has been filled.",
    Reason.CLOSED: "The role was closed without anyone being hired.",
    Reason.NO_REPLY: "The team didn't hear back from you. If you'd still like to talk, tell me.",
}


@dataclass(frozen=True, slots=True)
class OutcomeNotePage:
    """A note to the candidate of a referral that has ended, from one of its advocates.

    `is_told` is true when the advocate has reported that the candidate knows. `intent_id` is the
    outbox row of the message from which the note was opened.
    """

    referral: Referral
    endorsement: Endorsement
    advocate_name: str
    is_told: bool
    intent_id: int


def may_be_told(referral: Referral) -> bool:
    """Whether a note is offered: the referral has ended, and the candidate knew of it."""
    return referral.ended and not referral.candidate.awaits_agreement


def draft_outcome_note(page: OutcomeNotePage) -> str:
    """The text of the note, written in the advocate's name. It has no markup."""
    referral, evidence = page.referral, page.endorsement.evidence
    title = referral.opening_title
    role = f"the {shorten(title, 80)} role" if title else "a role with us"
    if referral.reason is Reason.CANDIDATE_CHOSE:
        news = _OWN_CHOICE.format(role=role)
    else:
        news = _NEWS[referral.stage].format(role=role)
    reason = _REASONS.get(referral.reason, "") if referral.reason else ""
    paragraphs = [f"Hi {first_name(page.endorsement.candidate_name)},", f"{news} {reason}".strip()]
    own_words = evidence.saw.strip() or evidence.why.strip()
    if own_words:
        is_hired = referral.stage is Stage.HIRED
        before_quote = (
            "This is what I told them" if is_hired else "What I told the team still stands"
        )
        paragraphs.append(f"{before_quote}: “{shorten(own_words, MAX_QUOTE_LENGTH)}”")
    paragraphs += [_closing(referral), first_name(page.advocate_name)]
    return "\n\n".join(paragraphs)


def _closing(referral: Referral) -> str:
    if referral.stage is Stage.HIRED:
        return "If there's anything you'd like to know before you start, ask me."
    if referral.stage is Stage.NOT_NOW:
        return "Thank you for letting me put your name in. I'd be glad to do it again."
    return "Thank you for letting me put your name in. My door is always open."
