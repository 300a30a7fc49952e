"""The policy of a workspace: every rule that a workspace may change, with its default."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.bonus.rule import DEFAULT_DAYS, Exclusion, Leavers, Sharing
from domain.cadence import (
    COMMITMENT_CADENCE,
    CONSENT_CADENCE,
    IN_REVIEW_CADENCE,
    INTERVIEW_CADENCE,
    INTERVIEWING_CADENCE,
    OFFER_CADENCE,
    QUESTION_CADENCE,
    RECRUITER_ANSWER_CADENCE,
    SAY_MORE_CADENCE,
    Cadence,
)
from domain.working_time import CivilHours

# The emoji of "Vacationing" and "Out sick", two statuses that Slack suggests.
AWAY_EMOJI = frozenset({"palm_tree", "face_with_thermometer"})


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one workspace. The environment and admins change them (`bot.settings`).

    Fields that end in `_days` are calendar days. A cadence says after how many working days each
    reminder is sent. docs/running.md explains every setting.
    """

    admins: frozenset[str] = frozenset()  # user ids, as in the next fields
    recruiters: frozenset[str] = frozenset()
    recruiter_group: str | None = None  # the id or the handle of a Slack user group
    hiring_managers: frozenset[str] = frozenset()
    guests_see_openings: bool = False
    default_tz: str = "UTC"  # for people whose time zone Slack does not tell
    # In the person's own time. Unsolicited messages arrive only then.
    hours: CivilHours = field(default_factory=CivilHours)
    dms_per_week: int = 2  # unsolicited messages that a person may get in seven days
    # Names of emoji; a person whose Slack status has one of them is away.
    away_emoji: frozenset[str] = AWAY_EMOJI
    commitment: Cadence = COMMITMENT_CADENCE
    recruiter_answer: Cadence = RECRUITER_ANSWER_CADENCE
    in_review: Cadence = IN_REVIEW_CADENCE  # also for the stage "contacted"
    interviewing: Cadence = INTERVIEWING_CADENCE
    offer: Cadence = OFFER_CADENCE
    question: Cadence = QUESTION_CADENCE
    consent: Cadence = CONSENT_CADENCE
    consent_days: int = 30  # after which a candidate who has not agreed is erased
    hide_until_agreed: bool = False  # whether owners see only candidates who have agreed
    say_more: Cadence = SAY_MORE_CADENCE
    interview: Cadence = INTERVIEW_CADENCE
    heartbeat_days: int = 7  # without news, after which an advocate hears that nothing is new
    first_voice_days: int = 180  # in which the first advocate of a candidate keeps the credit
    stale_opening_days: int = 14  # without a referral, after which an announcement is refreshed
    roundup_day: int | None = 1  # Monday is 0; None: no round-ups
    thanks_channel: str | None = None  # where thanks may be shared; None: nowhere
    leaderboard: bool = False
    # The bonus of openings that are posted from now on. An empty text means none by default.
    bonus: str = ""
    bonus_days: str = DEFAULT_DAYS  # after the first day at work, when the parts are due
    bonus_excluded: frozenset[str] = frozenset(each.value for each in Exclusion)
    bonus_executives: frozenset[str] = frozenset()  # user ids, for the exclusion of executives
    bonus_sharing: str = Sharing.FIRST.value
    bonus_leavers: str = Leavers.VOID.value
    matching_words: str = ""  # synonyms for `match_opening`, which explains their form
