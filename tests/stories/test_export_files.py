"""A recruiter has exports sent as files, which are deleted in time and when someone is erased."""

from __future__ import annotations

import csv
import io

from sandbox.driver.client import wait_for
from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    WAIT_SECONDS,
    advance_clock,
    erase_candidate,
    post_opening,
    refer_candidate,
    wait_until_settled,
)

WITH_REFERRALS = "Here's the file you asked for, with all referrals."


ON_ITS_WAY = "is on its way to your direct messages with me."


def ask_for_file(person: Person, which: str, named: str = "") -> None:
    """Choose a file in the window of the figures, which then says that it is on its way."""
    person.types("/refer stats").modal("Figures").chooses("figures.file", which)
    figures = person.modal("Figures")
    figures.sees(f"The file with {named or which.lower()} {ON_ITS_WAY}")
    figures.closes()


def files_of(person: Person) -> list[dict[str, str]]:
    """What Slack shows of the files in the direct messages, oldest first."""
    return [file for each in person.dm() for file in each.message.get("files", ())]


def read_rows(office: Office, message: SeenMessage) -> list[dict[str, str]]:
    (file,) = message.message["files"]
    content = office.slack.engine.store.read_file(file["id"])
    assert content is not None
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_recruiter_gets_a_file_until_someone_in_it_is_erased_or_a_week_is_over(
    office: Office,
) -> None:
    linus = office.linus
    post_opening(office)
    refer_candidate(office.ada).closes(clear=True)
    refer_candidate(office.ada, name="Katherine Johnson", email="kj@example.com").closes(clear=True)
    wait_until_settled(office)
    ask_for_file(linus, "All referrals")
    first = linus.sees(WITH_REFERRALS, where="dm")
    assert "I'll delete it on Monday 9 March, or as soon as someone in it is erased." in first.text
    assert [file["name"] for file in files_of(linus)] == ["referrals-2026-03-02.csv"]
    assert {row["candidate"] for row in read_rows(office, first)} == {
        "Grace Hopper",
        "Katherine Johnson",
    }
    # Who asks twice gets it twice. Files without candidates outlive every erasure.
    ask_for_file(linus, "All referrals")
    # In one window, each choice is confirmed by its own words.
    figures = linus.types("/refer stats").modal("Figures")
    for which in ("All bonuses", "All openings"):
        figures.chooses("figures.file", which)
        figures.sees(f"The file with {which.lower()} {ON_ITS_WAY}")
    figures.closes()
    wait_until_settled(office)
    openings = linus.sees("with all openings. I'll delete it on Monday 9 March. If you", where="dm")
    assert [row["opening"] for row in read_rows(office, openings)] == ["ENG-1"]
    days = "the figures from 3 December 2025 to 2 March 2026"
    ask_for_file(linus, "The figures of these days", days)
    linus.sees("the figures from 3 December 2025 to 2 March 2026", where="dm")

    linus.sees("Katherine Johnson", where="dm").clicks("Read in full")
    erase_candidate(linus.modal("Referral"))
    linus.modal("Referral").closes()
    assert wait_for(
        lambda: [file.get("mode") for file in files_of(linus)][:3] == ["tombstone"] * 3,
        WAIT_SECONDS,
    )
    assert [file.get("mode") for file in files_of(linus)][3:] == ["hosted"] * 2
    ask_for_file(linus, "All referrals")
    wait_until_settled(office)
    assert {row["candidate"] for row in read_rows(office, linus.dm()[-1])} == {"Grace Hopper", ""}

    advance_clock(office, days=8)
    assert wait_for(
        lambda: {file.get("mode") for file in files_of(linus)} == {"tombstone"}, WAIT_SECONDS
    )


def test_a_file_goes_only_to_who_may_have_it_when_it_is_sent(office: Office) -> None:
    for person in (office.ada, office.margaret):
        figures = person.types("/refer stats").modal("Figures")
        assert "Send me a CSV file" not in figures.text
        figures.closes()
    # Linus changes his mind and closes the window, and Priya leaves before her file is sent.
    office.linus.types("/refer stats").modal("Figures").closes()
    office.slack.fail("files.getUploadURLExternal", "ratelimited", times=1, retry_after=60)
    ask_for_file(office.priya, "All bonuses")
    office.slack.deactivate("priya")
    office.slack.fail("files.getUploadURLExternal", "ratelimited", times=1, retry_after=60)
    ask_for_file(office.linus, "All bonuses")
    office.slack.make_guest("linus")
    advance_clock(office, hours=2)
    assert files_of(office.linus) == files_of(office.priya) == []
    assert office.slack.world.files == {}
