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
from views import kit
from views.kit import Block, State
from views.openings import announcement
from views.text import channel, esc, listed

# Ids
POST = "post"  # a button anywhere
FORM = "post.form"
PREVIEW = "post.preview"
EDIT_FORM = "post.edit"

PROMPTS_MAX = 5


def form(filled: OpeningForm | None, *, poster: str, recruiter: str | None) -> Block:
    """The post form, filled with what was typed before and not posted."""
    blocks = _fields(filled, poster=poster, recruiter=recruiter)
    if filled is not None:
        blocks.insert(0, kit.small("This is what you typed last time and did not post."))
    return kit.modal(FORM, "Post an opening", blocks, submit="Preview", close="Cancel")


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
    return kit.modal(
        EDIT_FORM,
        f"Edit {opening.ref}",
        _fields(filled, poster=opening.posted_by, recruiter=opening.recruiter),
        submit="Save",
        close="Cancel",
        private=f"{opening.id}:{opening.version}",
    )


def parse_edit(private: str) -> tuple[int, int]:
    """(opening, version) that the form was opened on."""
    opening, _, version = private.partition(":")
    return kit.number(opening), kit.number(version)


def _fields(filled: OpeningForm | None, *, poster: str, recruiter: str | None) -> list[Block]:
    given = filled or OpeningForm("", "", "", poster, recruiter)
    return [
        kit.text_input(
            "title",
            "Title",
            initial=given.title,
            longest=150,
            placeholder="Staff Engineer, Storage",
        ),
        kit.text_input(
            "team",
            "Team",
            initial=given.team,
            longest=60,
            placeholder="Engineering",
            hint="The ref, such as ENG-12, is made from it.",
        ),
        kit.text_input(
            "place",
            "Place",
            initial=given.place,
            longest=100,
            placeholder="Berlin or remote in Europe",
        ),
        kit.person_input("hiring_manager", "Hiring manager", initial=given.hiring_manager),
        kit.person_input(
            "recruiter",
            "Who answers referrals?",
            initial=given.recruiter,
            optional=True,
            hint="Left empty, it is the hiring manager.",
        ),
        kit.text_input(
            "must_haves", "What it needs", initial=given.must_haves, multiline=True, optional=True
        ),
        kit.text_input(
            "fit_brief",
            "Fit brief",
            initial=given.fit_brief,
            multiline=True,
            optional=True,
            hint="What a strong person looks like, and how an advocate can help.",
        ),
        kit.text_input(
            "recall_prompts",
            "Recall prompts",
            initial="\n".join(given.recall_prompts),
            multiline=True,
            optional=True,
            placeholder="The best incident commander you ever worked with?",
            hint="One a line, five at most: a specific question brings names to mind.",
        ),
        kit.channels_input("channels", "Announce in", initial=given.channels),
        kit.text_input(
            "bonus",
            "Bonus",
            initial=given.bonus,
            optional=True,
            longest=150,
            placeholder="2,000 EUR",
        ),
        kit.text_input(
            "bonus_rule",
            "Rule of the bonus",
            initial=given.bonus_rule,
            multiline=True,
            optional=True,
            longest=1000,
            hint="Half at start, half at 90 days, unless you say otherwise. "
            "It is frozen into each referral.",
        ),
        kit.date_input("closes_on", "Open until", initial=given.closes_on, optional=True),
    ]


def parse(state: State) -> OpeningForm:
    """What the form says, as typed; what cannot be used is found by `services.openings`."""
    prompts = [line.strip() for line in kit.typed(state, "recall_prompts").splitlines()]
    return OpeningForm(
        title=" ".join(kit.typed(state, "title").split()),
        team=" ".join(kit.typed(state, "team").split()),
        place=" ".join(kit.typed(state, "place").split()),
        hiring_manager=kit.picked_person(state, "hiring_manager") or "",
        recruiter=kit.picked_person(state, "recruiter"),
        must_haves=kit.typed(state, "must_haves"),
        fit_brief=kit.typed(state, "fit_brief"),
        recall_prompts=tuple(line[:400] for line in prompts if line)[:PROMPTS_MAX],
        channels=kit.picked_channels(state, "channels"),
        bonus=kit.typed(state, "bonus"),
        bonus_rule=kit.typed(state, "bonus_rule"),
        closes_on=kit.picked_date(state, "closes_on"),
    )


def preview(typed: OpeningForm, *, by: str, now: datetime) -> Block:
    """How it will stand in the channels, before anybody else sees it."""
    shown = announcement(_as_if_posted(typed, by, now))
    where = listed([channel(each) for each in typed.channels])
    return kit.modal(
        PREVIEW,
        "Preview",
        [
            kit.small(f"This is how it will stand in {where}. Nothing is posted yet."),
            kit.divider(),
            *(block for block in shown.blocks if block["type"] != "actions"),
            kit.divider(),
            kit.small(f"Ref: made for {esc(typed.team, 60)} when it is posted."),
        ],
        submit="Post it",
        close="Back",
    )


def _as_if_posted(typed: OpeningForm, by: str, now: datetime) -> AnnouncementPage:
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


def posted(opening: Opening) -> Block:
    """After "Post it": what happened and what comes."""
    where = listed([channel(each) for each in opening.channels])
    return kit.modal(
        "post.posted",
        "Posted",
        [
            kit.say(
                f"*{esc(opening.ref, 40)}* {esc(opening.title, 200)} goes to {where} now. "
                "If a channel does not take it, I write to you with what to do."
            )
        ],
        close="Done",
        close_all=True,  # below it is the form, which is spent
    )
