"""Drafts: an introduction, a post that does not name the candidate, and interview questions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import channel_post, interview
from domain.endorsements import Evidence, Relationship
from domain.introduction import TARGET_LENGTH, WARNING_LENGTH, draft_introduction, is_same_text
from domain.limits import CHANNEL_POST_MAX
from domain.referrals import Candidate, Consent
from tests.views.samples import SAMPLES

EVIDENCE = Evidence(
    saw="She rebuilt our on-call in a quarter.",
    why="Storage is what she reads about on Sundays.",
    how_long="2019 to 2023",
)
OPENING = SAMPLES["normal"].opening()
GRACE = Candidate(
    5, 1, "Grace Hopper", "grace@example.org", "https://www.linkedin.com/in/grace-hopper",
    Consent.AGREED,
)  # fmt: skip


def introduction(
    candidate_name: str = "Grace Hopper",
    recipient: str = "margaret",
    evidence: Evidence = EVIDENCE,
    title: str | None = "Staff Engineer, Storage",
    relationship: Relationship = Relationship.WORKED_TOGETHER,
) -> str:
    return draft_introduction(
        candidate_name=candidate_name,
        recipient=recipient,
        advocate="ada",
        relationship=relationship,
        evidence=evidence,
        title=title,
    )


def test_an_introduction_quotes_the_endorsement() -> None:
    assert introduction() == (
        "Hi Grace, hi Margaret,\n\n"
        "I'd love you two to meet about the Staff Engineer, Storage role. Grace and I worked "
        "together (2019 to 2023). What I saw: “She rebuilt our on-call in a quarter.” Why "
        "this role: “Storage is what she reads about on Sundays.”\n\n"
        "I'll leave it to you two.\nAda"
    )
    assert len(introduction()) <= TARGET_LENGTH


def test_an_answer_of_white_space_takes_no_room_from_the_other() -> None:
    long = "She rebuilt our on-call in a quarter, and nobody was woken after it. " * 6
    without, blank = Evidence(saw=long), Evidence(saw=long, why="  ")
    assert introduction(evidence=blank) == introduction(evidence=without)


def test_a_general_referral_and_a_lead_can_be_introduced_too() -> None:
    text = introduction(evidence=Evidence(), title=None, relationship=Relationship.KNOW_OF)
    assert "before a role comes up. I know Grace's work.\n" in text


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)


@given(words, words, words, st.sampled_from(Relationship))
@example("word " * 600, "word " * 600, "word " * 40, Relationship.KNOW_OF)
@example("W" * 3000, "W" * 3000, "W" * 200, Relationship.MANAGED)
@example("word " * 600, "", "", Relationship.MANAGED_BY)
def test_an_introduction_stays_short_with_long_evidence(
    saw: str, why: str, how_long: str, relationship: Relationship
) -> None:
    evidence = Evidence(saw=saw, why=why, how_long=how_long[:200])
    assert len(introduction(evidence=evidence, relationship=relationship)) <= TARGET_LENGTH
    names_and_title = saw[:300], why[:80], evidence, how_long[:150] or None
    assert len(introduction(*names_and_title, relationship)) <= WARNING_LENGTH


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (introduction(), True),
        ("  " + introduction().replace("\n", " ").upper(), True),
        (introduction() + " Dinner?", False),
        ("", False),
    ],
)
def test_an_unchanged_draft_is_recognised(text: str, same: bool) -> None:
    assert is_same_text(text, introduction()) is same


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (channel_post.draft_channel_post(OPENING), None),
        ("grace under pressure is what we look for", "Grace"),
        ("Graceful degradation, Hopperesque wit", None),
        ("Someone like GRACE  hopper", "Grace Hopper"),
        ("I already asked Grace. Who else?", "Grace"),
        ("Ask hopper: no. Ask Hoppers!", "Hopper"),
        ("Hop\u200bper, as I call her", "Hopper"),
        ("ＧＲＡＣＥ_2027", "Grace"),
        ("Write to grace@EXAMPLE.org", "grace@example.org"),
        ("As on linkedin.com/in/grace-hopper/", "https://www.linkedin.com/in/grace-hopper"),
        ("Someone such as grace-hopper", "https://www.linkedin.com/in/grace-hopper"),
        ("My friend Gracie would fit", "Gracie"),
    ],
)
def test_a_post_that_names_the_candidate_is_recognised(text: str, found: str | None) -> None:
    assert channel_post.find_candidate_mention(text, "Gracie", GRACE) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Someone like Mayer", "Mayer"),
        ("As goppert would do", "Göppert"),
        ("MARIA GÖPPERT!", "Maria"),
        ("maria goppert mayer", "Maria Göppert-Mayer"),
        ("go\u0308ppert", "Göppert"),
        ("Mayers and Marian are other people", None),
        ("linkedin.com/in/josé-m", "https://www.linkedin.com/in/jos%C3%A9-m"),
    ],
)
def test_each_part_of_a_name_is_recognised_however_it_is_spelt(
    text: str, found: str | None
) -> None:
    maria = replace(
        GRACE,
        name="Maria Göppert-Mayer",
        email=None,
        profile_url="https://www.linkedin.com/in/jos%C3%A9-m",
    )
    assert channel_post.find_candidate_mention(text, maria.name, maria) == found


def test_short_names_are_found_only_as_a_whole() -> None:
    li = replace(GRACE, name="Li Na", email=None, profile_url=None)
    assert channel_post.find_candidate_mention("Na, Li or Lo?", "Li Na", li) is None
    assert channel_post.find_candidate_mention("Li Na would do", "Li Na", li) == "Li Na"


def test_a_post_describes_the_role() -> None:
    assert channel_post.draft_channel_post(OPENING) == (
        "We're looking for a Staff Engineer, Storage (Engineering, Berlin or remote in Europe)."
        "\n\nA strong fit: Calm when it burns, and writes it down afterwards."
        "\n\nThe best incident commander you ever worked with?"
    )
    bare = replace(OPENING, fit_brief="", recall_prompts=())
    assert channel_post.draft_channel_post(bare).endswith("in Europe).\n\nWho comes to mind?")
    long = SAMPLES["longest"].opening()
    assert len(channel_post.draft_channel_post(long)) <= CHANNEL_POST_MAX


def test_questions_come_from_the_requirements_of_the_opening() -> None:
    needs = "- Has run storage.\n* Knows RAFT; speaks at length\n3) Likes pagers. Sleeps well."
    questions = interview.interview_questions(replace(OPENING, must_haves=needs))
    assert interview.split_requirements(needs) == [
        "Has run storage", "Knows RAFT", "speaks at length", "Likes pagers", "Sleeps well",
    ]  # fmt: skip
    assert len(questions) == interview.MAX_QUESTIONS
    assert "“Has run storage”" in questions[0]
    assert questions[interview.MAX_QUESTIONS_FROM_OPENING :] == interview.GENERAL_QUESTIONS[:2]
    assert interview.interview_questions(None) == interview.GENERAL_QUESTIONS
    assert interview.interview_questions(replace(OPENING, must_haves="", fit_brief=" \n- \n")) == (
        interview.GENERAL_QUESTIONS
    )
