"""Messages about an ask (a request to a colleague to vouch for or introduce someone) to the asker.

Also the asker's list of open asks, and the notes about asks on a referral's card.
"""

from __future__ import annotations

from datetime import datetime

from domain.asks import Ask, AskKind, AskState, Decision
from domain.pages import AskPage, Viewer
from views.asks.names import ask_candidate_name, ask_role_name
from views.block_kit import Block, Message, actions, button, context, message, modal, section
from views.formatting import absolute_day, mention, on_day

# Action ids of buttons whose value is the id of the ask.
ASK_INSTEAD = "ask.instead"
WITHDRAW = "ask.withdraw"
GO_AHEAD = "ask.go_ahead"
NOT_NOW = "ask.not_now"
# The action id of the buttons that open an empty form. They have no value.
ASK_COLLEAGUE = "ask.open"
# The callback id of the modal with the open asks.
OPEN_ASKS_LIST = "ask.list"

_LIMIT_NOTE = "You can have at most three open asks, and only one per person."
# The states of an ask after which the asker may ask someone else.
_MAY_ASK_SOMEONE_ELSE = (AskState.NOT_ME, AskState.PASSED, AskState.CLOSED, AskState.ASKED_LEFT)


# Messages to the asker --------------------------------------------------------------------------


def ask_sent_message(page: AskPage) -> Message:
    """Tells the asker when the colleague gets the ask. Once the ask has ended, says how."""
    ask, viewer = page.ask, page.viewer
    if not ask.is_open:
        return _ended_message(ask)
    text = f"You asked {mention(ask.asked)} to {_request_clause(ask)}. {_delivery_sentence(page)}"
    closing_day = on_day(ask.closes_at, viewer)
    privacy_note = []
    if ask.is_own:
        privacy_note.append(context("It stays between the two of you until you say otherwise."))
    return message(
        section(text),
        section(
            "They can vouch, let you mention their name, name someone else, or pass. I'll remind "
            f"them once, and close it {closing_day} if there's no answer."
        ),
        *privacy_note,
        actions(button("Withdraw", WITHDRAW, str(ask.id))),
        text=text,
    )


def ask_sent_modal(page: AskPage) -> Block:
    """The text of `ask_sent_message` as a modal, which replaces the form."""
    blocks = [block for block in ask_sent_message(page).blocks if block["type"] != "actions"]
    blocks.append(context("You can withdraw it in our messages or in App Home."))
    return modal("ask.asked", "Asked", blocks, close="Done", clear_on_close=True)


def _request_clause(ask: Ask) -> str:
    """What the colleague was asked to do: it follows "You asked … to"."""
    if ask.is_own:
        return f"vouch for you, for {ask_role_name(ask, with_title=True)}"
    verb = "introduce" if ask.for_introduction else "vouch for"
    return f"{verb} {ask_candidate_name(ask, 200)}, for {ask_role_name(ask, with_title=True)}"


def _delivery_sentence(page: AskPage) -> str:
    if page.first_message_at is None:  # the message has been sent
        return "They have it now."
    if page.first_message_at <= page.viewer.now:
        return "It's on its way to them."
    when = _day_and_part(page.first_message_at, page.viewer)
    return f"They get it {when}."


def _day_and_part(moment: datetime, viewer: Viewer) -> str:
    """A text such as "on Monday 9 March, in the evening"."""
    hour = moment.astimezone(viewer.zone).hour
    if hour < 12:
        part = "morning"
    elif hour < 17:
        part = "afternoon"
    else:
        part = "evening"
    return f"{on_day(moment, viewer)}, in the {part}"


def _ended_message(ask: Ask) -> Message:
    """Replaces `ask_sent_message` when the ask is no longer open."""
    request = f"You asked {mention(ask.asked)} to {_request_clause(ask)}."
    outcome_by_state = {
        AskState.WITHDRAWN: "You've withdrawn it, and I won't write to them again.",
        AskState.CLOSED: "It closed without an answer.",
        AskState.OVERTAKEN: "It wasn't needed any more.",
        AskState.ASKED_LEFT: "They've left.",
    }
    outcome = outcome_by_state.get(ask.state, "They've answered.")
    text = f"{request} {outcome}"
    return message(section(text), text=text)


def ask_answered_message(page: AskPage) -> Message:
    """Tells the asker what the colleague answered, or how the ask ended."""
    ask = page.ask
    if ask.is_own and ask.state is AskState.VOUCHED:
        return _vouched_for_asker_message(page)
    text = _answer_sentence(page)
    blocks = [section(text)]
    if ask.state is AskState.NOT_ME and ask.suggested:
        blocks.append(actions(button("Ask them instead", ASK_INSTEAD, str(ask.id))))
    elif ask.state in _MAY_ASK_SOMEONE_ELSE:
        blocks.append(actions(button("Ask someone else", ASK_INSTEAD, str(ask.id))))
    return message(*blocks, text=text)


def _answer_sentence(page: AskPage) -> str:
    ask, asked, role = page.ask, mention(page.ask.asked), ask_role_name(page.ask)
    candidate = "you" if ask.is_own else ask_candidate_name(ask)
    candidate_pronoun = "you" if ask.is_own else "them"
    about = "" if ask.is_own else f" about {candidate}"
    match ask.state:
        case AskState.VOUCHED:
            next_step = "Their words went to whoever answers the referral."
            if page.is_referral_ended:
                next_step = f"The referral has its answer, and {asked} hears it from me."
            elif page.owner:
                next_step = f"{mention(page.owner)} has it."
            return f"{asked} vouches for {candidate}, for {role}. {next_step}"
        case AskState.MENTION:
            return f"{asked} is happy to be named: you can say they know {candidate}, for {role}."
        case AskState.NOT_ME if ask.suggested:
            return (
                f"{asked} isn't the right person to speak for {candidate}, and thinks "
                f"{mention(ask.suggested)} knows {candidate_pronoun} better."
            )
        case AskState.NOT_ME:
            return (
                f"{asked} isn't the right person to speak for {candidate}. "
                "Thank them for saying so."
            )
        case AskState.PASSED:
            return (
                f"{asked} won't vouch for {candidate} this time. "
                f"I didn't ask why, and it says nothing about {candidate_pronoun}."
            )
        case AskState.CLOSED:
            return (
                f"No answer from {asked}{about} in two weeks, so I've closed it and won't "
                "write again. People are busy; don't read anything into it."
            )
        case AskState.ASKED_LEFT:
            return f"{asked} has left, so what you asked them{about} is closed."
        case AskState.OVERTAKEN:
            subject = role[:1].upper() + role[1:]
            return f"{subject} isn't open any more, so what you asked {asked}{about} is over."
        case _:
            return f"What you asked {asked}{about} is over."


def _vouched_for_asker_message(page: AskPage) -> Message:
    """Tells an employee who asked for themselves that the colleague will vouch for them.

    The message asks whether to go ahead. Once the employee has decided, it says what.
    """
    ask, value = page.ask, str(page.ask.id)
    asked, role = mention(ask.asked), ask_role_name(ask, with_title=True)
    if ask.decision is Decision.GO_AHEAD:
        text = f"You went ahead for {role}: {asked} is your advocate."
        if page.owner:
            text += f" {mention(page.owner)} owns the answer, and {asked} hears about every change."
        return message(section(text), text=text)
    text = f"{asked} will vouch for you, for {role}."
    go_ahead_button = button("Go ahead", GO_AHEAD, value, primary=True)
    if ask.decision is Decision.NOT_NOW:
        return message(
            section(f"{text} It stays between the two of you, for as long as you like."),
            actions(go_ahead_button),
            text=text,
        )
    return message(
        section(f"{text} Nobody else sees it until you say so."),
        context(
            "“Go ahead” puts you forward with their words: the owner of the opening, its hiring "
            "manager and the recruiters read them."
        ),
        actions(go_ahead_button, button("Not now", NOT_NOW, value)),
        text=text,
    )


# Open asks -----------------------------------------------------------------------------------


def ask_rows(page: AskPage) -> list[Block]:
    """The blocks of one ask in a list."""
    ask, viewer = page.ask, page.viewer
    candidate = "You" if ask.is_own else ask_candidate_name(ask, 150)
    since = on_day(ask.created_at, viewer)
    heading = f"{candidate}, for {ask_role_name(ask)}\nAsked of {mention(ask.asked)} {since}."
    value = str(ask.id)
    about = "yourself" if ask.is_own else ask.candidate_name or "someone"
    withdraw_button = button("Withdraw", WITHDRAW, value, spoken=f"Withdraw the ask about {about}")
    if ask.awaits_asker:
        text = f"{heading} They will vouch for you; nobody else sees it until you say so."
        return [
            section(text),
            actions(button("Go ahead", GO_AHEAD, value), withdraw_button),
        ]
    closing_day = absolute_day(ask.closes_at, viewer)
    return [
        section(
            f"{heading} {_delivery_sentence(page)} Open until {closing_day}.",
            accessory=withdraw_button,
        )
    ]


def asks_section(pages: tuple[AskPage, ...]) -> list[Block]:
    """The open asks in App Home, with a button for a new one."""
    ask_button = button("Ask a colleague", ASK_COLLEAGUE)
    if not pages:
        text = "None open. If a colleague knows someone better than you do, ask them to vouch."
        return [section(text, accessory=ask_button)]
    rows = [block for page in pages for block in ask_rows(page)]
    return [*rows, section(_LIMIT_NOTE, accessory=ask_button)]


def open_asks_modal(pages: tuple[AskPage, ...]) -> Block:
    """The answer to `/refer ask` while there are open asks."""
    blocks = [block for page in pages for block in ask_rows(page)]
    if not blocks:
        blocks.append(section("You have no open asks."))
    blocks.append(actions(button("Ask a colleague", ASK_COLLEAGUE)))
    blocks.append(context(_LIMIT_NOTE))
    return modal(OPEN_ASKS_LIST, "Your asks", blocks)


def card_notes(asks: tuple[Ask, ...]) -> list[Block]:
    """The latest notes (at most five) about a referral's asks, for those who answer it."""
    notes = [_card_note(ask) for ask in asks]
    lines = [note for note in notes if note]
    return [context("\n".join(lines[-5:]))] if lines else []


def _card_note(ask: Ask) -> str:
    """A line about the ask, or empty if those who answer the referral learn nothing of it."""
    asked, asker = mention(ask.asked), mention(ask.asker)
    if ask.state is AskState.MENTION:
        return f"{asked} knows them, and may be named."
    # An advocate's ask stays between asker and colleague, unless the colleague may be named.
    if ask.kind is not AskKind.DESK:
        return ""
    suggestion = f"; they named {mention(ask.suggested)}" if ask.suggested else ""
    request = "an introduction" if ask.for_introduction else "a second vouch"
    return {
        AskState.OPEN: f"{asker} asked {asked} for {request}.",
        AskState.NOT_ME: f"{asked} is not the right person to ask{suggestion}.",
        AskState.PASSED: f"{asked} passed when asked for {request}.",
        AskState.CLOSED: f"{asked} was asked for {request} and did not answer.",
    }.get(ask.state, "")
