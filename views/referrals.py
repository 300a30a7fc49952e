"""Messages to an advocate: news about one of their referrals, and the list of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from domain.endorsements import Depth
from domain.limits import STAGE_NOTE_MAX
from domain.news_pages import SecondLookPage, StageCorrectedPage
from domain.outcome_note import may_be_told
from domain.pages import AdvocatePage, NudgeItem, OwnReferralsPage
from domain.stages import STAGES_IN_TOUCH, Reason, Stage
from views import labels, outcome_notes
from views.attachments import OPEN_FORM as OPEN_ATTACH_FORM
from views.bench import KEEP_ON_BENCH
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    header,
    message,
    overflow_menu,
    quote,
    section,
)
from views.bonus import clock_sentences
from views.commitments import interview_kit_button
from views.consent import OPEN_NOTE as OPEN_CONSENT_NOTE
from views.consent import asked_sentence, erasure_sentence
from views.contact_correction import OPEN_OWN_FORM as OPEN_OWN_CONTACT
from views.endorse import OPEN_EXAMPLES
from views.formatting import (
    absolute_day,
    away_clause,
    calendar_day,
    deadline_day,
    escape,
    mention,
)
from views.interview import OPEN_KIT
from views.nudges.message import answer_menu, nudge_sentence
from views.refer import REFER, SAY_MORE, parse_referral_ids, refer_again_button
from views.withdrawal import OPEN_FORM as OPEN_WITHDRAWAL

OPEN_OWN_CARD = "advocate.open"  # an action id; its value is the referral's id
MENU = "advocate.menu"  # an action id; its values are written by `menu_value`


@dataclass(frozen=True, slots=True)
class MenuValue:
    """A choice in the overflow menu of a referral.

    Each choice does the same as a button elsewhere, and `action_id` is that button's.
    """

    action_id: str
    referral_ids: tuple[int, ...]


def menu_value(action_id: str, value: str) -> str:
    """The value of a menu choice: the action id and value of the button with the same effect."""
    return f"{action_id}:{value}"


def parse_menu(value: str) -> MenuValue:
    """Reads what `menu_value` writes. Raises what `parse_referral_ids` raises."""
    action_id, _, referral_ids = value.partition(":")
    return MenuValue(action_id, parse_referral_ids(referral_ids))


# News about a referral ------------------------------------------------------------------------


_NEWS_SENTENCES: dict[Stage, str] = {
    Stage.NEW: "{name} was put forward for {role} again. {owner} owns the answer.",
    Stage.IN_REVIEW: "{owner} has taken {name} for {role}. The next step is theirs.",
    Stage.CONTACTED: "{owner} has been in touch with {name} about {role}.",
    Stage.INTERVIEWING: "{name} is interviewing for {role}.",
    Stage.OFFER: "{name} has an offer for {role}.",
    Stage.HIRED: "{name} is hired for {role}! Thank you: your word brought them here.",
    Stage.NOT_NOW: "{name} isn't going further for {role} this time.",
    Stage.WITHDRAWN: "{name} is no longer in the running for {role}.",
}

# These sentences are used instead if the advocate wrote something that the owner can read.
_NEWS_IF_ADVOCATE_WROTE: dict[Stage, str] = {
    Stage.IN_REVIEW: "{owner} has taken {name} for {role} and is reading what you wrote.",
    Stage.NOT_NOW: "{name} isn't going further for {role} this time. {owner} read what you wrote.",
}

_ADVICE_SENTENCES: dict[Stage, str] = {
    Stage.CONTACTED: "If you're in touch with them, tell them it's for real.",
    Stage.INTERVIEWING: "Half an hour with you helps them: the kit has what the team cares about, "
    "questions to walk through and a note to copy.",
    Stage.OFFER: "They may like to hear from someone who works here.",
}


def stage_changed_message(page: AdvocatePage) -> Message:
    referral = page.referral
    news = _NEWS_SENTENCES[referral.stage]
    # If the role was filled or closed, perhaps nobody has read what the advocate wrote.
    was_perhaps_unread = referral.reason in (Reason.FILLED, Reason.CLOSED)
    if page.endorsement.evidence.has_text and not was_perhaps_unread:
        news = _NEWS_IF_ADVOCATE_WROTE.get(referral.stage, news)
    if referral.opening_ref is None:  # a general referral has no role yet
        news = news.replace(" for {role}", "").replace(" about {role}", "")
    text = labels.after_stages(news, page.earlier_stages).format(
        name=f"*{escape(page.endorsement.candidate_name, 200)}*",
        role=labels.role_name(referral),
        owner=mention(referral.owner),
    )
    blocks = [section(text)]
    if referral.reason is not None:
        blocks.append(section(f"The reason: {labels.lower_first(labels.REASON[referral.reason])}."))
    if referral.note:
        blocks.append(quote(referral.note, STAGE_NOTE_MAX))
    if referral.stage in _ADVICE_SENTENCES:
        blocks.append(context(_ADVICE_SENTENCES[referral.stage]))
    if referral.ended:
        blocks += _outcome_blocks(page)
    if referral.stage is Stage.INTERVIEWING:
        blocks.append(interview_kit_button(page))
    return message(*blocks, text=text)


def _outcome_blocks(page: AdvocatePage) -> list[Block]:
    """What follows for the advocate when the referral has ended.

    They may tell the candidate, keep the candidate on their bench (a private list of people to
    refer later), or refer the candidate again.
    """
    referral, blocks, buttons = page.referral, [], []
    if referral.return_on is not None:
        blocks.append(section(_return_sentence(page)))
        if referral.candidate.awaits_agreement and not page.awaits_first_advocate:
            buttons.append(button("Open a note to ask them", OPEN_CONSENT_NOTE, str(referral.id)))
    if may_be_told(referral):
        blocks.append(section(outcome_notes.note_offer(page)))
        if not page.is_candidate_told:
            value = str(outcome_notes.NoteValue(referral.id, page.intent_id))
            buttons.append(button("Open the note", outcome_notes.OPEN_NOTE, value))
    if referral.stage is Stage.HIRED and page.bonus is not None and page.bonus.has_open_part:
        blocks.append(
            section("Your bonus counts from their first day, and I'll tell you then how it stands.")
        )
    if referral.stage is not Stage.HIRED:
        buttons.append(button("Keep on my bench", KEEP_ON_BENCH, str(referral.id)))
    if referral.stage is Stage.NOT_NOW:
        buttons.append(refer_again_button(referral))
    if buttons:
        blocks.append(actions(*buttons))
    return blocks


def _return_sentence(page: AdvocatePage) -> str:
    """When someone looks again. Nobody does at a candidate who is erased without their yes."""
    day = calendar_day(page.referral.return_on, page.viewer) if page.referral.return_on else ""
    sentence = f"I'll bring them back to {mention(page.referral.owner)} on {day}"
    if not page.referral.candidate.awaits_agreement:
        return f"{sentence}."
    return f"{sentence} if they've said yes by then. {erasure_sentence(page)}".strip()


def stage_corrected_message(page: StageCorrectedPage) -> Message:
    """Takes back the news of a stage that was set by mistake."""
    referral = page.advocate_page.referral
    name = escape(page.advocate_page.endorsement.candidate_name, 200)
    wrong, right = labels.STAGE[page.wrong].lower(), labels.STAGE[referral.stage].lower()
    text = (
        f"I told you that *{name}* was at “{wrong}” for {labels.role_name(referral)}. That was a "
        f"mistake. {mention(page.corrected_by)} has put it right: it's at “{right}”."
    )
    return message(section(text), text=text)


def second_look_message(page: SecondLookPage) -> Message:
    """Says that a candidate with "not now" was looked at again and stays there.

    If the second look was postponed, it says to which day.
    """
    referral, by = page.advocate_page.referral, mention(page.by)
    name = f"*{escape(page.advocate_page.endorsement.candidate_name, 200)}*"
    role = labels.role_name(referral)
    if referral.return_on is not None:
        day = calendar_day(referral.return_on, page.advocate_page.viewer)
        text = f"{by} will look at {name} again for {role} on {day}."
        return message(section(text), text=text)
    text = f"{by} looked at {name} again for {role}, and it's still “not now”."
    keep_button = button("Keep on my bench", KEEP_ON_BENCH, str(referral.id))
    return message(section(text), actions(keep_button, refer_again_button(referral)), text=text)


def owner_changed_message(page: AdvocatePage) -> Message:
    text = (
        f"{mention(page.referral.owner)} has *{escape(page.endorsement.candidate_name, 200)}* for "
        f"{labels.role_name(page.referral)} now, and will answer you."
    )
    return message(section(text), text=text)


# Lists ----------------------------------------------------------------------------------------


def referral_rows(page: AdvocatePage) -> list[Block]:
    """One referral in a list: its stage, what comes next, and what the advocate can do about it."""
    is_erased = page.referral.candidate.erased_at is not None
    name = "Someone" if is_erased else f"*{escape(page.endorsement.candidate_name, 150)}*"
    day = absolute_day(page.referral.stage_at, page.viewer)
    text = (
        f"{name} for {labels.role_name(page.referral, with_title=True)}\n"
        f"{labels.stage_since(page.referral.stage, day)}. {_next_sentence(page)}"
        f"{_rank_sentence(page)}"
    )
    if not page.referral.ended and (asked := asked_sentence(page.referral.candidate, page.viewer)):
        text += f" {asked}"
    if page.bonus is not None:
        text += f"\n{clock_sentences(page.bonus, page.viewer)}"
    if is_erased:
        return [section(text)]
    value = str(page.referral.id)
    about = f"{page.endorsement.candidate_name}, {page.referral.opening_ref or 'no role yet'}"
    open_button = button("Open the card", OPEN_OWN_CARD, value, spoken=f"Open the card: {about}")
    if page.referral.ended:
        return [section(text), actions(open_button)]
    if page.endorsement.depth is Depth.LEAD:  # the advocate's words or their conviction are missing
        choices = [(SAY_MORE, "Say more")]
    else:
        choices = [(SAY_MORE, "Add to what you said"), (OPEN_EXAMPLES, "Change what you offered")]
    if page.referral.stage is Stage.INTERVIEWING:
        choices.append((OPEN_KIT, "Open the kit"))
    choices.append((OPEN_OWN_CONTACT, "Correct the contact"))
    choices.append((OPEN_ATTACH_FORM, "Attach a résumé"))
    if page.referral.stage not in STAGES_IN_TOUCH:
        choices.append((OPEN_WITHDRAWAL, "Take it back"))
    menu = overflow_menu(
        MENU, [(menu_value(action_id, value), label) for action_id, label in choices]
    )
    return [section(text), actions(open_button, menu)]


def _rank_sentence(page: AdvocatePage) -> str:
    """Whether the advocate was the first to vouch. Empty if nobody else vouches."""
    if not page.endorsement.is_first:
        return " Yours is a second vouch."
    if page.other_endorsement_count:
        return f" Yours is the first voice; {page.other_endorsement_count} more."
    return ""


def _next_sentence(page: AdvocatePage) -> str:
    """Whose turn it is and until when, or how it ended."""
    owner = mention(page.referral.owner)
    if page.referral.candidate.erased_at is not None:
        return "I've erased what I held about them."
    if page.referral.ended:
        return "Thank you for it." if page.referral.stage is Stage.HIRED else "It has an answer."
    if page.answer_due_at is not None and page.owner_absence is not None:
        return f"{owner} has it and is {away_clause(page.owner_absence, page.viewer)}."
    if page.answer_due_at is not None:
        due_day = deadline_day(page.answer_due_at, page.viewer)
        if page.answer_due_at > page.viewer.now:
            return f"{owner} has until {due_day}."
        return f"No reply from {owner} yet; it was due {due_day}."
    return f"{owner} has it."


def own_referrals_message(page: OwnReferralsPage) -> Message:
    """The answer to `/refer mine`."""
    if not page.referrals:
        text = "You haven't referred anyone yet. It takes thirty seconds."
        return message(
            section(text),
            actions(button("Refer someone", REFER, primary=True)),
            text=text,
        )
    text = "Your referrals, and what's next."
    blocks = [header("Your referrals"), *chain.from_iterable(map(referral_rows, page.referrals))]
    if page.due_items:
        blocks += [header("With you now"), *map(follow_up_row, page.due_items)]
    return message(*blocks, text=text)


def follow_up_row(item: NudgeItem) -> Block:
    """A follow-up in a list, with a menu of its answers."""
    # The list is no queued message, so an answer has no message to edit: `intent_id` is 0.
    return section(nudge_sentence(item, None), accessory=answer_menu(item, intent_id=0))
