"""An advocate says more: two short steps, each stored as it is submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, CloseAll, Registry, Replace, Show
from services import bench, pages, referrals
from services.asks import answers as ask_answers
from services.people import reader
from storage.engine import Session
from views import endorse as view
from views import kit
from views.refer import SAY_MORE, parse_together

ACT = "endorse"


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(SAY_MORE, say_more, who=Who.MEMBER, act=ACT)
    on.submission(view.EVIDENCE_FORM, partial(saw, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.MORE_FORM, partial(more, policy=policy), who=Who.MEMBER, act=ACT)


def say_more(click: Click, session: Session) -> Answer:
    return first_step(click, session, parse_together(click.value))


def first_step(click: Click, session: Session, referral_ids: Sequence[int]) -> Answer:
    """Filled with what this advocate said last of this candidate, or has on their bench."""
    behind = [referrals.standing_behind(session, click.actor, each) for each in referral_ids]
    referral, mine = max(behind, key=lambda pair: pair[1].at)
    mine = bench.with_draft(session, click.actor, referral, mine)
    mine = ask_answers.started(session, mine, click.actor.workspace_id)
    return Show(view.evidence_form([each for each, _ in behind], mine))


def saw(click: Click, session: Session, *, policy: Policy) -> Answer:
    """What they saw is stored with each; the form becomes the second step."""
    ids = parse_together(click.private)
    for each in ids:
        _, mine = referrals.standing_behind(session, click.actor, each)
        evidence = view.parse_evidence(click.state, mine.evidence)
        referrals.endorse(session, click.actor, each, evidence, policy, click.now)
    return Replace(_more_form(click, session, ids, policy))


def second_step(
    click: Click, session: Session, referral_ids: Sequence[int], policy: Policy
) -> Answer:
    return Show(_more_form(click, session, referral_ids, policy))


def _more_form(
    click: Click, session: Session, referral_ids: Sequence[int], policy: Policy
) -> kit.Block:
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    first, *others = [
        pages.advocate_page(session, who, referral, mine, policy)
        for each in referral_ids
        for referral, mine in [referrals.standing_behind(session, click.actor, each)]
    ]
    first = ask_answers.with_helps(session, first)
    return view.more_form(replace(first, others=tuple(others)))


def more(click: Click, session: Session, *, policy: Policy) -> Answer:
    for each in parse_together(click.private):
        referral, mine = referrals.standing_behind(session, click.actor, each)
        evidence = view.parse_more(click.state, mine.evidence)
        possible = view.offerable([referral])
        kept = tuple(kind for kind in evidence.commitments if kind in possible)
        evidence = replace(evidence, commitments=kept)
        referrals.endorse(session, click.actor, each, evidence, policy, click.now)
    return CloseAll()
