"""The entries of the catalogue for bonuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.bonus.clock import BonusReason, Hire
from domain.bonus.pages import PayrollPage
from domain.bonus.rule import Exclusion
from domain.credit import CreditPage, CreditReason
from domain.stages import Stage
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import NOW
from tests.views.samples.bonus import (
    STARTED_ON,
    advocate_bonus,
    bonus_offer,
    bonus_rule,
    payroll_page,
)
from views import credit, openings, payroll, post, refer, referrals
from views.payroll import HireValue

BONUS: Final[dict[str, MakePayload]] = {
    "payroll.payroll_modal": lambda sample: payroll.payroll_modal(payroll_page(sample)),
    "payroll.payroll_modal empty": lambda _: payroll.payroll_modal(
        PayrollPage("U0LINUS", (), 0, 0, 10)
    ),
    "payroll.hire_form": lambda sample: payroll.hire_form(
        sample.referral(Stage.HIRED), Hire(), HireValue(41, 0)
    ),
    "payroll.hire_form filled": lambda sample: payroll.hire_form(
        sample.referral(Stage.HIRED), Hire(STARTED_ON, STARTED_ON), HireValue(41, None)
    ),
    "openings.details_modal bonus": lambda sample: openings.details_modal(
        replace(sample.opening(), bonus_terms=bonus_rule(sample)), may_refer=True, may_manage=False
    ),
    "post.preview_modal bonus": lambda sample: post.preview_modal(
        sample.form(), poster="U0MARGARET", now=NOW, closes_at=None, bonus=bonus_rule(sample)
    ),
    "refer.lead_form bonus": lambda sample: refer.lead_form(
        refer.LeadPrefill(sample.opening(), offers=(bonus_offer(sample),))
    ),
    "credit.credit_form": lambda sample: credit.credit_form(sample.desk_page()),
    **for_each(
        "credit.credit_corrected_message",
        CreditReason,
        lambda sample, reason: credit.credit_corrected_message(
            CreditPage(sample.advocate_page(), is_first=True, reason=reason, bonus=None)
        ),
    ),
    "credit.credit_corrected_message away": lambda sample: credit.credit_corrected_message(
        CreditPage(
            sample.advocate_page(),
            is_first=False,
            reason=CreditReason.AGREED,
            bonus=advocate_bonus(sample, BonusReason.FIRST_VOICE),
        )
    ),
    **for_each(
        "refer.lead_form no bonus",
        Exclusion,
        lambda sample, exclusion: refer.lead_form(
            refer.LeadPrefill(offers=(bonus_offer(sample, exclusion),), is_general=True)
        ),
    ),
    **for_each(
        "referrals.own_referrals_message bonus",
        BonusReason,
        lambda sample, reason: referrals.own_referrals_message(
            replace(
                sample.mine_page(),
                due_items=(),
                referrals=(
                    replace(
                        sample.advocate_page(Stage.HIRED), bonus=advocate_bonus(sample, reason)
                    ),
                ),
            )
        ),
    ),
}
