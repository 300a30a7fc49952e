"""Two people edit one opening at the same time, and neither loses what they typed."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.stories.actions import (
    TITLE,
    open_edit_form,
    open_manage_form,
    post_opening,
    wait_until_settled,
)

UNSENT = "This is what you typed last time and didn't save."


def test_changes_of_different_fields_are_merged(office: Office) -> None:
    margaret, linus, ada = office.margaret, office.linus, office.ada
    post_opening(office)
    first, second = open_edit_form(margaret), open_edit_form(linus)
    margaret_prompts = "Who taught you?\nWho would you call at night?"
    first.fills("Place", "Lisbon").fills("Recall prompts", margaret_prompts)
    assert first.submits() is None
    second.fills("Title", "Principal Engineer").fills("What it needs", "Calm in incidents")
    assert second.submits() is None
    wait_until_settled(office)
    announcement = ada.sees("Principal Engineer", where="#hiring")
    assert "Lisbon" in announcement.text
    assert "Who taught you?" in announcement.text
    form = open_edit_form(linus)
    assert (form.value("Place"), form.value("What it needs")) == ("Lisbon", "Calm in incidents")
    assert form.value("Recall prompts") == margaret_prompts

    # Someone changes the status meanwhile: the words are stored all the same.
    open_manage_form(margaret).fills("Change it to", "Close").submits()
    assert form.fills("Title", "Distinguished Engineer").submits() is None
    ada.sees("Distinguished Engineer is closed", where="#hiring")


@pytest.mark.parametrize("slack_empties", [False, True], ids=["", "slack-empties-untouched-inputs"])
def test_where_both_changed_a_field_the_second_sees_both(
    office: Office, *, slack_empties: bool
) -> None:
    margaret, linus, ada = office.margaret, office.linus, office.ada
    office.slack.empty_untouched_inputs_on_update(enabled=slack_empties)
    post_opening(office, fit_brief="Knows storage")
    first, second = open_edit_form(margaret), open_edit_form(linus)
    first.fills("Place", "Lisbon").fills("Team", "Platform").fills("Hiring manager", "sofia")
    assert first.submits() is None
    second.fills("Place", "Porto").fills("Hiring manager", "kenji").fills("Fit brief", "Calm")
    refused = second.submits()
    assert refused is not None, "both changed the place"
    assert "Nothing you typed is lost" in refused.text
    assert "@margaret changed this meanwhile. It says now: Lisbon" in " ".join(refused.text.split())
    assert "@margaret changed this meanwhile to @sofia." in refused.text
    assert refused.value("Place") == "Porto"
    assert refused.value("Hiring manager") == "kenji"
    assert (refused.value("Fit brief"), refused.value("Team")) == ("Calm", "Platform"), "merged"
    ada.sees("Lisbon", where="#hiring")
    linus.does_not_see("Porto", where="#hiring")

    refused = refused.fills("Title", "\u200b").submits()
    assert refused is not None
    assert refused.errors == {"Title": "What's the role called?"}, "at the redrawn field"
    assert refused.fills("Title", "Engineer").submits() is None, "saving again keeps what was typed"
    announcement = ada.sees("Porto", where="#hiring")
    assert "with @kenji" in announcement.text
    assert "Platform" in announcement.text


def test_a_merged_manager_who_has_left_is_refused_at_the_field(office: Office) -> None:
    margaret, linus, ada = office.margaret, office.linus, office.ada
    post_opening(office)
    first, second = open_edit_form(margaret), open_edit_form(linus)
    assert first.fills("Hiring manager", "sofia").submits() is None
    ada.sees("with @sofia", where="#hiring")
    office.slack.deactivate("sofia")
    wait_until_settled(office)
    refused = second.fills("Place", "Porto").submits()
    assert refused is not None
    assert list(refused.errors) == ["Hiring manager"]
    assert refused.value("Place") == "Porto"
    refused = refused.fills("Hiring manager", "kenji").submits()
    assert refused is not None
    assert "@margaret changed this meanwhile to @sofia." in refused.text
    assert refused.submits() is None
    ada.sees("Porto · with @kenji", where="#hiring")


def test_an_edit_that_was_refused_and_closed_comes_back_merged(office: Office) -> None:
    margaret, linus, ada = office.margaret, office.linus, office.ada
    post_opening(office, fit_brief="Knows storage")
    form = open_edit_form(linus).fills("Title", "\u200b").fills("Place", "Porto")
    refused = form.fills("Fit brief", "Calm").submits()
    assert refused is not None
    refused.closes(clear=True)
    assert UNSENT not in open_edit_form(margaret).text, "it is his alone"
    form = open_edit_form(linus)
    assert UNSENT in form.text
    assert (form.value("Place"), form.value("Fit brief")) == ("Porto", "Calm")
    form.clicks("Start over")
    form = linus.modal("Edit ENG-1")
    assert UNSENT not in form.text
    assert (form.value("Title"), form.value("Fit brief")) == (TITLE, "Knows storage")
    refused = form.fills("Title", "\u200b").fills("Place", "Porto").submits()
    assert refused is not None
    refused.closes(clear=True)

    others = open_edit_form(margaret).fills("Place", "Lisbon").fills("Team", "Platform")
    assert others.submits() is None
    form = open_edit_form(linus)
    assert UNSENT in form.text
    assert "@margaret changed this meanwhile. It says now: Lisbon" in " ".join(form.text.split())
    assert (form.value("Place"), form.value("Team")) == ("Porto", "Platform")
    assert form.fills("Title", "Engineer").submits() is None
    ada.sees("Porto", where="#hiring")
    form = open_edit_form(linus)
    assert UNSENT not in form.text
    assert form.value("Title") == "Engineer"
