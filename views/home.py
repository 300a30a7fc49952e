"""App Home, the bot's tab: what waits for the viewer, their referrals and asks, and open roles."""

from __future__ import annotations

from itertools import chain

from domain.desk import COUNT_MAX
from domain.home_page import HomePage
from views import labels
from views.asks import messages as asks
from views.bench import OPEN_BENCH
from views.block_kit import Block, actions, button, context, header, more_menu, section
from views.desk.buttons import OPEN_MOVE_FORM, READ_IN_FULL, TAKE_REFERRAL
from views.desk.listing import OPEN_DESK, referral_lines
from views.figures.modal import SHOW_FIGURES
from views.openings import opening_row
from views.outbox import undelivered_section, unreached_section
from views.own_settings import OPEN_SETTINGS
from views.pauses import inactive_rows
from views.payroll import OPEN_PAYROLL
from views.post import OPEN_POST_FORM
from views.refer import REFER
from views.referrals import follow_up_row, referral_rows
from views.thanks import OPEN_THANKS_FORM

SHOW_HELP = "home.help"


def app_home(page: HomePage) -> Block:
    blocks = [
        *_top_buttons(page),
        *undelivered_section(page.stuck_rows, page.viewer),
        *unreached_section(page.unreached_copies),
        *_due_follow_ups_blocks(page),
        *_awaited_answers_blocks(page),
        *_own_openings_blocks(page),
        *_own_referrals_blocks(page),
        *([header("Your asks"), *asks.asks_section(page.asks)] if page.may_refer else []),
        *_openings_blocks(page),
        *_inactive_openings_blocks(page),
        *_bottom_help_button(page),
    ]
    return {"type": "home", "callback_id": "home", "blocks": blocks}


def _top_buttons(page: HomePage) -> list[Block]:
    """The most frequent actions as buttons, and a menu with the others.

    Someone who may not refer (a guest) gets only the help.
    """
    if not page.may_refer:
        return [actions(button("How it works", SHOW_HELP))]
    buttons = [button("Refer someone", REFER, primary=True)]
    if page.may_open_desk:
        buttons.append(button("Open the desk", OPEN_DESK))
    if page.may_post:
        buttons.append(button("Post an opening", OPEN_POST_FORM))
    if not page.may_open_desk:
        buttons.append(button("Your bench", OPEN_BENCH))
    return [actions(*buttons, more_menu(*_menu_choices(page)))]


def _menu_choices(page: HomePage) -> list[tuple[str, str, str]]:
    """The choices of the menu, as (label, action id, value).

    Slack allows five, so "How it works" has its button at the end of the page.
    """
    choices = [("Your bench", OPEN_BENCH, "")] if page.may_open_desk else []
    choices += [("Thank a colleague", OPEN_THANKS_FORM, ""), ("Figures", SHOW_FIGURES, "")]
    if page.has_bonuses:
        choices.append(("Bonuses", OPEN_PAYROLL, ""))
    choices.append(("Settings", OPEN_SETTINGS, ""))
    return choices


def _bottom_help_button(page: HomePage) -> list[Block]:
    """Empty for someone who may not refer, because their help button is at the top."""
    return [actions(button("How it works", SHOW_HELP))] if page.may_refer else []


def _due_follow_ups_blocks(page: HomePage) -> list[Block]:
    if not page.due_items:
        return []
    blocks = [header("With you now"), *map(follow_up_row, page.due_items)]
    not_shown = page.due_count - len(page.due_items)
    if not_shown > 0:
        blocks.append(context(f"And {not_shown} more once these are done; `/refer mine` has them."))
    return blocks


def _awaited_answers_blocks(page: HomePage) -> list[Block]:
    """The referrals that the viewer owns and has to answer."""
    if not page.desk_rows:
        return []
    blocks = [header("Waiting for your answer")]
    for row in page.desk_rows:
        referral, value = row.referral, str(row.referral.id)
        name = f"{referral.candidate.name}, {referral.opening_ref or 'no role yet'}"
        if referral.answered_at is None:
            answer_button = button(
                "I'll take it", TAKE_REFERRAL, value, spoken=f"I'll take it: {name}"
            )
        else:
            answer_button = button(
                "Move stage", OPEN_MOVE_FORM, value, spoken=f"Move stage: {name}"
            )
        open_button = button("Open", READ_IN_FULL, value, spoken=f"Open {name}")
        blocks.append(section("\n".join(referral_lines(row, page.viewer))))
        blocks.append(actions(answer_button, open_button))
    not_shown = page.desk_count - len(page.desk_rows)
    if not_shown > 0:
        # The count stops at `COUNT_MAX` (100), so the exact number is unknown then.
        number = "over 90" if page.desk_count >= COUNT_MAX else str(not_shown)
        blocks.append(context(f"And {number} more on the desk."))
    return blocks


def _own_openings_blocks(page: HomePage) -> list[Block]:
    """The openings whose hiring manager the viewer is, with their open referrals."""
    if not page.own_openings:
        return []
    blocks = [header("Your openings")]
    for own in page.own_openings:
        opening = own.opening
        if not own.referrals:
            status = "No open referrals."
        else:
            noun = "referral" if own.referrals == 1 else "referrals"
            status = f"{own.referrals} open {noun}"
            status += f"{labels.unanswered_part(own.referrals, own.unanswered)}."
        name = labels.opening_name(opening.ref, opening.title)
        spoken = f"See referrals for {opening.ref}"
        accessory = button("See referrals", OPEN_DESK, str(opening.id), spoken=spoken)
        blocks.append(section(f"{name}\n{status}", accessory=accessory))
    return blocks


def _own_referrals_blocks(page: HomePage) -> list[Block]:
    if page.own_referrals:
        return [
            header("Your referrals"),
            *chain.from_iterable(map(referral_rows, page.own_referrals)),
        ]
    if not page.may_refer:
        return []
    text = "Nobody yet. It takes thirty seconds to put a name forward."
    return [header("Your referrals"), section(text)]


def _inactive_openings_blocks(page: HomePage) -> list[Block]:
    if not page.inactive_openings:
        return []
    more = context("`/refer jobs all` lists every role, with what can be done about it.")
    return [header("Paused and ended"), *inactive_rows(page.inactive_openings), more]


def _openings_blocks(page: HomePage) -> list[Block]:
    blocks = [header("Open roles")]
    for opening in page.openings:
        row = opening_row(opening, may_manage=opening.id in page.managed_openings)
        if not page.may_refer:
            row.pop("accessory", None)  # the button "Refer someone"
        blocks.append(row)
    not_shown = page.open_count - len(page.openings)
    if not page.may_see_openings:
        blocks.append(section("Only people who work here can see the openings."))
    elif not page.openings:
        blocks.append(section("None at the moment."))
    elif not_shown > 0:
        blocks.append(context(f"And {not_shown} more: `/refer jobs` with a word finds them."))
    return blocks
