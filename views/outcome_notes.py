"""The note in which an advocate tells the candidate how their referral ended.

The news of the ending offers a modal with a draft. The advocate copies the note or opens it as a
mail. The bot sends nothing to a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.endorsements import Endorsement
from domain.introduction import first_name
from domain.outcome_note import OutcomeNotePage, draft_outcome_note
from domain.pages import AdvocatePage
from domain.stages import Reason, Stage
from views.block_kit import Block, context, modal, section
from views.button_values import parse_id
from views.formatting import escape
from views.inputs import text_input
from views.mailto import mailto_link

_SHOWN_NAME_MAX = 200  # a longer first name is cut
OPEN_NOTE = "outcome.note"  # value: as `NoteValue` writes it
NOTE_FORM = "outcome.note_form"  # private metadata: as `NoteValue` writes it


@dataclass(frozen=True, slots=True)
class NoteValue:
    """The referral, and the outbox row of the news, which is edited once the candidate knows."""

    referral_id: int
    intent_id: int

    def __str__(self) -> str:
        return f"{self.referral_id}:{self.intent_id}"


def parse_note_value(value: str) -> NoteValue:
    """Reads what `NoteValue` wrote."""
    referral_id, _, intent_id = value.partition(":")
    return NoteValue(parse_id(referral_id), parse_id(intent_id))


def note_offer(page: AdvocatePage) -> str:
    """The sentence that offers the note, or thanks an advocate who has told the candidate."""
    name = _escaped_first_name(page.endorsement)
    if page.is_candidate_told:
        return f"You've told {name}. Thank you."
    if page.referral.stage is Stage.HIRED:
        return f"I've drafted a note to congratulate {name}, if you'd like to send one."
    if page.referral.reason is Reason.CANDIDATE_CHOSE:  # nobody has to tell them
        return f"I've drafted a kind note to {name}, if you'd like to send one."
    return f"I've drafted a kind note to {name}, if you'd like to be the one who tells them."


def note_form(page: OutcomeNotePage) -> Block:
    """The modal with the note, which the advocate can change, copy, or open as a mail."""
    text = draft_outcome_note(page)
    name = _escaped_first_name(page.endorsement)
    blocks = [
        section(f"A few lines to {name}. Make them sound like you, and send them your own way."),
        text_input("note", "The note", initial=text, multiline=True, optional=True),
    ]
    if page.endorsement.email:
        subject = "Good news" if page.referral.stage is Stage.HIRED else "How it went"
        link = mailto_link(
            "Open it as a mail", to=page.endorsement.email, subject=subject, body=text
        )
        blocks.append(section(link or "It's too long for a mail link: copy the text."))
    promise = "I don't send this, and I don't keep what's written above."
    blocks.append(context(f"You've told {name}. {promise}" if page.is_told else promise))
    return modal(
        NOTE_FORM,
        "A note to them",
        blocks,
        submit="Told them",
        close="Close",
        private=str(NoteValue(page.referral.id, page.intent_id)),
    )


def _escaped_first_name(endorsement: Endorsement) -> str:
    return escape(first_name(endorsement.candidate_name), _SHOWN_NAME_MAX)
