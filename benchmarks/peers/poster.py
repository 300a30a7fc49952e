"""A loop of `chat.postMessage`, one after the other; prints the seconds."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from rich.console import Console
from slack_sdk import WebClient

TEXT = (
    "Your referral of *Grace Hopper* for *Storage engineer* (ENG-1) is with <@U0LINUS>. "
    "You hear from me when something moves, and within a week even when nothing does."
)
BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": TEXT, "verbatim": True}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Say more"},
                "action_id": "refer.say_more",
                "value": "1",
            }
        ],
    },
]


def main() -> None:
    client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    begun = time.perf_counter()
    for number in range(int(os.environ["MESSAGES"])):
        client.chat_postMessage(channel=f"D1{number:06}", text=TEXT, blocks=BLOCKS)
    seconds = time.perf_counter() - begun
    Console(soft_wrap=True, highlight=False).print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
