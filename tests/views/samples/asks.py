"""Asks, and the pages that show them, with the texts of a sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain.asks import Ask, AskKind, AskState, Decision, VouchText
from domain.endorsements import CommitmentKind, Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.pages import AskPage, NudgeItem, SideBySidePage
from tests.views.samples import NOW, PROFILE, Sample

HELPS = (CommitmentKind.INTRODUCTION, CommitmentKind.INTERVIEW_PREP)


def ask(
    sample: Sample,
    kind: AskKind = AskKind.COLLEAGUE,
    state: AskState = AskState.OPEN,
    decision: Decision | None = None,
    *,
    helps: tuple[CommitmentKind, ...] | None = None,
    suggested: str | None = None,
) -> Ask:
    """Ada asks Bob about Grace. An ask from the desk is Linus's.

    `decision` is Ada's about a vouch for herself.
    """
    vouched = kind is AskKind.OWN and state is AskState.VOUCHED
    default_helps = () if sample.required_only or kind is AskKind.DESK else HELPS
    return Ask(
        id=61,
        workspace_id=1,
        kind=kind,
        asker="U0LINUS" if kind is AskKind.DESK else "U0ADA",
        asked="U0BOB",
        opening_id=None if sample.required_only else 12,
        opening_ref=None if sample.required_only else "ENG-12",
        opening_title=None if sample.required_only else sample.words("title"),
        referral_id=41 if kind is AskKind.DESK else None,
        candidate_name=sample.words("name"),
        email=None if sample.required_only else "grace@example.org",
        profile_url=None if sample.required_only else PROFILE,
        why=sample.words("ask_why"),
        shared=sample.optional("ask_shared"),
        helps=default_helps if helps is None else helps,
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


def ask_page(
    sample: Sample, shown_ask: Ask | None = None, reaches: datetime | None = None
) -> AskPage:
    return AskPage(
        sample.advocate_viewer,
        shown_ask or ask(sample),
        reaches,
        None if sample.required_only else "U0LINUS",
    )


def ask_item(sample: Sample, shown_ask: Ask) -> NudgeItem:
    """The item of the asked person's nudge. Its follow-up is done unless the ask is open."""
    state = FollowUpState.OPEN if shown_ask.is_open else FollowUpState.DONE
    follow_up = replace(
        sample.follow_up(FollowUpKind.ASK, state),
        member=sample.advocate_viewer.user_id,
        referral_id=None,
    )
    return NudgeItem(follow_up, None, shown_ask.candidate_name, ask=shown_ask)


def desk_asks(sample: Sample) -> tuple[Ask, ...]:
    """The asks about a referral for which several colleagues were asked."""
    named = ask(sample, AskKind.DESK, AskState.NOT_ME, suggested="U0MARGARET")
    others = (AskState.OPEN, AskState.PASSED, AskState.CLOSED, AskState.MENTION)
    return (named, *(ask(sample, AskKind.DESK, state) for state in others))


def side_by_side_page(sample: Sample) -> SideBySidePage:
    desk = sample.desk_page()
    promised: dict[str, tuple[CommitmentKind, ...]] = (
        {} if sample.required_only else {"U0ADA": HELPS}
    )
    return SideBySidePage(sample.owner_viewer, desk.referral, desk.endorsements, promised)
