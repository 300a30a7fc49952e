"""Asks and voices for the catalogue, told in the words of a sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.asks import Ask, AskKind, AskState, Decision, VouchText
from domain.endorsements import CommitmentKind, Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.pages import AskPage, NudgeItem, SideBySidePage
from tests.views.samples import NOW, PROFILE, Sample

HOPED = (CommitmentKind.INTRODUCTION, CommitmentKind.INTERVIEW_PREP)


def ask(
    sample: Sample,
    kind: AskKind = AskKind.COLLEAGUE,
    state: AskState = AskState.OPEN,
    decision: Decision | None = None,
    *,
    helps: tuple[CommitmentKind, ...] | None = None,
    suggested: str | None = None,
) -> Ask:
    """Ada asks Bob about Grace; from the desk it is Linus. `decision` of who asked for herself."""
    vouched = kind is AskKind.OWN and state is AskState.VOUCHED
    helps_hoped_for = () if sample.bare or kind is AskKind.DESK else HOPED
    return Ask(
        id=61,
        workspace_id=1,
        kind=kind,
        asker="U0LINUS" if kind is AskKind.DESK else "U0ADA",
        asked="U0BOB",
        opening_id=None if sample.bare else 12,
        opening_ref=None if sample.bare else "ENG-12",
        opening_title=None if sample.bare else sample.words("title"),
        referral_id=41 if kind is AskKind.DESK else None,
        candidate_name=sample.words("name"),
        email=None if sample.bare else "grace@example.org",
        profile_url=None if sample.bare else PROFILE,
        why=sample.words("ask_why"),
        shared=sample.optional("ask_shared"),
        helps=helps_hoped_for if helps is None else helps,
        help_text=sample.optional("ask_help"),
        draft=sample.optional("ask_draft"),
        state=state,
        suggested=suggested,
        vouch_text=VouchText(Relationship.MANAGED, sample.evidence()) if vouched else None,
        decision=decision,
        created_at=NOW - timedelta(days=3),
        closes_at=NOW + timedelta(days=11),
        answered_at=None,
    )


def ask_page(sample: Sample, of: Ask | None = None, reaches: datetime | None = None) -> AskPage:
    return AskPage(
        sample.advocate_viewer, of or ask(sample), reaches, None if sample.bare else "U0LINUS"
    )


def ask_item(sample: Sample, of: Ask) -> NudgeItem:
    """As the asked person is nudged about it; settled where the ask is."""
    state = FollowUpState.OPEN if of.is_open else FollowUpState.DONE
    follow_up = replace(
        sample.follow_up(FollowUpKind.ASK, state), member=of.asked, referral_id=None
    )
    return NudgeItem(follow_up, None, of.candidate_name, ask=of)


def desk_asks(sample: Sample) -> tuple[Ask, ...]:
    """As they come of a referral that many were asked about."""
    named = ask(sample, AskKind.DESK, AskState.NOT_ME, suggested="U0MARGARET")
    others = (AskState.OPEN, AskState.PASSED, AskState.CLOSED, AskState.MENTION)
    return (named, *(ask(sample, AskKind.DESK, state) for state in others))


def side_by_side_page(sample: Sample) -> SideBySidePage:
    desk = sample.desk_page()
    kept: dict[str, tuple[CommitmentKind, ...]] = {} if sample.bare else {"U0ADA": HOPED}
    return SideBySidePage(sample.owner_viewer, desk.referral, desk.endorsements, kept)
