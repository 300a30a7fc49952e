"""What the advocate reads about a referral: thanks, each change of stage, their own list."""

from __future__ import annotations

from collections.abc import Sequence

from domain.consent import is_candidate_hidden
from domain.pages import AdvocatePage, NudgeItem, OwnReferralsPage
from domain.referrals import CommitmentState, Depth, Stage
from views import labels
from views.bench import KEEP
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
from views.commitments import fulfilled_sentence, help_buttons, interview_kit_button
from views.consent import NOTE
from views.endorse import MORE
from views.formatting import escape, join_with_and, mention, on_relative_day, relative_day
from views.interview import KIT
from views.nudges.message import answer_menu as nudge_menu
from views.nudges.message import nudge_sentence as nudge_line
from views.refer import REFER, SAY_MORE, join_referral_ids

_SHOWN_DEAD = 10
MENU = "advocate.menu"  # a menu's chosen value is "<action>:<referral>"


def acknowledgement_message(page: AdvocatePage) -> Message:
    """Stored: thanks, whose turn it is and until when, one thing to do."""
    text = f"{_thanks(page.all_pages)} {_turn_sentences(page.all_pages)}"
    blocks = [section(text)]
    open_pages = [each_page for each_page in page.all_pages if not each_page.referral.ended]
    if not open_pages:
        return message(*blocks, text=text)
    is_lead = any(each_page.endorsement.depth is Depth.LEAD for each_page in open_pages)
    lines = [fulfilled_sentence(open_pages)]
    if is_lead:
        lines.append(
            "What you saw them do is what makes the difference: three minutes, when it suits."
        )
    open_kinds = dict.fromkeys(
        deed.kind
        for each_page in open_pages
        for deed in each_page.commitments
        if deed.state is CommitmentState.OPEN
    )
    offers = [
        labels.commitment_offer(kind, "them" if index else page.endorsement.candidate_name, None)
        for index, kind in enumerate(open_kinds)
    ]
    if offers:
        lines.append(f"You offered to {join_with_and(offers)}.")
    if page.referral.candidate.undecided:
        lines.append(_consent_sentence(page))
    blocks += [section(line) for line in lines if line]
    blocks.append(_next_step_buttons(open_pages, is_lead=is_lead))
    credit = dict.fromkeys(
        sentence for each_page in open_pages if (sentence := _credit_sentence(each_page))
    )
    promise = "You hear from me on every change, and once a week when there is none."
    blocks.append(context(" ".join([*credit, promise])))
    return message(*blocks, text=text)


def _next_step_buttons(open_pages: Sequence[AdvocatePage], *, is_lead: bool) -> Block:
    """At most three buttons: more words, what was offered, a note that asks; the rest behind dots.

    A button for one kind of offer is about the first referral where it is still to be done.
    """
    value = join_referral_ids([page.referral for page in open_pages])
    help_by_action: dict[str, tuple[str, str]] = {}
    for page in open_pages:
        for action, label in help_buttons(page):
            help_by_action.setdefault(action, (label, str(page.referral.id)))
    help_choices = [(action, label, subject) for action, (label, subject) in help_by_action.items()]
    say_more = (SAY_MORE, "Say more" if is_lead else "Add to what you said", value)
    consent_note = [(NOTE, "Open a note to ask them", str(open_pages[0].referral.id))]
    consent_note = consent_note if open_pages[0].referral.candidate.undecided else []
    help_shown = 2 - len(consent_note)
    likely = (
        [say_more, *help_choices[:help_shown]]
        if is_lead
        else [*help_choices[:help_shown], say_more]
    )
    shown = [*likely, *consent_note]
    buttons = [
        button(label, action, subject, primary=index == 0 and (is_lead or bool(help_choices)))
        for index, (action, label, subject) in enumerate(shown)
    ]
    if help_choices[help_shown:]:
        folded = [*help_choices[help_shown:], (MORE, "Change what you offered", value)]
        buttons.append(
            overflow_menu(
                MENU, [(f"{action}:{subject}", label) for action, label, subject in folded]
            )
        )
    return actions(*buttons)


def _consent_sentence(page: AdvocatePage) -> str:
    deadline = page.referral.candidate.decide_by
    sentence = "They have not agreed to it yet."
    if deadline is None:
        return sentence
    erasure_day = on_relative_day(deadline, page.reader)
    return f"{sentence} Without a yes, what I hold about them is erased {erasure_day}."


def _thanks(pages: Sequence[AdvocatePage]) -> str:
    name = escape(pages[0].endorsement.candidate_name, 200)
    first = _role_names([page for page in pages if page.endorsement.is_first])
    second = _role_names([page for page in pages if not page.endorsement.is_first])
    if not second:
        return f"Thank you for putting *{name}* forward for {first}."
    if not first:
        return (
            f"Thank you for vouching for *{name}* for {second}. A colleague had the same thought "
            "before; your words stand beside theirs."
        )
    return (
        f"Thank you for putting *{name}* forward for {first}, and for vouching for them for "
        f"{second}, where a colleague had the same thought before: your words stand beside theirs."
    )


def _role_names(pages: Sequence[AdvocatePage]) -> str:
    return join_with_and([labels.role_name(page.referral) for page in pages])


def _turn_sentences(pages: Sequence[AdvocatePage]) -> str:
    """Whose turn it is with each; those with the same owner and date in one sentence."""
    if len(pages) == 1:
        return _turn_sentence(pages[0])
    pages_by_sentence: dict[str, list[AdvocatePage]] = {}
    for page in pages:
        pages_by_sentence.setdefault(_turn_sentence(page), []).append(page)
    if len(pages_by_sentence) == 1:
        return _turn_sentence(pages[0]).replace(" owns the answer", " owns the answers")
    dates = {relative_day(page.answer_by, page.reader) if page.answer_by else "" for page in pages}
    is_late = any(page.answer_by is None or page.answer_by <= page.reader.now for page in pages)
    if len(dates) == 1 and not is_late:
        owners = [
            f"{mention(pages_alike[0].referral.owner)} ({_role_names(pages_alike)})"
            for pages_alike in pages_by_sentence.values()
        ]
        return f"{join_with_and(owners)} own the answers and have until {dates.pop()}."
    return " ".join(
        f"For {_role_names(pages_alike)}: {sentence}"
        for sentence, pages_alike in pages_by_sentence.items()
    )


def _credit_sentence(page: AdvocatePage) -> str:
    """Whose credit it is, by the rule; who the others are is not told."""
    days = page.first_voice_days
    if not page.endorsement.is_first:
        return (
            f"Yours is a second vouch, shown with your name. The first voice keeps the first "
            f"credit for {days} days."
        )
    if page.other_voices:
        return f"{_colleagues(page.other_voices)} too; yours is the first voice."
    return ""


def _colleagues(count: int) -> str:
    return "A colleague vouches for them" if count == 1 else f"{count} colleagues vouch for them"


def _turn_sentence(page: AdvocatePage) -> str:
    owner, stage = mention(page.referral.owner), page.referral.stage
    if page.referral.ended:
        return f"This one has had its answer: {labels.STAGE[stage].lower()}."
    if is_candidate_hidden(page.referral.candidate, page.reader.hide_undecided):
        return f"{owner} knows that you have somebody in mind, and sees who when they agree."
    if page.answer_by is None:
        return f"{owner} has it: {labels.STAGE[stage].lower()}."
    until = relative_day(page.answer_by, page.reader)
    if page.answer_by <= page.reader.now:
        return f"{owner} owns the answer."
    return f"{owner} owns the answer and has until {until}."


def submission_summary(fresh: Sequence[AdvocatePage], again: Sequence[AdvocatePage] = ()) -> str:
    """The same, for the modal that follows the form. `again` are those of which it was known."""
    sentences = [f"{_thanks(fresh)} {_turn_sentences(fresh)}"] if fresh else []
    if again:
        submitted_on = on_relative_day(again[0].endorsement.at, again[0].reader)
        sentences.append(
            f"You put *{escape(again[0].endorsement.candidate_name, 200)}* forward for {_role_names(again)} {submitted_on}. "
            f"Nothing was stored twice. {_turn_sentences(again)}"
        )
    return " ".join(sentences)


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
    Stage.INTERVIEWING: "Half an hour with you helps them: the kit has what the team cares about, "
    "questions to walk through and a note to copy.",
    Stage.OFFER: "They may want to hear from somebody who works here.",
}


def stage_changed_message(page: AdvocatePage) -> Message:
    referral = page.referral
    news = _NEWS[referral.stage]
    if referral.opening_ref is None:  # a general referral: there is no role to name yet
        news = news.replace(" for {role}", "").replace(" about {role}", "")
    text = news.format(
        name=f"*{escape(page.endorsement.candidate_name, 200)}*",
        role=labels.role_name(referral),
        owner=mention(referral.owner),
    )
    blocks = [section(text)]
    if referral.reason is not None:
        blocks.append(section(f"The reason: {_lower_first(labels.REASON[referral.reason])}."))
    if referral.note:
        blocks.append(quote(referral.note, 500))
    if referral.stage in _NEXT:
        blocks.append(context(_NEXT[referral.stage]))
    if referral.ended and referral.stage is not Stage.HIRED:
        blocks.append(actions(button("Keep on my bench", KEEP, str(referral.id))))
    if referral.stage is Stage.INTERVIEWING:
        blocks.append(interview_kit_button(page))
    return message(*blocks, text=text)


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]


def owner_changed_message(page: AdvocatePage) -> Message:
    text = (
        f"{mention(page.referral.owner)} has *{escape(page.endorsement.candidate_name, 200)}* for "
        f"{labels.role_name(page.referral)} now, and answers from here."
    )
    return message(section(text), text=text)


def referral_row(page: AdvocatePage) -> Block:
    """One referral in a list: where it stands and whose turn it is."""
    erased = page.referral.candidate.erased_at is not None
    name = "Somebody" if erased else f"*{escape(page.endorsement.candidate_name, 150)}*"
    text = (
        f"{name} for {labels.role_name(page.referral, title=True)}\n"
        f"{labels.STAGE[page.referral.stage]} since "
        f"{relative_day(page.referral.stage_at, page.reader)}. {_next_sentence(page)}"
        f"{_rank_sentence(page)}"
    )
    if page.referral.ended:
        return section(text)
    value = str(page.referral.id)
    if page.endorsement.depth is Depth.LEAD:
        return section(text, accessory=button("Say more", SAY_MORE, value))
    choices = [(SAY_MORE, "Add to what you said"), (MORE, "Change what you offered")]
    if page.referral.stage is Stage.INTERVIEWING:
        choices.append((KIT, "Open the kit"))
    menu = overflow_menu(MENU, [(f"{action}:{value}", label) for action, label in choices])
    return section(text, accessory=menu)


def _rank_sentence(page: AdvocatePage) -> str:
    if not page.endorsement.is_first:
        return " Yours is a second vouch."
    return f" Yours is the first voice; {page.other_voices} more." if page.other_voices else ""


def _next_sentence(page: AdvocatePage) -> str:
    owner = mention(page.referral.owner)
    if page.referral.candidate.erased_at is not None:
        return "What I held about them is erased."
    if page.referral.ended:
        return "Thank you for it." if page.referral.stage is Stage.HIRED else "It has its answer."
    if page.answer_by is not None and page.answer_by > page.reader.now:
        return f"{owner} has until {relative_day(page.answer_by, page.reader)}."
    return f"{owner} has it."


def own_referrals_message(page: OwnReferralsPage) -> Message:
    """`/refer mine`: my referrals and what is next."""
    if not page.referrals:
        text = "You have not referred anybody yet. It takes thirty seconds."
        return message(
            section(text),
            actions(button("Refer someone", REFER, primary=True)),
            text=text,
        )
    text = "Your referrals, and what is next."
    blocks = [header("Your referrals"), *map(referral_row, page.referrals)]
    if page.due:
        blocks += [header("With you now"), *map(follow_up_row, page.due)]
    return message(*blocks, text=text)


def follow_up_row(item: NudgeItem) -> Block:
    """A follow-up in a list, answered from its menu."""
    return section(nudge_line(item, None), accessory=nudge_menu(item, 0))
