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
    """The rules of one workspace. `bot.settings` reads those that the environment changes.

    `dms_per_week` is the number of unsolicited messages that a person may get in seven days. Fields
    that end in `_days` are calendar days, and cadences count working days. `recruiter_group` is the
    id or the handle of a Slack user group.
    """

    admins: frozenset[str] = frozenset()
    recruiters: frozenset[str] = frozenset()
    recruiter_group: str | None = None
    hiring_managers: frozenset[str] = frozenset()
    guests_see_openings: bool = False
    default_tz: str = "UTC"
    hours: CivilHours = field(default_factory=CivilHours)
    dms_per_week: int = 2
    # Names of emoji; a person whose Slack status has one of them is away.
    away_emoji: frozenset[str] = AWAY_EMOJI
    commitment: Cadence = COMMITMENT_CADENCE
    recruiter_answer: Cadence = RECRUITER_ANSWER_CADENCE
    in_review: Cadence = IN_REVIEW_CADENCE  # also for the stage "contacted"
    interviewing: Cadence = INTERVIEWING_CADENCE
    offer: Cadence = OFFER_CADENCE
    question: Cadence = QUESTION_CADENCE
    consent: Cadence = CONSENT_CADENCE
    consent_days: int = 30
    hide_until_agreed: bool = False
    say_more: Cadence = SAY_MORE_CADENCE
    interview: Cadence = INTERVIEW_CADENCE
    heartbeat_days: int = 7
    first_voice_days: int = 180
    stale_opening_days: int = 14
    roundup_day: int | None = 1  # Monday is 0; None: no round-ups
    thanks_channel: str | None = None
    leaderboard: bool = False
    # The bonus of openings that are posted from now on. An empty text means none by default.
    bonus: str = ""
    bonus_days: str = DEFAULT_DAYS
    bonus_excluded: frozenset[str] = frozenset(each.value for each in Exclusion)
    bonus_executives: frozenset[str] = frozenset()  # user ids
    bonus_sharing: str = Sharing.FIRST.value
    bonus_leavers: str = Leavers.VOID.value
    matching_words: str = ""  # synonyms for `match_opening`, which explains their form
