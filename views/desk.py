"""What those who answer a referral see: the card with the evidence, and the forms behind it."""

from __future__ import annotations

from domain.consent import WHILE_HIDDEN
from domain.pages import DeskPage, QuestionPage
from domain.referrals import (
    ENDED,
    REASONS_FOR,
    Depth,
    Endorsement,
    Reason,
    Referral,
    Stage,
    depth_of,
    next_stages,
)
from views import kit, voices, words
from views.asks import messages as asks
from views.evidence import lately
from views.kit import Block, Message, State, option
from views.text import day, esc, link, listed, on_day, person

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


def received(page: DeskPage, *, handed_by: str | None = None) -> Message:
    """A referral arrives: the evidence in the advocate's words, whose turn, what to press."""
    referral = page.referral
    name, role = esc(referral.candidate.name, 200), words.role(referral, title=True)
    opening_line = f"{person(referral.advocate)} put *{name}* forward for {role}."
    if referral.candidate.hidden:
        opening_line = f"{person(referral.advocate)} has somebody in mind for {role}."
    if handed_by and handed_by != "slack":
        opening_line = f"{person(handed_by)} handed this to you. {opening_line}"
    elif handed_by:
        opening_line = f"This came to you, as its owner has left. {opening_line}"
    return _card(page, opening_line)


def second_vouch(page: DeskPage, by: str) -> Message:
    """One more colleague stands behind a candidate who is known already."""
    name = esc(page.referral.candidate.name, 200)
    if page.referral.candidate.hidden:
        role = words.role(page.referral, title=True)
        return _card(page, f"{person(by)} has the same person in mind, for {role}.")
    text = (
        f"{person(by)} vouches for *{name}* too, for {words.role(page.referral, title=True)}. "
        "Their words stand beside the first."
    )
    return _card(page, text)


def agreed(page: DeskPage) -> Message:
    """The candidate agreed, so the answer is with the owner; the card itself was edited."""
    name, role = esc(page.referral.candidate.name, 200), words.role(page.referral, title=True)
    advocate = person(page.referral.advocate)
    text = (
        f"*{name}* agreed to be put forward by {advocate} for {role}. The card that you have shows "
        "what is said for them."
    )
    facts, turn = kit.small(_facts(page)), kit.say(_turn(page))
    return kit.message(kit.say(text), facts, turn, _buttons(page), text=text)


def _card(page: DeskPage, text: str) -> Message:
    if page.referral.candidate.hidden:
        hint = kit.small(_opens(page))
        return kit.message(kit.say(text), hint, kit.say(_turn(page)), _buttons(page), text=text)
    blocks = [kit.say(text), kit.small(_facts(page))]
    for voice in page.voices[:VOICES_SHOWN]:
        blocks += _voice(voice, page)
    hidden = len(page.voices) - VOICES_SHOWN
    if hidden > 0:
        blocks.append(kit.small(f"And {hidden} more who vouch for them."))
    blocks += asks.on_card(page.asks)
    for question in page.questions[-QUESTIONS_SHOWN:]:
        blocks.append(kit.small(f"{person(question.asked_by)} asked: “{esc(question.text, 400)}”"))
        if question.answer is not None:
            blocks.append(kit.small(f"{person(question.asked_of)} answered:"))
            blocks.append(kit.quote(question.answer, 600))
        else:
            blocks.append(kit.small(f"Waiting for {person(question.asked_of)}."))
    blocks += lately(page)
    blocks.append(kit.say(_turn(page)))
    blocks.append(_buttons(page))
    return kit.message(*blocks, text=text)


def _facts(page: DeskPage) -> str:
    candidate = page.referral.candidate
    facts = [words.CONSENT_TOLD[candidate.consent].capitalize()]
    if candidate.email:
        facts.append(esc(candidate.email, 254))
    if candidate.profile_url:
        facts.append(link(candidate.profile_url, "profile"))
    return " · ".join(facts)


def _opens(page: DeskPage) -> str:
    said = "Who it is, and what is said for them, opens here when they agree to be put forward."
    by = page.referral.candidate.decide_by
    if by is None or page.referral.ended:
        return said
    return f"{said} That is decided by {day(by, page.reader.zone, page.reader.now)}."


def _voice(voice: Endorsement, page: DeskPage) -> list[Block]:
    said = voice.evidence
    parts = [f"{person(voice.advocate)} {words.RELATION_TOLD[voice.relationship]}"]
    if len(page.voices) > 1:  # whose credit it is, where there is a question
        parts.insert(0, voices.place(voice))
    if said.how_long:
        parts.append(esc(said.how_long, 200))
    kept = [each.kind for each in page.kept if each.member == voice.advocate]
    depth = depth_of(said, deeds=len(kept))
    parts.append(words.DEPTH[depth].lower())
    blocks = [kit.say(" · ".join(parts))]
    if said.conviction is not None:
        blocks[0] = kit.say(" · ".join([*parts[:-1], f"*{words.CONVICTION[said.conviction]}*"]))
    side_by_side = min(len(page.voices), VOICES_SHOWN)
    room, less = min(900, 2200 // side_by_side), min(240, 480 // side_by_side)
    blocks += [kit.quote(text, room) for text in (said.saw, said.why) if text]
    examples = [f"{label}: “{esc(text, less)}”" for label, text in words.examples(said) if text]
    if examples:
        blocks.append(kit.small("\n".join(examples)))
    notes = []
    if kept:
        notes.append("Has " + listed([words.DEED[kind] for kind in kept]))
    offers = [words.COMMITMENT[kind] for kind in said.commitments if kind not in kept]
    if offers:
        notes.append("Offers: " + "; ".join(_lower(offer) for offer in offers))
    if said.conflicts:
        notes.append(
            "Disclosed: " + listed([words.CONFLICT_TOLD[conflict] for conflict in said.conflicts])
        )
    if depth is Depth.LEAD:
        notes.append("A lead so far: a question to them often brings the rest")
    if notes:
        blocks.append(kit.small(". ".join(notes) + "."))
    return blocks


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _turn(page: DeskPage) -> str:
    referral, reader = page.referral, page.reader
    since = on_day(referral.stage_at, reader.zone, reader.now)
    if referral.ended:
        said = f"*{words.STAGE[referral.stage]}* since {_plain(since)}."
        return f"{said} {_why(referral)}".strip()
    who = "You have" if referral.owner == reader.user_id else f"{person(referral.owner)} has"
    if page.answer_by is not None:
        late = page.answer_by <= reader.now
        whose = "It is your turn" if referral.owner == reader.user_id else f"{who} it"
        if late:
            return f"{whose}: {person(referral.advocate)} is waiting for a first answer."
        return f"{whose}: a first answer by {day(page.answer_by, reader.zone, reader.now)}."
    return f"{who} it: *{words.STAGE[referral.stage].lower()}* since {_plain(since)}."


def _plain(since: str) -> str:
    return since.removeprefix("on ")


def _why(referral: Referral) -> str:
    return f"{words.REASON[referral.reason]}." if referral.reason else ""


def _buttons(page: DeskPage) -> Block:
    """At most three buttons and the three dots; the first is the likeliest next step."""
    referral = page.referral
    value = str(referral.id)
    move = kit.button("Move stage", MOVE, value)
    full = [] if referral.candidate.hidden else [(f"read:{value}", "Read in full")]
    several = [(f"side_by_side:{value}", "Side by side")] if len(page.voices) > 1 else []
    if referral.ended:
        read = kit.button("Read in full", READ, value)
        return kit.actions(move, kit.overflow(MENU, several) if several else read)
    ask = [kit.button("Ask the advocate", ASK, value)]
    if referral.candidate.hidden:
        ask = []
    not_now = kit.button("Not now", NOT_NOW, value)
    rest = [
        *([] if referral.candidate.hidden else [(f"ask_colleague:{value}", "Ask a colleague")]),
        *(several or full),
        (f"hand_over:{value}", "Hand over"),
        (f"withdrawn:{value}", "Withdrawn"),
    ]
    if referral.stage is Stage.NEW:
        take = kit.button("I take it", TAKE, value, primary=True)
        menu = kit.overflow(MENU, [(f"move:{value}", "Move stage"), *rest])
        return kit.actions(take, *ask, not_now, menu)
    return kit.actions(move, *ask, not_now, kit.overflow(MENU, rest))


# Forms ----------------------------------------------------------------------------------------


def move_form(referral: Referral, stage: Stage | None = None) -> Block:
    """Where it goes next; an ending asks for a reason that may be told."""
    name, role = words.at_start(referral), words.role(referral)
    ahead = next_stages(referral.stage)
    if referral.candidate.hidden:
        ahead = tuple(each for each in ahead if each in WHILE_HIDDEN)
    picked = stage if stage in ahead else None
    select = kit.choice_input(
        "stage",
        "Move to",
        [option(each.value, words.STAGE[each]) for each in ahead],
        initial=picked.value if picked else None,
        placeholder="Choose a stage",
    )
    select["element"]["action_id"] = STAGE_PICK
    select["dispatch_action"] = True
    blocks = [
        kit.say(f"*{name}* for {role}. It stands at “{words.STAGE[referral.stage]}” now."),
        select,
    ]
    if picked in REASONS_FOR:
        reasons = REASONS_FOR[picked]
        blocks.append(
            kit.choice_input(
                reason_field(picked),
                "Why?",
                [option(reason.value, words.REASON[reason]) for reason in reasons],
                placeholder="Choose a reason",
                hint="The advocate is told this reason.",
            )
        )
    blocks.append(
        kit.text_input(
            "note",
            "A word to the advocate",
            multiline=True,
            optional=True,
            longest=500,
            hint="Sent in your words with the news.",
        )
    )
    title = "Not now" if picked is Stage.NOT_NOW else "Move stage"
    return kit.modal(
        MOVE_FORM, title, blocks, submit="Save", close="Cancel", private=str(referral.id)
    )


def reason_field(stage: Stage) -> str:
    """Each ending's reasons are a field of their own: Slack keeps what is chosen by its name."""
    return f"reason_{stage.value}"


def parse_stage(value: str) -> Stage | None:
    return kit.one_of(Stage, value)


def parse_move(state: State) -> tuple[Stage | None, Reason | None, str]:
    stage = kit.one_of(Stage, kit.chosen(state, "stage"))
    reason = None
    if stage in ENDED:
        reason = kit.one_of(Reason, kit.chosen(state, reason_field(stage)))
    return stage, reason, kit.typed(state, "note")


def ask_form(page: DeskPage) -> Block:
    """A question to an advocate; to whom is chosen only where there are several."""
    voices = page.voices
    name = esc(page.referral.candidate.name, 200)
    blocks = [kit.say(f"About *{name}* for {words.role(page.referral)}.")]
    if len(voices) > 1:
        blocks.append(
            kit.choice_input(
                "advocate",
                "Whom do you ask?",
                [
                    option(
                        voice.advocate,
                        f"{'First voice' if voice.first else 'Second vouch'}: "
                        f"{page.names.get(voice.advocate, voice.advocate)}",
                    )
                    for voice in voices[:100]
                ],
                initial=voices[0].advocate,
            )
        )
    blocks.append(
        kit.text_input(
            "question",
            "Your question",
            multiline=True,
            longest=1000,
            placeholder="What did they do when the plan fell apart?",
            hint="The answer comes back to this referral.",
        )
    )
    private = f"{page.referral.id}:{voices[0].advocate if voices else ''}"
    return kit.modal(
        ASK_FORM, "Ask the advocate", blocks, submit="Ask", close="Cancel", private=private
    )


def parse_ask(state: State, private: str) -> tuple[int, str, str]:
    """(referral, advocate, question)."""
    referral, _, first = private.partition(":")
    return (
        kit.number(referral),
        kit.chosen(state, "advocate") or first,
        kit.typed(state, "question"),
    )


def hand_over_form(referral: Referral) -> Block:
    name = esc(referral.candidate.name, 200)
    return kit.modal(
        HAND_OVER_FORM,
        "Hand over",
        [
            kit.say(f"Who should answer on *{name}* for {words.role(referral)}? They are told."),
            kit.person_input("to", "New owner"),
        ],
        submit="Hand over",
        close="Cancel",
        private=str(referral.id),
    )


def parse_hand_over(state: State) -> str | None:
    return kit.picked_person(state, "to")


# Questions, as the advocate and the asker see them ----------------------------------------------


def question(page: QuestionPage) -> Message:
    asked = page.question
    name = esc(page.called, 200)
    text = f"{person(asked.asked_by)} asks you about *{name}* for {words.role(page.referral)}."
    blocks = [kit.say(text), kit.quote(asked.text, 1000)]
    if asked.answer is not None:
        blocks += [kit.say("You answered:"), kit.quote(asked.answer, 1500)]
    else:
        blocks.append(kit.actions(kit.button("Answer", REPLY, str(asked.id), primary=True)))
        blocks.append(kit.small("Your answer goes to those who decide on this referral."))
    return kit.message(*blocks, text=text)


def answer(page: QuestionPage) -> Message:
    asked = page.question
    name = esc(page.referral.candidate.name, 200)
    text = f"{person(asked.asked_of)} answered you about *{name}* for {words.role(page.referral)}."
    return kit.message(
        kit.say(text),
        kit.small(f"You asked: “{esc(asked.text, 600)}”"),
        kit.quote(asked.answer or "", 3000),
        kit.actions(
            kit.button("Move stage", MOVE, str(page.referral.id)),
            kit.button("Ask again", ASK, str(page.referral.id)),
        ),
        text=text,
    )


def reply_form(page: QuestionPage) -> Block:
    return kit.modal(
        REPLY_FORM,
        "Your answer",
        [
            kit.say(f"{person(page.question.asked_by)} asked about *{esc(page.called, 200)}*:"),
            kit.quote(page.question.text, 1000),
            kit.text_input("answer", "Your answer", multiline=True),
        ],
        submit="Send",
        close="Cancel",
        private=str(page.question.id),
    )


def parse_reply(state: State) -> str:
    return kit.typed(state, "answer")
