"""Everything that the advocates of a referral have said, in full: the card shows the beginnings."""

from __future__ import annotations

from collections.abc import Sequence

from domain.pages import DeskPage
from domain.referrals import Endorsement
from views import block_kit, labels
from views.block_kit import Block
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
    blocks = [block_kit.section(f"*{name}* for {labels.role_name(page.referral, title=True)}.")]
    shown = page.voices[:VOICES_SHOWN]
    told = _attributed_texts(page)
    texts = [text for voice in shown for _, text in evidence_texts(voice)] + [
        text for _, text in told
    ]
    room = text_limit(texts)
    for voice in shown:
        blocks += [block_kit.divider(), *_endorsement_blocks(voice, page, room)]
    if len(page.voices) > VOICES_SHOWN:
        more = len(page.voices) - VOICES_SHOWN
        blocks.append(block_kit.context(f"And {more} more who vouch for them."))
    for by, text in told:
        blocks += [block_kit.context(f"{by}:"), block_kit.quote(text, room)]
    return block_kit.modal("desk.everything", "In full", blocks)


def text_limit(texts: Sequence[str]) -> int:
    """How long each of these may be, so that the view holds them all."""
    return _TEXT_MAX if sum(map(len, texts)) <= _VIEW_TEXT_MAX else _VIEW_TEXT_MAX // len(texts)


def latest_notes(page: DeskPage) -> list[Block]:
    """The beginnings of the last of it, for the card."""
    told = _attributed_texts(page)[-LATEST_SHOWN:]
    return [
        block
        for by, text in told
        for block in (block_kit.context(f"{by}:"), block_kit.quote(text, 300))
    ]


def _attributed_texts(page: DeskPage) -> list[tuple[str, str]]:
    """(who to whom, what): the hiring manager's answers, and what was heard after an interview."""
    told = [
        (f"{mention(it.sent_to or '')} answered {mention(it.member)}", it.reply)
        for it in page.fulfilled
        if it.sent_to and it.reply is not None
    ]
    told += [
        (f"{mention(it.member)} heard after the interview", it.text) for it in page.interview_notes
    ]
    return [(by, text or "") for by, text in told[-NOTES_SHOWN:]]


def evidence_texts(voice: Endorsement) -> list[tuple[str, str]]:
    said = voice.evidence
    asked = (
        ("What they saw", said.saw),
        ("Why this role", said.why),
        *labels.observed_examples(said),
    )
    return [(label, text) for label, text in asked if text]


def _endorsement_blocks(voice: Endorsement, page: DeskPage, room: int) -> list[Block]:
    said, at = voice.evidence, on_relative_day(voice.at, page.reader.zone, page.reader.now)
    facts = [f"{mention(voice.advocate)} {labels.RELATIONSHIP_IN_SENTENCE[voice.relationship]}"]
    if said.how_long:
        facts.append(escape(said.how_long, 200))
    if said.conviction is not None:
        facts.append(f"*{labels.CONVICTION[said.conviction]}*")
    blocks = [block_kit.section(" · ".join(facts))]
    for label, text in evidence_texts(voice):
        blocks += [block_kit.context(label), block_kit.quote(text, room)]
    return [*blocks, block_kit.context(f"Said {at}.")]
