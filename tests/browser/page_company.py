"""The small company of the page's tests: people in several time zones, channels and messages."""

from __future__ import annotations

from typing import Any

COMPANY: dict[str, Any] = {
    "team": {"id": "T0GREEN", "name": "Greenhouse", "domain": "greenhouse"},
    "users": [
        {
            "handle": "ada",
            "real_name": "Ada Park",
            "email": "ada@green.test",
            "tz": "Europe/London",
            "title": "Engineer, storage",
        },
        {
            "handle": "linus",
            "real_name": "Linus Berg",
            "email": "linus@green.test",
            "tz": "Europe/Stockholm",
            "title": "Recruiter",
            "is_admin": True,
        },
        {
            "handle": "mei",
            "real_name": "Mei Tanaka",
            "email": "mei@green.test",
            "tz": "Asia/Tokyo",
            "title": "Engineering manager",
        },
        {
            "handle": "sol",
            "real_name": "Sol Rivera",
            "email": "sol@green.test",
            "tz": "America/Los_Angeles",
            "title": "Designer",
        },
        {
            "handle": "gus",
            "real_name": "Gus Ortega",
            "email": "gus@green.test",
            "tz": "America/Sao_Paulo",
            "title": "Contractor",
            "is_restricted": True,
        },
        {
            "handle": "dee",
            "real_name": "Dee Okafor",
            "email": "dee@green.test",
            "tz": "Africa/Lagos",
            "deleted": True,
        },
    ],
    "channels": [
        {"name": "general", "topic": "News for *everybody*", "members": ["*", "bot"]},
        {"name": "plants", "topic": "Green things", "members": ["ada", "linus", "mei", "bot"]},
        {"name": "random", "members": ["linus", "sol"]},
        {"name": "leads", "is_private": True, "members": ["linus", "mei"]},
        {"name": "archive", "is_archived": True, "members": ["ada"]},
    ],
    "messages": [
        {
            "channel": "general",
            "user": "linus",
            "text": "Morning all. The new office opens on *Thursday*.",
            "minutes_ago": 3000,
        },
        {
            "channel": "general",
            "user": "mei",
            "text": "Is there a plan for the move? I can help with `storage` boxes.",
            "minutes_ago": 1500,
        },
        {
            "channel": "general",
            "user": "linus",
            "text": "Yes, here: <https://example.com/plan|the plan>. Thanks :tada:",
            "minutes_ago": 30,
        },
        {
            "channel": "general",
            "user": "linus",
            "text": "&gt; Please label your boxes\nSays the mover.",
            "minutes_ago": 29,
        },
    ],
}
