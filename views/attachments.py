"""Links and files of a referral, as the desk and advocates see them."""

from __future__ import annotations

from domain.attachments import NewAttachment
from domain.errors import FieldError, FormError
from domain.outcomes import CallOutcome, classify_response
from domain.pages import DeskPage, FilePassedOnPage
from domain.referrals import Consent, Referral
from views import labels
from views.attachment_fields import attachment_inputs, parse_attachment
from views.block_kit import Block, Message, actions, button, context, message, modal, section
from views.form_state import State
from views.formatting import error_code, escape, mention, web_link

# Action ids. The value is the referral's id.
OPEN_FORM = "attachment.open"  # also a choice in the menu of the advocate's card
SEND_COPIES = "attachment.send"
FORM = "attachment.form"  # a callback id; private metadata: the referral's id
# How many attachments the message about a referral shows, and the modal about it.
SHOWN_ON_CARD, SHOWN_IN_MODAL = 1, 3
ON_THEIR_WAY = "It's on its way to your direct messages with me."


def attach_form(referral: Referral, name: str, *, takes_files: bool) -> Block:
    """The form to attach a link or file. `name` is the candidate's, as the advocate wrote it."""
    role = labels.role_name(referral)
    text = f"For *{escape(name, 200)}*, who you put forward for {role}."
    return modal(
        FORM,
        "Attach a résumé",
        [section(text), *attachment_inputs(link="", takes_files=takes_files)],
        submit="Attach",
        close="Cancel",
        private=str(referral.id),
    )


def parse_attach_form(state: State) -> NewAttachment | None:
    """The link and the file in the form, or None if it has neither. Raises `FormError`."""
    errors: list[FieldError] = []
    attachment = parse_attachment(state, Consent.AGREED, errors)
    if errors:
        raise FormError(tuple(errors))
    return attachment


def attachment_lines(page: DeskPage, limit: int) -> list[Block]:
    """One block about the newest `limit` attachments, or no block without any."""
    parts: list[str] = []
    for each in page.attachments[-limit:]:
        is_first = each.advocate == page.referral.advocate
        by_whom = "" if is_first else f" (from {mention(each.advocate)})"
        if each.link:
            label = "link to a résumé or portfolio" if parts else "Link to a résumé or portfolio"
            parts.append(web_link(each.link, label) + by_whom)
        if each.file:
            parts.append(("résumé" if parts else "Résumé") + f" attached{by_whom}")
    if len(page.attachments) > limit:
        parts.append(f"and {len(page.attachments) - limit} more before")
    return [context(" · ".join(parts))] if parts else []


def send_button(page: DeskPage) -> list[Block]:
    """The button that sends copies of the files to the viewer, if there are files they may see."""
    if page.referral.candidate.hidden or not any(each.file for each in page.attachments):
        return []
    return [button("Send me the résumé", SEND_COPIES, str(page.referral.id))]


def on_their_way_message() -> Message:
    return message(section(ON_THEIR_WAY), text=ON_THEIR_WAY)


def passed_on_message(page: FilePassedOnPage) -> Message:
    """Tells the advocate that the owner has a copy of their file, or why not."""
    own, referral = page.page.endorsement, page.page.referral
    name, owner = f"*{escape(own.candidate_name, 200)}*", mention(referral.owner)
    if not page.error:
        text = (
            f"I've passed on the résumé that you attached for {name}. {owner} has a copy of mine, "
            "and I delete it when I erase what I hold about them. Please delete your own copy: "
            "you'll find it under *Files* in Slack."
        )
        return message(section(text), text=text)
    if classify_response(page.error) is CallOutcome.FILE_GONE:
        text = (
            f"The résumé that you attached for {name} was gone from Slack before I could pass it "
            f"on to {owner}."
        )
        again = button("Attach it again", OPEN_FORM, str(referral.id))
        return message(section(text), actions(again), text=text)
    text = (
        f"I couldn't pass on the résumé that you attached for {name}{error_code(page.error)}. "
        f"Please send it to {owner} yourself, and ask whoever runs me to look into it."
    )
    return message(section(text), text=text)
