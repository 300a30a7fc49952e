"""Difference & Co.: 25 people in six time zones, as the sandbox's plain dict. Ids are fixed."""

from __future__ import annotations

from typing import Any

RECRUITER_GROUP = "recruiters"

_LONDON, _BERLIN, _NEW_YORK = "Europe/London", "Europe/Berlin", "America/New_York"
_CALIFORNIA, _INDIA, _TOKYO = "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo"


def _person(handle: str, name: str, title: str, tz: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"U0{handle.upper()}",
        "handle": handle,
        "real_name": name,
        "title": title,
        "email": f"{handle}@difference.example",
        "tz": tz,
        **more,
    }


PEOPLE: list[dict[str, Any]] = [
    _person("ada", "Ada Park", "Engineer, Storage", _LONDON),
    _person("linus", "Linus Holm", "Recruiter", _BERLIN),
    _person("margaret", "Margaret Okafor", "Director of Engineering", _NEW_YORK),
    _person("bob", "Bob Reyes", "Engineer, Platform", _NEW_YORK),
    _person("carol", "Carol Singh", "Head of People", _INDIA, is_admin=True, is_owner=True),
    _person("priya", "Priya Nair", "Recruiter", _INDIA),
    _person("kenji", "Kenji Mori", "Head of Design", _TOKYO),
    _person("sofia", "Sofia Lindqvist", "Head of Data", _BERLIN),
    _person("dmitri", "Dmitri Volkov", "Engineer, Storage", _BERLIN),
    _person("lucia", "Lucía Fernández", "Product manager", _LONDON),
    _person("marcus", "Marcus Webb", "Sales lead", _CALIFORNIA),
    _person("aisha", "Aisha Bello", "Engineer, Platform", _LONDON),
    _person("tom", "Tom Fischer", "Support lead", _BERLIN),
    _person("mei", "Mei Tanaka", "Designer", _TOKYO),
    _person("ravi", "Ravi Iyer", "Engineer, Data", _INDIA),
    _person("elena", "Elena Rossi", "Finance", _BERLIN),
    _person("jonas", "Jonas Weber", "Site reliability engineer", _BERLIN),
    _person("nora", "Nora Quinn", "Engineering manager", _NEW_YORK),
    _person("samuel", "Samuel Adeyemi", "Engineer, Mobile", _LONDON),
    _person("yuki", "Yuki Sato", "Researcher", _TOKYO),
    _person("grant", "Grant Miller", "Customer success", _CALIFORNIA),
    _person("hana", "Hana Novak", "Engineer, Security", _CALIFORNIA),
    _person("gus", "Gus Baker", "Contractor", _BERLIN, is_restricted=True),
    _person("sam", "Sam Delgado", "Partner at Globex", _TOKYO, is_stranger=True,
            team_id="T0GLOBEX"),
    _person("dora", "Dora Lang", "Left in spring", _LONDON, deleted=True),
]  # fmt: skip

COMPANY: dict[str, Any] = {
    "team": {"id": "T0DIFF", "name": "Difference & Co.", "domain": "difference"},
    "users": PEOPLE,
    "channels": [
        {"name": "general", "topic": "Everybody", "members": ["*"]},
        {"name": "hiring", "topic": "Open roles, and who comes to mind", "members": ["*"]},
        {"name": "engineering", "topic": "How we build", "members": ["ada", "margaret", "bob",
         "dmitri", "aisha", "jonas", "nora", "samuel", "hana", "ravi", "linus"]},
        {"name": "design", "topic": "How it looks", "members": ["kenji", "mei", "yuki", "lucia",
         "linus"]},
        {"name": "recruiting", "topic": "Recruiters", "is_private": True,
         "members": ["linus", "priya", "carol", "margaret"]},
        {"name": "with-globex", "topic": "Shared with Globex", "is_ext_shared": True,
         "members": ["sam", "marcus", "linus"]},
        {"name": "old-launch", "is_archived": True, "members": ["lucia", "marcus"]},
    ],
    "usergroups": [
        {"handle": RECRUITER_GROUP, "name": "Recruiters", "members": ["linus", "priya"]},
    ],
    "messages": [
        {"channel": "general", "user": "carol", "minutes_ago": 300,
         "text": "Good morning. Vouch is here: type `/refer help` to see what it does."},
        {"channel": "engineering", "user": "aisha", "minutes_ago": 200,
         "text": "Met somebody great at the databases meetup: github.com/hopper. She rebuilt "
         "their on-call in a quarter."},
        {"channel": "general", "user": "lucia", "minutes_ago": 45,
         "text": "Who is in the office on Thursday?"},
    ],
}  # fmt: skip
