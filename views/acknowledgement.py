"""The thanks for a submitted referral: who answers it, by when, and what the advocate can do next.

The whole acknowledgement is a message. Its first sentences are also in the modal after the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from domain.consent import is_candidate_hidden
from domain.endorsements import CommitmentState, Depth
from domain.limits import TEXT_MAX
from domain.pages import AdvocatePage
from domain.referrals import comes_too_late
from domain.stages import Stage
from views import labels
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    modal,
    overflow_menu,
    quote,
    section,
)
from views.commitments import fulfilled_sentence, help_buttons
from views.consent import OPEN_NOTE, asked_sentence, erasure_sentence
from views.desk.evidence import evidence_texts
from views.desk.history import own_change_sentences
from views.endorse import OPEN_EXAMPLES
from views.formatting import (
    away_clause,
    calendar_day,
    deadline_day,
    escape,
    join_with_and,
    mention,
    on_day,
)
from views.refer import SAY_MORE, join_referral_ids, refer_again_button
from views.referrals import MENU, menu_value
from views.same_person import own_same_person_question

MAX_BUTTONS = 3


class _ButtonChoice(NamedTuple):
    """A button or a choice of the overflow menu. `value` is the id of one referral or more."""

    action_id: str
    label: str
    value: str


def own_card_modal(page: AdvocatePage) -> Block:
    """The modal about an advocate's own referral: the present thanks, changes, and their words."""
    words: list[Block] = []
    for label, text in evidence_texts(page.endorsement):
        words += [context(label), quote(text, TEXT_MAX)]
    thanks, *rest = acknowledgement_message(page).blocks
    blocks = [thanks, *_change_blocks(page), *rest, *words]
    if page.referral.stage is Stage.NOT_NOW:
        blocks.append(actions(refer_again_button(page.referral)))
    return modal("advocate.card", "Your referral", blocks)


def _change_blocks(page: AdvocatePage) -> list[Block]:
    """The latest changes to the referral; no block if there are none."""
    sentences = own_change_sentences(page)
    if not sentences:
        return []
    return [section("\n".join(["*Latest changes*", *(f"• {each}" for each in sentences)]))]


def acknowledgement_message(page: AdvocatePage) -> Message:
    """The message about all referrals of a submission. It is edited when one of them changes."""
    text = f"{_thanks_sentence(page.all_pages)} {_owner_sentences(page.all_pages)}"
    open_pages = [each for each in page.all_pages if not each.referral.ended]
    if not open_pages:
        return message(section(text), text=text)
    is_lead = any(each.endorsement.depth is Depth.LEAD for each in open_pages)
    lines = [text, fulfilled_sentence(open_pages)]
    if is_lead:
        lines.append(
            "What you saw them do makes the difference. It takes three minutes, "
            "whenever it suits you."
        )
    lines.append(_offers_sentence(open_pages))
    if page.referral.candidate.awaits_agreement:
        lines.append(_consent_sentence(page))
    small_print = list(dict.fromkeys(_credit_sentence(each) for each in open_pages))
    small_print.append("I'll tell you about every change, and once a week if there isn't one.")
    return message(
        *(section(line) for line in lines if line),
        *chain.from_iterable(
            own_same_person_question(page.referral, *similar) for similar in page.similar
        ),
        _button_row(open_pages, is_lead=is_lead),
        context(" ".join(sentence for sentence in small_print if sentence)),
        text=text,
    )


def submission_summary(
    new: Sequence[AdvocatePage],
    known: Sequence[AdvocatePage] = (),
    *,
    work_address: str | None = None,
) -> str:
    """The text of the modal after the form.

    `known` are the referrals among the submitted ones that the advocate had made before.
    `work_address` is the candidate's address if it shows that the candidate is a colleague.
    """
    sentences = [f"{_thanks_sentence(new)} {_owner_sentences(new)}"] if new else []
    if known:
        name = escape(known[0].endorsement.candidate_name, 200)
        submitted_on = on_day(known[0].endorsement.submitted_at, known[0].viewer)
        sentences.append(
            f"You put *{name}* forward for {_role_names(known)} {submitted_on}, so I've "
            f"kept that one. {_owner_sentences(known)}"
        )
    if work_address:
        sentences.append(
            f"{escape(work_address, 254)} is a work address here, so this is about a colleague. "
            "They never read or answer their own referral. If you meant someone else, take it back "
            "and use their own address."
        )
    return " ".join(sentences)


# Sentences ------------------------------------------------------------------------------------


def _thanks_sentence(pages: Sequence[AdvocatePage]) -> str:
    name = escape(pages[0].endorsement.candidate_name, 200)
    # The roles for which this advocate was the first to name the candidate, and the others.
    first_roles = _role_names([page for page in pages if page.endorsement.is_first])
    second_roles = _role_names([page for page in pages if not page.endorsement.is_first])
    if not second_roles:
        return f"Thank you for putting *{name}* forward for {first_roles}."
    if not first_roles:
        return (
            f"Thank you for vouching for *{name}* for {second_roles}. A colleague thought of them "
            "first, and your words are next to theirs."
        )
    return (
        f"Thank you for putting *{name}* forward for {first_roles}, and for vouching for them for "
        f"{second_roles}, where a colleague thought of them first: your words are next to theirs."
    )


def _role_names(pages: Sequence[AdvocatePage]) -> str:
    """The roles of these referrals, joined with "and"; empty for no referral."""
    return join_with_and([labels.role_name(page.referral) for page in pages])


def _owner_sentences(pages: Sequence[AdvocatePage]) -> str:
    """Say who answers each referral, and by when, in as few sentences as possible."""
    if len(pages) == 1:
        return _owner_sentence(pages[0])
    pages_by_sentence: dict[str, list[AdvocatePage]] = {}
    for page in pages:
        pages_by_sentence.setdefault(_owner_sentence(page), []).append(page)
    if len(pages_by_sentence) == 1:  # The referrals have one owner and one date.
        return _owner_sentence(pages[0]).replace(" owns the answer", " owns the answers")
    due_days = {
        deadline_day(page.answer_due_at, page.viewer) if page.answer_due_at else ""
        for page in pages
    }
    all_in_time = all(
        page.answer_due_at and page.answer_due_at > page.viewer.now and not page.owner_absence
        for page in pages
    )
    if len(due_days) == 1 and all_in_time:
        owners = [
            f"{mention(group[0].referral.owner)} ({_role_names(group)})"
            for group in pages_by_sentence.values()
        ]
        return f"{join_with_and(owners)} own the answers and have until {due_days.pop()}."
    return " ".join(
        f"For {_role_names(group)}: {sentence}" for sentence, group in pages_by_sentence.items()
    )


def _owner_sentence(page: AdvocatePage) -> str:
    owner, stage = mention(page.referral.owner), labels.STAGE[page.referral.stage].lower()
    if page.referral.ended:
        answer = f"This one has an answer: {stage}."
        if page.referral.return_on is not None:
            day = calendar_day(page.referral.return_on, page.viewer)
            answer += f" {owner} looks at it again on {day}"
            if page.referral.candidate.awaits_agreement:
                answer += " if they've said yes by then"
            answer += "."
        return answer
    if is_candidate_hidden(page.referral.candidate, page.viewer.hide_until_agreed):
        return f"{owner} knows you have someone in mind, and will see who once they agree."
    if page.answer_due_at is None:
        return f"{owner} has it: {stage}."
    if page.owner_absence is not None:
        return (
            f"{owner} owns the answer and is {away_clause(page.owner_absence, page.viewer)}. I'll "
            "ask them when they're back, or someone else who can answer sooner."
        )
    if page.answer_due_at <= page.viewer.now:
        due_day = deadline_day(page.answer_due_at, page.viewer)
        return f"{owner} owns the answer. No reply yet (due {due_day}). I'll keep asking."
    return f"{owner} owns the answer and has until {deadline_day(page.answer_due_at, page.viewer)}."


def _offers_sentence(pages: Sequence[AdvocatePage]) -> str:
    """Lists what the advocate offered and has not done yet. Only the first offer has the name."""
    kinds = dict.fromkeys(
        commitment.kind
        for page in pages
        for commitment in page.commitments
        if commitment.state is CommitmentState.OPEN
        and not comes_too_late(commitment.kind, page.referral.stage)
    )
    name = pages[0].endorsement.candidate_name
    offers = [
        labels.commitment_offer(kind, "them" if index else name, None)
        for index, kind in enumerate(kinds)
    ]
    return f"You offered to {join_with_and(offers)}." if offers else ""


def _consent_sentence(page: AdvocatePage) -> str:
    candidate = page.referral.candidate
    sentence = asked_sentence(candidate, page.viewer) or "They haven't said yes yet."
    if page.awaits_first_advocate:
        sentence = (
            "The desk will see who it is once the colleague who put them forward first "
            "tells me they agreed."
        )
    return f"{sentence} {erasure_sentence(page)}".strip()


def _credit_sentence(page: AdvocatePage) -> str:
    """Says that others vouch too, and whether this advocate was first; empty without others."""
    if not page.endorsement.is_first:
        return (
            "Yours is a second vouch, with your name on it. The first voice keeps the "
            f"credit for {page.first_voice_days} days."
        )
    count = page.other_endorsement_count
    if count == 1:
        return "A colleague vouches for them too; yours is the first voice."
    if count > 1:
        return f"{count} colleagues vouch for them too; yours is the first voice."
    return ""


# Buttons --------------------------------------------------------------------------------------


def _button_row(pages: Sequence[AdvocatePage], *, is_lead: bool) -> Block:
    """Buttons to say more, to do what was offered, and to ask the candidate for consent.

    Offers for which there is no room among `MAX_BUTTONS` are in an overflow menu.
    """
    all_ids = join_referral_ids([page.referral for page in pages])
    say_more = _ButtonChoice(SAY_MORE, "Say more" if is_lead else "Add to what you said", all_ids)
    note = []
    if pages[0].referral.candidate.awaits_agreement and not pages[0].awaits_first_advocate:
        note = [_ButtonChoice(OPEN_NOTE, "Open a note to ask them", str(pages[0].referral.id))]
    help_choices = _help_choices(pages)
    room = MAX_BUTTONS - 1 - len(note)  # one button is to say more
    shown, in_menu = help_choices[:room], help_choices[room:]
    choices = [say_more, *shown, *note] if is_lead else [*shown, say_more, *note]
    has_primary = is_lead or bool(help_choices)
    elements = [
        button(label, action_id, value, primary=has_primary and index == 0)
        for index, (action_id, label, value) in enumerate(choices)
    ]
    if in_menu:
        in_menu.append(_ButtonChoice(OPEN_EXAMPLES, "Change what you offered", all_ids))
        elements.append(
            overflow_menu(
                MENU,
                [(menu_value(action_id, value), label) for action_id, label, value in in_menu],
            )
        )
    return actions(*elements)


def _help_choices(pages: Sequence[AdvocatePage]) -> list[_ButtonChoice]:
    """One choice for each kind of help, about the first referral for which help is due."""
    choices: dict[str, _ButtonChoice] = {}
    for page in pages:
        for action_id, label in help_buttons(page):
            choices.setdefault(action_id, _ButtonChoice(action_id, label, str(page.referral.id)))
    return list(choices.values())
