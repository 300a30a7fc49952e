"""How views word the members of enumerations, and name candidates and roles in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import CommitmentKind, Conflict, Conviction, Depth, Evidence, Relationship
from domain.openings import OpeningStatus
from domain.referrals import Consent, Referral
from domain.stages import Reason, Stage
from views.formatting import escape, join_with_and, mention

STAGE: dict[Stage, str] = {
    Stage.NEW: "New",
    Stage.IN_REVIEW: "In review",
    Stage.CONTACTED: "Contacted",
    Stage.INTERVIEWING: "Interviewing",
    Stage.OFFER: "Offer",
    Stage.HIRED: "Hired",
    Stage.NOT_NOW: "Not now",
    Stage.WITHDRAWN: "Withdrawn",
}

# The words between a stage and the day on which a referral came to it. Others have "since".
_BEFORE_DAY: dict[Stage, str] = {
    Stage.HIRED: "on",
    Stage.NOT_NOW: "decided on",
    Stage.WITHDRAWN: "on",
}

STATUS: dict[OpeningStatus, str] = {
    OpeningStatus.OPEN: "Open",
    OpeningStatus.PAUSED: "Paused",
    OpeningStatus.FILLED: "Filled",
    OpeningStatus.CLOSED: "Closed",
}

RELATIONSHIP: dict[Relationship, str] = {
    Relationship.WORKED_TOGETHER: "We worked together",
    Relationship.MANAGED: "I managed them",
    Relationship.MANAGED_BY: "They managed me",
    Relationship.STUDIED: "We studied together",
    Relationship.COMMUNITY: "We know each other from a community",
    Relationship.KNOW_OF: "I know of them",
    Relationship.FRIEND_OR_FAMILY: "Friend or family",
    Relationship.OTHER: "Other",
}

# After the advocate's name: "@ada · worked with them"
RELATIONSHIP_IN_SENTENCE: dict[Relationship, str] = {
    Relationship.WORKED_TOGETHER: "worked with them",
    Relationship.MANAGED: "managed them",
    Relationship.MANAGED_BY: "was managed by them",
    Relationship.STUDIED: "studied with them",
    Relationship.COMMUNITY: "knows them from a community",
    Relationship.KNOW_OF: "knows of them",
    Relationship.FRIEND_OR_FAMILY: "is a friend or relative",
    Relationship.OTHER: "knows them another way",
}

CONVICTION: dict[Conviction, str] = {
    Conviction.WORTH_A_LOOK: "Worth a look",
    Conviction.RECOMMEND: "I'd recommend",
    Conviction.MY_NAME_ON_IT: "I'd put my name on it",
}

CONSENT: dict[Consent, str] = {
    Consent.AGREED: "They agreed to be put forward",
    Consent.WILL_ASK: "I'll ask them",
    Consent.NOT_YET: "Not yet",
}

CONSENT_IN_SENTENCE: dict[Consent, str] = {
    Consent.AGREED: "has agreed to be put forward",
    Consent.WILL_ASK: "hasn't been asked yet; the advocate will ask",
    Consent.NOT_YET: "hasn't been asked yet",
}

COMMITMENT: dict[CommitmentKind, str] = {
    CommitmentKind.INTRODUCTION: "Introduce them to the team",
    CommitmentKind.WORD_WITH_MANAGER: "Have a word with the hiring manager",
    CommitmentKind.INTERVIEW_PREP: "Help them prepare for the interview",
    CommitmentKind.INTERNAL_CHANNELS: "Tell other channels here about the role",
}

# After "could help with" or "Offers:"
COMMITMENT_AS_NOUN: dict[CommitmentKind, str] = {
    CommitmentKind.INTRODUCTION: "an introduction",
    CommitmentKind.WORD_WITH_MANAGER: "a word with the hiring manager",
    CommitmentKind.INTERVIEW_PREP: "help with the interview",
    CommitmentKind.INTERNAL_CHANNELS: "a word in other channels here",
}

# After "Did:"
COMMITMENT_IN_PAST: dict[CommitmentKind, str] = {
    CommitmentKind.INTRODUCTION: "introduced them to the team",
    CommitmentKind.WORD_WITH_MANAGER: "had a word with the hiring manager",
    CommitmentKind.INTERVIEW_PREP: "helped them prepare for the interview",
    CommitmentKind.INTERNAL_CHANNELS: "told another channel about the role",
}

CONFLICT: dict[Conflict, str] = {
    Conflict.RELATIVE: "We're related or close",
    Conflict.REPORTS_TO_ME: "They would report to me",
    Conflict.HIRING_TEAM: "I'm on the hiring team",
}

CONFLICT_IN_SENTENCE: dict[Conflict, str] = {
    Conflict.RELATIVE: "is related or close to them",
    Conflict.REPORTS_TO_ME: "would be their manager",
    Conflict.HIRING_TEAM: "is on the hiring team",
}

DEPTH: dict[Depth, str] = {
    Depth.LEAD: "Lead",
    Depth.RECOMMENDED: "Recommended",
    Depth.ADVOCATED: "Advocated",
}

REASON: dict[Reason, str] = {
    Reason.EXPERIENCE: "Someone with more experience in what the role needs",
    Reason.SKILLS: "The role needs other skills",
    Reason.TIMING: "The timing didn't work",
    Reason.PLACE: "The place didn't work",
    Reason.FILLED: "The role was filled",
    Reason.CLOSED: "The role was closed",
    Reason.CANDIDATE_CHOSE: "The candidate chose something else",
    Reason.NO_REPLY: "The candidate didn't reply",
    Reason.OTHER: "Another reason",
    Reason.NOT_AGREED: "They didn't agree to be put forward",
    Reason.TAKEN_BACK: "The advocate took it back",
    Reason.AGREEMENT_UNKNOWN: "Nobody could tell me in time that they agreed",
}


def unanswered_part(count: int, unanswered: int) -> str:
    """How many of `count` referrals have had no first answer, to be written after the count."""
    if unanswered == 0:
        return ""
    if unanswered < count:
        return f", {unanswered} without a first answer"
    if count == 1:
        return " without a first answer"
    return f", {'both' if count == 2 else 'all'} without a first answer"


# A stage that is over, after "After".
_STAGE_AS_NOUN: dict[Stage, str] = {
    Stage.IN_REVIEW: "a review",
    Stage.CONTACTED: "a first contact",
    Stage.INTERVIEWING: "interviews",
    Stage.OFFER: "an offer",
}


def after_stages(news: str, earlier: Sequence[Stage]) -> str:
    """The news of a stage, with the `earlier` ones of which the reader wasn't told before it."""
    nouns = [_STAGE_AS_NOUN[stage] for stage in earlier if stage in _STAGE_AS_NOUN]
    if not nouns:
        return news
    return f"After {join_with_and(nouns)}, {lower_first(news)}"


def stage_since(stage: Stage, day: str, *, bold: bool = False) -> str:
    """The stage and since when: "In review since Monday 2 March", "Hired on Monday 2 March".

    `bold` makes only the stage bold.
    """
    name = f"*{STAGE[stage]}*" if bold else STAGE[stage]
    comma = "," if stage is Stage.NOT_NOW else ""  # "Not now, decided on Monday 2 March"
    return f"{name}{comma} {_BEFORE_DAY.get(stage, 'since')} {day}"


def standing(conviction: Conviction | None, depth: Depth) -> str:
    """How strongly an advocate stands behind a candidate.

    `conviction` is None if the advocate only named the candidate.
    """
    if conviction is None:
        return DEPTH[Depth.LEAD]
    acted = " and acted on it" if depth is Depth.ADVOCATED else ""
    return f"{CONVICTION[conviction]}{acted}"


def commitment_offer(kind: CommitmentKind, candidate: str, manager: str | None) -> str:
    """The help that an advocate committed to, after "you offered to".

    `candidate` is the name, not escaped yet. `manager` is the hiring manager's user id, if known.
    """
    name = escape(candidate, 100)
    manager_name = mention(manager) if manager else "the hiring manager"
    return {
        CommitmentKind.INTRODUCTION: f"introduce {name} to the team",
        CommitmentKind.WORD_WITH_MANAGER: f"tell {manager_name} about {name}",
        CommitmentKind.INTERVIEW_PREP: f"help {name} prepare for the interview",
        CommitmentKind.INTERNAL_CHANNELS: "tell other channels here about the role",
    }[kind]


def candidate_name(referral: Referral) -> str:
    """The candidate's name at the start of a sentence, escaped. "Someone" while it is hidden."""
    name = referral.candidate.name
    return "Someone" if referral.candidate.hidden else escape(name, 200)


def observed_examples(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Label and text of each example that the second page of the referral form asks for.

    A text is empty if the advocate gave no example.
    """
    return (
        ("Trust", evidence.trust),
        ("Adaptability", evidence.adaptability),
        ("How they lift a team", evidence.lifts),
    )


def disclosure_sentence(evidence: Evidence) -> str:
    """The conflicts of interest that the advocate disclosed. Empty if there are none."""
    conflicts = [CONFLICT_IN_SENTENCE[conflict] for conflict in evidence.conflicts]
    return f"Disclosed: {join_with_and(conflicts)}." if conflicts else ""


def role_name(referral: Referral, *, with_title: bool = False) -> str:
    """The name of a referral's opening inside a sentence, escaped. People read it as "role"."""
    return opening_name(referral.opening_ref, referral.opening_title if with_title else None)


def opening_name(ref: str | None, title: str | None = None) -> str:
    """The ref in bold and, if given, the title. `ref` is None for a referral without an opening."""
    if ref is None:
        return "a role that may come up"
    bold_ref = f"*{escape(ref, 40)}*"
    return f"{bold_ref} {escape(title, 150)}" if title else bold_ref


def lower_first(label: str) -> str:
    """The label for the middle of a sentence: its first letter is lower case."""
    return label[:1].lower() + label[1:]
