"""The card of a referral for its owner: the evidence and the state.

The card is posted when a referral arrives and is edited whenever the referral changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import CommitmentKind, Depth, Endorsement, Evidence, endorsement_depth
from domain.pages import DeskPage, ReceivedPage, Viewer
from domain.referrals import Consent, Question, Referral
from domain.stages import Stage
from views import labels
from views.asks import messages as asks
from views.attachments import SHOWN_ON_CARD, attachment_lines
from views.block_kit import Block, Message, actions, button, context, message, quote, section
from views.desk.buttons import OPEN_CARD, card_buttons
from views.desk.evidence import endorsement_facts, latest_notes
from views.desk.side_by_side import endorsement_label
from views.formatting import (
    absolute_day,
    away_clause,
    deadline_day,
    escape,
    join_with_and,
    mention,
    web_link,
)
from views.same_person import same_person_question

MAX_ENDORSEMENTS_SHOWN = 4
MAX_QUESTIONS_SHOWN = 3
MAX_CONTACTS_SHOWN = 5
MAX_ELSEWHERE_SHOWN = 3


# Messages -------------------------------------------------------------------------------------


def referral_card(page: DeskPage, *, handed_over_by: str | None = None) -> Message:
    """The card for a new owner.

    `handed_over_by` is a user id, or "slack" if the former owner has left the workspace.
    """
    sentence = _referral_sentence(page.referral)
    if handed_over_by == "slack":
        sentence = f"This came to you, as its owner has left. {sentence}"
    elif handed_over_by:
        sentence = f"{mention(handed_over_by)} handed this to you. {sentence}"
    return _card(page, sentence)


def manager_card(page: DeskPage) -> Message:
    """The card for the hiring manager, where someone else answers the referral."""
    referral, role = page.referral, labels.role_name(page.referral, with_title=True)
    clause = "has someone in mind"
    if not referral.candidate.hidden:
        clause = f"put *{escape(referral.candidate.name, 200)}* forward"
    return _card(page, f"{mention(referral.advocate)} {clause} for {role}, which you decide on.")


def received_message(page: ReceivedPage) -> Message:
    """The card. If the referral was merged into another one, a button that opens the other card."""
    if not page.merged:
        return referral_card(page.card, handed_over_by=page.handed_over_by)
    referral = page.card.referral
    name = "Someone" if referral.candidate.hidden else f"*{escape(referral.candidate.name, 200)}*"
    text = f"{name} for {labels.role_name(referral)} has one card now, with everyone's words."
    open_button = button("Open the card", OPEN_CARD, str(referral.id))
    return message(section(text), actions(open_button), text=text)


def _referral_sentence(referral: Referral) -> str:
    name, role = escape(referral.candidate.name, 200), labels.role_name(referral, with_title=True)
    if referral.candidate.hidden:
        return f"{mention(referral.advocate)} has someone in mind for {role}."
    return f"{mention(referral.advocate)} put *{name}* forward for {role}."


def second_vouch_card(page: DeskPage, advocate: str) -> Message:
    """The card when one more colleague (`advocate`) vouches for the candidate."""
    role = labels.role_name(page.referral, with_title=True)
    if page.referral.candidate.hidden:
        return _card(page, f"{mention(advocate)} has the same person in mind, for {role}.")
    name = escape(page.referral.candidate.name, 200)
    text = (
        f"{mention(advocate)} vouches for *{name}* too, for {role}. "
        "Their words are next to the first."
    )
    if all(each.advocate != advocate for each in page.endorsements):
        text = f"{mention(advocate)} vouched for *{name}* too, for {role}, and took it back."
    return _card(page, text)


def evidence_added_message(page: DeskPage, advocate: str) -> Message:
    """One line for the owner, when `advocate` has said more than the card had."""
    role, who = labels.role_name(page.referral), mention(advocate)
    own = next((each for each in page.endorsements if each.advocate == advocate), None)
    if page.referral.candidate.hidden or own is None:
        text = f"{who} said more for {role}, and took it back."
        return message(section(text), text=text)
    name, said = escape(page.referral.candidate.name, 200), own.evidence.saw or own.evidence.why
    text = f"{who} said more about *{name}* for {role}."
    open_button = button("Open the card", OPEN_CARD, str(page.referral.id))
    blocks = [section(text), *([quote(said, 300)] if said else []), actions(open_button)]
    return message(*blocks, text=text)


def candidate_agreed_message(page: DeskPage) -> Message:
    """Tells the owner that the candidate agreed. The card itself is edited as well."""
    name = escape(page.referral.candidate.name, 200)
    advocate, role = (
        mention(page.referral.advocate),
        labels.role_name(page.referral, with_title=True),
    )
    text = (
        f"*{name}* agreed to be put forward by {advocate} for {role}. Your card shows what "
        "people say about them."
    )
    return message(
        section(text),
        context(contact_line(page)),
        section(turn_sentence(page)),
        card_buttons(page),
        text=text,
    )


def _card(page: DeskPage, text: str) -> Message:
    return message(*_card_blocks(page, text), text=text)


def _card_blocks(page: DeskPage, text: str) -> list[Block]:
    is_reopened = page.referral.stage_at > page.referral.created_at
    if page.came_from is not None:
        text += f" It came over from {escape(page.came_from, 40)}, which has ended."
    elif page.referral.stage is Stage.NEW and is_reopened:
        text += " It had an answer before, and it's open again."
    if page.referral.candidate.hidden:
        blocks = [section(text), context(hidden_notice(page))]
    else:
        blocks = [
            section(text),
            context(contact_line(page)),
            *attachment_lines(page, SHOWN_ON_CARD),
        ]
        if page.elsewhere:
            blocks.append(context(_elsewhere_line(page)))
        for similar in page.similar:
            blocks += same_person_question(page.referral, similar, page.viewer.user_id)
        blocks += _endorsements_blocks(page)
        blocks += asks.card_notes(page.asks)
        for question in page.questions[-MAX_QUESTIONS_SHOWN:]:
            blocks += question_blocks(question)
        blocks += latest_notes(page)
    return [*blocks, section(turn_sentence(page)), card_buttons(page)]


def _elsewhere_line(page: DeskPage) -> str:
    """Where else the candidate was put forward: two cards of one person name each other."""
    roles = [
        f"{labels.role_name(each)} ({mention(each.owner)} has it: "
        f"{labels.lower_first(labels.STAGE[each.stage])})"
        for each in page.elsewhere[:MAX_ELSEWHERE_SHOWN]
    ]
    not_shown = len(page.elsewhere) - len(roles)
    if not_shown > 0:
        roles.append(f"{not_shown} more")
    return f"Also put forward for {join_with_and(roles)}."


def contact_line(page: DeskPage) -> str:
    candidate = page.referral.candidate
    parts = ["*Works here*", *_consent_parts(page)] if page.works_here else _consent_parts(page)
    emails = _values_with_givers(page, candidate.email, [each.email for each in page.endorsements])
    links = _values_with_givers(
        page, candidate.profile_url, [each.profile_url for each in page.endorsements]
    )
    parts += [escape(email, 254) + from_whom for email, from_whom in emails]
    parts += [web_link(link, "profile") + from_whom for link, from_whom in links]
    return " · ".join(parts) or "No contact yet"


def _consent_parts(page: DeskPage) -> list[str]:
    """The state of the candidate's consent, as a list of one text or none.

    It is empty for someone who has talked to the team without a reported yes: they know about it.
    """
    candidate = page.referral.candidate
    if candidate.awaits_agreement and any(
        deed.kind is CommitmentKind.INTRODUCTION for deed in page.fulfilled
    ):
        return ["Knows about it; I haven't heard a yes yet"]
    if candidate.took_part_at is not None and candidate.consent is not Consent.AGREED:
        return []
    return [labels.CONSENT_IN_SENTENCE[candidate.consent].capitalize()]


def _values_with_givers(
    page: DeskPage, of_candidate: str | None, given: Sequence[str | None]
) -> list[tuple[str, str]]:
    """Each address (or each link) once, with a text such as " (from @ada)".

    `given` has the value of each endorsement, in their order. The text is empty if no endorsement
    has the value, or if it is the only one and the first advocate gave it.
    """
    givers: dict[str, list[str]] = {of_candidate: []} if of_candidate else {}
    for value, endorsement in zip(given, page.endorsements, strict=True):
        if value:
            givers.setdefault(value, []).append(endorsement.advocate)
    return [
        (
            value,
            f" (from {join_with_and([mention(each) for each in advocates])})"
            if advocates and (len(givers) > 1 or page.referral.advocate not in advocates)
            else "",
        )
        for value, advocates in list(givers.items())[:MAX_CONTACTS_SHOWN]
    ]


def hidden_notice(page: DeskPage) -> str:
    sentence = (
        "You'll see who it is, and what people say about them, once they agree to be put forward."
    )
    deadline = page.referral.candidate.decide_by
    if deadline is None or page.referral.ended:
        return sentence
    return f"{sentence} You'll know by {absolute_day(deadline, page.viewer)}."


def question_blocks(question: Question) -> list[Block]:
    if not question.text:  # The advocate wrote unasked.
        note = context(f"{mention(question.asked_of)} wrote:")
        return [note, quote(question.answer or "", 600)]
    question_block = context(f"{mention(question.asked_by)} asked: “{escape(question.text, 400)}”")
    if question.answer is None:
        return [question_block, context(f"Waiting for {mention(question.asked_of)}.")]
    attribution = context(f"{mention(question.asked_of)} answered:")
    return [question_block, attribution, quote(question.answer, 600)]


# The endorsements -----------------------------------------------------------------------------


def _endorsements_blocks(page: DeskPage) -> list[Block]:
    blocks: list[Block] = []
    for endorsement in page.endorsements[:MAX_ENDORSEMENTS_SHOWN]:
        blocks += _endorsement_blocks(endorsement, page)
    not_shown = len(page.endorsements) - MAX_ENDORSEMENTS_SHOWN
    if not_shown > 0:
        blocks.append(context(f"And {not_shown} more who vouch for them."))
    return blocks


def _endorsement_blocks(endorsement: Endorsement, page: DeskPage) -> list[Block]:
    evidence = endorsement.evidence
    fulfilled = [deed.kind for deed in page.fulfilled if deed.member == endorsement.advocate]
    depth = endorsement_depth(evidence, len(fulfilled))
    facts = endorsement_facts(endorsement)
    if len(page.endorsements) > 1:  # a single endorsement needs no rank
        facts.insert(0, endorsement_label(endorsement))
    # The endorsements share the room in one message.
    shown = min(len(page.endorsements), MAX_ENDORSEMENTS_SHOWN)
    quote_limit, example_limit = min(900, 2200 // shown), min(240, 480 // shown)
    blocks = [section(" · ".join(facts))]
    blocks += [quote(text, quote_limit) for text in (evidence.saw, evidence.why) if text]
    examples = [
        f"{label}: “{escape(text, example_limit)}”"
        for label, text in labels.observed_examples(evidence)
        if text
    ]
    if examples:
        blocks.append(context("\n".join(examples)))
    notes = _deed_and_conflict_notes(evidence, fulfilled)
    if depth is Depth.LEAD:
        ended = page.referral.ended
        notes.append(
            "A lead" if ended else "Only a lead so far. A question often brings out the rest"
        )
    if notes:
        blocks.append(context(". ".join(notes) + "."))
    return blocks


def _deed_and_conflict_notes(evidence: Evidence, fulfilled: list[CommitmentKind]) -> list[str]:
    notes = []
    if fulfilled:
        deeds = [labels.COMMITMENT_IN_PAST[kind] for kind in fulfilled]
        notes.append("Has " + join_with_and(deeds))
    offers = [
        labels.lower_first(labels.COMMITMENT[kind])
        for kind in evidence.commitments
        if kind not in fulfilled
    ]
    if offers:
        notes.append("Offers: " + "; ".join(offers))
    if evidence.conflicts:
        notes.append(labels.disclosure_sentence(evidence).rstrip("."))
    return notes


# The state of the referral -----------------------------------------------------------------------


def turn_sentence(page: DeskPage) -> str:
    referral, viewer = page.referral, page.viewer
    if referral.ended:
        return settled_sentence(referral, viewer)
    since = absolute_day(referral.stage_at, viewer)
    is_owner = referral.owner == viewer.user_id
    holder = "You have it" if is_owner else f"{mention(referral.owner)} has it"
    if page.answer_due_at is None:
        return f"{holder}: *{labels.STAGE[referral.stage].lower()}* since {since}."
    if page.owner_absence is not None and not is_owner:
        return f"{holder} and is {away_clause(page.owner_absence, viewer)}. You can take it."
    turn = "It's your turn" if is_owner else holder
    if page.answer_due_at <= viewer.now:
        return f"{turn}: {mention(referral.advocate)} is waiting for a first answer."
    return f"{turn}: a first answer by {deadline_day(page.answer_due_at, viewer)}."


def settled_sentence(referral: Referral, viewer: Viewer) -> str:
    """How a referral ended, and when."""
    day = absolute_day(referral.stage_at, viewer)
    reason = f" {labels.REASON[referral.reason]}." if referral.reason else ""
    return f"{labels.stage_since(referral.stage, day, bold=True)}.{reason}"
