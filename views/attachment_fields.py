"""The fields with which an advocate attaches a link or a résumé to a referral.

Several forms have them. Slack allows a field for a file only in a modal, and only for an app with
the scope `files:read`.
"""

from __future__ import annotations

from domain.attachments import FILE_TYPES, LINK_MAX, NewAttachment, parse_file, parse_link
from domain.errors import FieldError
from domain.referrals import Consent
from views.block_kit import Block
from views.form_state import State, selected_file, text_value
from views.inputs import file_input, text_input


def attachment_inputs(link: str, *, takes_files: bool) -> list[Block]:
    """The field for a link, which shows `link`, and the field for a file.

    The latter is there only with `takes_files`: the app may read and write files.
    """
    fields = [
        text_input(
            "link",
            "Link to a résumé or portfolio",
            initial=link,
            optional=True,
            max_length=LINK_MAX,
            hint="Only if they've agreed.",
        )
    ]
    if takes_files:
        fields.append(
            file_input(
                "resume",
                "Résumé",
                FILE_TYPES,
                hint="Only if they've agreed. PDF, Word, OpenDocument, RTF or text, up to 10 MB. "
                "I pass on a copy that I can delete.",
            )
        )
    return fields


def parse_attachment(
    state: State, consent: Consent, errors: list[FieldError]
) -> NewAttachment | None:
    """Reads the fields. Returns None if both are empty or invalid.

    Invalid values are added to `errors`. So is every attachment if the candidate has not agreed.
    """
    link = file = None
    try:
        link = parse_link(text_value(state, "link"))
    except FieldError as error:
        errors.append(error)
    try:
        file = parse_file(selected_file(state, "resume"))
    except FieldError as error:
        errors.append(error)
    if consent is not Consent.AGREED:
        if link is not None:
            errors.append(FieldError("link", "attached_unagreed"))
        if file is not None:
            errors.append(FieldError("resume", "attached_unagreed"))
    return NewAttachment(link, file) if link or file else None
