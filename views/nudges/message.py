"""Renders a nudge: one message with all follow-ups that are due for one person.

A follow-up is a request, which waits for an answer, or a note, which needs none. A single request
has all its buttons. If there are two, each has its first button and a menu. If there are more, each
has only a menu. Once a request is answered, its outcome replaces its buttons.

A hiring manager's weekly digest comes in the same message if it is due in the same hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.follow_ups import NOTE_KINDS, FollowUpKind, FollowUpState
from domain.nudge_pages import NudgePage
from domain.pages import NudgeItem, Viewer
from views import labels
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    overflow_menu,
    section,
)
from views.desk.digest import digest_blocks, digest_topic
from views.formatting import absolute_day, escape, join_with_or, mention
from views.nudges.copy import ANSWERS_OF_MEMBER, NOT_NEEDED, AnswerButton, NudgeCopy
from views.nudges.counts import describe_reminders
from views.nudges.owner import handed_over_outcome
from views.nudges.table import NUDGE_COPIES
from views.nudges.values import MENU, FollowUpValue, MenuValue
from views.own_settings import OPEN_SETTINGS, number_word

_DEFAULT_OUTCOMES: dict[FollowUpState, str] = {
    FollowUpState.DONE: "Done. Thank you.",
    FollowUpState.NOT_NEEDED: "Not needed any more.",
    FollowUpState.CANCELLED: "This is settled now.",
    FollowUpState.HIDDEN: "On hold while you're away.",
}
_ERASED = "I've erased what I held about them."


def nudge_message(page: NudgePage) -> Message:
    """The message with requests first, then notes, the reason, the digest and "Settings"."""
    requests = [item for item in page.items if item.follow_up.kind not in NOTE_KINDS]
    requests = _combine_offers(requests, page)
    notes = [item for item in page.items if item.follow_up.kind in NOTE_KINDS]
    blocks: list[Block] = []
    if len(requests) == 1:
        blocks += _single_item_blocks(requests[0], page)
    elif requests:
        blocks.append(section(_heading(requests, page)))
        for item, sentence in zip(requests, _combined_sentences(requests, page), strict=True):
            blocks += _combined_item_blocks(item, sentence, page, with_button=len(requests) == 2)
    if len(notes) == 1 and not requests:
        blocks += _single_item_blocks(notes[0], page)
    elif notes:
        blocks.append(section("\n".join(nudge_sentence(item, page.viewer) for item in notes)))
    if not all(map(_is_erased, page.items)):
        reason = _request_reason(requests, page) if requests else _note_reason(notes, page)
        blocks.append(context(reason))
    if page.digest is not None:
        blocks += digest_blocks(page.digest, after_others=bool(page.items))
    blocks.append(actions(button("Settings", OPEN_SETTINGS)))
    return message(*blocks, text=_notification([*requests, *notes], page))


def _heading(requests: list[NudgeItem], page: NudgePage) -> str:
    if all(_outcome_sentence(item, page) for item in requests):
        return "Nothing here is waiting for you any more."
    return "A few things are waiting for you. Each takes a moment."


def _combine_offers(items: list[NudgeItem], page: NudgePage) -> list[NudgeItem]:
    """Combine the open items that repeat one offer for several roles of the same candidate.

    The buttons of a combined item act on the first role. Once that is answered, they act on the
    next.
    """
    items_by_key: dict[object, list[NudgeItem]] = {}
    for index, item in enumerate(items):
        is_open = not _outcome_sentence(item, page)
        # No other item has the index as its key, so an item with the index stays alone.
        key = item.set_key if is_open and item.set_key is not None else index
        items_by_key.setdefault(key, []).append(item)
    return [replace(first, others=tuple(others)) for first, *others in items_by_key.values()]


def _notification(items: list[NudgeItem], page: NudgePage) -> str:
    """The text of the notification: the sentence of a single item, or the topics of several."""
    if not items and page.digest is not None:
        return f"{digest_topic(page.digest)}."
    if len(items) == 1 and page.digest is None:
        return nudge_sentence(items[0], page.viewer)
    topics = list(dict.fromkeys(_topic(item) for item in items))
    text = f"{len(items)} {'thing' if len(items) == 1 else 'things'} for you: {'; '.join(topics)}."
    return f"{text} {digest_topic(page.digest)}." if page.digest is not None else text


def _topic(item: NudgeItem) -> str:
    referral = item.referral
    if referral is None and item.opening is not None and not item.candidate_name:
        return escape(item.opening.ref, 40)
    if referral is None:
        return escape(item.candidate_name, 80)
    role = labels.role_name(referral)
    if referral.candidate.erased_at is not None or referral.candidate.hidden:
        return f"someone for {role}"
    return f"{escape(item.candidate_name, 80)} for {role}"


def nudge_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    """The sentence of the follow-up, with its advice. It has no dates if `viewer` is None."""
    sentence, is_open = _fact_sentence(item, viewer), item.follow_up.state is FollowUpState.OPEN
    advice = _find_copy(item).advice if is_open and not _is_erased(item) else ""
    return f"{sentence} {advice}".rstrip()


def _fact_sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    """The sentence of the follow-up without its advice."""
    if item.referral is not None and _is_erased(item):
        return f"Someone was put forward for {labels.role_name(item.referral)}."
    sentence = _find_copy(item).sentence(item, viewer)
    return sentence[:1].upper() + sentence[1:]


def _find_copy(item: NudgeItem) -> NudgeCopy:
    return NUDGE_COPIES[item.follow_up.kind]


def _single_item_blocks(item: NudgeItem, page: NudgePage) -> list[Block]:
    nudge_copy, outcome = _find_copy(item), _outcome_sentence(item, page)
    write_sentence = _fact_sentence if outcome else nudge_sentence
    blocks = [section(write_sentence(item, page.viewer))]
    if nudge_copy.details and outcome != _ERASED:
        blocks += nudge_copy.details(item)
    if outcome:
        return [*blocks, context(outcome)]
    target = FollowUpValue(item.follow_up.id, page.intent_id)
    elements = [
        button(label, action_id, str(target), primary=index == 0 and action_id != NOT_NEEDED)
        for index, (action_id, label) in enumerate(_find_buttons(item, page.viewer))
    ]
    choices = [
        (str(MenuValue(action_id, target)), label)
        for action_id, label in _select_allowed(nudge_copy.menu_choices, item, page.viewer)
    ]
    if choices:
        elements.append(overflow_menu(MENU, choices))
    return [*blocks, actions(*elements)] if elements else blocks


def _combined_sentences(requests: Sequence[NudgeItem], page: NudgePage) -> list[str]:
    """The sentence of each request. The advice comes once for each kind.

    Each sentence says how often the bot has asked, unless that is the same for all.
    """
    unanswered = [item for item in requests if not _outcome_sentence(item, page)]
    has_shared_reminders = bool(_shared_reminders(unanswered, page))
    advised: set[FollowUpKind] = set()
    sentences = []
    for item in requests:
        parts = [_fact_sentence(item, page.viewer)]
        if item in unanswered and item.follow_up.kind not in advised:
            advised.add(item.follow_up.kind)
            parts.append(_find_copy(item).advice)
        if item in unanswered and not has_shared_reminders:
            parts.append(describe_reminders(item.follow_up, page.viewer.user_id))
        sentences.append(" ".join(part for part in parts if part))
    return sentences


def _combined_item_blocks(
    item: NudgeItem, sentence: str, page: NudgePage, *, with_button: bool
) -> list[Block]:
    """A request among others: a menu of answers, after a button for the first if `with_button`."""
    outcome = _outcome_sentence(item, page)
    if outcome:
        return [section(f"{sentence}\n{outcome}")]
    nudge_copy = _find_copy(item)
    details = nudge_copy.short_details(item) if nudge_copy.short_details else []
    if not with_button:
        menu = answer_menu(item, page.intent_id, page.viewer)
        return [section(sentence, accessory=menu), *details]
    action_id, label = next(iter(_find_buttons(item, page.viewer)))
    target = str(FollowUpValue(item.follow_up.id, page.intent_id))
    first = button(label, action_id, target, primary=action_id != NOT_NEEDED)
    menu = answer_menu(item, page.intent_id, page.viewer, without=action_id)
    others = [menu] if menu["options"] else []
    return [section(sentence), *details, actions(first, *others)]


def answer_menu(
    item: NudgeItem, intent_id: int, viewer: Viewer | None = None, *, without: str = ""
) -> Block:
    """All answers in one menu, except the answer with the action id `without`.

    `intent_id` is the id of the queued message, and 0 in App Home and in `/refer mine`. These lists
    pass no `viewer`, because they show members only their own follow-ups.
    """
    nudge_copy, target = _find_copy(item), FollowUpValue(item.follow_up.id, intent_id)
    others = _select_allowed((*nudge_copy.menu_choices, *nudge_copy.list_choices), item, viewer)
    answers = dict((*_find_buttons(item, viewer), *others))
    choices = [
        (str(MenuValue(action_id, target)), label)
        for action_id, label in answers.items()
        if action_id != without
    ]
    return overflow_menu(MENU, choices)


def _find_buttons(item: NudgeItem, viewer: Viewer | None) -> list[AnswerButton]:
    return _select_allowed(_find_copy(item).buttons(item, viewer), item, viewer)


def _select_allowed(
    answers: Sequence[AnswerButton], item: NudgeItem, viewer: Viewer | None
) -> list[AnswerButton]:
    """The answers that the viewer may give. Some are only for the member whom it reminds."""
    is_own = viewer is None or _is_own(item, viewer)
    return [each for each in answers if is_own or each.action_id not in ANSWERS_OF_MEMBER]


def _is_own(item: NudgeItem, viewer: Viewer) -> bool:
    """Whether the follow-up reminds the viewer, not someone whom the viewer stands in for."""
    return item.follow_up.member == viewer.user_id


def _outcome_sentence(item: NudgeItem, page: NudgePage) -> str:
    """How the follow-up ended or was postponed, or "" while it waits for the viewer's answer."""
    follow_up, viewer = item.follow_up, page.viewer
    if _is_erased(item):
        return _ERASED
    if follow_up.state is not FollowUpState.OPEN:
        outcome = _find_copy(item).outcome
        text = outcome(item, viewer) if outcome else ""
        return text or _DEFAULT_OUTCOMES[follow_up.state]
    if follow_up.member != viewer.user_id:  # handed over, or someone else is asked as well
        if item.referral is not None and not item.may_answer:
            return f"{mention(item.referral.owner)} has it."
        is_with_owner = item.referral is not None and follow_up.member == item.referral.owner
        return handed_over_outcome(item, viewer) if is_with_owner else ""
    was_postponed = follow_up.nudges_sent == 0 and follow_up.due_at > viewer.now
    if was_postponed:
        return f"I'll come back to it on {absolute_day(follow_up.due_at, viewer)}."
    return ""


def _is_erased(item: NudgeItem) -> bool:
    return item.referral is not None and item.referral.candidate.erased_at is not None


# The reason for the nudge, and how to stop it ---------------------------------------------------


def _note_reason(notes: list[NudgeItem], page: NudgePage) -> str:
    reason = " ".join(dict.fromkeys(f"{_find_copy(item).reason}." for item in notes))
    can_stop = any(_find_buttons(item, page.viewer) for item in notes)
    if len(notes) == 1 and can_stop and not _outcome_sentence(notes[0], page):
        reason += " “Not needed” stops that until something changes."
    return reason


def _request_reason(requests: list[NudgeItem], page: NudgePage) -> str:
    unanswered = [item for item in requests if not _outcome_sentence(item, page)]
    reason = "These wait for you" if unanswered else "These were for you"
    first, first_copy = requests[0], _find_copy(requests[0])
    if all(item.follow_up.kind is first.follow_up.kind for item in requests):
        reason = first_copy.reason
        if first_copy.reason_has_date and len(requests) == 1:
            created_at = first.follow_up.created_at
            reason += f" on {created_at.astimezone(page.viewer.zone):%-d %B}"
    sentence = f"{reason}. {_limit_sentence(page)}".rstrip()
    if not unanswered:
        return sentence
    sentence = f"{sentence} {_shared_reminders(unanswered, page)}".rstrip()
    copies = [_find_copy(item) for item in unanswered if _is_own(item, page.viewer)]
    if _are_last(unanswered) or not copies:
        return sentence
    return f"{sentence} {_stop_sentence(copies, len(requests))}"


def _are_last(unanswered: list[NudgeItem]) -> bool:
    """Whether each of these was a repeated reminder and the last one."""
    return all(item.follow_up.is_last and item.follow_up.nudges_sent > 1 for item in unanswered)


def _shared_reminders(unanswered: Sequence[NudgeItem], page: NudgePage) -> str:
    """The sentence on how often the bot has asked, or "" if it differs between the items."""
    sentences = {describe_reminders(item.follow_up, page.viewer.user_id) for item in unanswered}
    return sentences.pop() if len(sentences) == 1 else ""


def _limit_sentence(page: NudgePage) -> str:
    """How many nudges the viewer gets at most, if the limit applies to this one."""
    if page.is_unsolicited and page.per_week == 0:
        return ""  # the viewer turned such messages off after this one was sent
    messages = "message" if page.per_week == 1 else "messages"
    weekly = f"{number_word(page.per_week)} {messages} a week at most"
    if page.is_unsolicited and page.has_work:
        return f"{weekly}, and one a working day at most about what you answer."
    if page.is_unsolicited:
        return f"{weekly}."
    if page.has_work:
        return "One message a working day at most."
    return "I said I'd come back to it."


def _stop_sentence(copies: list[NudgeCopy], item_count: int) -> str:
    """Names the buttons that end the nudges, or only "Later" if it cannot end one of them."""
    subject = "it" if item_count == 1 else "each"
    if any(nudge_copy.stop_postpones for nudge_copy in copies):
        return f"“Later” moves {subject}."
    stop_labels = sorted({f"“{nudge_copy.stop_label}”" for nudge_copy in copies})
    return f"{join_with_or(stop_labels)} ends {subject}."
