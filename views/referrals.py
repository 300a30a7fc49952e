"""What the advocate reads about a referral: thanks, each change of stage, their own list."""

from __future__ import annotations

from domain.pages import AdvocatePage, MinePage, NudgeItem
from domain.referrals import CommitmentKind, CommitmentState, Depth, Stage
from views import kit, words
from views.bench import KEEP
from views.kit import Block, Message
from views.nudges import line as nudge_line
from views.nudges import menu as nudge_menu
from views.refer import REFER, SAY_MORE
from views.text import day, esc, listed, on_day, person

SHOWN = 10


def acknowledgement(page: AdvocatePage) -> Message:
    """Stored: thanks, whose turn it is and until when, one thing to do."""
    text = f"{_thanks(page)} {_turn(page)}"
    offered = [
        words.offered(each.kind, page.mine.called, None)
        for each in page.commitments
        if each.state is CommitmentState.OPEN
    ]
    blocks = [kit.say(text)]
    if page.mine.depth is Depth.LEAD and not page.referral.ended:
        blocks.append(
            kit.say(
                "What you saw them do is what makes the difference: three minutes, when it suits."
            )
        )
        blocks.append(
            kit.actions(kit.button("Say more", SAY_MORE, str(page.referral.id), primary=True))
        )
    else:
        if offered and not page.referral.ended:
            blocks.append(kit.say(f"You offered to {listed(offered)}."))
        if not page.referral.ended:
            blocks.append(
                kit.actions(kit.button("Add to what you said", SAY_MORE, str(page.referral.id)))
            )
    if not page.referral.ended:
        blocks.append(
            kit.small("You hear from me on every change, and once a week when there is none.")
        )
    return kit.message(*blocks, text=text)


def _thanks(page: AdvocatePage) -> str:
    name, role = esc(page.mine.called, 200), words.role(page.referral)
    if page.mine.first:
        return f"Thank you for putting *{name}* forward for {role}."
    return (
        f"Thank you for vouching for *{name}* for {role}. A colleague had the same thought before; "
        "your words stand beside theirs."
    )


def _turn(page: AdvocatePage) -> str:
    owner, stage = person(page.referral.owner), page.referral.stage
    if page.referral.ended:
        return f"This one has had its answer: {words.STAGE[stage].lower()}."
    if page.answer_by is None:
        return f"{owner} has it: {words.STAGE[stage].lower()}."
    until = day(page.answer_by, page.reader.zone, page.reader.now)
    if page.answer_by <= page.reader.now:
        return f"{owner} owns the answer."
    return f"{owner} owns the answer and has until {until}."


def submitted(page: AdvocatePage, *, again: bool) -> str:
    """The same, for the modal that follows the form."""
    if again:
        when = on_day(page.mine.at, page.reader.zone, page.reader.now)
        return (
            f"You put *{esc(page.mine.called, 200)}* forward for {words.role(page.referral)} "
            f"{when}. Nothing was stored twice. {_turn(page)}"
        )
    return f"{_thanks(page)} {_turn(page)}"


_NEWS: dict[Stage, str] = {
    Stage.NEW: "{name} is waiting for an answer for {role}. {owner} has it.",
    Stage.IN_REVIEW: "{owner} has taken {name} for {role} and is reading your case.",
    Stage.CONTACTED: "{owner} has been in touch with {name} about {role}.",
    Stage.INTERVIEWING: "{name} is interviewing for {role}.",
    Stage.OFFER: "{name} has an offer for {role}.",
    Stage.HIRED: "{name} is hired for {role}! Thank you: your word brought them here.",
    Stage.NOT_NOW: "{name} is not going further for {role} this time. {owner} read your case.",
    Stage.WITHDRAWN: "{name} is no longer in the running for {role}.",
}

_NEXT: dict[Stage, str] = {
    Stage.IN_REVIEW: "Nothing is needed from you now. I write when it moves.",
    Stage.CONTACTED: "Nothing is needed from you now. A word to them that it is real never hurts.",
    Stage.INTERVIEWING: "A good moment to tell them what the team cares about.",
    Stage.OFFER: "They may want to hear from somebody who works here.",
}


def stage_changed(page: AdvocatePage) -> Message:
    referral = page.referral
    news = _NEWS[referral.stage]
    if referral.opening_ref is None:  # a general referral: there is no role to name yet
        news = news.replace(" for {role}", "").replace(" about {role}", "")
    text = news.format(
        name=f"*{esc(page.mine.called, 200)}*",
        role=words.role(referral),
        owner=person(referral.owner),
    )
    blocks = [kit.say(text)]
    if referral.reason is not None:
        blocks.append(kit.say(f"The reason: {_lower(words.REASON[referral.reason])}."))
    if referral.note:
        blocks.append(kit.quote(referral.note, 500))
    if referral.stage in _NEXT:
        blocks.append(kit.small(_NEXT[referral.stage]))
    if referral.ended and referral.stage is not Stage.HIRED:
        blocks.append(kit.actions(kit.button("Keep on my bench", KEEP, str(referral.id))))
    return kit.message(*blocks, text=text)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def owner_changed(page: AdvocatePage) -> Message:
    text = (
        f"{person(page.referral.owner)} has *{esc(page.mine.called, 200)}* for "
        f"{words.role(page.referral)} now, and answers from here."
    )
    return kit.message(kit.say(text), text=text)


def row(page: AdvocatePage) -> Block:
    """One referral in a list: where it stands and whose turn it is."""
    text = (
        f"*{esc(page.mine.called, 150)}* for {words.role(page.referral, title=True)}\n"
        f"{words.STAGE[page.referral.stage]} since "
        f"{day(page.referral.stage_at, page.reader.zone, page.reader.now)}. {_next(page)}"
    )
    more = page.mine.depth is Depth.LEAD and not page.referral.ended
    accessory = kit.button("Say more", SAY_MORE, str(page.referral.id)) if more else None
    return kit.say(text, accessory=accessory)


def _next(page: AdvocatePage) -> str:
    owner = person(page.referral.owner)
    if page.referral.ended:
        return "Thank you for it." if page.referral.stage is Stage.HIRED else "It has its answer."
    if page.answer_by is not None and page.answer_by > page.reader.now:
        return f"{owner} has until {day(page.answer_by, page.reader.zone, page.reader.now)}."
    return f"{owner} has it."


def mine(page: MinePage) -> Message:
    """`/refer mine`: my referrals and what is next."""
    if not page.referrals:
        text = "You have not referred anybody yet. It takes thirty seconds."
        return kit.message(
            kit.say(text), kit.actions(kit.button("Refer someone", REFER, primary=True)), text=text
        )
    text = "Your referrals, and what is next."
    blocks = [kit.header("Your referrals"), *map(row, page.referrals)]
    if page.due:
        blocks += [kit.header("With you now"), *map(due_row, page.due)]
    return kit.message(*blocks, text=text)


def due_row(item: NudgeItem) -> Block:
    """A follow-up in a list, answered from its menu."""
    return kit.say(nudge_line(item, None), accessory=nudge_menu(item, 0))


def kinds_offered(page: AdvocatePage) -> tuple[CommitmentKind, ...]:
    return tuple(
        each.kind for each in page.commitments if each.state is not CommitmentState.NOT_NEEDED
    )
