"""Each parser reads back the values of its form, and reads any other state as empty or refuses it.

Slack may send null for an untouched input, or leave blocks out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commitment_pages import ChannelPostPage
from domain.endorsements import CommitmentKind, CommitmentState, Evidence, Relationship
from domain.errors import FormError, RefusedError
from domain.follow_ups import SnoozeChoice
from domain.opening_edits import fingerprint_fields
from domain.openings import OpeningStatus
from domain.referrals import Consent, Lead
from domain.returning import ReturnAfter
from domain.stages import Reason, Stage
from sandbox.blockkit import initial_state
from tests.views.samples import SAMPLES, ZONE
from views import (
    channel_post,
    endorse,
    interview,
    introduction,
    manager_word,
    openings,
    payroll,
    post,
    refer,
    thanks,
)
from views.desk import questions, stage_forms
from views.desk.questions import QuestionForm
from views.desk.stage_forms import StageMove
from views.form_state import State
from views.nudges import later_form

NORMAL = SAMPLES["normal"]
EMPTY = SAMPLES["empty"]
LONG = SAMPLES["longest"]

PARSERS: dict[str, Callable[[State], object]] = {
    "desk.stage_forms.parse_move": stage_forms.parse_move,
    "desk.questions.parse_question": lambda state: questions.parse_question(state, "41:U0ADA"),
    "desk.stage_forms.parse_hand_over": stage_forms.parse_hand_over,
    "desk.questions.parse_answer": questions.parse_answer,
    "nudges.later_form.parse_later": later_form.parse_later,
    "openings.parse_manage": openings.parse_manage,
    "post.parse_opening_form": post.parse_opening_form,
    "payroll.parse_hire": payroll.parse_hire,
    "refer.parse_typed": refer.parse_typed,
    "refer.parse_leads": lambda state: refer.parse_leads(state, ""),
    "thanks.parse_thanks": thanks.parse_thanks,
    "endorse.parse_evidence": lambda state: endorse.parse_evidence(state, Evidence()),
    "endorse.parse_examples": lambda state: endorse.parse_examples(state, Evidence()),
    "introduction.parse_introduction": introduction.parse_introduction,
    "manager_word.parse_line": manager_word.parse_line,
    "manager_word.parse_manager_reply": manager_word.parse_manager_reply,
    "interview.parse_interview_note": interview.parse_interview_note,
    "channel_post.parse_channel_post": channel_post.parse_channel_post,
}
FIELDS = (
    *("stage", "reason_not_now", "note", "advocate", "question", "to", "answer", "when", "day"),
    *("status", "title", "team", "place", "hiring_manager", "recruiter", "must_haves"),
    *("fit_brief", "recall_prompts", "channels", "bonus", "bonus_rule", "closes_on", "opening"),
    *("bonus_days", "bonus_excluded", "started_on", "left_on"),
    *("name", "email", "profile", "relationship", "consent", "saw", "why", "how_long"),
    *("conviction", "commitments", "conflicts", "whom", "deed", "words"),
    *("trust", "adaptability", "lifts"),
    *("text", "reply", "line", "heard", "post", "channel"),
)
KEYS = (
    *("type", "value", "selected_option", "selected_options", "selected_user"),
    *("selected_date", "selected_conversations", "selected_conversation"),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, "text", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
elements = json_values | st.dictionaries(st.sampled_from(KEYS), json_values, max_size=4)
blocks = json_values | st.dictionaries(st.text(max_size=4), elements, max_size=2)
states: Any = st.dictionaries(st.sampled_from(FIELDS), blocks, max_size=8)


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
@given(state=states)
def test_any_state_is_parsed_or_refused(parser: Callable[[State], object], state: State) -> None:
    with suppress(RefusedError):
        parser(state)


@pytest.mark.parametrize("private", ["", "x", ":", "1", "1:x", "x:1", "²:1"])
def test_private_metadata_that_cannot_be_read_has_no_id(private: str) -> None:
    assert questions.parse_question({}, private).referral_id in (0, 1)
    assert post.parse_version(private) in [
        post.OpeningVersion(*ids) for ids in ((0, 0), (1, 0), (0, 1))
    ]


@pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS)
def test_nulls_under_the_wrong_key_read_as_empty(parser: Callable[[State], object]) -> None:
    """A third party's local Slack sends this for every untouched input."""
    wrong = {field: {field: {"type": "x", "selected_option": None}} for field in FIELDS}
    assert _outcome(parser, wrong) == _outcome(parser, {})


def _outcome(parser: Callable[[State], object], state: State) -> object:
    try:
        return parser(state)
    except FormError as error:
        return [(field.name, field.problem) for field in error.fields]


@pytest.mark.parametrize("sample", [EMPTY, NORMAL, LONG], ids=lambda sample: sample.name)
def test_the_post_form_gives_back_what_it_was_filled_with(sample: Any) -> None:
    form = sample.form()
    view = post.post_form(form, poster="U0MARGARET", recruiter=None, zone=ZONE)
    assert post.parse_opening_form(initial_state(view)) == form
    again = post.edit_form(sample.opening(), ZONE)
    assert post.parse_opening_form(initial_state(again)) == form
    opened = post.parse_version(again["private_metadata"])
    assert (opened.opening_id, opened.version) == (12, 2)
    assert opened.fingerprints == fingerprint_fields(form)
    assert post.parse_version("12:2") == post.OpeningVersion(12, 2), "of an older release"
    changed_by = {each.name: "U0LINUS" for each in fields(form)}
    conflicting = post.conflict_form(sample.opening(), form, changed_by, ZONE)
    assert post.parse_opening_form(initial_state(conflicting)) == form


@pytest.mark.parametrize("sample", [EMPTY, NORMAL, LONG], ids=lambda sample: sample.name)
def test_the_endorsement_gives_back_what_it_was_filled_with(sample: Any) -> None:
    """The form has two pages; each keeps the answers of the other."""
    evidence, page = sample.evidence(), sample.advocate_page()
    first = endorse.evidence_form([page.referral], page.endorsement)
    half = endorse.parse_evidence(initial_state(first), Evidence())
    assert half == replace(
        evidence, trust="", adaptability="", lifts="", commitments=(), conflicts=()
    )
    assert endorse.parse_examples(initial_state(endorse.examples_form(page)), half) == evidence


def test_an_empty_endorsement_is_empty() -> None:
    assert endorse.parse_evidence({}, Evidence()) == Evidence()


def test_missing_checkboxes_keep_what_was_stored_and_unticked_ones_remove_it() -> None:
    before = Evidence(commitments=(CommitmentKind.INTRODUCTION,))
    null = {"commitments": {"commitments": {"selected_options": None}}}
    none: Any = {"commitments": {"commitments": {"selected_options": []}}}
    assert endorse.parse_examples(null, before).commitments == before.commitments
    assert endorse.parse_examples(none, before).commitments == ()


def test_a_post_keeps_its_channel_when_it_is_changed() -> None:
    page = ChannelPostPage(NORMAL.referral(), NORMAL.opening(), "U0ADA", "Who?", "C0STORAGE")
    state = initial_state(channel_post.channel_post_form(page))
    assert channel_post.parse_channel_post(state) == channel_post.PostForm("Who?", "C0STORAGE")


def filled_state(**changed: object) -> dict[str, Any]:
    """The lead form as filled in for ENG-12, with some fields touched."""
    view = refer.lead_form(
        refer.LeadPrefill(NORMAL.opening(), "Grace Hopper", "Grace@Example.org", "")
    )
    state = initial_state(view)
    state["relationship"] = {"relationship": {"selected_option": {"value": "managed"}}}
    for field, value in changed.items():
        state[field] = {field: value}
    return state


def test_a_lead_is_read() -> None:
    (lead,) = refer.parse_leads(filled_state(), "12")
    assert lead == Lead(
        opening_id=12,
        name="Grace Hopper",
        email="grace@example.org",
        profile_url=None,
        relationship=Relationship.MANAGED,
        consent=Consent.WILL_ASK,
    )


def selected(*values: str) -> dict[str, Any]:
    return {"selected_options": [{"value": value} for value in values]}


def test_null_for_the_opening_means_the_one_that_was_filled_in() -> None:
    null = {"type": "multi_external_select", "selected_options": None}
    assert [lead.opening_id for lead in refer.parse_leads(filled_state(opening=null), "12")] == [12]
    for emptied, private in ((null, ""), (selected(), "12")):
        with pytest.raises(FormError) as caught:
            refer.parse_leads(filled_state(opening=emptied), private)
        assert [(field.name, field.problem) for field in caught.value.fields] == [
            ("opening", "empty")
        ]


def test_a_general_referral_has_no_opening() -> None:
    (lead,) = refer.parse_leads(filled_state(opening=selected("general")), "12")
    assert lead.opening_id is None


def test_each_of_up_to_three_openings_makes_a_lead_that_differs_in_nothing_else() -> None:
    leads = refer.parse_leads(filled_state(opening=selected("12", "14", "12", "15")), "12")
    assert [lead.opening_id for lead in leads] == [12, 14, 15]
    assert len({replace(lead, opening_id=0) for lead in leads}) == 1


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        (("1", "2", "3", "4"), "too_many"),
        (("general", "1"), "general_alone"),
        (("1", "x"), "unknown"),
    ],
)
def test_openings_that_do_not_go_together_are_refused(choices: tuple[str, ...], why: str) -> None:
    with pytest.raises(FormError) as caught:
        refer.parse_leads(filled_state(opening=selected(*choices)), "")
    assert [(field.name, field.problem) for field in caught.value.fields] == [("opening", why)]


def test_all_errors_are_raised_at_once() -> None:
    with pytest.raises(FormError) as caught:
        refer.parse_leads({}, "")
    assert {(field.name, field.problem) for field in caught.value.fields} == {
        ("opening", "empty"),
        ("relationship", "empty"),
        ("name", "empty"),
        ("email", "no_contact"),
    }


def test_white_space_is_no_name() -> None:
    with pytest.raises(FormError) as caught:
        refer.parse_leads(filled_state(name={"value": " \n"}), "12")
    assert [(field.name, field.problem) for field in caught.value.fields] == [("name", "empty")]


def test_a_move_is_read_with_its_reason_and_note() -> None:
    view = stage_forms.move_form(NORMAL.referral(), Stage.NOT_NOW)
    state = initial_state(view)
    assert stage_forms.parse_move(state) == StageMove(
        Stage.NOT_NOW, None, "", False, None, ReturnAfter.QUARTER
    )
    state["reason_not_now"]["reason_not_now"]["selected_option"] = {"value": "timing"}
    state["note"]["note"]["value"] = " Next year. "
    assert stage_forms.parse_move(state) == StageMove(
        Stage.NOT_NOW, Reason.TIMING, "Next year.", False, None, ReturnAfter.QUARTER
    )


def test_a_reason_is_only_read_for_an_ending() -> None:
    state = initial_state(stage_forms.move_form(NORMAL.referral(), Stage.NOT_NOW))
    state["stage"][stage_forms.SELECT_STAGE]["selected_option"] = {"value": "offer"}
    assert stage_forms.parse_move(state) == StageMove(Stage.OFFER, None, "", False)


def test_asking_goes_to_the_first_voice_unless_another_is_chosen() -> None:
    view = questions.question_form(NORMAL.desk_page())
    state = initial_state(view)
    state["question"]["question"]["value"] = "Why?"
    private = view["private_metadata"]
    assert questions.parse_question(state, private) == QuestionForm(41, "U0ADA", "Why?")
    state["advocate"]["advocate"]["selected_option"] = {"value": "U0BOB"}
    assert questions.parse_question(state, private) == QuestionForm(41, "U0BOB", "Why?")
    del state["advocate"]
    assert questions.parse_question(state, private) == QuestionForm(41, "U0ADA", "Why?")


@pytest.mark.parametrize(
    ("when", "day", "choice"),
    [
        ("tomorrow", None, SnoozeChoice.TOMORROW),
        ("next_week", None, SnoozeChoice.NEXT_WEEK),
        ("on_date", "2026-03-09", SnoozeChoice.ON_DATE),
        (None, "2026-03-09", SnoozeChoice.ON_DATE),
        (None, None, SnoozeChoice.TOMORROW),
        ("never", None, SnoozeChoice.TOMORROW),
    ],
)
def test_a_chosen_day_or_distance_is_read(
    when: str | None, day: str | None, choice: SnoozeChoice
) -> None:
    state = initial_state(later_form.later_form(NORMAL.item(), "77:900"))
    state["when"]["when"]["selected_option"] = {"value": when} if when else None
    state["day"]["day"]["selected_date"] = day
    assert later_form.parse_later(state) == later_form.LaterAnswer(
        choice, date.fromisoformat(day) if day else None
    )


def test_managing_needs_a_choice() -> None:
    state = initial_state(openings.manage_form(NORMAL.opening()))
    assert openings.parse_manage(state) is None
    state["status"]["status"]["selected_option"] = {"value": "filled"}
    assert openings.parse_manage(state) is OpeningStatus.FILLED


def test_a_fulfilled_commitment_is_not_offered_again() -> None:
    page = NORMAL.advocate_page()
    done = NORMAL.commitment(CommitmentKind.INTRODUCTION, CommitmentState.DONE)
    state = initial_state(endorse.examples_form(replace(page, commitments=(done,))))
    assert endorse.parse_examples(state, page.endorsement.evidence).commitments == ()
