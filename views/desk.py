"""What those who answer a referral see: the card with the evidence, and the forms behind it."""

from __future__ import annotations

from domain.consent import STAGES_WHILE_HIDDEN
from domain.pages import DeskPage, QuestionPage
from domain.referrals import (
    ENDED_STAGES,
    REASONS_BY_STAGE,
    Depth,
    Endorsement,
    Reason,
    Referral,
    Stage,
    depth_of,
    next_stages,
)
from views import button_values, labels, voices
from views.asks import messages as asks
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
from views.evidence import latest_notes
from views.form_state import State, enum_member, selected_user, selected_value, text_value
from views.formatting import escape, join_with_and, mention, on_relative_day, relative_day, web_link
from views.inputs import choice_input, text_input, user_input

# Ids; values are the referral's id
TAKE = "desk.take"
MOVE = "desk.move"
ASK = "desk.ask"
NOT_NOW = "desk.not_now"
READ = "desk.read"
MENU = "desk.menu"  # a menu's chosen value is "<move|not_now|hand_over|ask|...>:<referral>"
REPLY = "desk.reply"  # value: the question's id
MOVE_FORM = "desk.move_form"
ASK_FORM = "desk.ask_form"
HAND_OVER_FORM = "desk.hand_over_form"
REPLY_FORM = "desk.reply_form"
STAGE_PICK = "desk.stage"  # the stage in the form: choosing one brings its reasons

VOICES_SHOWN = 4
QUESTIONS_SHOWN = 3


def referral_card(page: DeskPage, *, handed_over_by: str | None = None) -> Message:
    """A referral arrives: the evidence in the advocate's words, whose turn, what to press."""
    referral = page.referral
    name, role = escape(referral.candidate.name, 200), labels.role_name(referral, title=True)
    opening_line = f"{mention(referral.advocate)} put *{name}* forward for {role}."
    if referral.candidate.hidden:
        opening_line = f"{mention(referral.advocate)} has somebody in mind for {role}."
    if handed_over_by and handed_over_by != "slack":
        opening_line = f"{mention(handed_over_by)} handed this to you. {opening_line}"
    elif handed_over_by:
        opening_line = f"This came to you, as its owner has left. {opening_line}"
    return _card(page, opening_line)


def second_vouch_card(page: DeskPage, advocate: str) -> Message:
    """One more colleague stands behind a candidate who is known already."""
    name = escape(page.referral.candidate.name, 200)
    if page.referral.candidate.hidden:
        role = labels.role_name(page.referral, title=True)
        return _card(page, f"{mention(advocate)} has the same person in mind, for {role}.")
    text = (
        f"{mention(advocate)} vouches for *{name}* too, for {labels.role_name(page.referral, title=True)}. "
        "Their words stand beside the first."
    )
    return _card(page, text)


def candidate_agreed_message(page: DeskPage) -> Message:
    """The candidate agreed, so the answer is with the owner; the card itself was edited."""
    name, role = (
        escape(page.referral.candidate.name, 200),
        labels.role_name(page.referral, title=True),
    )
    advocate = mention(page.referral.advocate)
    text = (
        f"*{name}* agreed to be put forward by {advocate} for {role}. The card that you have shows "
        "what is said for them."
    )
    contact, turn = context(_contact_line(page)), section(_whose_turn(page))
    return message(section(text), contact, turn, _buttons(page), text=text)


def _card(page: DeskPage, text: str) -> Message:
    if page.referral.candidate.hidden:
        hint = context(_hidden_line(page))
        return message(
            section(text),
            hint,
            section(_whose_turn(page)),
            _buttons(page),
            text=text,
        )
    blocks = [section(text), context(_contact_line(page))]
    for voice in page.voices[:VOICES_SHOWN]:
        blocks += _endorsement_blocks(voice, page)
    not_shown = len(page.voices) - VOICES_SHOWN
    if not_shown > 0:
        blocks.append(context(f"And {not_shown} more who vouch for them."))
    blocks += asks.card_notes(page.asks)
    for question in page.questions[-QUESTIONS_SHOWN:]:
        blocks.append(
            context(f"{mention(question.asked_by)} asked: “{escape(question.text, 400)}”")
        )
        if question.answer is not None:
            blocks.append(context(f"{mention(question.asked_of)} answered:"))
            blocks.append(quote(question.answer, 600))
        else:
            blocks.append(context(f"Waiting for {mention(question.asked_of)}."))
    blocks += latest_notes(page)
    blocks.append(section(_whose_turn(page)))
    blocks.append(_buttons(page))
    return message(*blocks, text=text)


def _contact_line(page: DeskPage) -> str:
    candidate = page.referral.candidate
    parts = [labels.CONSENT_IN_SENTENCE[candidate.consent].capitalize()]
    if candidate.email:
        parts.append(escape(candidate.email, 254))
    if candidate.profile_url:
        parts.append(web_link(candidate.profile_url, "profile"))
    return " · ".join(parts)


def _hidden_line(page: DeskPage) -> str:
    sentence = "Who it is, and what is said for them, opens here when they agree to be put forward."
    deadline = page.referral.candidate.decide_by
    if deadline is None or page.referral.ended:
        return sentence
    return f"{sentence} That is decided by {relative_day(deadline, page.reader.zone, page.reader.now)}."


def _endorsement_blocks(voice: Endorsement, page: DeskPage) -> list[Block]:
    evidence = voice.evidence
    parts = [f"{mention(voice.advocate)} {labels.RELATIONSHIP_IN_SENTENCE[voice.relationship]}"]
    if len(page.voices) > 1:  # whose credit it is, where there is a question
        parts.insert(0, voices.voice_rank(voice))
    if evidence.how_long:
        parts.append(escape(evidence.how_long, 200))
    fulfilled = [
        commitment.kind for commitment in page.fulfilled if commitment.member == voice.advocate
    ]
    depth = depth_of(evidence, deeds=len(fulfilled))
    parts.append(labels.DEPTH[depth].lower())
    blocks = [section(" · ".join(parts))]
    if evidence.conviction is not None:
        blocks[0] = section(
            " · ".join([*parts[:-1], f"*{labels.CONVICTION[evidence.conviction]}*"])
        )
    voices_shown = min(len(page.voices), VOICES_SHOWN)
    quote_limit, example_limit = min(900, 2200 // voices_shown), min(240, 480 // voices_shown)
    blocks += [quote(text, quote_limit) for text in (evidence.saw, evidence.why) if text]
    examples = [
        f"{label}: “{escape(text, example_limit)}”"
        for label, text in labels.observed_examples(evidence)
        if text
    ]
    if examples:
        blocks.append(context("\n".join(examples)))
    notes = []
    if fulfilled:
        notes.append(
            "Has " + join_with_and([labels.COMMITMENT_IN_PAST[kind] for kind in fulfilled])
        )
    offers = [labels.COMMITMENT[kind] for kind in evidence.commitments if kind not in fulfilled]
    if offers:
        notes.append("Offers: " + "; ".join(_lower_first(offer) for offer in offers))
    if evidence.conflicts:
        notes.append(
            "Disclosed: "
            + join_with_and(
                [labels.CONFLICT_IN_SENTENCE[conflict] for conflict in evidence.conflicts]
            )
        )
    if depth is Depth.LEAD:
        notes.append("A lead so far: a question to them often brings the rest")
    if notes:
        blocks.append(context(". ".join(notes) + "."))
    return blocks


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]


def _whose_turn(page: DeskPage) -> str:
    referral, reader = page.referral, page.reader
    since = on_relative_day(referral.stage_at, reader.zone, reader.now)
    if referral.ended:
        sentence = f"*{labels.STAGE[referral.stage]}* since {_without_on(since)}."
        return f"{sentence} {_reason_sentence(referral)}".strip()
    holder = "You have" if referral.owner == reader.user_id else f"{mention(referral.owner)} has"
    if page.answer_by is not None:
        is_late = page.answer_by <= reader.now
        turn = "It is your turn" if referral.owner == reader.user_id else f"{holder} it"
        if is_late:
            return f"{turn}: {mention(referral.advocate)} is waiting for a first answer."
        return f"{turn}: a first answer by {relative_day(page.answer_by, reader.zone, reader.now)}."
    return f"{holder} it: *{labels.STAGE[referral.stage].lower()}* since {_without_on(since)}."


def _without_on(since: str) -> str:
    return since.removeprefix("on ")


def _reason_sentence(referral: Referral) -> str:
    return f"{labels.REASON[referral.reason]}." if referral.reason else ""


def _buttons(page: DeskPage) -> Block:
    """At most three buttons and the three dots; the first is the likeliest next step."""
    referral = page.referral
    value = str(referral.id)
    move_button = button("Move stage", MOVE, value)
    read_choice = [] if referral.candidate.hidden else [(f"read:{value}", "Read in full")]
    side_by_side_choice = (
        [(f"side_by_side:{value}", "Side by side")] if len(page.voices) > 1 else []
    )
    if referral.ended:
        read_button = button("Read in full", READ, value)
        return actions(
            move_button,
            overflow_menu(MENU, side_by_side_choice) if side_by_side_choice else read_button,
        )
    ask_button = [button("Ask the advocate", ASK, value)]
    if referral.candidate.hidden:
        ask_button = []
    not_now_button = button("Not now", NOT_NOW, value)
    choices = [
        *([] if referral.candidate.hidden else [(f"ask_colleague:{value}", "Ask a colleague")]),
        *(side_by_side_choice or read_choice),
        (f"hand_over:{value}", "Hand over"),
        (f"withdrawn:{value}", "Withdrawn"),
    ]
    if referral.stage is Stage.NEW:
        take_button = button("I take it", TAKE, value, primary=True)
        menu = overflow_menu(MENU, [(f"move:{value}", "Move stage"), *choices])
        return actions(take_button, *ask_button, not_now_button, menu)
    return actions(move_button, *ask_button, not_now_button, overflow_menu(MENU, choices))


# Forms ----------------------------------------------------------------------------------------


def move_form(referral: Referral, stage: Stage | None = None) -> Block:
    """Where it goes next; an ending asks for a reason that may be told."""
    name, role = labels.candidate_name(referral), labels.role_name(referral)
    next_choices = next_stages(referral.stage)
    if referral.candidate.hidden:
        next_choices = tuple(
            next_stage for next_stage in next_choices if next_stage in STAGES_WHILE_HIDDEN
        )
    chosen = stage if stage in next_choices else None
    stage_input = choice_input(
        "stage",
        "Move to",
        [option(next_stage.value, labels.STAGE[next_stage]) for next_stage in next_choices],
        initial=chosen.value if chosen else None,
        placeholder="Choose a stage",
    )
    stage_input["element"]["action_id"] = STAGE_PICK
    stage_input["dispatch_action"] = True
    blocks = [
        section(f"*{name}* for {role}. It stands at “{labels.STAGE[referral.stage]}” now."),
        stage_input,
    ]
    if chosen in REASONS_BY_STAGE:
        reasons = REASONS_BY_STAGE[chosen]
        blocks.append(
            choice_input(
                reason_field(chosen),
                "Why?",
                [option(reason.value, labels.REASON[reason]) for reason in reasons],
                placeholder="Choose a reason",
                hint="The advocate is told this reason.",
            )
        )
    blocks.append(
        text_input(
            "note",
            "A word to the advocate",
            multiline=True,
            optional=True,
            max_length=500,
            hint="Sent in your words with the news.",
        )
    )
    title = "Not now" if chosen is Stage.NOT_NOW else "Move stage"
    return modal(MOVE_FORM, title, blocks, submit="Save", close="Cancel", private=str(referral.id))


def reason_field(stage: Stage) -> str:
    """Each ending's reasons are a field of their own: Slack keeps what is chosen by its name."""
    return f"reason_{stage.value}"


def parse_stage(value: str) -> Stage | None:
    return enum_member(Stage, value)


def parse_move(state: State) -> tuple[Stage | None, Reason | None, str]:
    stage = enum_member(Stage, selected_value(state, "stage"))
    reason = None
    if stage in ENDED_STAGES:
        reason = enum_member(Reason, selected_value(state, reason_field(stage)))
    return stage, reason, text_value(state, "note")


def question_form(page: DeskPage) -> Block:
    """A question to an advocate; to whom is chosen only where there are several."""
    voices = page.voices
    name = escape(page.referral.candidate.name, 200)
    blocks = [section(f"About *{name}* for {labels.role_name(page.referral)}.")]
    if len(voices) > 1:
        blocks.append(
            choice_input(
                "advocate",
                "Whom do you ask?",
                [
                    option(
                        voice.advocate,
                        f"{'First voice' if voice.is_first else 'Second vouch'}: "
                        f"{page.advocate_names.get(voice.advocate, voice.advocate)}",
                    )
                    for voice in voices[:100]
                ],
                initial=voices[0].advocate,
            )
        )
    blocks.append(
        text_input(
            "question",
            "Your question",
            multiline=True,
            max_length=1000,
            placeholder="What did they do when the plan fell apart?",
            hint="The answer comes back to this referral.",
        )
    )
    private = f"{page.referral.id}:{voices[0].advocate if voices else ''}"
    return modal(
        ASK_FORM, "Ask the advocate", blocks, submit="Ask", close="Cancel", private=private
    )


def parse_question(state: State, private: str) -> tuple[int, str, str]:
    """(referral, advocate, question)."""
    referral, _, first = private.partition(":")
    return (
        button_values.parse_id(referral),
        selected_value(state, "advocate") or first,
        text_value(state, "question"),
    )


def hand_over_form(referral: Referral) -> Block:
    name = escape(referral.candidate.name, 200)
    return modal(
        HAND_OVER_FORM,
        "Hand over",
        [
            section(
                f"Who should answer on *{name}* for {labels.role_name(referral)}? They are told."
            ),
            user_input("to", "New owner"),
        ],
        submit="Hand over",
        close="Cancel",
        private=str(referral.id),
    )


def parse_hand_over(state: State) -> str | None:
    return selected_user(state, "to")


# Questions, as the advocate and the asker see them ----------------------------------------------


def question_message(page: QuestionPage) -> Message:
    question = page.question
    name = escape(page.candidate_name, 200)
    text = f"{mention(question.asked_by)} asks you about *{name}* for {labels.role_name(page.referral)}."
    blocks = [section(text), quote(question.text, 1000)]
    if question.answer is not None:
        blocks += [section("You answered:"), quote(question.answer, 1500)]
    else:
        blocks.append(actions(button("Answer", REPLY, str(question.id), primary=True)))
        blocks.append(context("Your answer goes to those who decide on this referral."))
    return message(*blocks, text=text)


def answer_message(page: QuestionPage) -> Message:
    question = page.question
    name = escape(page.referral.candidate.name, 200)
    text = f"{mention(question.asked_of)} answered you about *{name}* for {labels.role_name(page.referral)}."
    return message(
        section(text),
        context(f"You asked: “{escape(question.text, 600)}”"),
        quote(question.answer or "", 3000),
        actions(
            button("Move stage", MOVE, str(page.referral.id)),
            button("Ask again", ASK, str(page.referral.id)),
        ),
        text=text,
    )


def answer_form(page: QuestionPage) -> Block:
    return modal(
        REPLY_FORM,
        "Your answer",
        [
            section(
                f"{mention(page.question.asked_by)} asked about *{escape(page.candidate_name, 200)}*:"
            ),
            quote(page.question.text, 1000),
            text_input("answer", "Your answer", multiline=True),
        ],
        submit="Send",
        close="Cancel",
        private=str(page.question.id),
    )


def parse_answer(state: State) -> str:
    return text_value(state, "answer")
