"""The overflow menu on an advocate's own referral: each choice opens a form or a page.

Most choices help the advocate to fulfil a commitment, such as introducing the candidate.
"""

from __future__ import annotations

from domain.permissions import Access
from handlers import (
    attachments,
    channel_post,
    contact_correction,
    interview,
    introduction,
    manager_word,
    withdrawal,
)
from handlers.endorse import show_evidence_form, show_examples_form
from handlers.protocol import Done, Registry, Request, Response
from services.context import Context
from views import attachments as attachments_view
from views import channel_post as post_view
from views import contact_correction as contact_view
from views import endorse as endorse_view
from views import interview as interview_view
from views import introduction as introduction_view
from views import manager_word as word_view
from views import referrals as referrals_view
from views import withdrawal as withdrawal_view
from views.refer import SAY_MORE

ACTION = "endorse"  # selects the text of the refusal for people without access


def register(registry: Registry) -> None:
    registry.add_write_action(
        referrals_view.MENU, handle_menu_choice, access=Access.MEMBER, action=ACTION
    )


def handle_menu_choice(context: Context, request: Request) -> Response:
    menu = referrals_view.parse_menu(request.value)
    action = menu.action_id
    if action == SAY_MORE:
        return show_evidence_form(context, menu.referral_ids)
    if action == endorse_view.OPEN_EXAMPLES:
        return show_examples_form(context, menu.referral_ids)
    referral_id = menu.referral_ids[0]  # The choices below are always about one referral.
    if action == introduction_view.OPEN_FORM:
        return introduction.show_form(context, referral_id)
    if action == word_view.OPEN_PREVIEW:
        return manager_word.show_preview(context, referral_id)
    if action == interview_view.OPEN_KIT:
        return interview.show_kit(context, referral_id)
    if action == post_view.OPEN_FORM:
        return channel_post.show_form(context, referral_id)
    if action == withdrawal_view.OPEN_FORM:
        return withdrawal.show_form(context, referral_id)
    if action == contact_view.OPEN_OWN_FORM:
        return contact_correction.show_own_form(context, referral_id)
    if action == attachments_view.OPEN_FORM:
        return attachments.show_form(context, referral_id)
    return Done()  # A menu posted by another release can have choices that this one lacks.
