"""What people in two roles at once read, for `test_messages_doc`."""

from __future__ import annotations

import re

from tests.office import Office
from tests.stories.actions import (
    fill_lead_form,
    fill_opening_form,
    submit_and_expect,
    wait_until_settled,
)

Row = tuple[str, str, str]


def act_in_two_roles(office: Office) -> list[Row]:
    """Margaret decides on an opening with a bonus, which Linus recruits for."""
    margaret, linus = office.margaret, office.linus
    form = margaret.types("/refer post").modal("Post an opening")
    fill_opening_form(form, title="A role of her own", bonus="2000 EUR")
    posted = submit_and_expect(submit_and_expect(form, "Preview"), "Posted")
    ref = re.findall(r"ENG-\d+", posted.text)[0]
    posted.closes()
    wait_until_settled(office)
    rows: list[Row] = []
    form = margaret.types(f"/refer {ref}").modal("Refer someone")
    (offer,) = [line for line in form.text.splitlines() if line.startswith(f"Bonus for {ref}")]
    rows.append(("A hiring manager refers someone for her own opening", offer, "in the form"))
    fill_lead_form(form, name="Alan Turing", email="alan@example.com").submits()
    margaret.modal("Thank you").closes(clear=True)
    wait_until_settled(office)
    margaret.types("/refer desk alan").modal("The desk").clicks("Open")
    margaret.modal("Referral").clicks("I'll take it")
    words = margaret.modal("Vouch").text.removeprefix("Vouch").removesuffix("Close")
    rows.append(("She takes that referral", words, "in a small window"))
    # Linus owns the answer, and vouches as well.
    form = fill_lead_form(linus.types(f"/refer {ref}").modal("Refer someone"), name="Alan Turing")
    thanks = submit_and_expect(form.fills("E-mail", "alan@example.com"), "Thank you")
    words = " ".join(thanks.text.split())
    words = words.removeprefix("Thank you ").removesuffix(" Say more now Done")
    rows.append(("The owner of a referral vouches for the candidate too", words, "in the window"))
    return rows
