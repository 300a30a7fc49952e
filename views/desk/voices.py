"""All voices on a referral side by side: relationship, evidence, deeds and offers of each."""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import CommitmentKind, Endorsement, Evidence, depth_of
from domain.pages import VoicesPage
from views import labels
from views.block_kit import Block, context, divider, modal, quote, section
from views.desk.evidence import evidence_texts, text_limit
from views.formatting import escape, join_with_and, mention, on_relative_day

VOICES_SHOWN = 10  # a modal holds 100 blocks


def side_by_side_modal(page: VoicesPage) -> Block:
    """The first voice comes first, then the deepest; how close an advocate is does not count."""
    name = escape(page.referral.candidate.name, 200)
    role, count = labels.role_name(page.referral, title=True), len(page.voices)
    blocks = [section(f"*{name}* for {role}: {'one voice' if count == 1 else f'{count} voices'}.")]
    voices = page.voices[:VOICES_SHOWN]
    limit = text_limit([text for voice in voices for _, text in evidence_texts(voice)])
    for voice in voices:
        blocks += [divider(), *_voice(voice, page, limit)]
    if count > VOICES_SHOWN:
        blocks.append(context(f"And {count - VOICES_SHOWN} more."))
    blocks.append(
        context("The first voice stands first, then what goes deeper. A weak tie loses no place.")
    )
    return modal("desk.side_by_side", "Side by side", blocks)


def voice_rank(voice: Endorsement) -> str:
    return "First voice" if voice.is_first else "Second vouch"


def _voice(voice: Endorsement, page: VoicesPage, limit: int) -> list[Block]:
    evidence, fulfilled = voice.evidence, page.fulfilled.get(voice.advocate, ())
    relationship = labels.RELATIONSHIP_IN_SENTENCE[voice.relationship]
    heading = f"*{voice_rank(voice)}* · {mention(voice.advocate)} {relationship}"
    if evidence.how_long:
        heading += f" · {escape(evidence.how_long, 200)}"
    conviction = "No word on how sure"
    if evidence.conviction:
        conviction = f"*{labels.CONVICTION[evidence.conviction]}*"
    depth = labels.DEPTH[depth_of(evidence, len(fulfilled))].lower()
    said_on = on_relative_day(voice.at, page.reader)
    blocks = [section(heading), context(f"{conviction} · {depth} · said {said_on}")]
    blocks += [quote(text, limit) for text in (evidence.saw, evidence.why) if text]
    blocks += [
        context(f"{label}: “{escape(text, min(limit, 1500))}”")
        for label, text in labels.observed_examples(evidence)
        if text
    ]
    if not (evidence.saw or evidence.why):
        blocks.append(context("No evidence yet."))
    notes = _deeds_and_conflicts(evidence, fulfilled)
    if notes:
        blocks.append(context(" ".join(notes)))
    return blocks


def _deeds_and_conflicts(evidence: Evidence, fulfilled: Sequence[CommitmentKind]) -> list[str]:
    notes = []
    if fulfilled:
        deeds = [labels.COMMITMENT_IN_PAST[kind] for kind in fulfilled]
        notes.append(f"Did: {join_with_and(deeds)}.")
    offers = [
        labels.COMMITMENT_AS_NOUN[kind] for kind in evidence.commitments if kind not in fulfilled
    ]
    if offers:
        notes.append(f"Offers: {join_with_and(offers)}.")
    if evidence.conflicts:
        conflicts = [labels.CONFLICT_IN_SENTENCE[conflict] for conflict in evidence.conflicts]
        notes.append(f"Disclosed: {join_with_and(conflicts)}.")
    return notes
