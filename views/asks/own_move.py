"""The news about an own move, to the colleague who wants to move within the company."""

from __future__ import annotations

from domain.own_move_pages import OwnMovePage
from domain.stages import Stage
from views import labels
from views.block_kit import Block, Message, context, message, section
from views.formatting import calendar_day, mention

_NEWS: dict[Stage, str] = {
    Stage.NEW: "You're in the running for {role}. {owner} owns the answer.",
    Stage.IN_REVIEW: "{owner} has taken you for {role}. The next step is theirs.",
    Stage.CONTACTED: "{owner} has taken the next step with you for {role}.",
    Stage.INTERVIEWING: "You're interviewing for {role}. {owner} has it.",
    Stage.OFFER: "There's an offer for you, for {role}. {owner} has it.",
    Stage.HIRED: "{role} is yours. Congratulations.",
    Stage.NOT_NOW: "You're not going further for {role} this time. {owner} can tell you more.",
    Stage.WITHDRAWN: "You're no longer in the running for {role}.",
}


def own_move_message(page: OwnMovePage) -> Message:
    """The news of a stage, without the owner's word, which was written for the advocate."""
    referral = page.referral
    role = labels.role_name(referral, with_title=True)
    news = labels.after_stages(_NEWS[referral.stage], page.earlier_stages)
    text = news.format(role=role, owner=mention(referral.owner))
    blocks: list[Block] = [section(text)]
    if referral.reason is not None:
        blocks.append(section(f"The reason: {labels.lower_first(labels.REASON[referral.reason])}."))
    if referral.return_on is not None:
        day = calendar_day(referral.return_on, page.viewer)
        blocks.append(section(f"I'll bring it back to {mention(referral.owner)} on {day}."))
    advocate = mention(page.ask.asked)
    blocks.append(context(f"You asked for this yourself, and {advocate} is your advocate."))
    return message(*blocks, text=text)
