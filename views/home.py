"""App Home: due follow-ups, referrals to answer, the viewer's referrals and asks, open roles."""

from __future__ import annotations

from domain.pages import HomePage
from domain.referrals import Referral
from views import labels
from views.asks import messages as asks
from views.bench import OPEN_BENCH as OPEN_BENCH
from views.block_kit import Block, actions, button, context, header, section
from views.desk.card import OPEN_MOVE_FORM, TAKE_REFERRAL
from views.formatting import relative_day
from views.openings import opening_row
from views.outbox import undelivered_section, unreached_section
from views.payroll import OPEN_PAYROLL
from views.post import OPEN_POST_FORM
from views.refer import REFER
from views.referrals import follow_up_row, referral_row
from views.thanks import OPEN_THANKS_FORM as OPEN_THANKS

SHOW_HELP = "home.help"


def app_home(page: HomePage) -> Block:
    blocks = [
        *_top_buttons(page),
        *undelivered_section(page.stuck_rows, page.viewer),
        *unreached_section(page.unreached_copies),
        *([header("With you now"), *map(follow_up_row, page.due_items)] if page.due_items else []),
        *_desk_blocks(page),
        *_own_referrals_blocks(page),
        *([header("Your asks"), *asks.asks_section(page.asks)] if page.may_refer else []),
        *_openings_blocks(page),
    ]
    return {"type": "home", "callback_id": "home", "blocks": blocks}


def _top_buttons(page: HomePage) -> list[Block]:
    """The buttons in rows of three."""
    buttons = []
    if page.may_refer:
        buttons.append(button("Refer someone", REFER, primary=True))
    if page.may_post:
        buttons.append(button("Post an opening", OPEN_POST_FORM))
    if page.may_refer:
        buttons.append(button("Your bench", OPEN_BENCH))
        buttons.append(button("Thank a colleague", OPEN_THANKS))
    if page.has_bonuses:
        buttons.append(button("Bonuses", OPEN_PAYROLL))
    buttons.append(button("How it works", SHOW_HELP))
    return [actions(*buttons[start : start + 3]) for start in range(0, len(buttons), 3)]


def _desk_blocks(page: HomePage) -> list[Block]:
    if not page.desk_referrals:
        return []
    blocks = [header("Waiting for your answer")]
    blocks += [_desk_row(referral, page) for referral in page.desk_referrals]
    if page.desk_remaining:
        blocks.append(context(f"And {page.desk_remaining} more, once these have had an answer."))
    return blocks


def _desk_row(referral: Referral, page: HomePage) -> Block:
    name = labels.candidate_name(referral)
    text = (
        f"*{name}* for {labels.role_name(referral, title=True)}\n"
        f"{labels.STAGE[referral.stage]} since "
        f"{relative_day(referral.stage_at, page.viewer)}."
    )
    depth = page.depths.get(referral.id)
    if depth is not None:
        text += f" {labels.DEPTH[depth]}."
    value = str(referral.id)
    if referral.answered_at is None:
        return section(text, accessory=button("I take it", TAKE_REFERRAL, value))
    return section(text, accessory=button("Move stage", OPEN_MOVE_FORM, value))


def _own_referrals_blocks(page: HomePage) -> list[Block]:
    if page.own_referrals:
        return [header("Your referrals"), *map(referral_row, page.own_referrals)]
    if not page.may_refer:
        return []
    text = "Nobody yet. It takes thirty seconds to put a name forward."
    return [header("Your referrals"), section(text)]


def _openings_blocks(page: HomePage) -> list[Block]:
    blocks = [header("Open roles")]
    for opening in page.openings:
        row = opening_row(opening, may_manage=opening.id in page.managed_openings)
        if not page.may_refer:
            row.pop("accessory", None)
        blocks.append(row)
    not_shown = page.open_count - len(page.openings)
    if not page.may_see_openings:
        blocks.append(section("Openings here are for people who work at the company."))
    elif not page.openings:
        blocks.append(section("None at the moment."))
    elif not_shown > 0:
        blocks.append(context(f"And {not_shown} more: `/refer jobs` with a word finds them."))
    return blocks
