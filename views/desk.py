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
from views import block_kit, button_values, form_state, inputs, labels, voices
from views.asks import messages as asks
from views.block_kit import Block, Message, option
from views.evidence import latest_notes
from views.form_state import State
from views.formatting import escape, join_with_and, mention, on_relative_day, relative_day, web_link

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


def referral_card(page: DeskPage, *, handed_by: str | None = None) -> Message:
    """A referral arrives: the evidence in the advocate's words, whose turn, what to press."""
    referral = page.referral
    name, role = escape(referral.candidate.name, 200), labels.role_name(referral, title=True)
    opening_line = f"{mention(referral.advocate)} put *{name}* forward for {role}."
    if referral.candidate.hidden:
        opening_line = f"{mention(referral.advocate)} has somebody in mind for {role}."
    if handed_by and handed_by != "slack":
        opening_line = f"{mention(handed_by)} handed this to you. {opening_line}"
    elif handed_by:
        opening_line = f"This came to you, as its owner has left. {opening_line}"
    return _card(page, opening_line)


def second_vouch_card(page: DeskPage, by: str) -> Message:
    """One more colleague stands behind a candidate who is known already."""
    name = escape(page.referral.candidate.name, 200)
    if page.referral.candidate.hidden:
        role = labels.role_name(page.referral, title=True)
        return _card(page, f"{mention(by)} has the same person in mind, for {role}.")
    text = (
        f"{mention(by)} vouches for *{name}* too, for {labels.role_name(page.referral, title=True)}. "
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
    facts, turn = block_kit.context(_contact_line(page)), block_kit.section(_whose_turn(page))
    return block_kit.message(block_kit.section(text), facts, turn, _buttons(page), text=text)


def _card(page: DeskPage, text: str) -> Message:
    if page.referral.candidate.hidden:
        hint = block_kit.context(_hidden_line(page))
        return block_kit.message(
            block_kit.section(text),
            hint,
            block_kit.section(_whose_turn(page)),
            _buttons(page),
            text=text,
        )
    blocks = [block_kit.section(text), block_kit.context(_contact_line(page))]
    for voice in page.voices[:VOICES_SHOWN]:
        blocks += _endorsement_blocks(voice, page)
    hidden = len(page.voices) - VOICES_SHOWN
    if hidden > 0:
        blocks.append(block_kit.context(f"And {hidden} more who vouch for them."))
    blocks += asks.card_notes(page.asks)
    for question in page.questions[-QUESTIONS_SHOWN:]:
        blocks.append(
            block_kit.context(f"{mention(question.asked_by)} asked: “{escape(question.text, 400)}”")
        )
        if question.answer is not None:
            blocks.append(block_kit.context(f"{mention(question.asked_of)} answered:"))
            blocks.append(block_kit.quote(question.answer, 600))
        else:
            blocks.append(block_kit.context(f"Waiting for {mention(question.asked_of)}."))
    blocks += latest_notes(page)
    blocks.append(block_kit.section(_whose_turn(page)))
    blocks.append(_buttons(page))
    return block_kit.message(*blocks, text=text)


def _contact_line(page: DeskPage) -> str:
    candidate = page.referral.candidate
    facts = [labels.CONSENT_IN_SENTENCE[candidate.consent].capitalize()]
    if candidate.email:
        facts.append(escape(candidate.email, 254))
    if candidate.profile_url:
        facts.append(web_link(candidate.profile_url, "profile"))
    return " · ".join(facts)


def _hidden_line(page: DeskPage) -> str:
    said = "Who it is, and what is said for them, opens here when they agree to be put forward."
    by = page.referral.candidate.decide_by
    if by is None or page.referral.ended:
        return said
    return f"{said} That is decided by {relative_day(by, page.reader.zone, page.reader.now)}."


def _endorsement_blocks(voice: Endorsement, page: DeskPage) -> list[Block]:
    said = voice.evidence
    parts = [f"{mention(voice.advocate)} {labels.RELATIONSHIP_IN_SENTENCE[voice.relationship]}"]
    if len(page.voices) > 1:  # whose credit it is, where there is a question
        parts.insert(0, voices.voice_rank(voice))
    if said.how_long:
        parts.append(escape(said.how_long, 200))
    kept = [each.kind for each in page.fulfilled if each.member == voice.advocate]
    depth = depth_of(said, deeds=len(kept))
    parts.append(labels.DEPTH[depth].lower())
    blocks = [block_kit.section(" · ".join(parts))]
    if said.conviction is not None:
        blocks[0] = block_kit.section(
            " · ".join([*parts[:-1], f"*{labels.CONVICTION[said.conviction]}*"])
        )
    side_by_side = min(len(page.voices), VOICES_SHOWN)
    room, less = min(900, 2200 // side_by_side), min(240, 480 // side_by_side)
    blocks += [block_kit.quote(text, room) for text in (said.saw, said.why) if text]
    examples = [
        f"{label}: “{escape(text, less)}”" for label, text in labels.observed_examples(said) if text
    ]
    if examples:
        blocks.append(block_kit.context("\n".join(examples)))
    notes = []
    if kept:
        notes.append("Has " + join_with_and([labels.COMMITMENT_IN_PAST[kind] for kind in kept]))
    offers = [labels.COMMITMENT[kind] for kind in said.commitments if kind not in kept]
    if offers:
        notes.append("Offers: " + "; ".join(_lower_first(offer) for offer in offers))
    if said.conflicts:
        notes.append(
            "Disclosed: "
            + join_with_and([labels.CONFLICT_IN_SENTENCE[conflict] for conflict in said.conflicts])
        )
    if depth is Depth.LEAD:
        notes.append("A lead so far: a question to them often brings the rest")
    if notes:
        blocks.append(block_kit.context(". ".join(notes) + "."))
    return blocks


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]


def _whose_turn(page: DeskPage) -> str:
    referral, reader = page.referral, page.reader
    since = on_relative_day(referral.stage_at, reader.zone, reader.now)
    if referral.ended:
        said = f"*{labels.STAGE[referral.stage]}* since {_without_on(since)}."
        return f"{said} {_reason_sentence(referral)}".strip()
    who = "You have" if referral.owner == reader.user_id else f"{mention(referral.owner)} has"
    if page.answer_by is not None:
        late = page.answer_by <= reader.now
        whose = "It is your turn" if referral.owner == reader.user_id else f"{who} it"
        if late:
            return f"{whose}: {mention(referral.advocate)} is waiting for a first answer."
        return (
            f"{whose}: a first answer by {relative_day(page.answer_by, reader.zone, reader.now)}."
        )
    return f"{who} it: *{labels.STAGE[referral.stage].lower()}* since {_without_on(since)}."


def _without_on(since: str) -> str:
    return since.removeprefix("on ")


def _reason_sentence(referral: Referral) -> str:
    return f"{labels.REASON[referral.reason]}." if referral.reason else ""


def _buttons(page: DeskPage) -> Block:
    """At most three buttons and the three dots; the first is the likeliest next step."""
    referral = page.referral
    value = str(referral.id)
    move = block_kit.button("Move stage", MOVE, value)
    full = [] if referral.candidate.hidden else [(f"read:{value}", "Read in full")]
    several = [(f"side_by_side:{value}", "Side by side")] if len(page.voices) > 1 else []
    if referral.ended:
        read = block_kit.button("Read in full", READ, value)
        return block_kit.actions(move, block_kit.overflow_menu(MENU, several) if several else read)
    ask = [block_kit.button("Ask the advocate", ASK, value)]
    if referral.candidate.hidden:
        ask = []
    not_now = block_kit.button("Not now", NOT_NOW, value)
    rest = [
        *([] if referral.candidate.hidden else [(f"ask_colleague:{value}", "Ask a colleague")]),
        *(several or full),
        (f"hand_over:{value}", "Hand over"),
        (f"withdrawn:{value}", "Withdrawn"),
    ]
    if referral.stage is Stage.NEW:
        take = block_kit.button("I take it", TAKE, value, primary=True)
        menu = block_kit.overflow_menu(MENU, [(f"move:{value}", "Move stage"), *rest])
        return block_kit.actions(take, *ask, not_now, menu)
    return block_kit.actions(move, *ask, not_now, block_kit.overflow_menu(MENU, rest))


# Forms ----------------------------------------------------------------------------------------


def move_form(referral: Referral, stage: Stage | None = None) -> Block:
    """Where it goes next; an ending asks for a reason that may be told."""
    name, role = labels.candidate_name(referral), labels.role_name(referral)
    ahead = next_stages(referral.stage)
    if referral.candidate.hidden:
        ahead = tuple(each for each in ahead if each in STAGES_WHILE_HIDDEN)
    picked = stage if stage in ahead else None
    select = inputs.choice_input(
        "stage",
        "Move to",
        [option(each.value, labels.STAGE[each]) for each in ahead],
        initial=picked.value if picked else None,
        placeholder="Choose a stage",
    )
    select["element"]["action_id"] = STAGE_PICK
    select["dispatch_action"] = True
    blocks = [
        block_kit.section(
            f"*{name}* for {role}. It stands at “{labels.STAGE[referral.stage]}” now."
        ),
        select,
    ]
    if picked in REASONS_BY_STAGE:
        reasons = REASONS_BY_STAGE[picked]
        blocks.append(
            inputs.choice_input(
                reason_field(picked),
                "Why?",
                [option(reason.value, labels.REASON[reason]) for reason in reasons],
                placeholder="Choose a reason",
                hint="The advocate is told this reason.",
            )
        )
    blocks.append(
        inputs.text_input(
            "note",
            "A word to the advocate",
            multiline=True,
            optional=True,
            max_length=500,
            hint="Sent in your words with the news.",
        )
    )
    title = "Not now" if picked is Stage.NOT_NOW else "Move stage"
    return block_kit.modal(
        MOVE_FORM, title, blocks, submit="Save", close="Cancel", private=str(referral.id)
    )


def reason_field(stage: Stage) -> str:
    """Each ending's reasons are a field of their own: Slack keeps what is chosen by its name."""
    return f"reason_{stage.value}"


def parse_stage(value: str) -> Stage | None:
    return form_state.enum_member(Stage, value)


def parse_move(state: State) -> tuple[Stage | None, Reason | None, str]:
    stage = form_state.enum_member(Stage, form_state.selected_value(state, "stage"))
    reason = None
    if stage in ENDED_STAGES:
        reason = form_state.enum_member(
            Reason, form_state.selected_value(state, reason_field(stage))
        )
    return stage, reason, form_state.text_value(state, "note")


def question_form(page: DeskPage) -> Block:
    """A question to an advocate; to whom is chosen only where there are several."""
    voices = page.voices
    name = escape(page.referral.candidate.name, 200)
    blocks = [block_kit.section(f"About *{name}* for {labels.role_name(page.referral)}.")]
    if len(voices) > 1:
        blocks.append(
            inputs.choice_input(
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
        inputs.text_input(
            "question",
            "Your question",
            multiline=True,
            max_length=1000,
            placeholder="What did they do when the plan fell apart?",
            hint="The answer comes back to this referral.",
        )
    )
    private = f"{page.referral.id}:{voices[0].advocate if voices else ''}"
    return block_kit.modal(
        ASK_FORM, "Ask the advocate", blocks, submit="Ask", close="Cancel", private=private
    )


def parse_question(state: State, private: str) -> tuple[int, str, str]:
    """(referral, advocate, question)."""
    referral, _, first = private.partition(":")
    return (
        button_values.parse_id(referral),
        form_state.selected_value(state, "advocate") or first,
        form_state.text_value(state, "question"),
    )


def hand_over_form(referral: Referral) -> Block:
    name = escape(referral.candidate.name, 200)
    return block_kit.modal(
        HAND_OVER_FORM,
        "Hand over",
        [
            block_kit.section(
                f"Who should answer on *{name}* for {labels.role_name(referral)}? They are told."
            ),
            inputs.user_input("to", "New owner"),
        ],
        submit="Hand over",
        close="Cancel",
        private=str(referral.id),
    )


def parse_hand_over(state: State) -> str | None:
    return form_state.selected_user(state, "to")


# Questions, as the advocate and the asker see them ----------------------------------------------


def question_message(page: QuestionPage) -> Message:
    asked = page.question
    name = escape(page.candidate_name, 200)
    text = (
        f"{mention(asked.asked_by)} asks you about *{name}* for {labels.role_name(page.referral)}."
    )
    blocks = [block_kit.section(text), block_kit.quote(asked.text, 1000)]
    if asked.answer is not None:
        blocks += [block_kit.section("You answered:"), block_kit.quote(asked.answer, 1500)]
    else:
        blocks.append(
            block_kit.actions(block_kit.button("Answer", REPLY, str(asked.id), primary=True))
        )
        blocks.append(block_kit.context("Your answer goes to those who decide on this referral."))
    return block_kit.message(*blocks, text=text)


def answer_message(page: QuestionPage) -> Message:
    asked = page.question
    name = escape(page.referral.candidate.name, 200)
    text = f"{mention(asked.asked_of)} answered you about *{name}* for {labels.role_name(page.referral)}."
    return block_kit.message(
        block_kit.section(text),
        block_kit.context(f"You asked: “{escape(asked.text, 600)}”"),
        block_kit.quote(asked.answer or "", 3000),
        block_kit.actions(
            block_kit.button("Move stage", MOVE, str(page.referral.id)),
            block_kit.button("Ask again", ASK, str(page.referral.id)),
        ),
        text=text,
    )


def answer_form(page: QuestionPage) -> Block:
    return block_kit.modal(
        REPLY_FORM,
        "Your answer",
        [
            block_kit.section(
                f"{mention(page.question.asked_by)} asked about *{escape(page.candidate_name, 200)}*:"
            ),
            block_kit.quote(page.question.text, 1000),
            inputs.text_input("answer", "Your answer", multiline=True),
        ],
        submit="Send",
        close="Cancel",
        private=str(page.question.id),
    )


def parse_answer(state: State) -> str:
    return form_state.text_value(state, "answer")
