"""A nudge: what was offered or asked, why it comes, and one tap to answer it.

One follow-up gets buttons; several are combined, each with a menu. An answered one says so.
"""

from __future__ import annotations

from domain.follow_ups import FollowUpKind, FollowUpState, SnoozeChoice
from domain.pages import NudgeItem, NudgePage, Reader
from views import bench, consent, general, labels
from views import commitments as deeds
from views.asks import answers as ask_answers
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    modal,
    option,
    overflow_menu,
    quote,
    section,
)
from views.form_state import State, enum_member, selected_date, selected_value
from views.formatting import escape, mention, on_relative_day
from views.inputs import choice_input, date_input
from views.nudge_copy import LATER, NOT_NEEDED, NudgeCopy, leading_date

# Ids; values are "<follow-up id>:<intent id>" (0 where there is no message to bring up to date)
TAKE = "nudge.take"
HAND_OVER = "nudge.hand_over"
ANSWER = "nudge.answer"
MENU = "nudge.menu"  # a menu's chosen value is "<done|later|...>:<follow-up>:<intent>"
LATER_FORM = "nudge.later_form"

_OUTCOMES: dict[FollowUpState, str] = {
    FollowUpState.DONE: "Done. Thank you.",
    FollowUpState.NOT_NEEDED: "Not needed any more.",
    FollowUpState.CANCELLED: "Settled meanwhile.",
}


_ERASED = "What I held about them is erased."


def nudge_message(page: NudgePage) -> Message:
    """What is due for one person, combined into one message."""
    waiting = [item for item in page.items if item.follow_up.kind is not FollowUpKind.HEARTBEAT]
    heartbeats = [item for item in page.items if item.follow_up.kind is FollowUpKind.HEARTBEAT]
    blocks: list[Block] = []
    if len(waiting) == 1:
        blocks += _single_blocks(waiting[0], page)
    elif waiting:
        blocks.append(section("A few things are with you. Each takes a moment."))
        for item in waiting:
            blocks += _combined_blocks(item, page)
    if len(heartbeats) == 1 and not waiting:
        blocks += _single_blocks(heartbeats[0], page)
    elif heartbeats:
        blocks.append(section("\n".join(nudge_sentence(item, page.reader) for item in heartbeats)))
    blocks.append(context(_reason_line(waiting, heartbeats, page)))
    return message(*blocks, text=nudge_sentence((waiting or heartbeats)[0], page.reader))


def nudge_sentence(item: NudgeItem, reader: Reader | None) -> str:
    """What it is about in a sentence; dates only where the reader's zone is known."""
    if item.referral is not None and item.referral.candidate.erased_at is not None:
        return f"Somebody was put forward for {labels.role_name(item.referral)}."
    sentence = NUDGE_COPIES[item.follow_up.kind].line(item, reader)
    return sentence[:1].upper() + sentence[1:]


def _question_sentence(item: NudgeItem, reader: Reader | None) -> str:
    if item.question is None or item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    asker = mention(item.question.asked_by)
    return f"{leading_date(item, reader)}{asker} asked you about *{name}*, for {role}."


def _recruiter_answer_sentence(item: NudgeItem, reader: Reader | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    advocate, evidence = mention(item.referral.advocate), _evidence_after_colon(item)
    if item.referral.candidate.hidden:
        return f"{leading_date(item, reader)}{advocate} had somebody in mind for {role}. Who should answer?"
    return f"{leading_date(item, reader)}{advocate} put *{name}* forward for {role}{evidence} Who should answer?"


def _heartbeat_sentence(item: NudgeItem, _reader: Reader | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    return f"No change on *{name}* for {role} this week. {mention(item.referral.owner)} has it."


def _evidence_after_colon(item: NudgeItem) -> str:
    """The advocate's own words after a colon, with one mark at the end of the sentence."""
    text = item.voice and (item.voice.evidence.saw or item.voice.evidence.why)
    if not text:
        return "."
    quoted = escape(text.rstrip(" ."), 160)
    return f": “{quoted}”" + ("" if quoted.endswith(("?", "!", "…")) else ".")


def _handed_over_outcome(item: NudgeItem, reader: Reader) -> str:
    """The referral has another owner now, who may have answered already."""
    owner = item.referral.owner if item.referral else reader.user_id
    return f"{mention(owner)} has it now." if owner != reader.user_id else ""


def _recruiter_answer_outcome(item: NudgeItem, reader: Reader) -> str:
    return _handed_over_outcome(item, reader) or _OUTCOMES[item.follow_up.state]


def _question_blocks(item: NudgeItem) -> list[Block]:
    return [quote(item.question.text, 1000)] if item.question is not None else []


NUDGE_COPIES: dict[FollowUpKind, NudgeCopy] = {
    FollowUpKind.COMMITMENT: deeds.COMMITMENT_COPY,
    FollowUpKind.SAY_MORE: deeds.SAY_MORE_COPY,
    FollowUpKind.INTERVIEW: deeds.INTERVIEW_COPY,
    FollowUpKind.RECRUITER_ANSWER: NudgeCopy(
        _recruiter_answer_sentence,
        lambda _: ((TAKE, "I take it"), (HAND_OVER, "Hand over"), (LATER, "Later")),
        because="It comes to you because you can answer it",
        ends="Later",
        moves=True,
        settled=_recruiter_answer_outcome,
    ),
    FollowUpKind.QUESTION: NudgeCopy(
        _question_sentence,
        lambda _: ((ANSWER, "Answer"), (LATER, "Later"), (NOT_NEEDED, "Not needed")),
        because="It comes to you because you know them",
        more=_question_blocks,
    ),
    FollowUpKind.HEARTBEAT: NudgeCopy(
        _heartbeat_sentence,
        lambda _: ((NOT_NEEDED, "Not needed"),),
        because="You put them forward, so you hear from me once a week until there is an answer",
    ),
    FollowUpKind.ASK: ask_answers.NUDGE_COPY,
    FollowUpKind.CHECK_IN: bench.CHECK_IN_COPY,
    FollowUpKind.MATCH: bench.MATCH_COPY,
    FollowUpKind.CONSENT: consent.NUDGE_COPY,
    FollowUpKind.GENERAL_MATCH: general.NUDGE_COPY,
}


def _single_blocks(item: NudgeItem, page: NudgePage) -> list[Block]:
    nudge_copy = NUDGE_COPIES[item.follow_up.kind]
    outcome = _outcome(item, page)
    detail_blocks = nudge_copy.more if outcome != _ERASED else None
    blocks = [
        section(nudge_sentence(item, page.reader)),
        *(detail_blocks(item) if detail_blocks else ()),
    ]
    if outcome:
        return [*blocks, context(outcome)]
    value = f"{item.follow_up.id}:{page.intent_id}"
    buttons = [
        button(label, action, value, primary=index == 0 and action != NOT_NEEDED)
        for index, (action, label) in enumerate(nudge_copy.buttons(item))
    ]
    if nudge_copy.rest:
        choices = [(f"{action}:{value}", label) for action, label in nudge_copy.rest]
        buttons.append(overflow_menu(MENU, choices))
    return [*blocks, actions(*buttons)]


def _combined_blocks(item: NudgeItem, page: NudgePage) -> list[Block]:
    outcome = _outcome(item, page)
    sentence = nudge_sentence(item, page.reader)
    if outcome:
        return [section(f"{sentence}\n{outcome}")]
    brief = NUDGE_COPIES[item.follow_up.kind].brief
    row = section(sentence, accessory=answer_menu(item, page.intent_id))
    return [row, *(brief(item) if brief else ())]


def answer_menu(item: NudgeItem, intent_id: int) -> Block:
    """The same answers behind three dots."""
    value = f"{item.follow_up.id}:{intent_id}"
    nudge_copy = NUDGE_COPIES[item.follow_up.kind]
    answers = dict((*nudge_copy.buttons(item), *nudge_copy.rest, *nudge_copy.besides))
    return overflow_menu(MENU, [(f"{action}:{value}", label) for action, label in answers.items()])


def _outcome(item: NudgeItem, page: NudgePage) -> str:
    """What became of it, once it was answered or put off after this message went out."""
    follow_up = item.follow_up
    if item.referral is not None and item.referral.candidate.erased_at is not None:
        return _ERASED
    if follow_up.state is not FollowUpState.OPEN:
        describe_outcome = NUDGE_COPIES[follow_up.kind].settled
        text = describe_outcome(item, page.reader) if describe_outcome else ""
        return text or _OUTCOMES[follow_up.state]
    if follow_up.member != page.reader.user_id and _handed_over_outcome(item, page.reader):
        return _handed_over_outcome(item, page.reader)
    if (
        follow_up.nudges_sent == 0 and follow_up.due_at > page.reader.now
    ):  # put off: the count began anew
        return f"I come back to it {on_relative_day(follow_up.due_at, page.reader)}."
    return ""


def _reason_line(waiting: list[NudgeItem], heartbeats: list[NudgeItem], page: NudgePage) -> str:
    """Why it came, and how to make it stop while there is something to stop."""
    limit = "One message" if page.per_week == 1 else f"{_number_word(page.per_week)} messages"
    if not waiting:
        reason = f"{NUDGE_COPIES[FollowUpKind.HEARTBEAT].because}."
        how_to_stop = " “Not needed” stops that until something changes."
        return reason + (
            how_to_stop if len(heartbeats) == 1 and not _outcome(heartbeats[0], page) else ""
        )
    kinds = {item.follow_up.kind for item in waiting}
    reason = "These wait for you"
    if len(kinds) == 1:
        nudge_copy = NUDGE_COPIES[waiting[0].follow_up.kind]
        reason = nudge_copy.because
        if nudge_copy.dated and len(waiting) == 1:
            created_at = waiting[0].follow_up.created_at
            reason += f" on {created_at.astimezone(page.reader.zone):%-d %B}"
    sentence = f"{reason}. {limit} a week at most."
    open_copies = [
        NUDGE_COPIES[item.follow_up.kind] for item in waiting if not _outcome(item, page)
    ]
    if not open_copies:
        return sentence
    # Where one of them cannot be ended by its reader, what holds for all is told.
    label, verb = (
        ("Later", "moves") if any(nudge_copy.moves for nudge_copy in open_copies) else ("", "ends")
    )
    labels = {nudge_copy.ends for nudge_copy in open_copies}
    label = label or "” or “".join(sorted(labels))
    return f"{sentence} “{label}” {verb} {'it' if len(waiting) == 1 else 'each'}."


def _number_word(number: int) -> str:
    return {2: "Two", 3: "Three", 4: "Four", 5: "Five"}.get(number, str(number))


def later_form(item: NudgeItem, value: str) -> Block:
    """Later: tomorrow, next week, or a day of their own."""
    return modal(
        LATER_FORM,
        "Later",
        [
            section(nudge_sentence(item, None)),
            choice_input(
                "when",
                "When should I come back to it?",
                [
                    option(SnoozeChoice.TOMORROW.value, "Tomorrow"),
                    option(SnoozeChoice.NEXT_WEEK.value, "Next week"),
                    option(SnoozeChoice.ON_DATE.value, "On a day that I choose"),
                ],
                element_type="radio_buttons",
                initial=SnoozeChoice.TOMORROW.value,
            ),
            date_input("day", "Day", optional=True, hint="For “On a day that I choose”."),
        ],
        submit="Save",
        close="Cancel",
        private=value,
    )


def parse_later(state: State) -> SnoozeChoice:
    """The choice; a day that was picked counts, also where “Tomorrow” was left as it stood."""
    choice = enum_member(SnoozeChoice, selected_value(state, "when")) or SnoozeChoice.TOMORROW
    if choice is SnoozeChoice.TOMORROW and selected_date(state, "day") is not None:
        return SnoozeChoice.ON_DATE
    return choice
