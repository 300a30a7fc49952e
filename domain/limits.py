"""Limits: the greatest lengths of texts, in characters, and the greatest numbers of things.

Forms do not let a person type more, and services refuse longer texts and greater numbers.
"""

from __future__ import annotations

from typing import Final

# Bytes of JSON (UTF-8) in an acknowledgement. Slack closes a Socket Mode connection on which an app
# sends a frame of more than 20,480 bytes. What is left is for the rest of the frame.
ACK_BYTES_MAX: Final = 16_000

TEXT_MAX: Final = 3000  # for texts without a limit of their own; Slack's limit for one input

# Referrals
CANDIDATE_NAME_MAX: Final = 300
OPENINGS_PER_LEAD_MAX: Final = 3
HOW_LONG_MAX: Final = 200
STAGE_NOTE_MAX: Final = 500
QUESTION_MAX: Final = 1000
WORD_LINE_MAX: Final = 500  # an advocate's own line above their words to the hiring manager
PASSED_REPLY_MAX: Final = 1900  # a button value has 2,000 characters, of which the ids need some

# Files and links
ATTACHMENTS_MAX: Final = 5  # of one advocate for one referral
FILES_PER_DAY_MAX: Final = 30  # exports and copies of files for which one person asks

# The desk
DESK_SEARCH_MIN: Final = 2
DESK_SEARCH_MAX: Final = 100
DESK_NOTE_MAX: Final = 2000

# Openings
TITLE_MAX: Final = 150
TEAM_MAX: Final = 60
PLACE_MAX: Final = 100
CHANNELS_MAX: Final = 10
RECALL_PROMPT_MAX: Final = 400
RECALL_PROMPTS_MAX: Final = 5
BONUS_MAX: Final = 150
BONUS_RULE_MAX: Final = 1000

# The search
SEARCH_MIN: Final = 2
SEARCH_MAX: Final = 100

# Topics of one's own, and hot roles
TOPICS_MAX: Final = 10
TOPIC_MAX: Final = 60
HOT_DAYS_MAX: Final = 60
HOT_DAYS_DEFAULT: Final = 14

# Asks
ASK_WHY_MAX: Final = 1000
ASK_SHARED_MAX: Final = 500
ASK_HELP_MAX: Final = 500
ASK_DRAFT_MAX: Final = 1500

# The bench
BENCH_SKILLS_MAX: Final = 1000
BENCH_PLACE_MAX: Final = 150
BENCH_MESSAGE_MAX: Final = 1000  # characters taken over from a message

# Posts and thanks
CHANNEL_POST_MAX: Final = 2000
DEED_MAX: Final = 150
THANKS_MAX: Final = 1000
