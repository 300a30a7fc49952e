"""Everything that the advocates of a referral have said, in full: the card shows the beginnings."""

from __future__ import annotations

from collections.abc import Sequence

from domain.pages import DeskPage
from domain.referrals import Endorsement
from views import labels
from views.block_kit import Block, context, divider, modal, quote, section
from views.formatting import escape, mention, on_relative_day

VOICES_SHOWN = 6  # a modal holds 100 blocks
NOTES_SHOWN = 6
LATEST_SHOWN = 4
_TEXT_MAX = 3000  # of one answer: nothing longer can be typed
# A view holds 250 kB, and one character of people's may take twelve bytes on the way.
_VIEW_TEXT_MAX = 18_000


def full_evidence_modal(page: DeskPage) -> Block:
    """To be read by those who answer; nothing is pressed here."""
    name = escape(page.referral.candidate.name, 200)
    blocks = [section(f"*{name}* for {labels.role_name(page.referral, title=True)}.")]
    voices = page.voices[:VOICES_SHOWN]
    notes = _attributed_texts(page)
    texts = [text for voice in voices for _, text in evidence_texts(voice)] + [
        text for _, text in notes
    ]
    limit = text_limit(texts)
    for voice in voices:
        blocks += [divider(), *_endorsement_blocks(voice, page, limit)]
    if len(page.voices) > VOICES_SHOWN:
        not_shown = len(page.voices) - VOICES_SHOWN
        blocks.append(context(f"And {not_shown} more who vouch for them."))
    for attribution, text in notes:
        blocks += [context(f"{attribution}:"), quote(text, limit)]
    return modal("desk.everything", "In full", blocks)


def text_limit(texts: Sequence[str]) -> int:
    """How long each of these may be, so that the view holds them all."""
    return _TEXT_MAX if sum(map(len, texts)) <= _VIEW_TEXT_MAX else _VIEW_TEXT_MAX // len(texts)


def latest_notes(page: DeskPage) -> list[Block]:
    """The beginnings of the last of it, for the card."""
    notes = _attributed_texts(page)[-LATEST_SHOWN:]
    return [
        block
        for attribution, text in notes
        for block in (context(f"{attribution}:"), quote(text, 300))
    ]


def _attributed_texts(page: DeskPage) -> list[tuple[str, str]]:
    """(who to whom, what): the hiring manager's answers, and what was heard after an interview."""
    notes = [
        (f"{mention(it.sent_to or '')} answered {mention(it.member)}", it.reply)
        for it in page.fulfilled
        if it.sent_to and it.reply is not None
    ]
    notes += [
        (f"{mention(it.member)} heard after the interview", it.text) for it in page.interview_notes
    ]
    return [(by, text or "") for by, text in notes[-NOTES_SHOWN:]]


def evidence_texts(voice: Endorsement) -> list[tuple[str, str]]:
    evidence = voice.evidence
    labelled_texts = (
        ("What they saw", evidence.saw),
        ("Why this role", evidence.why),
        *labels.observed_examples(evidence),
    )
    return [(label, text) for label, text in labelled_texts if text]


def _endorsement_blocks(voice: Endorsement, page: DeskPage, limit: int) -> list[Block]:
    evidence, said_on = voice.evidence, on_relative_day(voice.at, page.reader.zone, page.reader.now)
    facts = [f"{mention(voice.advocate)} {labels.RELATIONSHIP_IN_SENTENCE[voice.relationship]}"]
    if evidence.how_long:
        facts.append(escape(evidence.how_long, 200))
    if evidence.conviction is not None:
        facts.append(f"*{labels.CONVICTION[evidence.conviction]}*")
    blocks = [section(" · ".join(facts))]
    for label, text in evidence_texts(voice):
        blocks += [context(label), quote(text, limit)]
    return [*blocks, context(f"Said {said_on}.")]
