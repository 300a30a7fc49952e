"""The entries of the catalogue for referring, and for the messages that an advocate gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from domain.away import Absence
from domain.card_history import COLLEAGUE
from domain.desk import HistoryLine
from domain.endorsements import Relationship
from domain.news_pages import SecondLookPage, StageCorrectedPage
from domain.outcome_note import OutcomeNotePage
from domain.pages import AdvocatePage, OwnReferralsPage
from domain.referrals import Consent
from domain.stages import Stage
from domain.withdrawal_pages import WithdrawalPage
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import NOW, Sample
from views import (
    acknowledgement,
    endorse,
    outcome_notes,
    refer,
    referrals,
    withdrawal,
)

BACK = NOW + timedelta(days=9)
_EVENTS: Final[tuple[tuple[str, str, dict[str, object]], ...]] = (
    ("U0LINUS", "referral.moved", {"before": "new", "after": "in_review"}),
    ("U0LINUS", "referral.asked", {"question": 3}),
    ("U0ADA", "referral.replied", {"question": 3}),
    (COLLEAGUE, "referral.reopened", {"before": "not_now"}),
    ("slack", "referral.handed_over", {"before": "U0TOM", "after": "U0LINUS"}),
    ("U0LINUS", "referral.moved", {"after": "not_now", "reason": "timing"}),
)
_CHANGES: Final = tuple(
    HistoryLine(NOW - timedelta(days=9 - n), *event) for n, event in enumerate(_EVENTS)
)


def _withdrawal(sample: Sample, who: str) -> WithdrawalPage:
    referrals_of_one = (sample.referral(), sample.referral(number=14))
    return WithdrawalPage(referrals_of_one, sample.words("name"), others_vouch=who == "others")


def _summary(sample: Sample) -> str:
    return acknowledgement.submission_summary((sample.advocate_page(),))


def _page_of_three(sample: Sample) -> AdvocatePage:
    """The page after one form was submitted for three openings, one of which is a second vouch."""
    others = (sample.advocate_page(number=14), sample.advocate_page(number=15, first=False))
    return replace(sample.advocate_page(asked=Consent.WILL_ASK), other_pages=others)


def _with_return(page: AdvocatePage) -> AdvocatePage:
    return replace(page, referral=replace(page.referral, return_on=date(2026, 6, 2)))


def _note_page(sample: Sample, stage: Stage) -> OutcomeNotePage:
    referral, endorsement = sample.referral(stage), sample.endorsement()
    return OutcomeNotePage(referral, endorsement, sample.words("advocate"), False, 7)


REFERRALS: Final[dict[str, MakePayload]] = {
    "refer.lead_form draft": lambda sample: refer.lead_form(
        refer.prefill_from_draft({"name": sample.words("name"), "email": "grace@"})
    ),
    "refer.lead_form": lambda _: refer.lead_form(refer.LeadPrefill()),
    "refer.lead_form filled": lambda sample: refer.lead_form(
        refer.LeadPrefill(sample.opening(), sample.words("name"), "grace@example.org", "")
    ),
    "refer.lead_form of a colleague": lambda _: refer.lead_form(
        refer.LeadPrefill(email="priya@difference.example", work_address="priya@difference.example")
    ),
    "refer.lead_form several": lambda sample: refer.lead_form(
        refer.LeadPrefill(
            sample.opening(),
            chosen=tuple(sample.opening(number=number) for number in (12, 13, 14)),
            left_out=("ENG-15", "OPS-1"),
        )
    ),
    "refer.lead_form from the bench": lambda sample: refer.lead_form(
        refer.LeadPrefill(
            sample.opening(),
            sample.words("name"),
            relationship=Relationship.MANAGED,
            bench_person_id=6,
            prompt=sample.optional("prompt"),
        )
    ),
    "refer.lead_stored_modal": lambda sample: refer.lead_stored_modal(
        _summary(sample), [sample.referral()]
    ),
    "refer.lead_stored_modal of a colleague": lambda sample: refer.lead_stored_modal(
        acknowledgement.submission_summary(
            (sample.advocate_page(),), work_address="priya@difference.example"
        ),
        [sample.referral()],
    ),
    "refer.lead_stored_modal several": lambda sample: refer.lead_stored_modal(
        acknowledgement.submission_summary(
            _page_of_three(sample).all_pages, (sample.advocate_page(number=16),)
        ),
        [page.referral for page in _page_of_three(sample).all_pages],
    ),
    "refer.lead_stored_modal again": lambda sample: refer.lead_stored_modal(
        acknowledgement.submission_summary((), (sample.advocate_page(Stage.HIRED),)), []
    ),
    "endorse.evidence_form several": lambda sample: endorse.evidence_form(
        [page.referral for page in _page_of_three(sample).all_pages], sample.endorsement()
    ),
    "endorse.examples_form several": lambda sample: endorse.examples_form(_page_of_three(sample)),
    "referrals.stage_corrected_message": lambda sample: referrals.stage_corrected_message(
        StageCorrectedPage(sample.advocate_page(Stage.IN_REVIEW), Stage.HIRED, "U0LINUS")
    ),
    "referrals.second_look_message": lambda sample: referrals.second_look_message(
        SecondLookPage(sample.advocate_page(Stage.NOT_NOW), "U0LINUS")
    ),
    "referrals.second_look_message moved": lambda sample: referrals.second_look_message(
        SecondLookPage(_with_return(sample.advocate_page(Stage.NOT_NOW)), "U0LINUS")
    ),
    "acknowledgement.own_card_modal": lambda sample: acknowledgement.own_card_modal(
        replace(sample.advocate_page(Stage.CONTACTED), changes=_CHANGES[:3])
    ),
    "acknowledgement.own_card_modal ended": lambda sample: acknowledgement.own_card_modal(
        replace(sample.advocate_page(Stage.NOT_NOW), changes=_CHANGES[3:])
    ),
    "acknowledgement.own_card_modal unchanged": lambda sample: acknowledgement.own_card_modal(
        sample.advocate_page()
    ),
    "acknowledgement.acknowledgement_message": lambda sample: (
        acknowledgement.acknowledgement_message(sample.advocate_page())
    ),
    "acknowledgement.acknowledgement_message away": lambda sample: (
        acknowledgement.acknowledgement_message(
            replace(sample.advocate_page(), owner_absence=Absence(BACK, BACK))
        )
    ),
    "acknowledgement.acknowledgement_message away without an end": lambda sample: (
        acknowledgement.acknowledgement_message(
            replace(sample.advocate_page(), owner_absence=Absence(None, BACK))
        )
    ),
    "acknowledgement.acknowledgement_message second": lambda sample: (
        acknowledgement.acknowledgement_message(sample.advocate_page(first=False))
    ),
    "acknowledgement.acknowledgement_message not agreed": lambda sample: (
        acknowledgement.acknowledgement_message(sample.advocate_page(asked=Consent.WILL_ASK))
    ),
    **for_each(
        "acknowledgement.acknowledgement_message asked by",
        ("ada", "bob"),
        lambda sample, asker: acknowledgement.acknowledgement_message(
            replace(sample.advocate_page(), referral=sample.asked_referral(by=asker))
        ),
    ),
    "acknowledgement.acknowledgement_message hidden": lambda sample: (
        acknowledgement.acknowledgement_message(
            sample.advocate_page(asked=Consent.WILL_ASK, hides=True)
        )
    ),
    "acknowledgement.acknowledgement_message hidden second": lambda sample: (
        acknowledgement.acknowledgement_message(
            replace(
                sample.advocate_page(asked=Consent.WILL_ASK, hides=True, first=False),
                awaits_first_advocate=True,
            )
        )
    ),
    "acknowledgement.acknowledgement_message several": lambda sample: (
        acknowledgement.acknowledgement_message(_page_of_three(sample))
    ),
    "acknowledgement.acknowledgement_message first of two": lambda sample: (
        acknowledgement.acknowledgement_message(
            replace(sample.advocate_page(), other_endorsement_count=1)
        )
    ),
    "acknowledgement.acknowledgement_message ended": lambda sample: (
        acknowledgement.acknowledgement_message(sample.advocate_page(Stage.HIRED))
    ),
    **for_each(
        "referrals.stage_changed_message",
        Stage,
        lambda sample, stage: referrals.stage_changed_message(sample.advocate_page(stage)),
    ),
    "referrals.stage_changed_message comes back": lambda sample: referrals.stage_changed_message(
        _with_return(sample.advocate_page(Stage.NOT_NOW))
    ),
    "refer.lead_stored_modal comes back": lambda sample: refer.lead_stored_modal(
        acknowledgement.submission_summary(
            (), (_with_return(sample.advocate_page(Stage.NOT_NOW)),)
        ),
        [],
    ),
    **for_each(
        "referrals.stage_changed_message overtaken",
        (Stage.CONTACTED, Stage.OFFER, Stage.NOT_NOW),
        lambda sample, stage: referrals.stage_changed_message(
            replace(
                sample.advocate_page(stage),
                earlier_stages=(Stage.IN_REVIEW, Stage.INTERVIEWING),
            )
        ),
    ),
    "referrals.stage_changed_message told": lambda sample: referrals.stage_changed_message(
        replace(sample.advocate_page(Stage.NOT_NOW), is_candidate_told=True)
    ),
    "referrals.stage_changed_message the candidate has not agreed": lambda sample: (
        referrals.stage_changed_message(sample.advocate_page(Stage.NOT_NOW, asked=Consent.WILL_ASK))
    ),
    **for_each(
        "outcome_notes.note_form",
        (Stage.HIRED, Stage.NOT_NOW, Stage.WITHDRAWN),
        lambda sample, stage: outcome_notes.note_form(_note_page(sample, stage)),
    ),
    "outcome_notes.note_form told": lambda sample: outcome_notes.note_form(
        replace(_note_page(sample, Stage.NOT_NOW), is_told=True)
    ),
    **for_each(
        "withdrawal.withdrawal_form",
        ("alone", "others"),
        lambda sample, who: withdrawal.withdrawal_form(_withdrawal(sample, who)),
    ),
    **for_each(
        "withdrawal.withdrawn_modal",
        ("alone", "others"),
        lambda sample, who: withdrawal.withdrawn_modal(_withdrawal(sample, who)),
    ),
    "referrals.owner_changed_message": lambda sample: referrals.owner_changed_message(
        sample.advocate_page()
    ),
    "referrals.own_referrals_message": lambda sample: referrals.own_referrals_message(
        sample.mine_page()
    ),
    "referrals.own_referrals_message away": lambda sample: referrals.own_referrals_message(
        OwnReferralsPage(
            sample.advocate_viewer,
            (replace(sample.advocate_page(), owner_absence=Absence(BACK, BACK)),),
            (),
        )
    ),
}
