"""What advocates and others said about a candidate: in full, or as beginnings for the card.

The card is the message that shows a referral to its owner. `views.desk.referral` shows the full
texts in a modal.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import Endorsement
from domain.limits import HOW_LONG_MAX, TEXT_MAX
from domain.pages import DeskPage
from views import labels
from views.block_kit import Block, context, divider, quote, section
from views.formatting import escape, mention, on_day

# A modal has at most 100 blocks. These limits leave room for the other blocks.
MAX_ENDORSEMENTS_SHOWN = 4
MAX_NOTES_SHOWN = 6
MAX_NOTES_ON_CARD = 4
NOTE_ON_CARD_MAX = 300  # characters
# Characters of people's text in one view. Slack takes 250 kB, and one character can need 12 bytes.
VIEW_TEXT_MAX = 18_000


def evidence_in_full(page: DeskPage, other_texts: Sequence[str] = ()) -> list[Block]:
    """The endorsements, then the hiring manager's replies and the interview notes.

    `other_texts` are the texts that the caller shows in the same view. They share its limit.
    """
    blocks: list[Block] = []
    endorsements, notes = page.endorsements[:MAX_ENDORSEMENTS_SHOWN], _list_notes(page)
    texts = list(other_texts)
    for endorsement in endorsements:
        texts += [text for _label, text in evidence_texts(endorsement)]
    texts += [text for _attribution, text in notes]
    limit = text_limit(texts)
    for endorsement in endorsements:
        blocks += [divider(), *_endorsement_blocks(endorsement, page, limit)]
    not_shown = len(page.endorsements) - len(endorsements)
    if not_shown > 0:
        blocks.append(context(f"And {not_shown} more who vouch for them: see Side by side."))
    for attribution, text in notes:
        blocks += [context(f"{attribution}:"), quote(text, limit)]
    return blocks


def text_limit(texts: Sequence[str]) -> int:
    """The number of characters to which each text is cut, so that all fit into one view."""
    if sum(map(len, texts)) <= VIEW_TEXT_MAX:
        return TEXT_MAX
    return VIEW_TEXT_MAX // len(texts)


def latest_notes(page: DeskPage) -> list[Block]:
    """The beginnings of the last replies and interview notes, for the card."""
    blocks = []
    for attribution, text in _list_notes(page)[-MAX_NOTES_ON_CARD:]:
        blocks += [context(f"{attribution}:"), quote(text, NOTE_ON_CARD_MAX)]
    return blocks


def _list_notes(page: DeskPage) -> list[tuple[str, str]]:
    """The last replies of the hiring manager and interview notes, as (who said it, text).

    The newest is the last. A reply has the time of the word that it answers if its own is unknown.
    """
    notes = [
        (
            commitment.replied_at or commitment.made_at,
            f"{mention(commitment.sent_to)} answered {mention(commitment.member)}",
            commitment.reply,
        )
        for commitment in page.fulfilled
        if commitment.sent_to and commitment.reply is not None
    ]
    notes += [
        (note.written_at, f"{mention(note.member)} heard after the interview", note.text)
        for note in page.interview_notes
    ]
    notes.sort(key=lambda note: note[0])
    return [(attribution, text) for _at, attribution, text in notes[-MAX_NOTES_SHOWN:]]


def evidence_texts(endorsement: Endorsement) -> list[tuple[str, str]]:
    """(label, text) of each question about the candidate that the advocate answered."""
    evidence = endorsement.evidence
    labelled_texts = (
        ("What they saw", evidence.saw),
        ("Why this role", evidence.why),
        *labels.observed_examples(evidence),
    )
    return [(label, text) for label, text in labelled_texts if text]


def endorsement_facts(endorsement: Endorsement) -> list[str]:
    """Who the advocate is to the candidate, for how long (if known), and how sure they are."""
    relationship = labels.RELATIONSHIP_IN_SENTENCE[endorsement.relationship]
    facts = [f"{mention(endorsement.advocate)} {relationship}"]
    if endorsement.evidence.how_long:
        facts.append(escape(endorsement.evidence.how_long, HOW_LONG_MAX))
    standing = labels.standing(endorsement.evidence.conviction, endorsement.depth)
    return [*facts, f"*{standing}*"]


def _endorsement_blocks(endorsement: Endorsement, page: DeskPage, limit: int) -> list[Block]:
    blocks = [section(" · ".join(endorsement_facts(endorsement)))]
    for label, text in evidence_texts(endorsement):
        blocks += [context(label), quote(text, limit)]
    date_sentence = f"Said {on_day(endorsement.submitted_at, page.viewer)}."
    disclosure = labels.disclosure_sentence(endorsement.evidence)
    return [*blocks, context(f"{date_sentence} {disclosure}".strip())]
