"""docs/messages.md has the texts of all refusals, as people read them.

The test makes the first table by acting in the local Slack, and the second from each refusal.
`pytest tests/handlers --update-messages` writes the page again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.dispatch import error_messages as errors
from domain import errors as refused
from sandbox.blockkit import visible_text
from sandbox.driver.person import Modal, Person
from tests.handlers.attachment_refusals import refuse_attachments
from tests.handlers.desk_refusals import refuse_searches
from tests.handlers.role_messages import act_in_two_roles
from tests.office import Office
from tests.stories.actions import (
    fill_lead_form,
    fill_opening_form,
    hand_over,
    post_opening,
    submit_and_expect,
    wait_until_settled,
)
from tests.views.samples import PEOPLE

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"
HEAD = """# What people read when something is not as it should be

Both tables are checked by `tests/handlers/test_messages_doc.py`, the first by acting it out in
the local Slack. After a change of words: `pytest tests/handlers --update-messages`.

Under a field means: the form stays open, nothing typed is lost, nothing was stored.

## Acted out

"""
Row = tuple[str, str, str]


def test_the_page_says_what_people_read(office: Office, update_messages: bool) -> None:
    acted_rows = [
        *_refuse_referrals(office),
        *_refuse_openings(office),
        *_refuse_moves(office),
        *refuse_searches(office),
        *refuse_attachments(office),
        *act_in_two_roles(office),
    ]
    page = (
        HEAD
        + _table(("What happens", "What the person reads", "Where"), acted_rows)
        + "\n## Every other refusal\n\n"
        + _table(("What is the matter", "What the person reads", "Where"), _refusals())
    )
    if update_messages:
        PAGE.write_text(page, encoding="utf-8")
    assert page == PAGE.read_text(encoding="utf-8")


def _table(head: Row, rows: list[Row]) -> str:
    lines = [head, ("---", "---", "---"), *rows]
    return "".join(f"| {' | '.join(_cell(each) for each in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


# Acted out ------------------------------------------------------------------------------------


def _read_field_errors(form: Modal | None, *labels: str) -> tuple[str, str]:
    assert form is not None, "the form was taken"
    assert list(form.errors) == list(labels), form.errors
    words = " ".join(form.errors.values())
    return words, "under " + ", ".join(f"“{label}”" for label in labels)


def _open_lead_form(person: Person, words: str = "/refer ENG-1") -> Modal:
    return fill_lead_form(person.types(words).modal("Refer someone"))


def _last_ephemeral(person: Person) -> str:
    (last,) = person.ephemerals()[-1:]
    return last.text


def _refuse_referrals(office: Office) -> list[Row]:
    post_opening(office)
    wait_until_settled(office)
    ada = office.ada
    rows: list[Row] = []
    for title, field, value, label in (
        ("A bad e-mail address", "E-mail", "grace at example", "E-mail"),
        ("One's own e-mail address", "E-mail", "ada@difference.example", "E-mail"),
        ("A link in the e-mail field", "E-mail", "https://github.com/grace", "E-mail"),
        ("Neither an e-mail address nor a link", "E-mail", None, "E-mail"),
        ("An e-mail address as the profile", "Profile link", "grace@example.com", "Profile link"),
        (
            "A profile link that is none",
            "Profile link",
            "https://linkedin.com/jobs",
            "Profile link",
        ),
        ("A name of spaces only", "Candidate's name", "   ", "Candidate's name"),
    ):
        form = _open_lead_form(ada)
        form.fills(field, value)
        if field == "Profile link":
            form.fills("E-mail", None)
        left = form.submits()
        rows.append((title, *_read_field_errors(left, label)))
        assert left is not None
        left.closes(clear=True)
    for typed, title in (
        ("/refer ENG-99 Grace Hopper", "A ref that no opening has"),
        ("/refer jbos", "A word that is no command, with one near it"),
        ("/refer xyzzy", "A word that is no command"),
    ):
        ada.types(typed)
        rows.append((f"{title}: `{typed}`", _last_ephemeral(ada), "to the person alone"))

    form = _open_lead_form(ada)
    thanks = submit_and_expect(form, "Thank you")
    more = thanks.clicks("Say more now")
    assert more is not None
    more = ada.modal("Your endorsement").fills("How sure are you?", "Worth a look")
    rows.append(
        (
            "An endorsement without a word",
            *_read_field_errors(more.submits(), "What did you see them do?"),
        )
    )
    more.fills("What did you see them do?", "x" * 5000)
    words, where = _read_field_errors(more.submits(), "What did you see them do?")
    rows.append(("A text of 5,000 characters", words, where + ", by Slack itself"))
    ada.modal("Your endorsement").closes(clear=True)

    stale = _open_lead_form(office.bob)
    margaret = office.margaret
    margaret.sees("ENG-1", where="#hiring").clicks("Details")
    margaret.modal("Opening").clicks("Manage")
    margaret.modal("Manage opening").fills("Change it to", "Close").submits()
    rows.append(
        (
            "A closed opening, and a form that was opened before",
            *_read_field_errors(stale.submits(), "Opening"),
        )
    )
    office.bob.modal("Refer someone").closes(clear=True)
    ada.types("/refer ENG-1")
    rows.append(("A closed opening: `/refer ENG-1`", _last_ephemeral(ada), "to the person alone"))
    return rows


def _refuse_openings(office: Office) -> list[Row]:
    linus, gus, ada = office.linus, office.person("gus"), office.ada
    rows: list[Row] = []
    for who, title in ((gus, "A guest posts an opening"), (ada, "An advocate posts an opening")):
        who.types("/refer post")
        rows.append((f"{title}: `/refer post`", _last_ephemeral(who), "to the person alone"))
    gus.types("/refer Grace Hopper")
    rows.append(
        (
            "A guest refers someone: `/refer Grace Hopper`",
            _last_ephemeral(gus),
            "to the person alone",
        )
    )

    form = linus.types("/refer post").modal()
    fill_opening_form(form, closes_on=date(2026, 3, 1))
    form.fills("Hiring manager", "margaret")
    rows.append(("A date in the past", *_read_field_errors(form.submits(), "Open until")))
    form = linus.modal("Post an opening").fills("Open until", date(2036, 3, 1))
    rows.append(
        ("Open until ten years from now", *_read_field_errors(form.submits(), "Open until"))
    )
    form = linus.modal("Post an opening")
    form.fills("Open until", None).fills("Hiring manager", "dora")
    rows.append(
        ("A hiring manager who has left", *_read_field_errors(form.submits(), "Hiring manager"))
    )
    form = linus.modal("Post an opening").fills("Hiring manager", "gus")
    rows.append(
        ("A guest as the hiring manager", *_read_field_errors(form.submits(), "Hiring manager"))
    )
    form = linus.modal("Post an opening").fills("Hiring manager", "margaret")
    form.fills("Announce in", ["#recruiting"])
    submit_and_expect(submit_and_expect(form, "Preview"), "Posted").closes()
    wait_until_settled(office)
    failed = linus.sees("isn't posted in", where="dm")
    text = failed.text.replace("\n", " ").removesuffix(" Try again Choose another channel")
    rows.append(("A channel in which the bot is not", text, "a direct message to who posted"))
    return rows


def _refuse_moves(office: Office) -> list[Row]:
    linus, priya = office.linus, office.priya
    card = linus.sees("put Grace Hopper forward", where="dm")
    card.clicks("Not now")
    form = linus.modal("Not now")
    words, where = _read_field_errors(form.submits(), "Why?")
    rows: list[Row] = [("Not now without a reason", words, where + ", by Slack itself")]
    linus.modal("Not now").closes(clear=True)

    hand_over(card, linus, "priya")
    wait_until_settled(office)
    card.reload().clicks("Not now")
    stale = linus.modal("Not now").fills("Why?", "The timing didn't work")
    theirs = priya.sees("handed this to you", where="dm")
    theirs.chooses("Withdrawn")
    priya.modal("Move stage").fills("Why?", "The timing didn't work").submits()
    wait_until_settled(office)
    stale.submits()
    words = linus.modal("Vouch").text.removeprefix("Vouch").removesuffix("Close")
    rows.append(("A form on a referral that has moved on meanwhile", words, "in a small window"))
    return rows


# Each refusal ---------------------------------------------------------------------------------

REFUSALS: tuple[tuple[str, refused.RefusedError], ...] = (
    ("The answer to a question is empty", refused.FieldError("answer", "empty")),
    ("A note for the desk is empty", refused.FieldError("note", "empty")),
    ("A note of more than 2,000 characters", refused.FieldError("note", "too_long", "2000")),
    ("A note by someone who vouches", refused.NotAllowedError("note", "U0LINUS")),
    ("A question is empty", refused.FieldError("question", "empty")),
    ("A name of more than 300 characters", refused.FieldError("name", "too_long", "300")),
    ("Two addresses in the e-mail field", refused.FieldError("email", "email_several")),
    ("More than an address in the e-mail field", refused.FieldError("email", "email_too_long")),
    ("An address without a domain", refused.FieldError("email", "email_bad_domain")),
    (
        "A page of a company or of search results",
        refused.FieldError("profile", "profile_not_profile"),
    ),
    ("A short link, such as lnkd.in", refused.FieldError("profile", "profile_short_link")),
    ("Words instead of a link", refused.FieldError("profile", "profile_spaces")),
    ("Links to two people", refused.FieldError("profile", "profile_several")),
    ("A link of more than 512 characters", refused.FieldError("profile", "profile_too_long")),
    ("A link to no site of the web", refused.FieldError("profile", "profile_bad_domain")),
    ("A link that cannot be read", refused.FieldError("profile", "profile_bad_link")),
    ("A link to a file or a script", refused.FieldError("profile", "profile_scheme")),
    ("A link with a password in it", refused.FieldError("profile", "profile_credentials")),
    ("A sixth file or link for one referral", refused.FieldError("resume", "most_attached", "5")),
    ("A file, after thirty on one day", refused.FieldError("file", "files_today", "30")),
    ("Figures from a day to come", refused.FieldError("from", "not_yet")),
    ("Figures from ten years ago", refused.FieldError("from", "too_long_ago", "5")),
    ("Figures until a day before the first", refused.FieldError("until", "before_start")),
    ("Figures without a first day", refused.FieldError("from", "missing_date")),
    ("A bonus of “2.000,50 EUR”", refused.FieldError("bonus", "money_marks")),
    ("A bonus of “1e9”, or in words", refused.FieldError("bonus", "money_unclear")),
    ("A bonus below zero", refused.FieldError("bonus", "money_negative")),
    ("A bonus of zero", refused.FieldError("bonus", "money_zero")),
    ("A bonus without its currency", refused.FieldError("bonus", "money_no_currency")),
    ("A bonus in a currency that isn't one", refused.FieldError("bonus", "money_currency", "EURO")),
    ("A bonus of “5.50 JPY”", refused.FieldError("bonus", "money_decimals", "JPY")),
    ("A bonus of a billion", refused.FieldError("bonus", "money_large")),
    ("A bonus of 1 JPY in two parts", refused.FieldError("bonus", "money_small", "2")),
    ("Days of a bonus in words", refused.FieldError("bonus_days", "days_unclear")),
    ("Days of a bonus out of order", refused.FieldError("bonus_days", "days_order")),
    ("A part of a bonus in ten years", refused.FieldError("bonus_days", "days_far", "1,095")),
    ("Shares of a bonus that make 90%", refused.FieldError("bonus_days", "days_percent")),
    ("More than six parts of a bonus", refused.FieldError("bonus_days", "too_many", "6")),
    ("A first day in ten years", refused.FieldError("started_on", "far_date")),
    ("A first day ten years ago", refused.FieldError("started_on", "long_ago")),
    ("A last day without a first one", refused.FieldError("started_on", "empty")),
    ("A last day before the first", refused.FieldError("left_on", "before_start")),
    ("The list of bonuses, for a member", refused.NotAllowedError("pay_bonus")),
    ("Taken back, once the team is in touch", refused.NotAllowedError("withdraw", "U0LINUS")),
    ("A congratulation of others", refused.NotAllowedError("congratulate")),
    ("A congratulation that isn't there", refused.NotFoundError("congratulation")),
    ("A congratulation answered twice", refused.AlreadyAnsweredError("congratulation", "U0BOB")),
    ("One's own bonus marked as paid", refused.NotAllowedError("pay_own_bonus")),
    ("A bonus marked as paid twice", refused.AlreadyAnsweredError("bonus", "U0BOB")),
    ("A part marked as paid that isn't due", refused.NotFoundError("bonus_due")),
    ("A payment taken back twice", refused.NotFoundError("bonus_paid")),
    ("A bonus that isn't there", refused.NotFoundError("bonus")),
    ("A rule for a bonus that is not named", refused.FieldError("bonus", "rule_without_bonus")),
    ("More than ten channels", refused.FieldError("channels", "too_many", "10")),
    ("No channel", refused.FieldError("channels", "empty")),
    ("Seven recall prompts", refused.FieldError("recall_prompts", "too_many", "7")),
    ("A long recall prompt", refused.FieldError("recall_prompts", "too_long", "2")),
    ("More than three openings at once", refused.FieldError("opening", "too_many", "3")),
    ("No role yet, and a role", refused.FieldError("opening", "general_alone")),
    ("An interview, before it is known who it is", refused.FieldError("stage", "not_agreed")),
    ("Thanks to oneself", refused.FieldError("whom", "yourself")),
    ("Thanks to a guest", refused.FieldError("whom", "thanks_guest")),
    ("Thanks to the same person on the same day", refused.FieldError("whom", "thanked_today")),
    ("Thanks to nobody", refused.FieldError("whom", "empty")),
    ("Thanks without saying what for", refused.FieldError("deed", "empty")),
    ("Later, without the day", refused.FieldError("day", "missing_date")),
    ("Later, on a day that is over", refused.FieldError("day", "past_date")),
    ("Later, in two years", refused.FieldError("day", "far_date")),
    ("An address that is on the bench already", refused.FieldError("email", "on_bench")),
    ("A bench of more than a hundred", refused.FieldError("name", "bench_full", "100")),
    ("Handed over to a guest", refused.FieldError("to", "is_guest")),
    ("Handed over to an app", refused.FieldError("to", "is_bot")),
    ("Someone new, whom Slack does not describe", refused.FieldError("to", "not_known")),
    (
        "Handed over to someone who vouches",
        refused.FieldError("to", "vouches_too", "margaret"),
    ),
    (
        "Handed over to someone who vouches, where only the owner does not",
        refused.FieldError("to", "vouches_nobody_else"),
    ),
    ("Not now without a reason", refused.FieldError("reason_not_now", "empty")),
    ("No stage chosen", refused.FieldError("stage", "empty")),
    ("Three open asks already", refused.FieldError("asked", "most_open", "3")),
    ("The same person is asked twice", refused.FieldError("asked", "asked_already")),
    ("Oneself is asked", refused.FieldError("asked", "yourself")),
    ("Nobody is asked", refused.FieldError("asked", "empty")),
    ("Someone is asked about themselves", refused.FieldError("asked", "about_them")),
    ("Someone is asked who has paused all messages", refused.FieldError("asked", "unreachable")),
    ("Someone is asked who vouches already", refused.FieldError("asked", "vouches_already")),
    ("An ask about one's own address", refused.FieldError("email", "for_yourself")),
    ("An own ask, where Slack hides addresses", refused.FieldError("own_email", "own_unknown")),
    ("An ask without a reason", refused.FieldError("why", "empty")),
    ("Not me, but the one who asks", refused.FieldError("suggested", "the_asker")),
    ("Not me, but myself", refused.FieldError("suggested", "yourself")),
    ("A ref that is nearly right", refused.OpeningNotFoundError("ENG-99", "ENG-9")),
    ("Someone else took it first", refused.AlreadyAnsweredError("take", "U0BOB")),
    ("A double click, or answered before", refused.AlreadyAnsweredError("follow_up", "U0ADA")),
    ("A post removed twice", refused.AlreadyAnsweredError("withdrawal")),
    ("An answer sent twice", refused.AlreadyAnsweredError("question", "U0ADA")),
    ("An ask answered a second time", refused.AlreadyAnsweredError("ask", "U0BOB")),
    ("Gone ahead a second time", refused.AlreadyAnsweredError("went_ahead", "U0BOB")),
    ("An ask that is over", refused.NotFoundError("ask")),
    ("Someone else's ask", refused.NotAllowedError("others_ask", "U0ADA")),
    ("A guest asks a colleague", refused.NotAllowedError("ask")),
    ("Try again, where it stands already", refused.AlreadyAnsweredError("announcement")),
    ("A stale form on an opening", refused.StaleError("opening", "filled")),
    ("A stale form on a referral", refused.StaleError("referral", "interviewing")),
    ("A referral that was erased", refused.NotFoundError("referral")),
    ("Someone who was removed from the bench", refused.NotFoundError("bench")),
    ("A candidate who was erased", refused.NotFoundError("candidate")),
    ("Thanks to be shared where no channel is any more", refused.NotFoundError("thanks")),
    ("Thanks shared twice", refused.AlreadyAnsweredError("thanks")),
    ("Someone else's thanks", refused.NotAllowedError("share_thanks")),
    ("“They said no”, after they agreed", refused.AlreadyAnsweredError("consent")),
    ("Thanks from a guest", refused.NotAllowedError("thank")),
    ("A follow-up that is settled", refused.NotFoundError("follow_up")),
    ("“Post it” pressed a second time", refused.NotFoundError("draft")),
    ("Someone else's referral", refused.NotAllowedError("answer_referral", "U0LINUS")),
    (
        "A first answer to a referral that one vouches for",
        refused.NotAllowedError("answer_own_referral", "U0LINUS"),
    ),
    ("Someone else's words", refused.NotAllowedError("endorse")),
    ("Someone else's question", refused.NotAllowedError("answer_question", "U0ADA")),
    ("Someone else's follow-up", refused.NotAllowedError("answer_follow_up", "U0BOB")),
    (
        "Others vouch as well: erased by an advocate",
        refused.NotAllowedError("erase_candidate", "U0LINUS"),
    ),
    ("Someone else's opening", refused.NotAllowedError("manage_opening", "U0MARGARET")),
    ("A guest's bench: `/refer bench`", refused.NotAllowedError("bench")),
    ("Openings, where guests may not see them", refused.NotAllowedError("see_openings")),
    ("Slack did not say who acts", refused.UnknownMemberError()),
    ("Nobody could own a referral", refused.NoOwnerError()),
    ("The draft of an introduction, unchanged", refused.FieldError("text", "unedited")),
    ("An introduction without a word", refused.FieldError("text", "empty")),
    ("A post that names the candidate", refused.FieldError("post", "names_candidate", "Grace")),
    ("A post without a word", refused.FieldError("post", "empty")),
    ("A post, and no channel", refused.FieldError("channel", "empty")),
    ("“Post it” of what was never worded", refused.NotFoundError("post")),
    ("“Post it” a second time", refused.AlreadyAnsweredError("post")),
    ("Help with what is done", refused.AlreadyAnsweredError("deed")),
    ("A word, and no hiring manager", refused.NoHiringManagerError("U0LINUS")),
    ("A word with oneself", refused.NoHiringManagerError("U0LINUS", is_advocate=True)),
    ("A word, and the candidate is hidden until they agree", refused.ConsentRequiredError()),
    ("A channel, and no role yet", refused.NoOpeningError()),
    ("A reply without a word", refused.FieldError("reply", "empty")),
    ("A reply sent twice", refused.AlreadyAnsweredError("word", "U0MARGARET")),
    ("A reply to what someone else was told", refused.NotAllowedError("answer_word")),
    ("What was heard, without a word", refused.FieldError("heard", "empty")),
)


def _refusals() -> list[Row]:
    rows: list[Row] = []
    for matter, refusal in REFUSALS:
        said = errors.refusal_text(refusal)
        where = "under the field" if refusal.field else "to the person alone"
        rows.append((matter, _read(said.whole), where))
    rows.append(
        ("A button of an earlier version", _read(errors.UNKNOWN_BUTTON), "in a small window")
    )
    rows.append(("Slack's three seconds are over", _read(errors.TOO_LATE), "to the person alone"))
    rows.append(("Something broke", _read(errors.fault_text("K3F9", "U0CAROL")), "where they look"))
    return rows


def _read(text: str) -> str:
    return visible_text({"text": text}, {**PEOPLE, "U0CAROL": "carol"})
