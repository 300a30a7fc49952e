"""Openings: the announcement in a channel, the details, the list, and the form to change a status.

Also the message to the person in charge about an announcement that failed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from domain.limits import BONUS_RULE_MAX, RECALL_PROMPT_MAX
from domain.openings import Announcement, AnnouncementState, Opening, OpeningStatus, may_become
from domain.pages import AnnouncementPage
from views import labels
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    join_with_dividers,
    message,
    modal,
    option,
    quote,
    section,
)
from views.bonus import rule_blocks
from views.form_state import State, selected_member
from views.formatting import channel_link, escape, mention, weekday
from views.hot_openings import OPEN_HOT_FORM
from views.inputs import choice_input
from views.refer import KNOW_SOMEONE, REFER, PromptValue

# Unless a comment says otherwise, the button's value or the modal's private metadata is the
# opening's id.
SHOW_DETAILS = "opening.details"
OPEN_MANAGE_FORM = "opening.manage"
MANAGE_FORM = "opening.manage_form"
OPEN_EDIT_FORM = "opening.edit"
LIST_OPENINGS = "opening.jobs"  # has no value
ANNOUNCE_AGAIN = "opening.announce_again"  # value: the announcement's id

MAX_ROLES_SHOWN = 10  # openings in the answer to `/refer jobs`


def announcement_message(page: AnnouncementPage) -> Message:
    """The post in each channel, which is edited whenever the opening changes.

    In a preview it has no channel yet.
    """
    opening, channel = page.opening, page.announcement.channel
    name = _opening_name(opening)
    if channel and not opening.is_announced_in(channel):
        return _elsewhere_message(opening, name)
    if not opening.takes_referrals:
        return _not_open_message(opening, name)
    blocks = [section(f"{name}\n{_team_line(opening)}{_hot_line(opening)}")]
    if opening.fit_brief:
        blocks.append(quote(opening.fit_brief, 700))
    refer_button = button("Refer someone", REFER, str(opening.id), primary=True)
    if opening.recall_prompts:
        prompt = escape(opening.recall_prompts[opening.prompt_index], RECALL_PROMPT_MAX)
        blocks.append(section(f"Who comes to mind? {prompt}"))
        value = str(PromptValue(opening.id, opening.prompt_index))
        refer_button = button("I know someone", KNOW_SOMEONE, value, primary=True)
    blocks.append(actions(refer_button, button("Details", SHOW_DETAILS, str(opening.id))))
    blocks.append(context(_small_print_line(opening)))
    return message(*blocks, text=name)


def _elsewhere_message(opening: Opening, name: str) -> Message:
    """Replaces a post that Slack refuses to delete, in a channel that is no longer chosen."""
    return message(
        section(f"{name} isn't announced here any more."),
        actions(button("Details", SHOW_DETAILS, str(opening.id))),
        text=name,
    )


def _opening_name(opening: Opening) -> str:
    """The ref (such as "ENG-12") and the title. An opening in a preview has no ref yet."""
    title = escape(opening.title, 200)
    return f"*{escape(opening.ref, 40)}* {title}" if opening.ref else f"*{title}*"


def _not_open_message(opening: Opening, name: str) -> Message:
    state = {
        OpeningStatus.PAUSED: "is paused. Everyone who was put forward keeps their place.",
        OpeningStatus.FILLED: "is filled. Thank you to everyone who put a name forward.",
        OpeningStatus.CLOSED: "is closed. Thank you to everyone who put a name forward.",
        OpeningStatus.OPEN: "",
    }[opening.status]
    return message(
        section(f"{name} {state}"),
        actions(button("Details", SHOW_DETAILS, str(opening.id))),
        text=name,
    )


def _team_line(opening: Opening) -> str:
    """The team, the place and the hiring manager."""
    parts = [escape(opening.team, 100), escape(opening.place, 150)]
    if opening.hiring_manager:
        parts.append(f"with {mention(opening.hiring_manager)}")
    return " · ".join(parts)


def _small_print_line(opening: Opening, *, with_bonus: bool = True) -> str:
    parts = []
    if opening.bonus and with_bonus:
        parts.append(f"Bonus: {escape(opening.bonus, 150)}")
    if opening.closes_on:
        parts.append(f"Open until {_closing_date(opening)}")
    owner = opening.recruiter or opening.hiring_manager
    if owner:
        parts.append(f"{mention(owner)} answers every referral")
    return " · ".join(parts) or "Every referral gets an answer."


def _hot_line(opening: Opening) -> str:
    """A line break and "Hot until Monday 16 March". Empty if the opening is not hot (urgent)."""
    if not opening.is_hot or opening.hot_last_day is None:
        return ""
    return f"\n*Hot until {weekday(opening.hot_last_day)}*"


def _closing_date(opening: Opening) -> str:
    """The last day of the opening and its last minute, which Slack formats in the viewer's zone.

    Older openings have no stored end of the day. For these it is the day alone, taken at noon in
    UTC, because that moment is on the same day in nearly every zone.
    """
    if opening.closes_on is None:
        return ""
    if opening.closes_at is not None:
        # `closes_at` is midnight, and "until 23:59" names the day before it.
        last_minute = opening.closes_at.astimezone(UTC) - timedelta(minutes=1)
        seconds = int(last_minute.timestamp())
        fallback = f"{last_minute.day} {last_minute:%B %Y, %H:%M} UTC"
        return f"<!date^{seconds}^{{date_short}} at {{time}}|{fallback}>"
    moment = datetime.combine(opening.closes_on, time(12), tzinfo=UTC)
    return f"<!date^{int(moment.timestamp())}^{{date_short}}|{opening.closes_on.isoformat()}>"


def details_modal(opening: Opening, *, may_refer: bool, may_manage: bool) -> Block:
    lines = [_opening_name(opening), _team_line(opening)]
    if not opening.takes_referrals:
        lines.append(f"{labels.STATUS[opening.status]}.")
    blocks = [section("\n".join(lines))]
    for label, text in (("What it needs", opening.must_haves), ("A strong fit", opening.fit_brief)):
        if text:
            blocks += [section(f"*{label}*"), quote(text, 2500)]
    if opening.recall_prompts:
        blocks.append(section("*Who comes to mind?*"))
        blocks += [quote(prompt, RECALL_PROMPT_MAX) for prompt in opening.recall_prompts]
    if opening.bonus_terms:
        blocks += rule_blocks(opening.bonus_terms)
    elif opening.bonus:
        blocks.append(section(f"*Bonus* {escape(opening.bonus, 200)}"))
        if opening.bonus_rule:
            blocks.append(quote(opening.bonus_rule, BONUS_RULE_MAX))
    buttons = []
    if opening.takes_referrals and may_refer:
        buttons.append(button("Refer someone", REFER, str(opening.id), primary=True))
    if may_manage:
        buttons.append(button("Manage", OPEN_MANAGE_FORM, str(opening.id)))
    if buttons:
        blocks.append(actions(*buttons))
    blocks.append(context(_small_print_line(opening, with_bonus=False)))
    return modal("opening.details_view", "Opening", blocks)


def opening_row(opening: Opening, *, may_manage: bool = False) -> Block:
    """One opening in a list, with a button for managing it or else for referring someone."""
    name = f"*{escape(opening.ref, 40)}* {escape(opening.title, 150)}"
    text = f"{name}\n{_team_line(opening)}{_hot_line(opening)}"
    if may_manage:
        accessory = button(
            "Manage", OPEN_MANAGE_FORM, str(opening.id), spoken=f"Manage {opening.ref}"
        )
    else:
        accessory = button(
            "Refer someone", REFER, str(opening.id), spoken=f"Refer someone for {opening.ref}"
        )
    return section(text, accessory=accessory)


def open_roles_message(
    openings: list[Opening],
    query: str,
    managed: Collection[int] = (),
    *,
    more: bool,
    may_refer: bool,
) -> Message:
    """The answer to `/refer jobs`. `query` is what the viewer typed after "jobs".

    `managed` are the ids of the openings that the viewer may manage. `more` is true if there are
    further openings, which are not in `openings`. `may_refer` is false for guests.
    """
    condition = f" for “{escape(query, 100)}”" if query else ""
    if not openings:
        text = f"No open role{condition} at the moment."
        if query:
            text += " `/refer jobs` lists all of them."
        elif may_refer:
            text += " `/refer` also takes someone worth having without one."
        return message(section(text), text=text)
    text = f"Open roles{condition}."
    rows = [
        opening_row(opening, may_manage=opening.id in managed)
        for opening in openings[:MAX_ROLES_SHOWN]
    ]
    if not may_refer:
        for row in rows:
            del row["accessory"]  # the button
    blocks = [section(text), *join_with_dividers(rows)]
    if more:
        blocks.append(context("There are more: add a word, such as `/refer jobs berlin`."))
    return message(*blocks, text=text)


_STATUS_CHOICES: dict[OpeningStatus, str] = {
    OpeningStatus.OPEN: "Reopen: take referrals again",
    OpeningStatus.PAUSED: "Pause: no new referrals for now",
    OpeningStatus.FILLED: "Filled: someone has accepted",
    OpeningStatus.CLOSED: "Close: not filled",
}


def manage_form(opening: Opening, *, may_mark_hot: bool = False) -> Block:
    value = str(opening.id)
    buttons = [button("Edit what it says", OPEN_EDIT_FORM, value)]
    if may_mark_hot and opening.takes_referrals:
        buttons.append(button("Mark as hot", OPEN_HOT_FORM, value))
    choices = [
        option(status.value, label)
        for status, label in _STATUS_CHOICES.items()
        if may_become(opening.status, status)
    ]
    return modal(
        MANAGE_FORM,
        "Manage opening",
        [
            section(
                f"*{escape(opening.ref, 40)}* {escape(opening.title, 200)} is "
                f"{labels.STATUS[opening.status].lower()}."
            ),
            actions(*buttons),
            choice_input(
                "status",
                "Change it to",
                choices,
                element_type="radio_buttons",
                hint="I'll edit the announcement.",
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(opening.id),
    )


def parse_manage(state: State) -> OpeningStatus | None:
    """The status that was chosen in the form, or None."""
    return selected_member(state, "status", OpeningStatus)


_INVITE = "Type `/invite @Vouch` there, then press Try again."
_USE_ANOTHER = "Announce the role in another channel, or unarchive this one and press Try again."
_POST_AGAIN = "Post it again, so that people see today's text."
# By Slack's error: the problem, and the remedy. The remedy is not shown (see `_NOTHING_TO_DO`) if
# the role takes no referrals any more.
_FAILURES: dict[str, tuple[str, str]] = {
    "not_in_channel": ("I'm not in {channel}.", _INVITE),
    "channel_not_found": ("I can't see {channel}: it may be private without me.", _INVITE),
    "is_archived": ("{channel} is archived.", _USE_ANOTHER),
    "is_inactive": ("{channel} is archived.", _USE_ANOTHER),
    "restricted_action": (
        "{channel} doesn't let apps post.",
        "Someone who manages it can change that; then press Try again.",
    ),
    "message_not_found": ("Someone deleted it.", "If that wasn't meant, post it again."),
    "edit_window_closed": ("Slack no longer lets me change that post.", _POST_AGAIN),
    "cant_delete_message": ("Slack doesn't let me delete it.", _POST_AGAIN),
    "cant_update_message": ("Slack no longer lets me change that post.", _POST_AGAIN),
}
_OTHER_FAILURE = ("Slack refused it ({reason}).", "Try again, or choose another channel.")
_NOTHING_TO_DO = "You don't have to do anything: anyone who clicks it is told."


def announcement_failed_message(page: AnnouncementPage) -> Message:
    """Tells the person in charge that an announcement is missing in a channel, or is out of date.

    The message is edited when the announcement is queued again, when it is posted, and when the
    opening changes.
    """
    opening, announcement = page.opening, page.announcement
    ref, channel = f"*{escape(opening.ref, 40)}*", channel_link(announcement.channel)
    if not opening.is_announced_in(announcement.channel):
        return _withdrawal_message(announcement, ref)
    if announcement.state is AnnouncementState.POSTED:
        text = f"{ref} is posted in {channel} now."
        return message(section(text), text=text)
    if announcement.state is AnnouncementState.QUEUED:
        text = f"Trying {channel} again for {ref}."
        return message(section(text), text=text)
    text = _describe_failure(opening, announcement)
    return message(
        section(f"{text}\n{_explain_failure(opening, announcement)}"),
        *_failure_buttons(opening, announcement),
        text=text,
    )


def _withdrawal_message(announcement: Announcement, ref: str) -> Message:
    """About a channel that is no longer chosen: whether the post is still visible in it."""
    channel = channel_link(announcement.channel)
    text = f"{ref} isn't announced in {channel} any more."
    if announcement.ts is None or announcement.state is not AnnouncementState.FAILED:
        return message(section(text), text=text)
    text = f"{ref} isn't announced in {channel} any more, but its post is still there."
    reason = announcement.reason or ""
    problem, _ = _FAILURES.get(reason, _OTHER_FAILURE)
    problem = problem.format(channel=channel, reason=escape(reason, 60))
    remedy = f"Someone who manages {channel} can delete it, or I can try again."
    return message(
        section(f"{text}\n{problem} {remedy}"),
        actions(button("Try again", ANNOUNCE_AGAIN, str(announcement.id), primary=True)),
        text=text,
    )


def _describe_failure(opening: Opening, announcement: Announcement) -> str:
    ref, channel = f"*{escape(opening.ref, 40)}*", channel_link(announcement.channel)
    if announcement.is_deleted:
        return f"The post about {ref} in {channel} is gone."
    if announcement.ts is None:
        return f"{ref} is stored, but it isn't posted in {channel} yet."
    if opening.takes_referrals:
        return f"{ref} was changed, but its post in {channel} still shows how it was before."
    status = labels.STATUS[opening.status].lower()
    return f"{ref} is {status}, but its post in {channel} still shows how it was before."


def _explain_failure(opening: Opening, announcement: Announcement) -> str:
    reason = announcement.reason or ""
    problem, remedy = _FAILURES.get(reason, _OTHER_FAILURE)
    problem = problem.format(channel=channel_link(announcement.channel), reason=escape(reason, 60))
    return f"{problem} {remedy if opening.takes_referrals else _NOTHING_TO_DO}"


def _failure_buttons(opening: Opening, announcement: Announcement) -> list[Block]:
    """Buttons with the remedies.

    There are none for a role that takes no referrals. Whoever clicks its old post is told so.
    """
    if not opening.takes_referrals:
        return []
    label = "Post it again" if announcement.needs_new_message else "Try again"
    return [
        actions(
            button(label, ANNOUNCE_AGAIN, str(announcement.id), primary=True),
            button("Choose another channel", OPEN_EDIT_FORM, str(opening.id)),
        )
    ]
