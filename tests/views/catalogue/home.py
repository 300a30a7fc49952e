"""The entries of the catalogue for App Home, help and notices."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.copy_erasures import UnreachedCopies
from domain.desk import DeskRow, OwnOpening
from domain.endorsements import Depth
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples.outbox import stuck_rows
from views import help as help_view
from views import (
    home,
    notice,
)

HOME: Final[dict[str, MakePayload]] = {
    "help.help_message": lambda _: help_view.help_message(),
    "help.unknown_command_message": lambda sample: help_view.unknown_command_message(
        sample.words("word"), None
    ),
    "help.unknown_command_message near": lambda sample: help_view.unknown_command_message(
        sample.words("word"), "settings"
    ),
    "home.app_home": lambda sample: home.app_home(sample.home_page()),
    "home.app_home guest": lambda sample: home.app_home(sample.home_page(guest=True)),
    "home.app_home admin": lambda sample: home.app_home(
        replace(sample.home_page(), stuck_rows=stuck_rows(sample))
    ),
    "home.app_home bonuses": lambda sample: home.app_home(
        replace(sample.home_page(), has_bonuses=True)
    ),
    "home.app_home unreached": lambda sample: home.app_home(
        replace(
            sample.home_page(),
            unreached_copies=(
                UnreachedCopies("U0BOB", 3, has_home=True, reason="user_disabled"),
                UnreachedCopies("U0LINUS", 1, has_home=False, reason="channel_not_found"),
                UnreachedCopies("U0ADA", 0, has_home=True, reason=""),
            ),
        )
    ),
    "home.app_home manager": lambda sample: home.app_home(
        replace(
            sample.home_page(),
            own_openings=(
                OwnOpening(sample.opening(), 3, 2),
                OwnOpening(sample.opening(number=15), 0, 0),
            ),
            may_open_desk=True,
            desk_count=100,
            due_count=12,
        )
    ),
    "home.app_home hidden": lambda sample: home.app_home(
        replace(
            sample.home_page(),
            desk_rows=(
                DeskRow(sample.hidden_page().referral, Depth.LEAD, None, voices=1, is_late=False),
            ),
        )
    ),
    "notice.notice_modal": lambda _: notice.notice_modal("This referral isn't there any more."),
    "notice.loading_modal": lambda _: notice.loading_modal("view:V1:1f2e"),
    "notice.erased_modal": lambda _: notice.erased_modal(),
    "notice.ephemeral_message": lambda _: notice.ephemeral_message(
        "This referral isn't there any more."
    ),
    "notice.message_modal": lambda _: notice.message_modal(help_view.help_message()),
}
