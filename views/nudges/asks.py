"""The message that asks a colleague to vouch for someone, with the buttons to answer it."""

from __future__ import annotations

from domain.asks import Ask, AskState, Decision
from domain.pages import NudgeItem, Viewer
from views import labels
from views.asks.names import ask_candidate_name, ask_role_name
from views.block_kit import Block, context, quote
from views.formatting import escape, join_with_and, mention
from views.nudges.copy import AnswerButton, NudgeCopy, leading_date

# Action ids.
VOUCH = "ask.vouch"
MENTION = "ask.mention"
DECLINE = "ask.decline"
NOT_ME = "ask.not_me"


def _sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    """Who asks, and for whom. A withdrawn ask no longer names the candidate."""
    ask = item.ask
    if ask is None:
        return ""
    who_asked = f"{leading_date(item, viewer)}{mention(ask.asker)} asked"
    if ask.state is AskState.WITHDRAWN:
        return f"{who_asked} you to vouch for someone."
    role = ask_role_name(ask, with_title=True)
    if ask.is_own:
        return (
            f"{who_asked} whether you'd vouch for them: they'd like to move to {role}. "
            "It stays between the two of you."
        )
    verb = "introduce" if ask.for_introduction else "vouch for"
    return f"{who_asked} whether you'd {verb} {ask_candidate_name(ask, 150)}, for {role}."


def _details(item: NudgeItem) -> list[Block]:
    """The asker's reasons, hopes and draft; empty once the ask is settled."""
    ask = item.ask
    if ask is None or not ask.is_open:
        return []
    blocks = [quote(ask.why, 1000)]
    notes = []
    wanted_help = [labels.COMMITMENT_AS_NOUN[kind] for kind in ask.helps]
    if wanted_help:
        notes.append(f"You could help with {join_with_and(wanted_help)}.")
    if ask.help_text:
        notes.append(escape(ask.help_text, 600))
    if ask.shared:
        notes.append(f"What you share: {escape(ask.shared, 600)}")
    if notes:
        blocks.append(context(" ".join(notes)))
    if ask.draft:
        blocks += [context("A draft to make your own:"), quote(ask.draft, 1500)]
    return blocks


def _short_details(item: NudgeItem) -> list[Block]:
    return [quote(item.ask.why, 300)] if item.ask is not None and item.ask.is_open else []


def _outcome(item: NudgeItem, _viewer: Viewer) -> str:
    ask = item.ask
    if ask is None:
        return ""
    if ask.state is AskState.VOUCHED and ask.is_own:
        return _own_outcome(ask)
    if ask.state is AskState.NOT_ME and ask.suggested:
        return f"You named {mention(ask.suggested)} instead. Thank you."
    asker = mention(ask.asker)
    return {
        AskState.VOUCHED: "You vouch for them. Thank you.",
        AskState.MENTION: f"{asker} can say that you know them. Thank you.",
        AskState.NOT_ME: f"You're not the right person, and I've told {asker}. Thank you.",
        AskState.PASSED: f"You passed, and I've told {asker}. You don't have to say why.",
        AskState.CLOSED: "Closed after two weeks. You don't need to do anything.",
        AskState.OVERTAKEN: "It's been decided. You don't need to do anything.",
        AskState.WITHDRAWN: f"{asker} has withdrawn it. You don't need to do anything.",
        AskState.ASKER_LEFT: f"{asker} has left. You don't need to do anything.",
    }.get(ask.state, "This is settled now.")


def _own_outcome(ask: Ask) -> str:
    """The outcome if the asker asked for themselves, and the viewer vouched."""
    asker = mention(ask.asker)
    if ask.decision is Decision.GO_AHEAD:
        return f"{asker} went ahead, with your words behind them. Thank you."
    return f"{asker} has your word. Nobody else will see it until they go ahead. Thank you."


ASK = NudgeCopy(
    _sentence,
    lambda _item, _viewer: (
        AnswerButton(VOUCH, "I'll vouch"),
        AnswerButton(MENTION, "Mention my name"),
        AnswerButton(DECLINE, "Pass"),
    ),
    reason="A colleague asked you",
    stop_label="Pass",
    details=_details,
    short_details=_short_details,
    outcome=_outcome,
    menu_choices=(AnswerButton(NOT_ME, "Not the right person"),),
)
