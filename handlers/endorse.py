"""An advocate endorses a candidate in two forms; each is stored when it is submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.permissions import Access
from domain.referrals import offerable_commitments
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import advocate_pages, bench, referrals
from services.asks import answers as ask_answers
from services.context import Context
from services.people import build_viewer
from views import block_kit
from views import endorse as view
from views.refer import SAY_MORE, parse_referral_ids

ACTION = "endorse"


def register(registry: Registry) -> None:
    registry.add_read_action(SAY_MORE, open_evidence_form, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.EVIDENCE_FORM, save_evidence, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.EXAMPLES_FORM, save_examples, access=Access.MEMBER, action=ACTION)


def open_evidence_form(context: Context, request: Request) -> Response:
    return show_evidence_form(context, parse_referral_ids(request.value))


def show_evidence_form(context: Context, referral_ids: Sequence[int]) -> Response:
    """The first form, filled from the newest endorsement, the bench, or the ask."""
    endorsed = [referrals.find_own_endorsement(context, each) for each in referral_ids]
    referral, newest = max(endorsed, key=lambda pair: pair[1].submitted_at)
    newest = bench.prefill_from_bench(context, referral, newest)
    newest = ask_answers.prefill_from_ask(context, newest)
    return Show(view.evidence_form([each for each, _ in endorsed], newest))


def save_evidence(context: Context, request: Request) -> Response:
    """Stores the evidence for each referral; the form becomes the second one."""
    ids = parse_referral_ids(request.private)
    for each in ids:
        _, own = referrals.find_own_endorsement(context, each)
        evidence = view.parse_evidence(request.state, own.evidence)
        referrals.endorse(context, each, evidence)
    return Replace(_examples_form(context, ids))


def show_examples_form(context: Context, referral_ids: Sequence[int]) -> Response:
    return Show(_examples_form(context, referral_ids))


def _examples_form(context: Context, referral_ids: Sequence[int]) -> block_kit.Block:
    endorsed = [referrals.find_own_endorsement(context, each) for each in referral_ids]
    first, *others = advocate_pages.load_advocate_pages(context, build_viewer(context), endorsed)
    first = ask_answers.preselect_requested_help(context, first)
    return view.examples_form(replace(first, other_pages=tuple(others)))


def save_examples(context: Context, request: Request) -> Response:
    for each in parse_referral_ids(request.private):
        referral, own = referrals.find_own_endorsement(context, each)
        evidence = view.parse_examples(request.state, own.evidence)
        possible = offerable_commitments([referral])
        commitments = tuple(kind for kind in evidence.commitments if kind in possible)
        evidence = replace(evidence, commitments=commitments)
        referrals.endorse(context, each, evidence)
    return CloseAll()
