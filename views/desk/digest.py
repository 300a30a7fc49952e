"""The weekly digest of a hiring manager: referrals that wait, with their endorsements.

It is a message of its own, or the last part of a nudge that falls due in the same hour.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.desk_pages import DigestRow, ManagerDigestPage
from domain.endorsements import Endorsement
from domain.limits import TEXT_MAX
from views import labels
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    message,
    quote,
    section,
)
from views.desk.buttons import READ_IN_FULL
from views.desk.evidence import endorsement_facts
from views.desk.listing import OPEN_DESK
from views.formatting import absolute_day, mention

MAX_VOICES = 2  # endorsements of one referral; "Read in full" shows them all
MAX_VOICES_IN_NUDGE = 1  # because a message has at most 50 blocks
# Characters of people's words in one message, which Slack cuts at 13,000 with our own words.
_WORDS_MAX = 5500


def manager_digest_message(page: ManagerDigestPage) -> Message:
    """The digest as a message of its own. It is edited when a candidate in it is erased."""
    as_of = absolute_day(page.viewer.now, page.viewer)
    text = f"{as_of}: {_count_waiting(page)}."
    blocks = [section(text)]
    blocks += [block for row in _row_blocks(page, MAX_VOICES) for block in (divider(), *row)]
    blocks += [divider(), actions(_desk_button(primary=True)), context(_small_print(page))]
    return message(*blocks, text=text)


def digest_blocks(page: ManagerDigestPage, *, after_others: bool) -> list[Block]:
    """The digest as the last part of a nudge. The nudge's own items have other referrals.

    `after_others` says whether such items precede the digest, which then counts "more referrals".
    """
    waiting = _count_waiting(page, "more " if after_others else "")
    rows = _row_blocks(page, MAX_VOICES_IN_NUDGE)
    return [
        divider(),
        section(f"{waiting}."),
        *(block for row in rows for block in row),
        context(_small_print(page)),
        actions(_desk_button(primary=False)),
    ]


def digest_topic(page: ManagerDigestPage) -> str:
    """What the notification of a nudge says of the digest."""
    return _count_waiting(page)


def _count_waiting(page: ManagerDigestPage, more: str = "") -> str:
    referrals, are = ("referral", "is") if page.count == 1 else ("referrals", "are")
    unanswered = labels.unanswered_part(page.count, page.unanswered)
    return f"{page.count} {more}{referrals} for your openings {are} new or waiting{unanswered}"


def _small_print(page: ManagerDigestPage) -> str:
    not_shown = page.count - len(page.rows)
    more = f" The desk has {not_shown} more." if not_shown else ""
    return f"You get this once a week, because you decide on these roles.{more}"


def _desk_button(*, primary: bool) -> Block:
    return button("Open the desk", OPEN_DESK, primary=primary)


def _row_blocks(page: ManagerDigestPage, max_voices: int) -> list[list[Block]]:
    """The blocks of each referral, with texts cut so that the digest fits into one message."""
    voices = [row.endorsements[:max_voices] for row in page.rows]
    texts = [text for own in voices for each in own for text in _evidence_texts(each)]
    fits = sum(map(len, texts)) <= _WORDS_MAX
    limit = TEXT_MAX if fits else _WORDS_MAX // len(texts)
    return [
        [_summary(row, page), *_voice_blocks(own, limit)]
        for row, own in zip(page.rows, voices, strict=True)
    ]


def _evidence_texts(endorsement: Endorsement) -> list[str]:
    evidence = endorsement.evidence
    return [text for text in (evidence.saw, evidence.why) if text]


def _summary(row: DigestRow, page: ManagerDigestPage) -> Block:
    referral = row.referral
    name, role = labels.candidate_name(referral), labels.role_name(referral, with_title=True)
    owner = "you have it"
    if referral.owner != page.viewer.user_id:
        owner = f"{mention(referral.owner)} has it"
    day = absolute_day(referral.stage_at, page.viewer)
    state = f"{labels.stage_since(referral.stage, day)}, {owner}."
    spoken = f"Read in full: {referral.candidate.name}"
    open_button = button("Read in full", READ_IN_FULL, str(referral.id), spoken=spoken)
    return section(f"*{name}* for {role}\n{state}", accessory=open_button)


def _voice_blocks(voices: Sequence[Endorsement], limit: int) -> list[Block]:
    blocks: list[Block] = []
    for endorsement in voices:
        facts = endorsement_facts(endorsement)
        if endorsement.evidence.conflicts:
            facts.append(labels.disclosure_sentence(endorsement.evidence).rstrip("."))
        blocks.append(context(" · ".join(facts)))
        blocks += [quote(text, limit) for text in _evidence_texts(endorsement)]
    return blocks
