"""The entries of the catalogue for the candidate's consent."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.follow_ups import FollowUpKind
from domain.pages import ErasedPage
from domain.stages import Reason
from domain.withdrawal_pages import DeclinedPage, WordsWithdrawnPage
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import Sample
from views import consent, declined


def _erased_after_the_end(sample: Sample) -> ErasedPage:
    page = sample.erased_page(Reason.AGREEMENT_UNKNOWN)
    ended = tuple(replace(each, reason=Reason.FILLED) for each in page.referrals)
    return replace(page, referrals=ended)


CONSENT: Final[dict[str, MakePayload]] = {
    "consent.note_form": lambda sample: consent.note_form(sample.note_page()),
    "consent.note_form general": lambda sample: consent.note_form(
        replace(sample.note_page(general=True), sender_name="ada")  # as some names in Slack are
    ),
    "declined.declined_form": lambda sample: declined.declined_form(
        sample.item(FollowUpKind.CONSENT), "77:900"
    ),
    "declined.declined_form others": lambda sample: declined.declined_form(
        sample.item(FollowUpKind.CONSENT), "77:900", others_vouch=True
    ),
    "declined.words_withdrawn_message": lambda sample: declined.words_withdrawn_message(
        WordsWithdrawnPage(sample.advocate_viewer, sample.erased_page(Reason.NOT_AGREED).referrals)
    ),
    "declined.candidate_declined_message": lambda sample: declined.candidate_declined_message(
        DeclinedPage(sample.desk_page(), reported_by="U0BOB")
    ),
    "declined.candidate_declined_message hidden": lambda sample: (
        declined.candidate_declined_message(DeclinedPage(sample.hidden_page(), reported_by="U0BOB"))
    ),
    "declined.erase_form": lambda sample: declined.erase_form(sample.desk_page().referral),
    "declined.erase_form hidden": lambda sample: declined.erase_form(sample.hidden_page().referral),
    "consent.erased_message by the desk": lambda sample: consent.erased_message(
        sample.erased_page(Reason.OTHER)
    ),
    "consent.erased_message": lambda sample: consent.erased_message(
        sample.erased_page(Reason.AGREEMENT_UNKNOWN)
    ),
    "consent.erased_message ended before": lambda sample: consent.erased_message(
        _erased_after_the_end(sample)
    ),
    "consent.erased_message said no": lambda sample: consent.erased_message(
        sample.erased_page(Reason.NOT_AGREED)
    ),
    "consent.erased_message taken back": lambda sample: consent.erased_message(
        sample.erased_page(Reason.TAKEN_BACK)
    ),
    "consent.erased_card taken back": lambda sample: consent.erased_card(
        sample.erased_page(Reason.TAKEN_BACK)
    ),
    "consent.erased_message told by reader": lambda sample: consent.erased_message(
        sample.erased_page(Reason.NOT_AGREED, by_viewer=True)
    ),
    "consent.anonymous_placeholder": lambda _: consent.anonymous_placeholder(),
    "consent.erased_placeholder": lambda sample: consent.erased_placeholder(
        sample.erased_page(Reason.AGREEMENT_UNKNOWN)
    ),
    "consent.erased_card": lambda sample: consent.erased_card(
        sample.erased_page(Reason.AGREEMENT_UNKNOWN)
    ),
    "consent.erased_card said no": lambda sample: consent.erased_card(
        sample.erased_page(Reason.NOT_AGREED)
    ),
    "consent.erased_card ended before": lambda sample: consent.erased_card(
        sample.erased_page(Reason.TIMING)
    ),
}
