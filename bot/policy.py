"""Settings of the environment as the policy that the rules read."""

from __future__ import annotations

from bot.settings import Settings
from domain.cadence import Cadence
from domain.policy import Policy
from domain.working_time import CivilHours


def policy_of(settings: Settings) -> Policy:
    return Policy(
        admins=frozenset(settings.admins),
        recruiters=frozenset(settings.recruiters),
        recruiter_group=settings.recruiter_group,
        hiring_managers=frozenset(settings.hiring_managers),
        guests_see_openings=settings.guests_see_openings,
        default_tz=settings.default_tz,
        hours=CivilHours(settings.hours_start, settings.hours_end, settings.working_days),
        dms_per_week=settings.dms_per_week,
        commitment=Cadence(settings.commitment_days),
        say_more=Cadence(settings.say_more_days),
        interview=Cadence(settings.interview_days),
        recruiter_answer=Cadence((settings.recruiter_nudge_days, settings.recruiter_escalate_days)),
        consent=Cadence(settings.consent_nudge_days),
        consent_days=settings.consent_days,
        hide_until_agreed=settings.hide_until_agreed,
        thanks_channel=settings.thanks_channel,
        leaderboard=settings.leaderboard,
        heartbeat_days=settings.heartbeat_days,
        first_voice_days=settings.first_voice_days,
        stale_opening_days=settings.stale_opening_days,
        roundup_day=settings.roundup_day,
    )
