"""An advocate says more: two short steps, each stored as it is submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.permissions import Access
from domain.referrals import offerable_commitments
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import advocate_pages, bench, referrals
from services.asks import answers as ask_answers
from services.context import Context
from services.people import build_reader
from views import block_kit
from views import endorse as view
from views.refer import SAY_MORE, parse_referral_ids

ACT = "endorse"


def register(on: Registry) -> None:
    on.opens(SAY_MORE, say_more, access=Access.MEMBER, act=ACT)
    on.submission(view.EVIDENCE_FORM, saw, access=Access.MEMBER, act=ACT)
    on.submission(view.MORE_FORM, more, access=Access.MEMBER, act=ACT)


def say_more(context: Context, request: Request) -> Response:
    return first_step(context, parse_referral_ids(request.value))


def first_step(context: Context, referral_ids: Sequence[int]) -> Response:
    """Filled with what this advocate said last of this candidate, or has on their bench."""
    behind = [referrals.find_own_endorsement(context, each) for each in referral_ids]
    referral, mine = max(behind, key=lambda pair: pair[1].at)
    mine = bench.prefill_from_bench(context, referral, mine)
    mine = ask_answers.prefill_from_ask(context, mine)
    return Show(view.evidence_form([each for each, _ in behind], mine))


def saw(context: Context, request: Request) -> Response:
    """What they saw is stored with each; the form becomes the second step."""
    ids = parse_referral_ids(request.private)
    for each in ids:
        _, mine = referrals.find_own_endorsement(context, each)
        evidence = view.parse_evidence(request.state, mine.evidence)
        referrals.endorse(context, each, evidence)
    return Replace(_more_form(context, ids))


def second_step(context: Context, referral_ids: Sequence[int]) -> Response:
    return Show(_more_form(context, referral_ids))


def _more_form(context: Context, referral_ids: Sequence[int]) -> block_kit.Block:
    endorsed = [referrals.find_own_endorsement(context, each) for each in referral_ids]
    first, *others = advocate_pages.load_advocate_pages(context, build_reader(context), endorsed)
    first = ask_answers.preselect_requested_help(context, first)
    return view.examples_form(replace(first, others=tuple(others)))


def more(context: Context, request: Request) -> Response:
    for each in parse_referral_ids(request.private):
        referral, mine = referrals.find_own_endorsement(context, each)
        evidence = view.parse_examples(request.state, mine.evidence)
        possible = offerable_commitments([referral])
        kept = tuple(kind for kind in evidence.commitments if kind in possible)
        evidence = replace(evidence, commitments=kept)
        referrals.endorse(context, each, evidence)
    return CloseAll()
