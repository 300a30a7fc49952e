"""The card of a referral for its owner: the candidate, the evidence, and whose turn it is.

The card is a direct message. It is posted when a referral arrives and edited whenever the referral
changes.
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
    on_day,
    web_link,
)
from views.same_person import same_person_question

MAX_ENDORSEMENTS_SHOWN = 4
MAX_QUESTIONS_SHOWN = 3
MAX_CONTACTS_SHOWN = 5
MAX_ELSEWHERE_SHOWN = 3  # other referrals of the candidate
# The endorsements share the room in one message: these limits are for each text of one endorsement,
# and for all of its kind on the card (characters).
_QUOTE_MAX, _ALL_QUOTES_MAX = 900, 2200
_EXAMPLE_MAX, _ALL_EXAMPLES_MAX = 240, 480


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
        clause = f"put {_bold_name(referral)} forward"
    return _card(page, f"{mention(referral.advocate)} {clause} for {role}, which you decide on.")


def received_message(page: ReceivedPage) -> Message:
    """The card. If the referral was merged into another one, a button opens that one's card."""
    if not page.merged:
        return referral_card(page.card, handed_over_by=page.handed_over_by)
    referral = page.card.referral
    name = "Someone" if referral.candidate.hidden else _bold_name(referral)
    text = f"{name} for {labels.role_name(referral)} has one card now, with everyone's words."
    open_button = button("Open the card", OPEN_CARD, str(referral.id))
    return message(section(text), actions(open_button), text=text)


def _referral_sentence(referral: Referral) -> str:
    role = labels.role_name(referral, with_title=True)
    if referral.candidate.hidden:
        return f"{mention(referral.advocate)} has someone in mind for {role}."
    return f"{mention(referral.advocate)} put {_bold_name(referral)} forward for {role}."


def second_vouch_card(page: DeskPage, advocate: str) -> Message:
    """The card when one more colleague (`advocate`) vouches for the candidate."""
    role = labels.role_name(page.referral, with_title=True)
    if page.referral.candidate.hidden:
        return _card(page, f"{mention(advocate)} has the same person in mind, for {role}.")
    name = _bold_name(page.referral)
    if advocate not in (each.advocate for each in page.endorsements):
        return _card(
            page, f"{mention(advocate)} vouched for {name} too, for {role}, and took it back."
        )
    return _card(
        page,
        f"{mention(advocate)} vouches for {name} too, for {role}. "
        "Their words are next to the first.",
    )


def evidence_added_message(page: DeskPage, advocate: str) -> Message:
    """Tells the owner that `advocate` added to their endorsement, and quotes it."""
    role, who = labels.role_name(page.referral), mention(advocate)
    endorsement = next((each for each in page.endorsements if each.advocate == advocate), None)
    if page.referral.candidate.hidden or endorsement is None:
        text = f"{who} said more for {role}, and took it back."
        return message(section(text), text=text)
    said = endorsement.evidence.saw or endorsement.evidence.why
    text = f"{who} said more about {_bold_name(page.referral)} for {role}."
    open_button = button("Open the card", OPEN_CARD, str(page.referral.id))
    blocks = [section(text), *([quote(said, 300)] if said else []), actions(open_button)]
    return message(*blocks, text=text)


def candidate_agreed_message(page: DeskPage) -> Message:
    """Tells the owner that the candidate agreed. The card itself is edited as well."""
    advocate = mention(page.referral.advocate)
    role = labels.role_name(page.referral, with_title=True)
    text = (
        f"{_bold_name(page.referral)} agreed to be put forward by {advocate} for {role}. Your card "
        "shows what people say about them."
    )
    return message(
        section(text),
        context(contact_line(page)),
        section(turn_sentence(page)),
        card_buttons(page),
        text=text,
    )


def _bold_name(referral: Referral) -> str:
    """The candidate's name in mrkdwn. The caller checks that the candidate is not hidden."""
    return f"*{escape(referral.candidate.name, 200)}*"


def _card(page: DeskPage, introduction: str) -> Message:
    return message(*_card_blocks(page, introduction), text=introduction)


def _card_blocks(page: DeskPage, introduction: str) -> list[Block]:
    text = introduction
    has_changed_stage = page.referral.stage_at > page.referral.created_at
    if page.came_from is not None:
        text += f" It came over from {escape(page.came_from, 40)}, which has ended."
    elif page.referral.stage is Stage.NEW and has_changed_stage:
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
    """The candidate's other referrals, so that their owners know of each other."""
    roles = []
    for referral in page.elsewhere[:MAX_ELSEWHERE_SHOWN]:
        stage = labels.lower_first(labels.STAGE[referral.stage])
        roles.append(f"{labels.role_name(referral)} ({mention(referral.owner)} has it: {stage})")
    not_shown = len(page.elsewhere) - len(roles)
    if not_shown > 0:
        roles.append(f"{not_shown} more")
    return f"Also put forward for {join_with_and(roles)}."


def contact_line(page: DeskPage) -> str:
    """Whether the candidate has agreed, and how to reach them."""
    candidate = page.referral.candidate
    parts = ["*Works here*"] if page.works_here else []
    parts += _consent_parts(page)
    emails = _values_with_givers(page, candidate.email, [each.email for each in page.endorsements])
    links = _values_with_givers(
        page, candidate.profile_url, [each.profile_url for each in page.endorsements]
    )
    parts += [escape(email, 254) + from_whom for email, from_whom in emails]
    parts += [web_link(link, "profile") + from_whom for link, from_whom in links]
    return " · ".join(parts) or "No contact yet"


def _consent_parts(page: DeskPage) -> list[str]:
    """The state of the candidate's consent, as a list of one text or none.

    It is empty for someone who has talked to the team but whose yes nobody reported: the team can
    see that they know about it.
    """
    candidate = page.referral.candidate
    is_introduced = any(each.kind is CommitmentKind.INTRODUCTION for each in page.fulfilled)
    if candidate.awaits_agreement and candidate.asked_at is not None and candidate.asked_by:
        day = on_day(candidate.asked_at, page.viewer)
        return [f"{mention(candidate.asked_by)} asked them {day}; no answer yet"]
    if candidate.awaits_agreement and is_introduced:
        return ["Knows about it; I haven't heard a yes yet"]
    if candidate.took_part_at is not None and candidate.consent is not Consent.AGREED:
        return []
    return [labels.CONSENT_IN_SENTENCE[candidate.consent].capitalize()]


def _values_with_givers(
    page: DeskPage, of_candidate: str | None, given: Sequence[str | None]
) -> list[tuple[str, str]]:
    """Each address (or each link) once, with who gave it, such as " (from @ada)".

    `given` has one value for each of `page.endorsements`. Who gave a value is left out if no
    advocate did, or if there is only one value and the first advocate gave it.
    """
    givers: dict[str, list[str]] = {of_candidate: []} if of_candidate else {}
    for value, endorsement in zip(given, page.endorsements, strict=True):
        if value:
            givers.setdefault(value, []).append(endorsement.advocate)
    values = []
    for value, advocates in list(givers.items())[:MAX_CONTACTS_SHOWN]:
        from_whom = ""
        if advocates and (len(givers) > 1 or page.referral.advocate not in advocates):
            from_whom = f" (from {join_with_and([mention(each) for each in advocates])})"
        values.append((value, from_whom))
    return values


def hidden_notice(page: DeskPage) -> str:
    """Says why the card does not name the candidate, and until when."""
    sentence = (
        "You'll see who it is, and what people say about them, once they agree to be put forward."
    )
    deadline = page.referral.candidate.decide_by
    if deadline is None or page.referral.ended:
        return sentence
    return f"{sentence} You'll know by {absolute_day(deadline, page.viewer)}."


def question_blocks(question: Question) -> list[Block]:
    """A question from the desk to an advocate, with the answer or a note that it is missing."""
    if not question.text:  # the advocate wrote without being asked
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
    fulfilled = [each.kind for each in page.fulfilled if each.member == endorsement.advocate]
    depth = endorsement_depth(evidence, len(fulfilled))
    facts = endorsement_facts(endorsement)
    if len(page.endorsements) > 1:  # a single endorsement needs no rank
        facts.insert(0, endorsement_label(endorsement))
    shown_count = min(len(page.endorsements), MAX_ENDORSEMENTS_SHOWN)
    quote_limit = min(_QUOTE_MAX, _ALL_QUOTES_MAX // shown_count)
    example_limit = min(_EXAMPLE_MAX, _ALL_EXAMPLES_MAX // shown_count)
    blocks = [section(" · ".join(facts))]
    blocks += [quote(text, quote_limit) for text in (evidence.saw, evidence.why) if text]
    examples = [
        f"{label}: “{escape(text, example_limit)}”"
        for label, text in labels.observed_examples(evidence)
        if text
    ]
    if examples:
        blocks.append(context("\n".join(examples)))
    notes = _commitment_and_conflict_notes(evidence, fulfilled)
    if depth is Depth.LEAD and page.referral.ended:
        notes.append("A lead")
    elif depth is Depth.LEAD:
        notes.append("Only a lead so far. A question often brings out the rest")
    if notes:
        blocks.append(context(". ".join(notes) + "."))
    return blocks


def _commitment_and_conflict_notes(
    evidence: Evidence, fulfilled: list[CommitmentKind]
) -> list[str]:
    """What the advocate has done, what they offer, and what they disclosed about themselves."""
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
    """Who has the referral and what is due from them, or how the referral ended."""
    referral, viewer = page.referral, page.viewer
    if referral.ended:
        return ended_sentence(referral, viewer)
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


def ended_sentence(referral: Referral, viewer: Viewer) -> str:
    """How a referral ended, and when."""
    day = absolute_day(referral.stage_at, viewer)
    reason = f" {labels.REASON[referral.reason]}." if referral.reason else ""
    return f"{labels.stage_since(referral.stage, day, bold=True)}.{reason}"
