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

MAX_ENDORSEMENTS = 2  # of each referral; "Read in full" shows all
MAX_ENDORSEMENTS_IN_NUDGE = 1  # because a message has at most 50 blocks
# Characters of endorsements in a digest. Slack takes about 13,000 characters in a whole message.
_EVIDENCE_MAX = 5500


def manager_digest_message(page: ManagerDigestPage) -> Message:
    """The digest as a message of its own, which is edited when one of its candidates is erased."""
    as_of = absolute_day(page.viewer.now, page.viewer)
    text = f"{as_of}: {_count_waiting(page)}."
    blocks = [section(text)]
    for row in _row_blocks(page, MAX_ENDORSEMENTS):
        blocks += [divider(), *row]
    blocks += [divider(), actions(_desk_button(primary=True)), context(_small_print(page))]
    return message(*blocks, text=text)


def digest_blocks(page: ManagerDigestPage, *, after_others: bool) -> list[Block]:
    """The digest as the last part of a nudge.

    With `after_others`, the nudge begins with other referrals, so the digest says "more referrals".
    """
    waiting = _count_waiting(page, "more " if after_others else "")
    rows = _row_blocks(page, MAX_ENDORSEMENTS_IN_NUDGE)
    return [
        divider(),
        section(f"{waiting}."),
        *(block for row in rows for block in row),
        context(_small_print(page)),
        actions(_desk_button(primary=False)),
    ]


def digest_topic(page: ManagerDigestPage) -> str:
    """The part of a nudge's notification about the digest."""
    return _count_waiting(page)


def _count_waiting(page: ManagerDigestPage, more: str = "") -> str:
    noun, verb = ("referral", "is") if page.count == 1 else ("referrals", "are")
    unanswered = labels.unanswered_part(page.count, page.unanswered)
    return f"{page.count} {more}{noun} for your openings {verb} new or waiting{unanswered}"


def _small_print(page: ManagerDigestPage) -> str:
    not_shown = page.count - len(page.rows)
    more = f" The desk has {not_shown} more." if not_shown else ""
    return f"You get this once a week, because you decide on these roles.{more}"


def _desk_button(*, primary: bool) -> Block:
    return button("Open the desk", OPEN_DESK, primary=primary)


def _row_blocks(page: ManagerDigestPage, max_endorsements: int) -> list[list[Block]]:
    """The blocks of each referral, with texts cut so that the digest fits into one message."""
    shown = [row.endorsements[:max_endorsements] for row in page.rows]
    texts = [text for of_row in shown for each in of_row for text in _evidence_texts(each)]
    fits = sum(map(len, texts)) <= _EVIDENCE_MAX
    max_length = TEXT_MAX if fits else _EVIDENCE_MAX // len(texts)
    return [
        [_summary(row, page), *_endorsement_blocks(endorsements, max_length)]
        for row, endorsements in zip(page.rows, shown, strict=True)
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


def _endorsement_blocks(endorsements: Sequence[Endorsement], max_length: int) -> list[Block]:
    """The facts and the texts of each endorsement, each text cut at `max_length` characters."""
    blocks: list[Block] = []
    for endorsement in endorsements:
        facts = endorsement_facts(endorsement)
        if endorsement.evidence.conflicts:
            facts.append(labels.disclosure_sentence(endorsement.evidence).rstrip("."))
        blocks.append(context(" · ".join(facts)))
        blocks += [quote(text, max_length) for text in _evidence_texts(endorsement)]
    return blocks
