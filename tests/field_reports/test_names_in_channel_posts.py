"""A post for a channel names the candidate by a part of their name: it is refused at the field."""

from __future__ import annotations

import pytest

from tests.office import Office
from tests.stories.actions import (
    endorse_from_thanks,
    post_opening,
    refer_candidate,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)

OFFER = "Tell other channels here about the role"
REFUSED = (
    ("Someone like Mayer?", "Mayer"),
    ("As goppert would do it", "Göppert"),
    ("MARIA GÖPPERT comes to mind", "Maria"),
    ("Someone like Göppert–Mayer", "Göppert"),
    ("Write to maria@example.com", "maria@example.com"),
    ("Write to GM.1906@Example.com", "gm.1906@example.com"),
)


@pytest.mark.parametrize("hide", ["false", "true"])
def test_no_part_of_a_candidates_name_or_address_reaches_a_channel(
    sqlite_url: str, hide: str
) -> None:
    with Office(sqlite_url, settings={"VOUCH_HIDE_UNTIL_AGREED": hide}) as office:
        post_opening(office)
        name, email = "Maria Göppert-Mayer", "maria@example.com"
        profile = "linkedin.com/in/mariagm"
        refer_candidate(office.bob, name="M. Göppert", email=email, profile=profile)
        thanks = refer_candidate(
            office.ada, name=name, email="gm.1906@example.com", profile=profile
        )
        endorse_from_thanks(thanks, offers=[OFFER])
        office.ada.sees("You offered to tell other channels", where="dm").clicks("Open the post")
        form = office.ada.modal("Tell a channel").fills("Which channel?", "#engineering")
        for text, named in REFUSED:
            answer = f"“{named}” gives away who it is, and the whole channel reads this."
            form = submit_and_expect_errors(form.fills("Your post", text), {"Your post": answer})
        form.fills("Your post", "The mayor of incident calls, marianne of the pager?")
        preview = submit_and_expect(form, "Preview")
        assert preview.submits() is None
        office.bob.sees("The mayor of incident calls", where="#engineering")
        wait_until_settled(office)
        posted = "\n".join(message.text for message in office.bob.channel("#engineering"))
        assert "Mayer" not in posted
