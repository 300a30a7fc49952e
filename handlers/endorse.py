"""An advocate says more: two short steps, each stored as it is submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import bench, pages, referrals
from services.asks import answers as ask_answers
from services.people import reader
from storage.engine import Transaction
from views import block_kit
from views import endorse as view
from views.refer import SAY_MORE, parse_referral_ids

ACT = "endorse"


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(SAY_MORE, say_more, access=Access.MEMBER, act=ACT)
    on.submission(view.EVIDENCE_FORM, partial(saw, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.MORE_FORM, partial(more, policy=policy), access=Access.MEMBER, act=ACT)


def say_more(request: Request, transaction: Transaction) -> Response:
    return first_step(request, transaction, parse_referral_ids(request.value))


def first_step(request: Request, transaction: Transaction, referral_ids: Sequence[int]) -> Response:
    """Filled with what this advocate said last of this candidate, or has on their bench."""
    behind = [referrals.standing_behind(transaction, request.actor, each) for each in referral_ids]
    referral, mine = max(behind, key=lambda pair: pair[1].at)
    mine = bench.with_draft(transaction, request.actor, referral, mine)
    mine = ask_answers.started(transaction, mine, request.actor.workspace_id)
    return Show(view.evidence_form([each for each, _ in behind], mine))


def saw(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """What they saw is stored with each; the form becomes the second step."""
    ids = parse_referral_ids(request.private)
    for each in ids:
        _, mine = referrals.standing_behind(transaction, request.actor, each)
        evidence = view.parse_evidence(request.state, mine.evidence)
        referrals.endorse(transaction, request.actor, each, evidence, policy, request.now)
    return Replace(_more_form(request, transaction, ids, policy))


def second_step(
    request: Request, transaction: Transaction, referral_ids: Sequence[int], policy: Policy
) -> Response:
    return Show(_more_form(request, transaction, referral_ids, policy))


def _more_form(
    request: Request, transaction: Transaction, referral_ids: Sequence[int], policy: Policy
) -> block_kit.Block:
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    first, *others = [
        pages.advocate_page(transaction, who, referral, mine, policy)
        for each in referral_ids
        for referral, mine in [referrals.standing_behind(transaction, request.actor, each)]
    ]
    first = ask_answers.with_helps(transaction, first)
    return view.examples_form(replace(first, others=tuple(others)))


def more(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    for each in parse_referral_ids(request.private):
        referral, mine = referrals.standing_behind(transaction, request.actor, each)
        evidence = view.parse_examples(request.state, mine.evidence)
        possible = view.offerable_commitments([referral])
        kept = tuple(kind for kind in evidence.commitments if kind in possible)
        evidence = replace(evidence, commitments=kept)
        referrals.endorse(transaction, request.actor, each, evidence, policy, request.now)
    return CloseAll()
