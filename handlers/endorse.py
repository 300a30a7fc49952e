"""An advocate endorses a candidate in two forms: the evidence, and then examples.

Each form is stored when it is submitted, and one endorsement may be about several referrals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.drafts import EVIDENCE, EXAMPLES
from domain.endorsements import Evidence
from domain.errors import FormError
from domain.permissions import Access
from domain.referrals import offerable_commitments
from handlers.protocol import CloseAll, Done, Registry, Rejected, Replace, Request, Response, Show
from services import advocate_pages, bench, endorsement_drafts, referrals
from services.asks import answers as ask_answers
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from services.people import build_viewer
from storage import openings
from views import block_kit
from views import endorse as view
from views.inputs import redraw_inputs
from views.refer import SAY_MORE, parse_referral_ids

ACTION = "endorse"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_read_action(SAY_MORE, open_evidence_form, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.EVIDENCE_FORM, save_evidence, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.EXAMPLES_FORM, save_examples, access=Access.MEMBER, action=ACTION)
    for action_id, handler in (
        (view.KEEP_EVIDENCE, save_evidence_draft),
        (view.KEEP_EXAMPLES, save_examples_draft),
        (view.START_OVER, start_evidence_over),
        (view.START_EXAMPLES_OVER, start_examples_over),
    ):
        registry.add_write_action(action_id, handler, access=Access.MEMBER, action=ACTION)


def open_evidence_form(context: Context, request: Request) -> Response:
    return show_evidence_form(context, parse_referral_ids(request.value))


def show_evidence_form(context: Context, referral_ids: Sequence[int]) -> Response:
    return Show(_evidence_form(context, referral_ids))


def _evidence_form(context: Context, referral_ids: Sequence[int]) -> block_kit.Block:
    """The first form, one for all referrals, filled from the actor's newest endorsement.

    Without evidence there, the form is filled from the actor's bench or from the ask that led to
    the endorsement. A draft that the actor kept comes before all of these.
    """
    # (referral, the actor's endorsement of it)
    pairs = [find_referral_and_own_endorsement(context, id_) for id_ in referral_ids]
    newest_referral, newest_endorsement = max(pairs, key=lambda pair: pair[1].submitted_at)
    prefill = bench.prefill_from_bench(context, newest_referral, newest_endorsement)
    prefill = ask_answers.prefill_from_ask(context, prefill)
    prefill, is_draft = endorsement_drafts.fill_in(context, EVIDENCE, referral_ids, prefill)
    referrals_shown = [referral for referral, _endorsement in pairs]
    opening_ids = [each.opening_id for each in referrals_shown if each.opening_id is not None]
    found = openings.find_many(context.transaction, context.workspace.id, opening_ids)
    openings_shown = [found[id_] for id_ in opening_ids]
    return view.evidence_form(referrals_shown, prefill, openings_shown, is_draft=is_draft)


def save_evidence_draft(context: Context, request: Request) -> Response:
    """Stores the first form as a draft, and leaves it open."""
    _save_draft(context, request, EVIDENCE)
    return Done()


def save_examples_draft(context: Context, request: Request) -> Response:
    """Stores the second form as a draft, and leaves it open."""
    _save_draft(context, request, EXAMPLES)
    return Done()


def _save_draft(context: Context, request: Request, page: str) -> None:
    parse = view.parse_evidence if page == EVIDENCE else view.parse_examples
    typed = parse(request.state, Evidence())
    referral_ids = parse_referral_ids(request.private_metadata)
    endorsement_drafts.save(context, page, referral_ids, typed)


def start_evidence_over(context: Context, request: Request) -> Response:
    """Deletes the draft of the first form, and shows what is stored in the same modal."""
    referral_ids = parse_referral_ids(request.private_metadata)
    endorsement_drafts.delete(context, EVIDENCE, referral_ids)
    return Replace(
        redraw_inputs(_evidence_form(context, referral_ids), mark="stored"), private=True
    )


def start_examples_over(context: Context, request: Request) -> Response:
    """Deletes the draft of the second form, and shows what is stored in the same modal."""
    referral_ids = parse_referral_ids(request.private_metadata)
    endorsement_drafts.delete(context, EXAMPLES, referral_ids)
    return Replace(
        redraw_inputs(_examples_form(context, referral_ids), mark="stored"), private=True
    )


def save_evidence(context: Context, request: Request) -> Response:
    """Stores the evidence for each referral, and shows the second form in place of the first.

    If a field is refused, the form is stored as a draft: the person may close it without a new try.
    """
    referral_ids = parse_referral_ids(request.private_metadata)
    try:
        referrals.check_evidence(view.parse_evidence(request.state, Evidence()))
    except FormError as error:
        _save_draft(context, request, EVIDENCE)
        return Rejected(error)
    endorsement_drafts.delete(context, EVIDENCE, referral_ids)
    for referral_id in referral_ids:
        _, endorsement = find_referral_and_own_endorsement(context, referral_id)
        # The fields of the other form keep what is stored.
        evidence = view.parse_evidence(request.state, endorsement.evidence)
        referrals.endorse(context, referral_id, evidence)
    return Replace(_examples_form(context, referral_ids))


def show_examples_form(context: Context, referral_ids: Sequence[int]) -> Response:
    return Show(_examples_form(context, referral_ids))


def _examples_form(context: Context, referral_ids: Sequence[int]) -> block_kit.Block:
    """The second form. It asks about the first referral, and its answers count for all of them."""
    pairs = [find_referral_and_own_endorsement(context, id_) for id_ in referral_ids]
    first, *others = advocate_pages.load_advocate_pages(context, build_viewer(context), pairs)
    first = ask_answers.preselect_requested_help(context, first)
    filled, is_draft = endorsement_drafts.fill_in(
        context, EXAMPLES, referral_ids, first.endorsement
    )
    page = replace(first, endorsement=filled, other_pages=tuple(others))
    return view.examples_form(page, is_draft=is_draft)


def save_examples(context: Context, request: Request) -> Response:
    """Stores the examples for each referral, with the offered help that is possible for it."""
    referral_ids = parse_referral_ids(request.private_metadata)
    endorsement_drafts.delete(context, EXAMPLES, referral_ids)
    for referral_id in referral_ids:
        referral, endorsement = find_referral_and_own_endorsement(context, referral_id)
        evidence = view.parse_examples(request.state, endorsement.evidence)
        possible_kinds = offerable_commitments([referral])
        commitments = tuple(kind for kind in evidence.commitments if kind in possible_kinds)
        evidence = replace(evidence, commitments=commitments)
        referrals.endorse(context, referral_id, evidence)
    return CloseAll()
