"""A note to a candidate about how it ended: the button in the news, and the window with the draft.

The advocate copies the note or opens it as a mail; the bot sends nothing to a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.introduction import first_name
from domain.outcome_note import OutcomeNotePage, draft_outcome_note
from domain.pages import AdvocatePage
from domain.stages import Reason, Stage
from views.block_kit import Block, context, modal, section
from views.button_values import parse_id
from views.formatting import escape
from views.inputs import text_input
from views.mailto import mailto_link

OPEN_NOTE = "outcome.note"  # value: as `NoteValue` writes it
NOTE_FORM = "outcome.note_form"  # private metadata: as `NoteValue` writes it


@dataclass(frozen=True, slots=True)
class NoteValue:
    """A referral, and the outbox row of the message that is edited once the candidate knows."""

    referral_id: int
    intent_id: int

    def __str__(self) -> str:
        return f"{self.referral_id}:{self.intent_id}"


def parse_note_value(value: str) -> NoteValue:
    referral_id, _, intent_id = value.partition(":")
    return NoteValue(parse_id(referral_id), parse_id(intent_id))


def offer_sentence(page: AdvocatePage) -> str:
    name = escape(first_name(page.endorsement.candidate_name), 200)
    if page.is_candidate_told:
        return f"You've told {name}. Thank you."
    if page.referral.stage is Stage.HIRED:
        return f"I've drafted a note to congratulate {name}, if you'd like to send one."
    if page.referral.reason is Reason.CANDIDATE_CHOSE:  # they know how it ended
        return f"I've drafted a kind note to {name}, if you'd like to send one."
    return f"I've drafted a kind note to {name}, if you'd like to be the one who tells them."


def note_form(page: OutcomeNotePage) -> Block:
    """A note that the advocate can change, copy, or open as a mail."""
    text = draft_outcome_note(page)
    name = escape(first_name(page.endorsement.candidate_name), 200)
    blocks = [
        section(f"A few lines to {name}. Make them sound like you, and send them your own way."),
        text_input("note", "The note", initial=text, multiline=True, optional=True),
    ]
    if page.endorsement.email:
        hired = page.referral.stage is Stage.HIRED
        subject = "Good news" if hired else "How it went"
        link = mailto_link(
            "Open it as a mail", to=page.endorsement.email, subject=subject, body=text
        )
        blocks.append(section(link or "It's too long for a mail link: copy the text."))
    kept = "I don't send this, and I don't keep what's written above."
    blocks.append(context(f"You've told {name}. {kept}" if page.told else kept))
    return modal(
        NOTE_FORM,
        "A note to them",
        blocks,
        submit="Told them",
        close="Close",
        private=str(NoteValue(page.referral.id, page.intent_id)),
    )
