"""An advocate endorses a candidate in two forms, each of which is stored when it is submitted."""

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
from storage import openings
from views import block_kit
from views import endorse as view
from views.refer import SAY_MORE, parse_referral_ids

ACTION = "endorse"  # names the action in a refusal


def register(registry: Registry) -> None:
    registry.add_read_action(SAY_MORE, open_evidence_form, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.EVIDENCE_FORM, save_evidence, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.EXAMPLES_FORM, save_examples, access=Access.MEMBER, action=ACTION)


def open_evidence_form(context: Context, request: Request) -> Response:
    return show_evidence_form(context, parse_referral_ids(request.value))


def show_evidence_form(context: Context, referral_ids: Sequence[int]) -> Response:
    """Opens the first form, one for all referrals, filled from the actor's newest endorsement.

    If there is no evidence yet, the form is filled from the actor's bench or from the ask that led
    to the endorsement.
    """
    pairs = [referrals.find_referral_and_own_endorsement(context, id_) for id_ in referral_ids]
    newest_referral, newest_endorsement = max(pairs, key=lambda pair: pair[1].submitted_at)
    prefill = bench.prefill_from_bench(context, newest_referral, newest_endorsement)
    prefill = ask_answers.prefill_from_ask(context, prefill)
    shown = [referral for referral, _ in pairs]
    opening_ids = [each.opening_id for each in shown if each.opening_id is not None]
    by_id = openings.find_many(context.transaction, context.workspace.id, opening_ids)
    return Show(view.evidence_form(shown, prefill, [by_id[id_] for id_ in opening_ids]))


def save_evidence(context: Context, request: Request) -> Response:
    """Stores the evidence for each referral, and shows the second form in place of the first."""
    referral_ids = parse_referral_ids(request.private_metadata)
    for referral_id in referral_ids:
        _, endorsement = referrals.find_referral_and_own_endorsement(context, referral_id)
        evidence = view.parse_evidence(request.state, endorsement.evidence)
        referrals.endorse(context, referral_id, evidence)
    return Replace(_examples_form(context, referral_ids))


def show_examples_form(context: Context, referral_ids: Sequence[int]) -> Response:
    return Show(_examples_form(context, referral_ids))


def _examples_form(context: Context, referral_ids: Sequence[int]) -> block_kit.Block:
    """The second form, which is about the first referral and names the others."""
    pairs = [referrals.find_referral_and_own_endorsement(context, id_) for id_ in referral_ids]
    first, *others = advocate_pages.load_advocate_pages(context, build_viewer(context), pairs)
    first = ask_answers.preselect_requested_help(context, first)
    return view.examples_form(replace(first, other_pages=tuple(others)))


def save_examples(context: Context, request: Request) -> Response:
    """Stores examples and commitments. A commitment that a referral cannot have is dropped."""
    for referral_id in parse_referral_ids(request.private_metadata):
        referral, endorsement = referrals.find_referral_and_own_endorsement(context, referral_id)
        evidence = view.parse_examples(request.state, endorsement.evidence)
        possible = offerable_commitments([referral])
        commitments = tuple(kind for kind in evidence.commitments if kind in possible)
        evidence = replace(evidence, commitments=commitments)
        referrals.endorse(context, referral_id, evidence)
    return CloseAll()
