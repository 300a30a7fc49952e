"""Asks and voices for the catalogue, told in the words of a sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.asks import Ask, AskKind, AskState, Decision, VouchText
from domain.endorsements import CommitmentKind, Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.pages import AskPage, NudgeItem, VoicesPage
from tests.views.samples import NOW, PROFILE, Sample

HOPED = (CommitmentKind.INTRODUCTION, CommitmentKind.INTERVIEW_PREP)


def ask(
    it: Sample,
    kind: AskKind = AskKind.COLLEAGUE,
    state: AskState = AskState.OPEN,
    decision: Decision | None = None,
    *,
    helps: tuple[CommitmentKind, ...] | None = None,
    suggested: str | None = None,
) -> Ask:
    """Ada asks Bob about Grace; from the desk it is Linus. `decision` of who asked for herself."""
    vouched = kind is AskKind.OWN and state is AskState.VOUCHED
    hoped = () if it.bare or kind is AskKind.DESK else HOPED
    return Ask(
        id=61,
        workspace_id=1,
        kind=kind,
        asker="U0LINUS" if kind is AskKind.DESK else "U0ADA",
        asked="U0BOB",
        opening_id=None if it.bare else 12,
        opening_ref=None if it.bare else "ENG-12",
        opening_title=None if it.bare else it.words("title"),
        referral_id=41 if kind is AskKind.DESK else None,
        candidate_name=it.words("name"),
        email=None if it.bare else "grace@example.org",
        profile_url=None if it.bare else PROFILE,
        why=it.words("ask_why"),
        shared=it.optional("ask_shared"),
        helps=hoped if helps is None else helps,
        help_text=it.optional("ask_help"),
        draft=it.optional("ask_draft"),
        state=state,
        suggested=suggested,
        vouch_text=VouchText(Relationship.MANAGED, it.evidence()) if vouched else None,
        decision=decision,
        created_at=NOW - timedelta(days=3),
        closes_at=NOW + timedelta(days=11),
        answered_at=None,
    )


def page(it: Sample, of: Ask | None = None, reaches: datetime | None = None) -> AskPage:
    return AskPage(it.ada, of or ask(it), reaches, None if it.bare else "U0LINUS")


def item(it: Sample, of: Ask) -> NudgeItem:
    """As the asked person is nudged about it; settled where the ask is."""
    state = FollowUpState.OPEN if of.is_open else FollowUpState.DONE
    step = replace(it.step(FollowUpKind.ASK, state), member=of.asked, referral_id=None)
    return NudgeItem(step, None, of.candidate_name, ask=of)


def of_desk(it: Sample) -> tuple[Ask, ...]:
    """As they come of a referral that many were asked about."""
    named = ask(it, AskKind.DESK, AskState.NOT_ME, suggested="U0MARGARET")
    others = (AskState.OPEN, AskState.PASSED, AskState.CLOSED, AskState.MENTION)
    return (named, *(ask(it, AskKind.DESK, state) for state in others))


def voices_page(it: Sample) -> VoicesPage:
    desk = it.desk_page()
    kept: dict[str, tuple[CommitmentKind, ...]] = {} if it.bare else {"U0ADA": HOPED}
    return VoicesPage(it.reader, desk.referral, desk.voices, kept)
