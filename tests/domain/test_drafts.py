"""Drafts from what is known: an introduction, a post that names nobody, questions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import channel_post, interview
from domain.introduction import TARGET_LENGTH, WARNING_LENGTH, draft_introduction, is_same_text
from domain.referrals import Candidate, Consent, Evidence, Relationship
from tests.views.samples import SAMPLES

SAID = Evidence(
    saw="She rebuilt our on-call in a quarter.",
    why="Storage is what she reads about on Sundays.",
    how_long="2019 to 2023",
)
OPENING = SAMPLES["normal"].opening()
GRACE = Candidate(
    5, 1, "Grace Hopper", "grace@example.org", "https://www.linkedin.com/in/grace-hopper",
    Consent.AGREED,
)  # fmt: skip


def introduced(
    called: str = "Grace Hopper",
    whom: str = "margaret",
    evidence: Evidence = SAID,
    title: str | None = "Staff Engineer, Storage",
    tie: Relationship = Relationship.WORKED_TOGETHER,
) -> str:
    return draft_introduction(
        candidate_name=called, recipient=whom, advocate="ada", relationship=tie, evidence=evidence, title=title
    )


def test_an_introduction_is_made_of_what_was_said() -> None:
    assert introduced() == (
        "Hello Grace Hopper, hello Margaret,\n\n"
        "you two should meet, about the role “Staff Engineer, Storage”. We worked together "
        "(2019 to 2023). What I saw: “She rebuilt our on-call in a quarter.” Why this role: "
        "“Storage is what she reads about on Sundays.”\n\n"
        "I leave it to the two of you.\nAda"
    )
    assert len(introduced()) <= TARGET_LENGTH


def test_a_general_referral_and_a_lead_can_be_introduced_too() -> None:
    text = introduced(evidence=Evidence(), title=None, tie=Relationship.KNOW_OF)
    assert "for a role that may come. I know the work of Grace Hopper.\n" in text


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)


@given(words, words, words, st.sampled_from(Relationship))
@example("word " * 600, "word " * 600, "word " * 40, Relationship.KNOW_OF)
@example("W" * 3000, "W" * 3000, "W" * 200, Relationship.MANAGED)
@example("word " * 600, "", "", Relationship.MANAGED_BY)
def test_it_stays_short_however_much_was_said(
    saw: str, why: str, how_long: str, tie: Relationship
) -> None:
    said = Evidence(saw=saw, why=why, how_long=how_long[:200])
    assert len(introduced(evidence=said, tie=tie)) <= TARGET_LENGTH
    assert len(introduced(saw[:300], why[:80], said, how_long[:150] or None, tie)) <= WARNING_LENGTH


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (introduced(), True),
        ("  " + introduced().replace("\n", " ").upper(), True),
        (introduced() + " Dinner?", False),
        ("", False),
    ],
)
def test_the_draft_as_it_was_is_not_the_advocate_s_own(text: str, same: bool) -> None:
    assert is_same_text(text, introduced()) is same


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (channel_post.draft_channel_post(OPENING), None),
        ("grace under pressure is what we look for", None),
        ("Graceful degradation, Hopperesque wit", None),
        ("Somebody like GRACE  hopper", "Grace Hopper"),
        ("I already asked Grace. Who else?", "Grace"),
        ("Ask hopper: no. Ask Hopper!", "Hopper"),
        ("Write to grace@EXAMPLE.org", "grace@example.org"),
        ("As on linkedin.com/in/grace-hopper/", "https://www.linkedin.com/in/grace-hopper"),
        ("Somebody such as grace-hopper", "https://www.linkedin.com/in/grace-hopper"),
        ("My friend Gracie would fit", "Gracie"),
    ],
)
def test_a_post_never_names_the_candidate(text: str, found: str | None) -> None:
    told = channel_post.find_candidate_mention(text, "Gracie", GRACE)
    assert told == found


def test_short_parts_of_a_name_are_looked_for_in_full_only() -> None:
    li = replace(GRACE, name="Li Na", email=None, profile_url=None)
    assert channel_post.find_candidate_mention("Na, Li or Lo?", "Li Na", li) is None
    assert channel_post.find_candidate_mention("Li Na would do", "Li Na", li) == "Li Na"


def test_a_post_says_what_the_role_is() -> None:
    assert channel_post.draft_channel_post(OPENING) == (
        "We are looking for a Staff Engineer, Storage (Engineering, Berlin or remote in Europe)."
        "\n\nA strong fit: Calm when it burns, and writes it down afterwards."
        "\n\nThe best incident commander you ever worked with?"
    )
    bare = replace(OPENING, fit_brief="", recall_prompts=())
    assert channel_post.draft_channel_post(bare).endswith("in Europe).\n\nWho comes to mind?")
    long = SAMPLES["longest"].opening()
    assert len(channel_post.draft_channel_post(long)) <= channel_post.MAX_LENGTH


def test_questions_come_from_what_the_opening_asks_for() -> None:
    needs = "- Has run storage.\n* Knows RAFT; speaks at length\n3) Likes pagers. Sleeps well."
    asked = interview.interview_questions(replace(OPENING, must_haves=needs))
    assert interview.split_requirements(needs) == [
        "Has run storage", "Knows RAFT", "speaks at length", "Likes pagers", "Sleeps well",
    ]  # fmt: skip
    assert len(asked) == interview.MAX_QUESTIONS
    assert "“Has run storage”" in asked[0]
    assert asked[interview.MAX_FROM_OPENING :] == interview.GENERAL_QUESTIONS[:2]
    assert interview.interview_questions(None) == interview.GENERAL_QUESTIONS
    assert interview.interview_questions(replace(OPENING, must_haves="", fit_brief=" \n- \n")) == (
        interview.GENERAL_QUESTIONS
    )
