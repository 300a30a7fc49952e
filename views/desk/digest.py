"""The digest of a hiring manager on Mondays, with the endorsements as they were written."""

from __future__ import annotations

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

MAX_VOICES = 2  # of one referral; the window of the referral has all
# The most characters of people's words in one message. With ours, Slack allows about 13,000.
_WORDS_MAX = 5500


def manager_digest_message(page: ManagerDigestPage) -> Message:
    """What waits for the openings of the reader. It is edited when someone on it is erased."""
    noun = "referral waits" if page.count == 1 else "referrals wait"
    as_of = absolute_day(page.viewer.now, page.viewer)
    text = f"{as_of}: {page.count} {noun} at your openings"
    text += f"{labels.without_answer(page.count, page.unanswered)}."
    limit = _text_limit(page)
    blocks = [section(text)]
    for row in page.rows:
        blocks += [divider(), *_row_blocks(row, page, limit)]
    not_shown = page.count - len(page.rows)
    more = f" The desk has {not_shown} more." if not_shown else ""
    blocks += [
        divider(),
        actions(button("Open the desk", OPEN_DESK, primary=True)),
        context(f"You get this once a week, because you decide on these roles.{more}"),
    ]
    return message(*blocks, text=text)


def _text_limit(page: ManagerDigestPage) -> int:
    """How many characters of each text fit into the message together with the other texts."""
    texts = [
        text
        for row in page.rows
        for each in _shown_endorsements(row)
        for text in _evidence_texts(each)
    ]
    return TEXT_MAX if sum(map(len, texts)) <= _WORDS_MAX else _WORDS_MAX // len(texts)


def _shown_endorsements(row: DigestRow) -> tuple[Endorsement, ...]:
    return row.endorsements[:MAX_VOICES]


def _evidence_texts(endorsement: Endorsement) -> list[str]:
    evidence = endorsement.evidence
    return [text for text in (evidence.saw, evidence.why) if text]


def _row_blocks(row: DigestRow, page: ManagerDigestPage, limit: int) -> list[Block]:
    referral = row.referral
    name, role = labels.candidate_name(referral), labels.role_name(referral, title=True)
    owner = "you have it"
    if referral.owner != page.viewer.user_id:
        owner = f"{mention(referral.owner)} has it"
    day = absolute_day(referral.stage_at, page.viewer)
    state = f"{labels.stage_since(referral.stage, day)}, {owner}."
    spoken = f"Read in full: {referral.candidate.name}"
    open_button = button("Read in full", READ_IN_FULL, str(referral.id), spoken=spoken)
    blocks = [section(f"*{name}* for {role}\n{state}", accessory=open_button)]
    for endorsement in _shown_endorsements(row):
        facts = endorsement_facts(endorsement)
        if endorsement.evidence.conflicts:
            facts.append(labels.disclosed_sentence(endorsement.evidence).rstrip("."))
        blocks.append(context(" · ".join(facts)))
        blocks += [quote(text, limit) for text in _evidence_texts(endorsement)]
    return blocks
