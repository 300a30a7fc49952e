"""All voices on a referral side by side: how they know them, what they saw, what they did."""

from __future__ import annotations

from domain.pages import VoicesPage
from domain.referrals import Endorsement, depth_of
from views import labels
from views.block_kit import Block, context, divider, modal, quote, section
from views.evidence import evidence_texts, text_limit
from views.formatting import escape, join_with_and, mention, on_relative_day

SHOWN = 10  # a modal holds 100 blocks


def side_by_side_modal(page: VoicesPage) -> Block:
    """The first voice first, then by depth; how near somebody stands to them does not count."""
    referral = page.referral
    name = escape(referral.candidate.name, 200)
    blocks = [
        section(f"*{name}* for {labels.role_name(referral, title=True)}: {_voice_count(page)}.")
    ]
    voices = page.voices[:SHOWN]
    limit = text_limit([text for voice in voices for _, text in evidence_texts(voice)])
    for voice in voices:
        blocks += [divider(), *_voice_blocks(voice, page, limit)]
    not_shown = len(page.voices) - SHOWN
    if not_shown > 0:
        blocks.append(context(f"And {not_shown} more."))
    blocks.append(
        context("The first voice stands first, then what goes deeper. A weak tie loses no place.")
    )
    return modal("desk.side_by_side", "Side by side", blocks)


def _voice_count(page: VoicesPage) -> str:
    return "one voice" if len(page.voices) == 1 else f"{len(page.voices)} voices"


def voice_rank(voice: Endorsement) -> str:
    return "First voice" if voice.is_first else "Second vouch"


def _voice_blocks(voice: Endorsement, page: VoicesPage, limit: int) -> list[Block]:
    evidence, fulfilled = voice.evidence, page.fulfilled.get(voice.advocate, ())
    depth = labels.DEPTH[depth_of(evidence, len(fulfilled))].lower()
    said_on = on_relative_day(voice.at, page.reader.zone, page.reader.now)
    heading = f"*{voice_rank(voice)}* · {mention(voice.advocate)} {labels.RELATIONSHIP_IN_SENTENCE[voice.relationship]}"
    if evidence.how_long:
        heading += f" · {escape(evidence.how_long, 200)}"
    conviction = (
        f"*{labels.CONVICTION[evidence.conviction]}*"
        if evidence.conviction
        else "No word on how sure"
    )
    blocks = [
        section(heading),
        context(f"{conviction} · {depth} · said {said_on}"),
    ]
    blocks += [quote(text, limit) for text in (evidence.saw, evidence.why) if text]
    for label, text in labels.observed_examples(evidence):
        if text:
            blocks.append(context(f"{label}: “{escape(text, min(limit, 1500))}”"))
    if not (evidence.saw or evidence.why):
        blocks.append(context("No evidence yet."))
    notes = []
    if fulfilled:
        notes.append(
            "Did: " + join_with_and([labels.COMMITMENT_IN_PAST[kind] for kind in fulfilled]) + "."
        )
    offers = [
        labels.COMMITMENT_AS_NOUN[kind] for kind in evidence.commitments if kind not in fulfilled
    ]
    if offers:
        notes.append(f"Offers: {join_with_and(offers)}.")
    if evidence.conflicts:
        notes.append(
            f"Disclosed: {join_with_and([labels.CONFLICT_IN_SENTENCE[conflict] for conflict in evidence.conflicts])}."
        )
    if notes:
        blocks.append(context(" ".join(notes)))
    return blocks
