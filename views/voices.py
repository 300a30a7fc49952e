"""All voices on a referral side by side: how they know them, what they saw, what they did."""

from __future__ import annotations

from domain.pages import VoicesPage
from domain.referrals import Endorsement, depth_of
from views import kit, words
from views.evidence import answers, room_for
from views.kit import Block
from views.text import esc, listed, on_day, person

SHOWN = 10  # a modal holds 100 blocks


def side_by_side(page: VoicesPage) -> Block:
    """The first voice first, then by depth; how near somebody stands to them does not count."""
    referral = page.referral
    name = esc(referral.candidate.name, 200)
    blocks = [kit.say(f"*{name}* for {words.role(referral, title=True)}: {_count(page)}.")]
    shown = page.voices[:SHOWN]
    room = room_for([text for voice in shown for _, text in answers(voice)])
    for voice in shown:
        blocks += [kit.divider(), *_voice(voice, page, room)]
    hidden = len(page.voices) - SHOWN
    if hidden > 0:
        blocks.append(kit.small(f"And {hidden} more."))
    blocks.append(
        kit.small("The first voice stands first, then what goes deeper. A weak tie loses no place.")
    )
    return kit.modal("desk.side_by_side", "Side by side", blocks)


def _count(page: VoicesPage) -> str:
    return "one voice" if len(page.voices) == 1 else f"{len(page.voices)} voices"


def place(voice: Endorsement) -> str:
    return "First voice" if voice.first else "Second vouch"


def _voice(voice: Endorsement, page: VoicesPage, room: int) -> list[Block]:
    said, kept = voice.evidence, page.kept.get(voice.advocate, ())
    depth = words.DEPTH[depth_of(said, len(kept))].lower()
    since = on_day(voice.at, page.reader.zone, page.reader.now)
    head = f"*{place(voice)}* · {person(voice.advocate)} {words.RELATION_TOLD[voice.relationship]}"
    if said.how_long:
        head += f" · {esc(said.how_long, 200)}"
    sure = f"*{words.CONVICTION[said.conviction]}*" if said.conviction else "No word on how sure"
    blocks = [kit.say(head), kit.small(f"{sure} · {depth} · said {since}")]
    blocks += [kit.quote(text, room) for text in (said.saw, said.why) if text]
    for label, text in words.examples(said):
        if text:
            blocks.append(kit.small(f"{label}: “{esc(text, min(room, 1500))}”"))
    if not (said.saw or said.why):
        blocks.append(kit.small("No evidence yet."))
    notes = []
    if kept:
        notes.append("Did: " + listed([words.DEED[kind] for kind in kept]) + ".")
    open_ = [words.HELP[kind] for kind in said.commitments if kind not in kept]
    if open_:
        notes.append(f"Offers: {listed(open_)}.")
    if said.conflicts:
        notes.append(f"Disclosed: {listed([words.CONFLICT_TOLD[it] for it in said.conflicts])}.")
    if notes:
        blocks.append(kit.small(" ".join(notes)))
    return blocks
