"""Limits of what people enter: the longest texts, in characters, and the highest numbers.

Forms do not let a person type more, and services refuse longer texts and greater numbers. A comment
says where Slack sets a limit. The other limits are choices that keep what is shown readable.
"""

from __future__ import annotations

from typing import Final

# Bytes of JSON (UTF-8) in an acknowledgement. Slack closes a Socket Mode connection on which an app
# sends a frame of more than 20,480 bytes. The difference leaves room for the rest of the frame.
ACK_BYTES_MAX: Final = 16_000

TEXT_MAX: Final = 3000  # Slack's limit for one input; for texts that have no limit below

# Referrals
CANDIDATE_NAME_MAX: Final = 300
OPENINGS_PER_LEAD_MAX: Final = 3  # for which one form may put a candidate forward
HOW_LONG_MAX: Final = 200  # for how long the advocate has known the candidate
STAGE_NOTE_MAX: Final = 500  # a word to the advocates when the stage changes
QUESTION_MAX: Final = 1000
WORD_LINE_MAX: Final = 500  # what an advocate adds to the evidence that a hiring manager gets
# A reply that is passed on is kept in a button's value. Slack allows 2,000 characters there, and
# some of them are needed for ids.
PASSED_REPLY_MAX: Final = 1900

# Files and links
ATTACHMENTS_MAX: Final = 5  # of one advocate for one referral
FILES_PER_DAY_MAX: Final = 30  # exports and copies of files for which one person asks

# The desk
DESK_SEARCH_MIN: Final = 2  # one letter would find nearly everybody
DESK_SEARCH_MAX: Final = 100
DESK_NOTE_MAX: Final = 2000

# Openings
TITLE_MAX: Final = 150
TEAM_MAX: Final = 60
PLACE_MAX: Final = 100
CHANNELS_MAX: Final = 10
RECALL_PROMPT_MAX: Final = 400  # a question that helps advocates to think of candidates
RECALL_PROMPTS_MAX: Final = 5
BONUS_MAX: Final = 150  # the bonus as it is typed, such as "2,000 EUR"
BONUS_RULE_MAX: Final = 1000

# `/refer search`
SEARCH_MIN: Final = 2
SEARCH_MAX: Final = 100

# Topics that a member follows, and openings that are marked as hot
TOPICS_MAX: Final = 10
TOPIC_MAX: Final = 60
HOT_DAYS_MAX: Final = 60
HOT_DAYS_DEFAULT: Final = 14

# Asks
ASK_WHY_MAX: Final = 1000  # why the asker asks this colleague
ASK_SHARED_MAX: Final = 500  # what the colleague and the candidate have done together
ASK_HELP_MAX: Final = 500  # other help that the asker hopes for
ASK_DRAFT_MAX: Final = 1500  # an endorsement that the colleague may take over

# The bench
BENCH_SKILLS_MAX: Final = 1000
BENCH_PLACE_MAX: Final = 150
BENCH_MESSAGE_MAX: Final = 1000  # characters taken over from a message

# Posts and thanks
CHANNEL_POST_MAX: Final = 2000
DEED_MAX: Final = 150  # what an advocate is thanked for
THANKS_MAX: Final = 1000
