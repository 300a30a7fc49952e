"""All endorsements of a referral side by side, each with its evidence, deeds and offers."""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import CommitmentKind, Endorsement, Evidence, endorsement_depth
from domain.pages import SideBySidePage
from views import labels
from views.block_kit import Block, context, divider, modal, quote, section
from views.desk.evidence import evidence_texts, text_limit
from views.formatting import escape, join_with_and, mention, on_day

MAX_ENDORSEMENTS_SHOWN = 10  # a modal holds 100 blocks


def side_by_side_modal(page: SideBySidePage) -> Block:
    """The endorsements are shown in the order of `domain.depth.sort_endorsements`."""
    name = escape(page.referral.candidate.name, 200)
    role, count = labels.role_name(page.referral, title=True), len(page.endorsements)
    blocks = [section(f"*{name}* for {role}: {'one voice' if count == 1 else f'{count} voices'}.")]
    endorsements = page.endorsements[:MAX_ENDORSEMENTS_SHOWN]
    limit = text_limit(
        [text for endorsement in endorsements for _, text in evidence_texts(endorsement)]
    )
    for endorsement in endorsements:
        blocks += [divider(), *_endorsement_blocks(endorsement, page, limit)]
    if count > MAX_ENDORSEMENTS_SHOWN:
        blocks.append(context(f"And {count - MAX_ENDORSEMENTS_SHOWN} more."))
    blocks.append(
        context(
            "First voice first, then the fullest endorsement. How well you know them "
            "doesn't count against anyone."
        )
    )
    return modal("desk.side_by_side", "Side by side", blocks)


def endorsement_rank(endorsement: Endorsement) -> str:
    return "First voice" if endorsement.is_first else "Second vouch"


def _endorsement_blocks(endorsement: Endorsement, page: SideBySidePage, limit: int) -> list[Block]:
    evidence, fulfilled = endorsement.evidence, page.fulfilled.get(endorsement.advocate, ())
    relationship = labels.RELATIONSHIP_IN_SENTENCE[endorsement.relationship]
    heading = f"*{endorsement_rank(endorsement)}* · {mention(endorsement.advocate)} {relationship}"
    if evidence.how_long:
        heading += f" · {escape(evidence.how_long, 200)}"
    depth = endorsement_depth(evidence, len(fulfilled))
    standing = labels.standing(evidence.conviction, depth)
    said_on = on_day(endorsement.submitted_at, page.viewer)
    blocks = [section(heading), context(f"*{standing}* · said {said_on}")]
    blocks += [quote(text, limit) for text in (evidence.saw, evidence.why) if text]
    blocks += [
        context(f"{label}: “{escape(text, min(limit, 1500))}”")
        for label, text in labels.observed_examples(evidence)
        if text
    ]
    if not (evidence.saw or evidence.why):
        blocks.append(context("No evidence yet."))
    notes = _deed_and_conflict_sentences(evidence, fulfilled)
    if notes:
        blocks.append(context(" ".join(notes)))
    return blocks


def _deed_and_conflict_sentences(
    evidence: Evidence, fulfilled: Sequence[CommitmentKind]
) -> list[str]:
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
        notes.append(labels.disclosed_sentence(evidence))
    return notes
