"""What people type into each field: something normal, and how much there may be of it."""

from __future__ import annotations

from typing import Final

# What a field may hold at most: services refuse more, the forms stop at it.
LONGEST: Final = {
    "name": 300, "advocate": 80, "title": 150, "team": 60, "place": 100, "bonus": 150,
    "bonus_rule": 1000, "how_long": 200, "note": 500, "question": 1000, "prompt": 400,
    "query": 300, "word": 300, "good_at": 1000, "reason": 40,
    "deed": 150, "thanks": 1000, "ask_why": 1000, "ask_shared": 500, "ask_help": 500,
    "ask_draft": 1500, "post": 2000,
}  # fmt: skip
TEXT: Final = 3000

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
    "heard": "She liked the team, and wondered about the on-call.",
    "post": "We are looking for somebody who keeps storage up. Who comes to mind?",
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
    "deed": "Walked somebody through three interviews, on a Sunday.",
    "thanks": "It took the fear out of it, they told me afterwards.",
}
