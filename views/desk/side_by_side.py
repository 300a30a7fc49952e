"""The modal "Side by side": all endorsements of a referral, for those who answer it.

Each endorsement has what the advocate said about the candidate, did for them and offers to do.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import CommitmentKind, Endorsement, Evidence, endorsement_depth
from domain.pages import SideBySidePage
from views import labels
from views.block_kit import Block, context, divider, modal, quote, section
from views.desk.evidence import evidence_texts, text_limit
from views.formatting import escape, join_with_and, mention, on_day

MAX_ENDORSEMENTS_SHOWN = 10  # each takes up to 9 of the 100 blocks of a modal
_EXAMPLE_MAX = 1500  # characters


def side_by_side_modal(page: SideBySidePage) -> Block:
    """The endorsements of `page` are sorted already, by `domain.depth.sort_endorsements`."""
    name = escape(page.referral.candidate.name, 200)
    role, count = labels.role_name(page.referral, with_title=True), len(page.endorsements)
    blocks = [section(f"*{name}* for {role}: {'one voice' if count == 1 else f'{count} voices'}.")]
    endorsements = page.endorsements[:MAX_ENDORSEMENTS_SHOWN]
    texts = [text for endorsement in endorsements for _, text in evidence_texts(endorsement)]
    limit = text_limit(texts)
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


def endorsement_label(endorsement: Endorsement) -> str:
    return "First voice" if endorsement.is_first else "Second vouch"


def _endorsement_blocks(endorsement: Endorsement, page: SideBySidePage, limit: int) -> list[Block]:
    """`limit` is how many characters of each text are shown."""
    evidence, fulfilled = endorsement.evidence, page.fulfilled.get(endorsement.advocate, ())
    relationship = labels.RELATIONSHIP_IN_SENTENCE[endorsement.relationship]
    heading = f"*{endorsement_label(endorsement)}* · {mention(endorsement.advocate)} {relationship}"
    if evidence.how_long:
        heading += f" · {escape(evidence.how_long, 200)}"
    depth = endorsement_depth(evidence, len(fulfilled))
    standing = labels.standing(evidence.conviction, depth)
    said_on = on_day(endorsement.submitted_at, page.viewer)
    blocks = [section(heading), context(f"*{standing}* · said {said_on}")]
    blocks += [quote(text, limit) for text in (evidence.saw, evidence.why) if text]
    blocks += [
        context(f"{label}: “{escape(text, min(limit, _EXAMPLE_MAX))}”")
        for label, text in labels.observed_examples(evidence)
        if text
    ]
    if not (evidence.saw or evidence.why):
        blocks.append(context("No evidence yet."))
    sentences = _help_and_conflict_sentences(evidence, fulfilled)
    if sentences:
        blocks.append(context(" ".join(sentences)))
    return blocks


def _help_and_conflict_sentences(
    evidence: Evidence, fulfilled: Sequence[CommitmentKind]
) -> list[str]:
    """What the advocate did for the candidate, still offers to do, and disclosed."""
    sentences = []
    if fulfilled:
        deeds = [labels.COMMITMENT_IN_PAST[kind] for kind in fulfilled]
        sentences.append(f"Did: {join_with_and(deeds)}.")
    offers = [
        labels.COMMITMENT_AS_NOUN[kind] for kind in evidence.commitments if kind not in fulfilled
    ]
    if offers:
        sentences.append(f"Offers: {join_with_and(offers)}.")
    if evidence.conflicts:
        sentences.append(labels.disclosure_sentence(evidence))
    return sentences
