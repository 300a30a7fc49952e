"""Posting an opening: the form, the preview that comes first, the same form for an edit."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.openings import (
    Announcement,
    AnnouncementState,
    Opening,
    OpeningForm,
    OpeningStatus,
)
from domain.pages import AnnouncementPage
from views import block_kit, button_values, form_state, inputs
from views.block_kit import Block
from views.form_state import State
from views.formatting import channel_link, escape, join_with_and
from views.openings import announcement_message

# Ids
POST = "post"  # a button anywhere
FORM = "post.form"
PREVIEW = "post.preview"
EDIT_FORM = "post.edit"

PROMPTS_MAX = 5


def post_form(filled: OpeningForm | None, *, poster: str, recruiter: str | None) -> Block:
    """The post form, filled with what was typed before and not posted."""
    blocks = _inputs(filled, poster=poster, recruiter=recruiter)
    if filled is not None:
        blocks.insert(0, block_kit.context("This is what you typed last time and did not post."))
    return block_kit.modal(FORM, "Post an opening", blocks, submit="Preview", close="Cancel")


def edit_form(opening: Opening) -> Block:
    filled = OpeningForm(
        title=opening.title,
        team=opening.team,
        place=opening.place,
        hiring_manager=opening.hiring_manager or "",
        recruiter=opening.recruiter,
        must_haves=opening.must_haves,
        fit_brief=opening.fit_brief,
        recall_prompts=opening.recall_prompts,
        channels=opening.channels,
        bonus=opening.bonus,
        bonus_rule=opening.bonus_rule,
        closes_on=opening.closes_on,
    )
    return block_kit.modal(
        EDIT_FORM,
        f"Edit {opening.ref}",
        _inputs(filled, poster=opening.posted_by, recruiter=opening.recruiter),
        submit="Save",
        close="Cancel",
        private=f"{opening.id}:{opening.version}",
    )


def parse_edited_version(private: str) -> tuple[int, int]:
    """(opening, version) that the form was opened on."""
    opening, _, version = private.partition(":")
    return button_values.parse_id(opening), button_values.parse_id(version)


def _inputs(filled: OpeningForm | None, *, poster: str, recruiter: str | None) -> list[Block]:
    given = filled or OpeningForm("", "", "", poster, recruiter)
    return [
        inputs.text_input(
            "title",
            "Title",
            initial=given.title,
            max_length=150,
            placeholder="Staff Engineer, Storage",
        ),
        inputs.text_input(
            "team",
            "Team",
            initial=given.team,
            max_length=60,
            placeholder="Engineering",
            hint="The ref, such as ENG-12, is made from it.",
        ),
        inputs.text_input(
            "place",
            "Place",
            initial=given.place,
            max_length=100,
            placeholder="Berlin or remote in Europe",
        ),
        inputs.user_input("hiring_manager", "Hiring manager", initial=given.hiring_manager),
        inputs.user_input(
            "recruiter",
            "Who answers referrals?",
            initial=given.recruiter,
            optional=True,
            hint="Left empty, it is the hiring manager.",
        ),
        inputs.text_input(
            "must_haves", "What it needs", initial=given.must_haves, multiline=True, optional=True
        ),
        inputs.text_input(
            "fit_brief",
            "Fit brief",
            initial=given.fit_brief,
            multiline=True,
            optional=True,
            hint="What a strong person looks like, and how an advocate can help.",
        ),
        inputs.text_input(
            "recall_prompts",
            "Recall prompts",
            initial="\n".join(given.recall_prompts),
            multiline=True,
            optional=True,
            placeholder="The best incident commander you ever worked with?",
            hint="One a line, five at most: a specific question brings names to mind.",
        ),
        inputs.channels_input("channels", "Announce in", initial=given.channels),
        inputs.text_input(
            "bonus",
            "Bonus",
            initial=given.bonus,
            optional=True,
            max_length=150,
            placeholder="2,000 EUR",
        ),
        inputs.text_input(
            "bonus_rule",
            "Rule of the bonus",
            initial=given.bonus_rule,
            multiline=True,
            optional=True,
            max_length=1000,
            hint="Half at start, half at 90 days, unless you say otherwise. "
            "It is frozen into each referral.",
        ),
        inputs.date_input("closes_on", "Open until", initial=given.closes_on, optional=True),
    ]


def parse_opening_form(state: State) -> OpeningForm:
    """What the form says, as typed; what cannot be used is found by `services.openings`."""
    prompts = [line.strip() for line in form_state.text_value(state, "recall_prompts").splitlines()]
    return OpeningForm(
        title=" ".join(form_state.text_value(state, "title").split()),
        team=" ".join(form_state.text_value(state, "team").split()),
        place=" ".join(form_state.text_value(state, "place").split()),
        hiring_manager=form_state.selected_user(state, "hiring_manager") or "",
        recruiter=form_state.selected_user(state, "recruiter"),
        must_haves=form_state.text_value(state, "must_haves"),
        fit_brief=form_state.text_value(state, "fit_brief"),
        recall_prompts=tuple(line[:400] for line in prompts if line)[:PROMPTS_MAX],
        channels=form_state.selected_channels(state, "channels"),
        bonus=form_state.text_value(state, "bonus"),
        bonus_rule=form_state.text_value(state, "bonus_rule"),
        closes_on=form_state.selected_date(state, "closes_on"),
    )


def preview_modal(typed: OpeningForm, *, by: str, now: datetime) -> Block:
    """How it will stand in the channels, before anybody else sees it."""
    shown = announcement_message(_preview_page(typed, by, now))
    where = join_with_and([channel_link(each) for each in typed.channels])
    return block_kit.modal(
        PREVIEW,
        "Preview",
        [
            block_kit.context(f"This is how it will stand in {where}. Nothing is posted yet."),
            block_kit.divider(),
            *(block for block in shown.blocks if block["type"] != "actions"),
            block_kit.divider(),
            block_kit.context(f"Ref: made for {escape(typed.team, 60)} when it is posted."),
        ],
        submit="Post it",
        close="Back",
    )


def _preview_page(typed: OpeningForm, by: str, now: datetime) -> AnnouncementPage:
    opening = Opening(
        id=0,
        workspace_id=0,
        ref="",
        status=OpeningStatus.OPEN,
        title=typed.title,
        team=typed.team,
        place=typed.place,
        hiring_manager=typed.hiring_manager,
        recruiter=typed.recruiter,
        must_haves=typed.must_haves,
        fit_brief=typed.fit_brief,
        recall_prompts=typed.recall_prompts,
        channels=typed.channels,
        bonus=typed.bonus,
        bonus_rule=typed.bonus_rule,
        closes_on=typed.closes_on,
        posted_by=by,
        posted_at=now.astimezone(UTC),
        changed_at=now.astimezone(UTC),
        version=0,
    )
    return AnnouncementPage(
        opening, Announcement(0, 0, 0, "", None, AnnouncementState.QUEUED, None)
    )


def posted_modal(opening: Opening) -> Block:
    """After "Post it": what happened and what comes."""
    where = join_with_and([channel_link(each) for each in opening.channels])
    return block_kit.modal(
        "post.posted",
        "Posted",
        [
            block_kit.section(
                f"*{escape(opening.ref, 40)}* {escape(opening.title, 200)} goes to {where} now. "
                "If a channel does not take it, I write to you with what to do."
            )
        ],
        close="Done",
        clear_on_close=True,  # below it is the form, which is spent
    )
