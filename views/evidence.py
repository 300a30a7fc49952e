"""Everything that the advocates of a referral have said, in full: the card shows the beginnings."""

from __future__ import annotations

from collections.abc import Sequence

from domain.pages import DeskPage
from domain.referrals import Endorsement
from views import kit, words
from views.kit import Block
from views.text import esc, on_day, person

VOICES_SHOWN = 6  # a modal holds 100 blocks
SINCE_SHOWN = 6
LATELY_SHOWN = 4
TEXT_MAX = 3000  # of one answer: nothing longer can be typed
# A view holds 250 kB, and one character of people's may take twelve bytes on the way.
ALL_MAX = 18_000


def everything(page: DeskPage) -> Block:
    """To be read by those who answer; nothing is pressed here."""
    name = esc(page.referral.candidate.name, 200)
    blocks = [kit.say(f"*{name}* for {words.role(page.referral, title=True)}.")]
    shown = page.voices[:VOICES_SHOWN]
    told = _told(page)
    texts = [text for voice in shown for _, text in answers(voice)] + [text for _, text in told]
    room = room_for(texts)
    for voice in shown:
        blocks += [kit.divider(), *_voice(voice, page, room)]
    if len(page.voices) > VOICES_SHOWN:
        more = len(page.voices) - VOICES_SHOWN
        blocks.append(kit.small(f"And {more} more who vouch for them."))
    for by, text in told:
        blocks += [kit.small(f"{by}:"), kit.quote(text, room)]
    return kit.modal("desk.everything", "In full", blocks)


def room_for(texts: Sequence[str]) -> int:
    """How long each of these may be, so that the view holds them all."""
    return TEXT_MAX if sum(map(len, texts)) <= ALL_MAX else ALL_MAX // len(texts)


def lately(page: DeskPage) -> list[Block]:
    """The beginnings of the last of it, for the card."""
    told = _told(page)[-LATELY_SHOWN:]
    return [block for by, text in told for block in (kit.small(f"{by}:"), kit.quote(text, 300))]


def _told(page: DeskPage) -> list[tuple[str, str]]:
    """(who to whom, what): the hiring manager's answers, and what was heard after an interview."""
    told = [
        (f"{person(it.told or '')} answered {person(it.member)}", it.reply)
        for it in page.kept
        if it.told and it.reply is not None
    ]
    told += [(f"{person(it.member)} heard after the interview", it.text) for it in page.heard]
    return [(by, text or "") for by, text in told[-SINCE_SHOWN:]]


def answers(voice: Endorsement) -> list[tuple[str, str]]:
    said = voice.evidence
    asked = (("What they saw", said.saw), ("Why this role", said.why), *words.examples(said))
    return [(label, text) for label, text in asked if text]


def _voice(voice: Endorsement, page: DeskPage, room: int) -> list[Block]:
    said, at = voice.evidence, on_day(voice.at, page.reader.zone, page.reader.now)
    facts = [f"{person(voice.advocate)} {words.RELATION_TOLD[voice.relationship]}"]
    if said.how_long:
        facts.append(esc(said.how_long, 200))
    if said.conviction is not None:
        facts.append(f"*{words.CONVICTION[said.conviction]}*")
    blocks = [kit.say(" · ".join(facts))]
    for label, text in answers(voice):
        blocks += [kit.small(label), kit.quote(text, room)]
    return [*blocks, kit.small(f"Said {at}.")]
