"""The modal in which the desk sees one referral whole, and the modals that open from it.

The desk are the people who answer referrals. A window is a modal that is kept up to date.
"""

from __future__ import annotations

from domain.desk import DeskNote, HistoryLine
from domain.desk_pages import DeskListPage
from domain.limits import DESK_NOTE_MAX
from domain.pages import DeskPage, Viewer
from domain.referrals import Referral
from views import labels
from views.attachments import SHOWN_IN_MODAL, attachment_lines, send_button
from views.block_kit import Block, actions, button, context, divider, modal, quote, section
from views.desk.buttons import about_menu, window_buttons
from views.desk.card import (
    MAX_QUESTIONS_SHOWN,
    contact_line,
    hidden_notice,
    question_blocks,
    turn_sentence,
)
from views.desk.evidence import evidence_in_full
from views.desk.history import history_sentences
from views.desk.listing import DeskView, desk_modal, encode_view
from views.form_state import State, text_value
from views.formatting import mention, on_day
from views.inputs import text_input

# Action id
BACK_TO_LIST = "desk.back"
# Callback ids
REFERRAL_WINDOW = "desk.everything"
NOTE_FORM = "desk.note_form"  # private metadata: the referral's id
MAX_NOTES_SHOWN = 5
_LINES_IN_BLOCK = 10  # so that a block stays within Slack's 3,000 characters


def referral_modal(page: DeskPage, view: DeskView) -> Block:
    """All endorsements and answers, the notes of the desk, and the button of every action."""
    referral = page.referral
    name, role = labels.candidate_name(referral), labels.role_name(referral, with_title=True)
    blocks = [actions(button("Back to the list", BACK_TO_LIST))] if view.has_list else []
    sentence = f"*{name}* for {role}, put forward by {mention(referral.advocate)}."
    blocks.append(section(sentence, accessory=about_menu(page)))
    if referral.candidate.hidden:
        blocks.append(context(hidden_notice(page)))
    else:
        blocks += [context(contact_line(page)), *attachment_lines(page, SHOWN_IN_MODAL)]
        blocks += [actions(each) for each in send_button(page)]
    blocks += [section(turn_sentence(page)), window_buttons(page)]
    if not referral.candidate.hidden:
        notes = [note.text for note in page.notes[:MAX_NOTES_SHOWN]]
        blocks += evidence_in_full(page, notes)
        for question in page.questions[-MAX_QUESTIONS_SHOWN:]:
            blocks += question_blocks(question)
    blocks += _notes_blocks(page)
    window = modal(REFERRAL_WINDOW, "Referral", blocks, private=encode_view(view))
    return {**window, "external_id": view.window}


def _notes_blocks(page: DeskPage) -> list[Block]:
    if page.viewer_vouches:
        return [context("The desk's notes aren't shown to you, as you vouch for this candidate.")]
    if not page.notes:
        return []
    blocks = [divider(), section("*Notes of the desk*. Advocates never see them.")]
    for note in page.notes[:MAX_NOTES_SHOWN]:
        blocks += _note_blocks(note, page.viewer)
    return blocks


def _note_blocks(note: DeskNote, viewer: Viewer) -> list[Block]:
    written = on_day(note.written_at, viewer)
    return [context(f"{mention(note.author)}, {written}:"), quote(note.text, DESK_NOTE_MAX)]


def note_form(referral: Referral) -> Block:
    name, role = labels.candidate_name(referral), labels.role_name(referral)
    return modal(
        NOTE_FORM,
        "A note for the desk",
        [
            section(f"About *{name}* for {role}."),
            text_input(
                "note",
                "Your note",
                multiline=True,
                max_length=DESK_NOTE_MAX,
                hint="The people who answer this one read it. Advocates and the candidate don't.",
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(referral.id),
    )


def parse_note(state: State) -> str:
    return text_value(state, "note")


def history_modal(referral: Referral, lines: tuple[HistoryLine, ...], viewer: Viewer) -> Block:
    """What happened to the referral, from the oldest event to the newest."""
    name, role = labels.candidate_name(referral), labels.role_name(referral, with_title=True)
    blocks = [section(f"*{name}* for {role}.")]
    sentences = history_sentences(lines, viewer)
    blocks += [
        section("\n".join(sentences[start : start + _LINES_IN_BLOCK]))
        for start in range(0, len(sentences), _LINES_IN_BLOCK)
    ]
    if not sentences:
        blocks.append(context("Nothing has happened yet."))
    return modal("desk.history_view", "History", blocks)


def render_window(page: DeskListPage | DeskPage | None, view: DeskView) -> Block:
    """Render what a window of the desk shows now. `page` is None if the viewer lost access."""
    if isinstance(page, DeskPage):
        return referral_modal(page, view)
    return desk_modal(page, view.window) if page is not None else closed_modal()


def closed_modal() -> Block:
    """Replaces the window of someone who may no longer see the desk."""
    text = "This isn't with you any more, so there's nothing to see here. You can close it."
    return modal(REFERRAL_WINDOW, "The desk", [section(text)])
