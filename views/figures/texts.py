"""The sentences about the figures: in the modal, and for people who cannot see the charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.exports.rows import Export
from domain.figures.periods import Period
from domain.figures.values import Figures, FiguresScope, Group, NudgeCounts, OwnFigures, Tally
from domain.stages import Stage
from views import labels
from views.formatting import escape, join_with_and

GROUPS_SHOWN = 8
OTHERS = "All others"  # the group that combines all groups that are too small to be shown
SCOPES = {
    FiguresScope.EVERYTHING: "All referrals",
    FiguresScope.OWN_OPENINGS: "Referrals for your openings",
    FiguresScope.OWN_REFERRALS: "Your own referrals",
}
FUNNEL_WORDS = {
    Stage.IN_REVIEW: "in review",
    Stage.CONTACTED: "contacted",
    Stage.INTERVIEWING: "interviewed",
    Stage.OFFER: "with an offer",
    Stage.HIRED: "hired",
}
_EXPORTS = {
    Export.REFERRALS: "all referrals",
    Export.OPENINGS: "all openings",
    Export.BONUSES: "all bonuses",
    Export.FIGURES: "the figures",
}


def describe_export(export: Export, period: Period) -> str:
    """What the file holds, such as "all referrals". Only the figures are limited to the period."""
    name = _EXPORTS[export]
    return f"{name} from {describe_period(period)}" if export is Export.FIGURES else name


def describe_period(period: Period) -> str:
    return f"{_day(period.first)} to {_day(period.last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def format_count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun, such as "2,310 referrals". `plural` is for irregular nouns."""
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {noun}"


def format_percentage(part: int, whole: int) -> str:
    """A percentage such as "83%", or a dash if there is nothing to divide by."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def summary_lines(figures: Figures) -> list[str]:
    """The lines about referrals, answers, waiting referrals, stages and reminders."""
    if not figures.total.referrals:
        waiting = [_describe_waiting(figures)] if figures.silent_now else []
        return ["Nobody was put forward in this time. A longer period may show more.", *waiting]
    funnel = [f"{figures.funnel[stage]:,} {words}" for stage, words in FUNNEL_WORDS.items()]
    return [
        _describe_referrals(figures),
        *_describe_answers(figures),
        _describe_waiting(figures),
        f"*Got at least this far:* {' · '.join(funnel)}",
        *_describe_nudges(figures.nudges),
    ]


def _describe_referrals(figures: Figures) -> str:
    referrals, advocates = figures.total.referrals, figures.advocates
    people = format_count(advocates.people, "person", "people")
    text = f"*{format_count(referrals, 'referral')}* from {people}"
    if advocates.people == 1:
        how_often = (
            "who has referred more than once" if advocates.repeated else "for the first time"
        )
        return f"{text}, {how_often}."
    verb = "has" if advocates.repeated == 1 else "have"
    return f"{text}; {advocates.repeated:,} of them {verb} referred more than once."


def _describe_answers(figures: Figures) -> list[str]:
    total = figures.total
    if figures.median_days is None or figures.slowest_days is None:
        return []
    promised = format_count(figures.promised_days, "working day")
    return [
        f"*First answer:* half of them {_within(figures.median_days)}, nine in ten "
        f"{_within(figures.slowest_days)}. "
        f"{format_percentage(total.in_time, total.answered_or_late)} came within "
        f"{promised} ({total.in_time:,} of {total.answered_or_late:,})."
    ]


def _within(days: int) -> str:
    return f"within {format_count(days, 'working day')}" if days else "on the same day"


def _describe_waiting(figures: Figures) -> str:
    days = format_count(figures.promised_days, "working day")
    count = figures.silent_now
    if not count:
        return f"*Waiting now:* nobody has waited longer than {days} for a first answer."
    referrals_have = "referral has" if count == 1 else "referrals have"
    return f"*Waiting now:* {count:,} {referrals_have} had no answer for more than {days}."


def _describe_nudges(nudges: NudgeCounts) -> list[str]:
    if not nudges.sent:
        return []
    parts = [f"{nudges.answered:,} answered", f"{nudges.ignored:,} ignored"]
    if nudges.waiting:
        parts.append(f"{nudges.waiting:,} still open")
    count = nudges.answered + nudges.ignored + nudges.waiting
    things = "one thing" if count == 1 else f"{count:,} things"
    return [f"*Reminders:* I sent {nudges.sent:,}, about {things}: {join_with_and(parts)}."]


def group_name(group: Group, others: str = OTHERS) -> str:
    """The group's name as plain text. `others` names the group that combines all small ones."""
    return f"{group.name} {group.detail}".strip() or others


def group_lines(groups: Sequence[Group]) -> list[str]:
    """A line in mrkdwn for each of the largest groups."""
    return [
        f"• {escape(group_name(group), 120)}: {_describe_tally(group.tally)}"
        for group in groups[:GROUPS_SHOWN]
    ]


def depth_name(group: Group) -> str:
    """The name of a group of referrals that have one depth, whose value is `group.name`."""
    names = {depth.value: name for depth, name in labels.DEPTH.items()}
    return names.get(group.name, OTHERS)


def depth_lines(groups: Sequence[Group]) -> list[str]:
    """A line in mrkdwn for each depth."""
    return [f"• {depth_name(group)}: {_describe_outcomes(group.tally)}" for group in groups]


def _describe_tally(tally: Tally) -> str:
    in_time = f"{format_percentage(tally.in_time, tally.answered_or_late)} answered in time"
    return f"{format_count(tally.referrals, 'referral')}, {in_time}, {tally.hired:,} hired"


def _describe_outcomes(tally: Tally) -> str:
    parts = [
        f"{format_percentage(tally.interviewed, tally.referrals)} came to an interview",
        f"{format_percentage(tally.hired, tally.referrals)} were hired",
    ]
    return f"{format_count(tally.referrals, 'referral')}; {join_with_and(parts)}"


def own_lines(own: OwnFigures) -> list[str]:
    """How the people whom the reader vouched for fared, if there are enough outcomes to show."""
    if own.total is None:
        so_far = format_count(own.outcomes, "outcome") if own.outcomes else "none yet"
        return [
            "*Your words:* from five outcomes on, you'll see here how the people you vouched for "
            f"fared. In this time there {'is' if own.outcomes == 1 else 'are'} {so_far}."
        ]
    total = own.total
    lines = [
        f"*Your words:* you vouched for {format_count(total.referrals, 'person', 'people')}. "
        f"{total.interviewed:,} came to an interview. {total.hired:,} hired, {total.not_now:,} not "
        f"now, {total.withdrawn:,} withdrawn, {total.open:,} still open."
    ]
    if own.median_days is not None:
        lines.append(f"Half of the first answers came {_within(own.median_days)}.")
    return lines
