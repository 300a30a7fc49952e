"""The kinds of news about a referral for its advocates, for `delivery/message_kinds.py`."""

from __future__ import annotations

from typing import Final

from delivery.message_kind import AnyMessageKind, MessageKind
from domain import messages
from services import correction_pages, ending_pages, news_pages
from services.credit import load_credit_corrected
from views import ending_messages, pauses, referrals
from views.credit import credit_corrected_message

ADVOCATE_NEWS_KINDS: Final[tuple[AnyMessageKind, ...]] = (
    MessageKind(
        messages.StageChanged,
        load=news_pages.load_stage_changed,
        render=referrals.stage_changed_message,
    ),
    MessageKind(
        messages.StageCorrected,
        load=correction_pages.load_stage_correction,
        render=referrals.stage_corrected_message,
    ),
    MessageKind(
        messages.SecondLookTaken,
        load=news_pages.load_second_look,
        render=referrals.second_look_message,
    ),
    MessageKind(
        messages.ReferralMoved,
        load=ending_pages.load_referral_moved,
        render=ending_messages.referral_moved_message,
    ),
    MessageKind(
        messages.ReferralKeptOpen,
        load=ending_pages.load_kept_open,
        render=ending_messages.kept_open_message,
    ),
    MessageKind(
        messages.CreditCorrected,
        load=load_credit_corrected,
        render=credit_corrected_message,
    ),
    MessageKind(
        messages.OpeningPaused,
        load=ending_pages.load_opening_paused,
        render=pauses.opening_paused_message,
    ),
    MessageKind(
        messages.OwnerChanged,
        load=news_pages.load_owner_changed,
        render=referrals.owner_changed_message,
    ),
)
