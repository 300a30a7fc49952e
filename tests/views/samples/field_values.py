"""What people type into each field, and the limit of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from domain import limits

# The greatest length of each field that is not `TEXT_MAX`. The last four fields have no limit, so
# theirs is a length that people rarely exceed.
LENGTHS: Final = {
    "name": limits.CANDIDATE_NAME_MAX,
    "title": limits.TITLE_MAX,
    "team": limits.TEAM_MAX,
    "place": limits.PLACE_MAX,
    "prompt": limits.RECALL_PROMPT_MAX,
    "bonus": limits.BONUS_MAX,
    "bonus_rule": limits.BONUS_RULE_MAX,
    "how_long": limits.HOW_LONG_MAX,
    "note": limits.STAGE_NOTE_MAX,
    "question": limits.QUESTION_MAX,
    "line": limits.WORD_LINE_MAX,
    "ask_why": limits.ASK_WHY_MAX,
    "ask_shared": limits.ASK_SHARED_MAX,
    "ask_help": limits.ASK_HELP_MAX,
    "ask_draft": limits.ASK_DRAFT_MAX,
    "good_at": limits.BENCH_SKILLS_MAX,
    "post": limits.CHANNEL_POST_MAX,
    "deed": limits.DEED_MAX,
    "thanks": limits.THANKS_MAX,
    "advocate": 80,
    "query": 300,
    "word": 300,
    "reason": 40,
}

NORMAL: Final = {
    "name": "Grace Hopper",
    "advocate": "Ada Park",
    "title": "Staff Engineer, Storage",
    "team": "Engineering",
    "place": "Berlin or remote in Europe",
    "must_haves": "Has run a storage system that people depend on.",
    "fit_brief": "Calm when it burns, and writes it down afterwards.",
    "prompt": "The best incident commander you ever worked with?",
    "bonus": "2,000 EUR",
    "bonus_rule": "Half at start, half at 90 days.",
    "saw": "She rebuilt our on-call in a quarter.",
    "why": "Storage is what she reads about on Sundays.",
    "how_long": "2019 to 2023",
    "trust": "I left her the keys to production and slept.",
    "adaptability": "When the vendor folded she had a second plan by Friday.",
    "lifts": "Two juniors from her team lead their own now.",
    "introduction": "Hello Grace, hello Margaret: you two should meet.",
    "reply": "Thank you, I want to meet her.",
    "line": "I'd talk to her about the on-call first.",
    "heard": "She liked the team, and wondered about the on-call.",
    "post": "We're looking for someone who keeps storage up. Who comes to mind?",
    "question": "What did she do when the plan fell apart?",
    "answer": "She stopped, asked three people, and wrote a new one by noon.",
    "note": "We would love to hear from her next year.",
    "query": "storage berlin",
    "word": "setings",
    "ask_why": "She ran the move to the new storage in three months, and nobody was paged.",
    "ask_shared": "The payments migration, 2021.",
    "ask_help": "A word on how she handles a bad week.",
    "ask_draft": "I saw Grace stop a failing migration, and explain it to everybody by noon.",
    "good_at": "Staff engineer: Go, on-call, German",
    "reason": "Go",
    "deed": "Walked someone through three interviews, on a Sunday.",
    "thanks": "It took the fear out of it, they told me afterwards.",
}


def repeat(unit: str) -> Callable[[str], str]:
    """A function from a field to a text of its full length that consists of `unit`."""

    def words(field: str) -> str:
        max_length = LENGTHS.get(field, limits.TEXT_MAX)
        whole = (unit * (max_length // len(unit) + 1))[:max_length]
        # People type whole graphemes, so a unit of several characters is not cut.
        return whole if len(unit) == 1 else unit * (max_length // len(unit))

    return words


FAMILY: Final = "👨‍👩‍👧‍👦"
# Views must show each of these in full, so each is short enough for the smallest limit.
HOSTILE: Final = (
    "*bold* <!channel>",
    "_i_ ~s~ &amp;",
    "`c` <https://evil.example|label>",
    "> @here <@U0EVIL> <!here>",
    "שלום \u202eevil zero\u200bwidth",
    f"{FAMILY} :white_check_mark: <!subteam^S1>",
    "a_b@example.org #general",
    "line\nbreak\tand  spaces",
    "＊wide＊ 100% {name} %s",
)


def hostile_text(field: str, piece: str) -> str:
    """The text of a field in a hostile sample: the piece, and a mark that names the field."""
    return f"{piece} Q{field}Q {piece}" if len(piece) < 12 else f"{piece} Q{field}Q"
