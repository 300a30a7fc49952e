"""What the asker reads of an ask, their open asks, and what a referral's card says of them."""

from __future__ import annotations

from datetime import datetime

from domain.asks import Ask, AskKind, AskState, Decision
from domain.pages import AskPage, Reader
from views import block_kit
from views.asks.answers import ask_candidate_name, ask_role_name
from views.block_kit import Block, Message
from views.formatting import mention, on_relative_day, relative_day

# Ids; values are the ask's id unless said otherwise
ASK = "ask.open"  # a button anywhere; its value is an opening's id, or nothing
INSTEAD = "ask.instead"  # the same ask, of the person who was named
WITHDRAW = "ask.withdraw"
GO_AHEAD = "ask.go_ahead"
KEEP = "ask.not_now"
LIST = "ask.list"


# What the asker reads -----------------------------------------------------------------------------


def ask_sent_message(page: AskPage) -> Message:
    """The ask is stored: when it reaches them, what happens next, and how to take it back."""
    ask, reader = page.ask, page.reader
    if not ask.open:
        return _ended_message(ask)
    text = f"You asked {mention(ask.asked)} to {_request(ask)}. {_delivery_sentence(page)}"
    closes = on_relative_day(ask.closes_at, reader.zone, reader.now)
    return block_kit.message(
        block_kit.section(text),
        block_kit.section(
            "They can vouch, let you mention their name, name somebody else, or pass. I remind "
            f"them once, and close it {closes} if there is no answer."
        ),
        *(
            [block_kit.context("It stays between the two of you until you say otherwise.")]
            * ask.own
        ),
        block_kit.actions(block_kit.button("Withdraw", WITHDRAW, str(ask.id))),
        text=text,
    )


def ask_sent_modal(page: AskPage) -> Block:
    """The same as a modal, where the form was."""
    blocks = [block for block in ask_sent_message(page).blocks if block["type"] != "actions"]
    blocks.append(block_kit.context("“Withdraw” stands in our messages and in App Home."))
    return block_kit.modal("ask.asked", "Asked", blocks, close="Done", clear_on_close=True)


def _request(ask: Ask) -> str:
    if ask.own:
        return f"vouch for you, for {ask_role_name(ask, title=True)}"
    does = "introduce" if ask.for_introduction else "vouch for"
    return f"{does} {ask_candidate_name(ask, 200)}, for {ask_role_name(ask, title=True)}"


def _delivery_sentence(page: AskPage) -> str:
    if page.first_message_at is None:
        return "It is with them now."
    if page.first_message_at <= page.reader.now:
        return "It is on its way to them."
    return (
        f"It reaches {mention(page.ask.asked)} {_part_of_day(page.first_message_at, page.reader)}."
    )


def _part_of_day(moment: datetime, reader: Reader) -> str:
    """ "on Monday morning", "this afternoon", "tomorrow evening", on the reader's own clock."""
    hour = moment.astimezone(reader.zone).hour
    part = "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
    said = on_relative_day(moment, reader.zone, reader.now)
    if said == "today":
        return f"this {part}"
    return (
        f"{said}, in the {part}"
        if said[-1].isalpha() and said[3:4].isdigit()
        else (f"{said} {part}")
    )


def _ended_message(ask: Ask) -> Message:
    """What stands where the ask was on its way, once it is not any more."""
    was = f"You asked {mention(ask.asked)} to {_request(ask)}."
    now = {
        AskState.WITHDRAWN: "You have withdrawn it; nothing more reaches them.",
        AskState.CLOSED: "It closed without an answer.",
        AskState.OVERTAKEN: "It was not needed any more.",
        AskState.ASKED_LEFT: "They are not here any more.",
    }.get(ask.state, "They have answered.")
    text = f"{was} {now}"
    return block_kit.message(block_kit.section(text), text=text)


def ask_answered_message(page: AskPage) -> Message:
    """What the colleague said, or how it ended; with one thing to do where there is one."""
    ask = page.ask
    bob, whom = mention(ask.asked), "you" if ask.own else f"{ask_candidate_name(ask, 200)}"
    about = "" if ask.own else f" about {whom}"
    value = str(ask.id)
    if ask.own and ask.state is AskState.VOUCHED:
        return _own_move_message(page, bob, value)
    again = block_kit.actions(block_kit.button("Ask them instead", INSTEAD, value))
    other = block_kit.actions(block_kit.button("Ask somebody else", INSTEAD, value))
    blocks: list[Block] = []
    match ask.state:
        case AskState.VOUCHED:
            text = f"{bob} vouches for {whom}, for {ask_role_name(ask)}. Their words went to who answers."
            if page.owner:
                text = f"{bob} vouches for {whom}, for {ask_role_name(ask)}. {mention(page.owner)} has it."
        case AskState.MENTION:
            text = f"{bob} is glad to be named: you may say that they know {whom}, for {ask_role_name(ask)}."
        case AskState.NOT_ME if ask.suggested:
            text = (
                f"{bob} is not the right person to speak for {whom}, and thinks that "
                f"{mention(ask.suggested)} knows {'you' if ask.own else 'them'} better."
            )
            blocks.append(again)
        case AskState.NOT_ME:
            text = f"{bob} is not the right person to speak for {whom}. Thank them for saying so."
            blocks.append(other)
        case AskState.PASSED:
            text = (
                f"{bob} passes this time on vouching for {whom}. No reason was asked for, and it "
                f"says nothing about {'you' if ask.own else 'them'}."
            )
            blocks.append(other)
        case AskState.CLOSED:
            text = (
                f"No answer from {bob}{about} in two weeks, so I closed it and write no "
                "more. People are busy; it says nothing else."
            )
            blocks.append(other)
        case AskState.ASKED_LEFT:
            text = f"{bob} is not here any more, so what you asked them{about} is closed."
            blocks.append(other)
        case AskState.OVERTAKEN:
            over = f"so what you asked {bob}{about} is over."
            text = f"{_capitalize(ask_role_name(ask))} takes nobody any more, {over}"
        case _:
            text = f"What you asked {bob}{about} is over."
    return block_kit.message(block_kit.section(text), *blocks, text=text)


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


def _own_move_message(page: AskPage, bob: str, value: str) -> Message:
    ask = page.ask
    if ask.decision is Decision.GO_AHEAD:
        text = f"You went ahead for {ask_role_name(ask, title=True)}: {bob} is your advocate."
        if page.owner:
            text += f" {mention(page.owner)} owns the answer; {bob} hears of every change."
        return block_kit.message(block_kit.section(text), text=text)
    text = f"{bob} will vouch for you, for {ask_role_name(ask, title=True)}."
    go = block_kit.button("Go ahead", GO_AHEAD, value, primary=True)
    if ask.decision is Decision.NOT_NOW:
        return block_kit.message(
            block_kit.section(f"{text} It stays between the two of you, for as long as you like."),
            block_kit.actions(go),
            text=text,
        )
    return block_kit.message(
        block_kit.section(f"{text} Nobody else sees it until you say so."),
        block_kit.context(
            "“Go ahead” puts you forward with their words: the owner of the opening, its hiring "
            "manager and the recruiters read them."
        ),
        block_kit.actions(go, block_kit.button("Not now", KEEP, value)),
        text=text,
    )


# Open asks -----------------------------------------------------------------------------------


def ask_rows(page: AskPage) -> list[Block]:
    """One ask in a list: of whom, since when, what is next, and how to take it back."""
    ask, reader = page.ask, page.reader
    whom = "You" if ask.own else f"{ask_candidate_name(ask, 150)}"
    since = on_relative_day(ask.created_at, reader.zone, reader.now)
    head = f"{whom}, for {ask_role_name(ask)}\nAsked of {mention(ask.asked)} {since}."
    value = str(ask.id)
    withdraw = block_kit.button("Withdraw", WITHDRAW, value)
    if ask.waits_for_asker:
        text = f"{head} They will vouch for you; nobody else sees it until you say so."
        return [
            block_kit.section(text),
            block_kit.actions(block_kit.button("Go ahead", GO_AHEAD, value), withdraw),
        ]
    closes = relative_day(ask.closes_at, reader.zone, reader.now)
    return [
        block_kit.section(
            f"{head} {_delivery_sentence(page)} Open until {closes}.", accessory=withdraw
        )
    ]


def asks_section(pages: tuple[AskPage, ...]) -> list[Block]:
    """The open asks in App Home, and how to make one."""
    ask = block_kit.button("Ask a colleague", ASK)
    if not pages:
        text = "None open. A colleague who knows somebody better than you do can vouch for them."
        return [block_kit.section(text, accessory=ask)]
    text = "Three at most at a time, and one to the same person."
    return [
        *(block for page in pages for block in ask_rows(page)),
        block_kit.section(text, accessory=ask),
    ]


def open_asks_modal(pages: tuple[AskPage, ...]) -> Block:
    """`/refer ask` while something is open."""
    blocks = [block for page in pages for block in ask_rows(page)]
    if not blocks:
        blocks.append(block_kit.section("You have no open asks."))
    blocks.append(block_kit.actions(block_kit.button("Ask a colleague", ASK)))
    blocks.append(block_kit.context("Three at most at a time, and one to the same person."))
    return block_kit.modal(LIST, "Your asks", blocks)


def card_notes(asks: tuple[Ask, ...]) -> list[Block]:
    """What became of asking colleagues, for those who answer the referral."""
    lines = [said for ask in asks if (said := _card_note(ask))]
    return [block_kit.context("\n".join(lines[-5:]))] if lines else []


def _card_note(ask: Ask) -> str:
    bob, asker = mention(ask.asked), mention(ask.asker)
    if ask.state is AskState.MENTION:
        return f"{bob} knows them, and may be named."
    if ask.kind is not AskKind.DESK:
        return ""
    other = f"; they named {mention(ask.suggested)}" if ask.suggested else ""
    what = "an introduction" if ask.for_introduction else "a second vouch"
    return {
        AskState.OPEN: f"{asker} asked {bob} for {what}.",
        AskState.NOT_ME: f"{bob} is not the right person to ask{other}.",
        AskState.PASSED: f"{bob} passed when asked for {what}.",
        AskState.CLOSED: f"{bob} was asked for {what} and did not answer.",
    }.get(ask.state, "")
