"""The entries of the catalogue for links and files of a referral."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.attachments import Attachment, ChosenFile
from domain.files import (
    CopyContent,
    CopyPage,
    FileNotSentPage,
    NotSentReason,
    UploadedFile,
)
from domain.pages import DeskPage, FilePassedOnPage
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import NOW, Sample
from views import attachments, files, refer
from views.desk import card
from views.desk.listing import DeskView
from views.desk.referral import referral_modal

RESUME = "https://cv.example.com/grace"


def _with_attachments(sample: Sample) -> DeskPage:
    link = RESUME + ("?a&b|<c>" * 33 if sample.maximal else "")
    file = ChosenFile("F0OWN", "pdf")
    return replace(
        sample.desk_page(),
        attachments=(
            Attachment(1, 1, 12, "U0ADA", link, file, NOW),
            *(
                Attachment(number, 1, 12, "U0BOB", link, file, NOW)
                for number in range(2, 9 if sample.maximal else 3)
            ),
        ),
    )


ATTACHMENTS: Final[dict[str, MakePayload]] = {
    "refer.lead_form with a file": lambda sample: refer.lead_form(
        refer.LeadPrefill(sample.opening(), link="https://cv.example.com/grace", takes_files=True)
    ),
    "desk.card.referral_card with attachments": lambda sample: card.referral_card(
        _with_attachments(sample)
    ),
    "desk.referral.referral_modal with attachments": lambda sample: referral_modal(
        _with_attachments(sample), DeskView("desk:1", referral_id=12)
    ),
    "attachments.attach_form": lambda sample: attachments.attach_form(
        sample.referral(), sample.words("name"), takes_files=True
    ),
    "attachments.on_their_way_message": lambda _: attachments.on_their_way_message(),
    **for_each(
        "attachments.passed_on_message",
        ("passed_on", "file_deleted", "sign_in_page"),
        lambda sample, error: attachments.passed_on_message(
            FilePassedOnPage(sample.advocate_page(), "" if error == "passed_on" else error)
        ),
    ),
    "files.shared_message copy": lambda _: files.shared_message(
        CopyPage("U0ADA", UploadedFile("F0COPY", "Résumé"))
    ),
    "files.not_sent_message copy": lambda _: files.not_sent_message(
        FileNotSentPage(CopyContent(1, None), NotSentReason.REFUSED, "file_deleted")
    ),
}
