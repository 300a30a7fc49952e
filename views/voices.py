"""All voices on a referral side by side: how they know them, what they saw, what they did."""

from __future__ import annotations

from domain.pages import VoicesPage
from domain.referrals import Endorsement, depth_of
from views import block_kit, labels
from views.block_kit import Block
from views.evidence import evidence_texts, text_limit
from views.formatting import escape, join_with_and, mention, on_relative_day

SHOWN = 10  # a modal holds 100 blocks


def side_by_side_modal(page: VoicesPage) -> Block:
    """The first voice first, then by depth; how near somebody stands to them does not count."""
    referral = page.referral
    name = escape(referral.candidate.name, 200)
    blocks = [
        block_kit.section(
            f"*{name}* for {labels.role_name(referral, title=True)}: {_voice_count(page)}."
        )
    ]
    shown = page.voices[:SHOWN]
    room = text_limit([text for voice in shown for _, text in evidence_texts(voice)])
    for voice in shown:
        blocks += [block_kit.divider(), *_voice_blocks(voice, page, room)]
    hidden = len(page.voices) - SHOWN
    if hidden > 0:
        blocks.append(block_kit.context(f"And {hidden} more."))
    blocks.append(
        block_kit.context(
            "The first voice stands first, then what goes deeper. A weak tie loses no place."
        )
    )
    return block_kit.modal("desk.side_by_side", "Side by side", blocks)


def _voice_count(page: VoicesPage) -> str:
    return "one voice" if len(page.voices) == 1 else f"{len(page.voices)} voices"


def voice_rank(voice: Endorsement) -> str:
    return "First voice" if voice.is_first else "Second vouch"


def _voice_blocks(voice: Endorsement, page: VoicesPage, room: int) -> list[Block]:
    said, kept = voice.evidence, page.fulfilled.get(voice.advocate, ())
    depth = labels.DEPTH[depth_of(said, len(kept))].lower()
    since = on_relative_day(voice.at, page.reader.zone, page.reader.now)
    head = f"*{voice_rank(voice)}* · {mention(voice.advocate)} {labels.RELATIONSHIP_IN_SENTENCE[voice.relationship]}"
    if said.how_long:
        head += f" · {escape(said.how_long, 200)}"
    sure = f"*{labels.CONVICTION[said.conviction]}*" if said.conviction else "No word on how sure"
    blocks = [block_kit.section(head), block_kit.context(f"{sure} · {depth} · said {since}")]
    blocks += [block_kit.quote(text, room) for text in (said.saw, said.why) if text]
    for label, text in labels.observed_examples(said):
        if text:
            blocks.append(block_kit.context(f"{label}: “{escape(text, min(room, 1500))}”"))
    if not (said.saw or said.why):
        blocks.append(block_kit.context("No evidence yet."))
    notes = []
    if kept:
        notes.append(
            "Did: " + join_with_and([labels.COMMITMENT_IN_PAST[kind] for kind in kept]) + "."
        )
    open_ = [labels.COMMITMENT_AS_NOUN[kind] for kind in said.commitments if kind not in kept]
    if open_:
        notes.append(f"Offers: {join_with_and(open_)}.")
    if said.conflicts:
        notes.append(
            f"Disclosed: {join_with_and([labels.CONFLICT_IN_SENTENCE[it] for it in said.conflicts])}."
        )
    if notes:
        blocks.append(block_kit.context(" ".join(notes)))
    return blocks
