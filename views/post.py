"""The form to post or edit an opening, and its preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from domain.bonus.rule import NO_BONUS, BonusFields, BonusRule, Exclusion
from domain.limits import (
    PLACE_MAX,
    RECALL_PROMPT_MAX,
    RECALL_PROMPTS_MAX,
    TEAM_MAX,
    TEXT_MAX,
    TITLE_MAX,
)
from domain.opening_edits import fingerprint_fields, to_form
from domain.openings import (
    Announcement,
    AnnouncementState,
    Opening,
    OpeningForm,
    OpeningStatus,
)
from domain.pages import AnnouncementPage
from domain.typed_text import strip_unseen
from views.block_kit import Block, context, divider, modal, quote, section
from views.bonus import EXCLUSION_LABELS, bonus_inputs, rule_blocks
from views.button_values import parse_id
from views.form_state import (
    State,
    selected_channels,
    selected_date,
    selected_members,
    selected_user,
    text_value,
)
from views.formatting import calendar_day, channel_link, escape, join_with_and, mention, zone_name
from views.inputs import (
    channels_input,
    date_input,
    redraw_inputs,
    text_input,
    user_input,
)
from views.notice import draft_notice
from views.openings import announcement_message

OPEN_POST_FORM = "post"  # a button in many places; no value
POST_FORM = "post.form"
START_OVER = "post.start_over"  # has no value
START_EDIT_OVER = "post.start_edit_over"  # has no value
PREVIEW_FORM = "post.preview"
EDIT_FORM = "post.edit"  # private metadata: an `OpeningVersion`


@dataclass(frozen=True, slots=True)
class OpeningVersion:
    """Which opening the form edits, with its version and its values when the form was opened.

    `fingerprints` has a short hash of the value of each field, by the name of the field.

    A form that an older release opened has no fingerprints.
    """

    opening_id: int
    version: int
    fingerprints: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        marks = ",".join(f"{name}={mark}" for name, mark in self.fingerprints.items())
        return f"{self.opening_id}:{self.version}:{marks}"


def parse_version(private: str) -> OpeningVersion:
    opening_id, _, rest = private.partition(":")
    version, _, marks = rest.partition(":")
    fingerprints = dict(mark.split("=", 1) for mark in marks.split(",") if "=" in mark)
    return OpeningVersion(parse_id(opening_id), parse_id(version), fingerprints)


def post_form(
    unposted: OpeningForm | None,
    *,
    poster: str,
    recruiter: str | None,
    zone: tzinfo,
    bonus: BonusFields = NO_BONUS,
) -> Block:
    """The form for a new opening.

    `unposted` is the draft that the poster has left, or None. `zone` is the poster's time zone.
    """
    blocks = _inputs(unposted, poster=poster, recruiter=recruiter, zone=zone, bonus=bonus)
    if unposted is not None:
        text = "This is what you typed last time and didn't post."
        blocks.insert(0, draft_notice(text, START_OVER))
    return modal(POST_FORM, "Post an opening", blocks, submit="Preview", close="Cancel")


def edit_form(opening: Opening, zone: tzinfo, unsaved: OpeningForm | None = None) -> Block:
    """The form for a stored opening. `unsaved` has the values typed before but not saved, or None.

    `zone` is the time zone of the person who posted the opening.
    """
    if unsaved is None:
        return _edit_modal(opening, to_form(opening), zone)
    return add_unsaved_notice(_edit_modal(opening, unsaved, zone))


def add_unsaved_notice(form: Block) -> Block:
    """Add the notice that the form shows values which were typed before and not saved."""
    text = "This is what you typed last time and didn't save."
    return {**form, "blocks": [draft_notice(text, START_EDIT_OVER), *form["blocks"]]}


def _edit_modal(opening: Opening, shown: OpeningForm, zone: tzinfo) -> Block:
    fingerprints = fingerprint_fields(to_form(opening))
    return modal(
        EDIT_FORM,
        f"Edit {opening.ref}",
        _inputs(shown, poster=opening.posted_by, recruiter=opening.recruiter, zone=zone),
        submit="Save",
        close="Cancel",
        private=str(OpeningVersion(opening.id, opening.version, fingerprints)),
    )


def conflict_form(
    opening: Opening, typed: OpeningForm, changed_by: Mapping[str, str | None], zone: tzinfo
) -> Block:
    """The form after others have saved changes to fields that this person changed as well.

    `changed_by` has these fields and who saved each of them, or None if that is unknown. The saved
    value is shown above each of these fields. `typed` has this person's values of these fields and
    the newest values of all others. Saving the form again stores what its fields show.
    """
    form = _edit_modal(opening, typed, zone)
    blocks = [
        context(
            "Someone saved changes to this opening while you were editing it. Nothing you typed "
            "is lost: save again to keep what the fields say now."
        )
    ]
    for block in form["blocks"]:
        name = block["block_id"]
        if name in changed_by:
            blocks += _saved_change_blocks(name, to_form(opening), changed_by[name])
        blocks.append(block)
    return redraw_inputs({**form, "blocks": blocks}, f"v{opening.version}")


def _saved_change_blocks(name: str, stored: OpeningForm, editor: str | None) -> list[Block]:
    who = mention(editor) if editor else "Someone"
    value = getattr(stored, name)
    if not value:
        return [section(f"{who} emptied this meanwhile.")]
    if name in ("hiring_manager", "recruiter"):
        return [section(f"{who} changed this meanwhile to {mention(value)}.")]
    if name == "channels":
        links = join_with_and([channel_link(channel) for channel in value])
        return [section(f"{who} changed this meanwhile to {links}.")]
    if isinstance(value, date):
        return [section(f"{who} changed this meanwhile to {calendar_day(value, None)}.")]
    if name == "bonus_excluded":
        value = tuple(EXCLUSION_LABELS[each] for each in value)
    text = "\n".join(value) if isinstance(value, tuple) else str(value)
    return [section(f"{who} changed this meanwhile. It says now:"), quote(text, TEXT_MAX)]


def _inputs(
    initial: OpeningForm | None,
    *,
    poster: str,
    recruiter: str | None,
    zone: tzinfo,
    bonus: BonusFields = NO_BONUS,
) -> list[Block]:
    values = initial or OpeningForm(
        title="",
        team="",
        place="",
        hiring_manager=poster,
        recruiter=recruiter,
        bonus=bonus.amount,
        bonus_days=bonus.days,
        bonus_excluded=bonus.excluded,
    )
    return [
        text_input(
            "title",
            "Title",
            initial=values.title,
            max_length=TITLE_MAX,
            placeholder="Staff Engineer, Storage",
        ),
        text_input(
            "team",
            "Team",
            initial=values.team,
            max_length=TEAM_MAX,
            placeholder="Engineering",
            hint="The ref, such as ENG-12, is made from it.",
        ),
        text_input(
            "place",
            "Place",
            initial=values.place,
            max_length=PLACE_MAX,
            placeholder="Berlin or remote in Europe",
        ),
        user_input("hiring_manager", "Hiring manager", initial=values.hiring_manager),
        user_input(
            "recruiter",
            "Who answers referrals?",
            initial=values.recruiter,
            optional=True,
            hint="If you leave it empty, the hiring manager does.",
        ),
        text_input(
            "must_haves", "What it needs", initial=values.must_haves, multiline=True, optional=True
        ),
        text_input(
            "fit_brief",
            "Fit brief",
            initial=values.fit_brief,
            multiline=True,
            optional=True,
            hint="What a strong person looks like, and how an advocate can help.",
        ),
        text_input(
            "recall_prompts",
            "Recall prompts",
            initial="\n".join(values.recall_prompts),
            multiline=True,
            optional=True,
            placeholder="The best incident commander you ever worked with?",
            hint=f"One a line, {RECALL_PROMPTS_MAX} at most, each up to {RECALL_PROMPT_MAX} "
            "characters: a specific question brings names to mind.",
        ),
        channels_input("channels", "Announce in", initial=values.channels),
        *bonus_inputs(values),
        date_input(
            "closes_on",
            "Open until",
            initial=values.closes_on,
            optional=True,
            hint=f"It closes at the end of that day, {zone_name(zone)}.",
        ),
    ]


def parse_opening_form(state: State) -> OpeningForm:
    """The form as it was typed; `services.openings` checks it."""
    prompts = [strip_unseen(line) for line in text_value(state, "recall_prompts").splitlines()]
    return OpeningForm(
        title=" ".join(text_value(state, "title").split()),
        team=" ".join(text_value(state, "team").split()),
        place=" ".join(text_value(state, "place").split()),
        hiring_manager=selected_user(state, "hiring_manager") or "",
        recruiter=selected_user(state, "recruiter"),
        must_haves=text_value(state, "must_haves"),
        fit_brief=text_value(state, "fit_brief"),
        recall_prompts=tuple(filter(None, prompts)),
        channels=selected_channels(state, "channels"),
        bonus=text_value(state, "bonus"),
        bonus_rule=text_value(state, "bonus_rule"),
        closes_on=selected_date(state, "closes_on"),
        bonus_days=text_value(state, "bonus_days"),
        bonus_excluded=selected_members(state, "bonus_excluded", Exclusion),
    )


def preview_modal(
    form: OpeningForm,
    *,
    poster: str,
    now: datetime,
    closes_at: datetime | None,
    bonus: BonusRule | None = None,
) -> Block:
    """The announcement as it will be in the channels; nobody else sees it yet."""
    announcement = announcement_message(_preview_page(form, poster, now, closes_at, bonus))
    channels = join_with_and([channel_link(channel_id) for channel_id in form.channels])
    return modal(
        PREVIEW_FORM,
        "Preview",
        [
            context(f"This is how it will look in {channels}. Nothing is posted yet."),
            divider(),
            *(block for block in announcement.blocks if block["type"] != "actions"),
            divider(),
            *(rule_blocks(bonus) if bonus else []),
            context("It gets its short ref when it's posted."),
        ],
        submit="Post it",
        close="Back",
    )


def _preview_page(
    form: OpeningForm,
    poster: str,
    now: datetime,
    closes_at: datetime | None,
    bonus: BonusRule | None,
) -> AnnouncementPage:
    """An opening that is not stored: its ids are 0, and its ref is empty."""
    opening = Opening(
        id=0,
        workspace_id=0,
        ref="",
        status=OpeningStatus.OPEN,
        title=form.title,
        team=form.team,
        place=form.place,
        hiring_manager=form.hiring_manager,
        recruiter=form.recruiter,
        must_haves=form.must_haves,
        fit_brief=form.fit_brief,
        recall_prompts=form.recall_prompts,
        channels=form.channels,
        bonus=str(bonus.money) if bonus else form.bonus,
        bonus_rule=form.bonus_rule,
        bonus_terms=bonus,
        closes_on=form.closes_on,
        posted_by=poster,
        posted_at=now.astimezone(UTC),
        changed_at=now.astimezone(UTC),
        version=0,
        closes_at=closes_at,
    )
    announcement = Announcement(
        id=0,
        workspace_id=0,
        opening_id=0,
        channel="",
        ts=None,
        state=AnnouncementState.QUEUED,
        reason=None,
    )
    return AnnouncementPage(opening, announcement)


def posted_modal(opening: Opening) -> Block:
    """The answer to "Post it"."""
    channels = join_with_and([channel_link(channel_id) for channel_id in opening.channels])
    return modal(
        "post.posted",
        "Posted",
        [
            section(
                f"*{escape(opening.ref, 40)}* {escape(opening.title, 200)} goes to {channels} now. "
                "If a channel doesn't take it, I'll write and say what to do."
            )
        ],
        close="Done",
        clear_on_close=True,  # closes the form and the preview as well
    )
