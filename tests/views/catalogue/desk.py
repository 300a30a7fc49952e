"""The entries of the catalogue for those who answer a referral."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.away import Absence
from domain.pages import ReceivedPage
from domain.referrals import Consent
from domain.stages import Stage
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import NOW
from views.desk import card, questions, stage_forms

DESK: Final[dict[str, MakePayload]] = {
    "desk.card.referral_card": lambda sample: card.referral_card(sample.desk_page()),
    "desk.card.referral_card not asked": lambda sample: card.referral_card(
        replace(sample.desk_page(), referral=sample.referral(asked=Consent.WILL_ASK))
    ),
    "desk.card.referral_card asked": lambda sample: card.referral_card(
        replace(sample.desk_page(), referral=sample.asked_referral(by="ada"))
    ),
    "desk.card.referral_card elsewhere": lambda sample: card.referral_card(
        replace(
            sample.desk_page(),
            elsewhere=tuple(
                sample.referral(Stage.CONTACTED, number=number)
                for number in range(13, 19 if sample.maximal else 15)
            ),
        )
    ),
    "desk.card.evidence_added_message": lambda sample: card.evidence_added_message(
        sample.desk_page(), "U0ADA"
    ),
    "desk.card.evidence_added_message taken back": lambda sample: card.evidence_added_message(
        sample.desk_page(), "U0LINUS"
    ),
    **for_each(
        "desk.card.referral_card correctable",
        [Stage.INTERVIEWING, Stage.HIRED],
        lambda sample, stage: card.referral_card(
            replace(sample.desk_page(stage), correctable=sample.stage_entry(stage))
        ),
    ),
    "desk.card.received_message merged": lambda sample: card.received_message(
        ReceivedPage(sample.desk_page(), None, merged=True)
    ),
    "desk.card.referral_card late": lambda sample: card.referral_card(sample.desk_page(late=True)),
    "desk.card.referral_card similar": lambda sample: card.referral_card(
        replace(sample.desk_page(), similar=(sample.referral(),))
    ),
    "desk.card.referral_card two addresses": lambda sample: card.referral_card(
        replace(
            sample.desk_page(),
            endorsements=(
                replace(sample.endorsement(), email="grace@example.org"),
                replace(sample.endorsement("U0BOB", first=False), email="g@example.com"),
            ),
        )
    ),
    "desk.card.referral_card owner away": lambda sample: card.referral_card(
        replace(
            sample.desk_page(),
            viewer=sample.advocate_viewer,
            owner_absence=Absence(NOW + timedelta(days=9), NOW),
        )
    ),
    "desk.card.referral_card handed over": lambda sample: card.referral_card(
        sample.desk_page(), handed_over_by="U0BOB"
    ),
    "desk.card.referral_card owner left": lambda sample: card.referral_card(
        sample.desk_page(), handed_over_by="slack"
    ),
    "desk.card.second_vouch_card": lambda sample: card.second_vouch_card(
        sample.desk_page(), "U0BOB"
    ),
    **for_each(
        "desk.card.referral_card",
        [stage for stage in Stage if stage is not Stage.NEW],
        lambda sample, stage: card.referral_card(sample.desk_page(stage)),
    ),
    "desk.card.candidate_agreed_message": lambda sample: card.candidate_agreed_message(
        sample.desk_page()
    ),
    "desk.card.referral_card hidden": lambda sample: card.referral_card(sample.hidden_page()),
    "desk.card.referral_card hidden handed over": lambda sample: card.referral_card(
        sample.hidden_page(Stage.IN_REVIEW), handed_over_by="U0BOB"
    ),
    "desk.card.second_vouch_card hidden": lambda sample: card.second_vouch_card(
        sample.hidden_page(), "U0BOB"
    ),
    "desk.stage_forms.move_form hidden": lambda sample: stage_forms.move_form(
        sample.hidden_page().referral
    ),
    "desk.stage_forms.hand_over_form hidden": lambda sample: stage_forms.hand_over_form(
        sample.hidden_page().referral
    ),
    "desk.stage_forms.move_form": lambda sample: stage_forms.move_form(sample.referral()),
    "desk.stage_forms.move_form not now": lambda sample: stage_forms.move_form(
        sample.referral(), Stage.NOT_NOW
    ),
    "desk.stage_forms.move_form withdrawn": lambda sample: stage_forms.move_form(
        sample.referral(), Stage.WITHDRAWN
    ),
    "desk.stage_forms.move_form hired": lambda sample: stage_forms.move_form(
        sample.referral(), Stage.HIRED
    ),
    "desk.stage_forms.move_form ended": lambda sample: stage_forms.move_form(
        sample.referral(Stage.NOT_NOW)
    ),
    "desk.questions.question_form": lambda sample: questions.question_form(sample.desk_page()),
    "desk.stage_forms.hand_over_form": lambda sample: stage_forms.hand_over_form(sample.referral()),
    "desk.stage_forms.hand_over_form general": lambda sample: stage_forms.hand_over_form(
        sample.referral(general=True)
    ),
    "desk.questions.question_message": lambda sample: questions.question_message(
        sample.question_page()
    ),
    "desk.questions.question_message answered": lambda sample: questions.question_message(
        sample.question_page(answered=True)
    ),
    "desk.questions.answer_message": lambda sample: questions.answer_message(
        sample.question_page(answered=True)
    ),
    "desk.questions.answer_message unasked": lambda sample: questions.answer_message(
        replace(
            sample.question_page(answered=True),
            question=replace(sample.question(answered=True), text=""),
        )
    ),
    "desk.questions.answer_form": lambda sample: questions.answer_form(sample.question_page()),
}
