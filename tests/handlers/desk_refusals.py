"""Produces the refusals that people read on the desk."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import fill_lead_form, post_opening, wait_until_settled

ALONE = "to the person alone"


def refuse_searches(office: Office) -> list[tuple[str, str, str]]:
    linus, ada = office.linus, office.ada
    rows: list[tuple[str, str, str]] = []
    for title, words, shown in (
        ("A search that finds nobody on the desk: `/refer desk xyzzy`", "xyzzy", "Nobody matches"),
        ("A search of one letter: `/refer desk x`", "x", "Type at least"),
        ("A search of 300 letters", "x" * 300, "That's too long"),
    ):
        desk = linus.types(f"/refer desk {words}").modal("The desk")
        (line,) = [line for line in desk.text.splitlines() if line.startswith(shown)]
        rows.append((title, line, "on the desk"))
        desk.closes(clear=True)
    desk = linus.types("/refer desk").modal("The desk").fills("desk.filter_stage", "Offer")
    (line,) = [line for line in desk.text.splitlines() if line.startswith("Nobody matches")]
    rows.append(("A filter of the desk with nobody in it", line, "on the desk"))
    desk.closes(clear=True)
    for title, words in (
        ("A search of one letter among one's own: `/refer search h`", "h"),
        ("A search of 300 letters among one's own", "h" * 300),
    ):
        ada.types(f"/refer search {words}")
        rows.append((title, ada.ephemerals()[-1].text, ALONE))
    ada.types("/refer desk")
    rows.append(("An advocate opens the desk: `/refer desk`", ada.ephemerals()[-1].text, ALONE))
    post_opening(office, title="A second role")
    fill_lead_form(linus.types("/refer ENG-2").modal("Refer someone")).submits()
    linus.modal("Thank you").closes(clear=True)
    wait_until_settled(office)
    linus.types("/refer desk").modal("The desk").fills("desk.scope", "With anyone").clicks("Open")
    window = linus.modal("Referral")
    rows.append(
        ("A recruiter who vouches opens the referral", window.text.splitlines()[-2], "there")
    )
    window.clicks("I'll take it")
    words = linus.modal("Vouch").text.removeprefix("Vouch").removesuffix("Close")
    rows.append(("A recruiter who vouches takes the referral", words, "in a small window"))
    return rows
