"""The endorsements of a referral in full; the card shows only the beginnings of the texts.

`views.desk.referral` shows them in the window of the referral.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import Endorsement
from domain.limits import HOW_LONG_MAX, TEXT_MAX
from domain.pages import DeskPage
from views import labels
from views.block_kit import Block, context, divider, quote, section
from views.formatting import escape, mention, on_day

MAX_ENDORSEMENTS_SHOWN = 4  # a modal holds 100 blocks, and other things stand in it
MAX_NOTES_SHOWN = 6
MAX_NOTES_ON_CARD = 4
# Characters of people's text in one view. A view may have 250 kB; a character has up to 12 bytes.
VIEW_TEXT_MAX = 18_000


def evidence_in_full(page: DeskPage, other_texts: Sequence[str] = ()) -> list[Block]:
    """All endorsements, and what was heard since. `other_texts` are shown in the same view."""
    blocks: list[Block] = []
    endorsements, notes = page.endorsements[:MAX_ENDORSEMENTS_SHOWN], _list_notes(page)
    texts = [text for endorsement in endorsements for _, text in evidence_texts(endorsement)]
    limit = text_limit([*texts, *(text for _, text in notes), *other_texts])
    for endorsement in endorsements:
        blocks += [divider(), *_endorsement_blocks(endorsement, page, limit)]
    not_shown = len(page.endorsements) - len(endorsements)
    if not_shown > 0:
        blocks.append(context(f"And {not_shown} more who vouch for them: see Side by side."))
    for attribution, text in notes:
        blocks += [context(f"{attribution}:"), quote(text, limit)]
    return blocks


def text_limit(texts: Sequence[str]) -> int:
    """How many characters of each text fit into one view together with the other texts."""
    if sum(map(len, texts)) <= VIEW_TEXT_MAX:
        return TEXT_MAX
    return VIEW_TEXT_MAX // len(texts)


def latest_notes(page: DeskPage) -> list[Block]:
    """The beginnings of the newest replies and interview notes, for the card."""
    blocks = []
    for attribution, text in _list_notes(page)[-MAX_NOTES_ON_CARD:]:
        blocks += [context(f"{attribution}:"), quote(text, 300)]
    return blocks


def _list_notes(page: DeskPage) -> list[tuple[str, str]]:
    """(attribution, text) of the hiring manager's replies and of the notes after an interview."""
    notes = [
        (f"{mention(deed.sent_to or '')} answered {mention(deed.member)}", deed.reply)
        for deed in page.fulfilled
        if deed.sent_to and deed.reply is not None
    ]
    notes += [
        (f"{mention(note.member)} heard after the interview", note.text)
        for note in page.interview_notes
    ]
    return notes[-MAX_NOTES_SHOWN:]


def evidence_texts(endorsement: Endorsement) -> list[tuple[str, str]]:
    """(label, text) of each answer that the advocate gave."""
    evidence = endorsement.evidence
    labelled_texts = (
        ("What they saw", evidence.saw),
        ("Why this role", evidence.why),
        *labels.observed_examples(evidence),
    )
    return [(label, text) for label, text in labelled_texts if text]


def endorsement_facts(endorsement: Endorsement) -> list[str]:
    """The advocate and the relationship, how long if that is given, and how sure they are."""
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
    said = f"Said {on_day(endorsement.submitted_at, page.viewer)}."
    disclosed = labels.disclosure_sentence(endorsement.evidence)
    return [*blocks, context(f"{said} {disclosed}".strip())]
