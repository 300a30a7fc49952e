"""The form of an opening refuses what does not fit at its field, and cuts nothing in silence."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import fill_opening_form, submit_and_expect, submit_and_expect_errors


def test_recall_prompts_that_do_not_fit_are_refused_at_the_field(office: Office) -> None:
    linus = office.linus
    prompts = [f"Who taught you lesson {number}?" for number in range(1, 8)]
    form = fill_opening_form(linus.types("/refer post").modal(), prompts=prompts)
    assert "One a line, 5 at most, each up to 400 characters" in form.text
    form.fills("Hiring manager", "margaret")
    left = submit_and_expect_errors(
        form, {"Recall prompts": "You've typed 7 prompts, and 5 fit. Keep the best ones."}
    )
    assert left.value("Recall prompts") == "\n".join(prompts), "nothing that was typed is lost"
    long = f"Who is the best {'very ' * 80}calm person you know?"
    left = submit_and_expect_errors(
        left.fills("Recall prompts", f"Who taught you?\n\n{long}"),
        {"Recall prompts": "Prompt 2 has more than 400 characters. Make it shorter."},
    )
    left.closes()

    form = linus.types("/refer post").modal()
    assert str(form.value("Recall prompts")).endswith(long), "the draft has all of it"
    preview = submit_and_expect(form.fills("Recall prompts", "\n".join(prompts[:5])), "Preview")
    submit_and_expect(preview, "Posted").closes()
    linus.sees("ENG-1", where="#hiring").clicks("Details")
    assert prompts[4] in linus.modal("Opening").text
