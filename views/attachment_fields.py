"""The fields of a form for a link and a file.

Slack shows a field for a file only in a modal, and only with the scope `files:read`.
"""

from __future__ import annotations

from domain.attachments import FILE_TYPES, LINK_MAX, NewAttachment, parse_file, parse_link
from domain.errors import FieldError
from domain.referrals import Consent
from views.block_kit import Block
from views.form_state import State, selected_file, text_value
from views.inputs import file_input, text_input


def attachment_inputs(link: str, *, takes_files: bool) -> list[Block]:
    """The fields for a link and, where the app may read and write files, for a file."""
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
    """What is attached, or None. Invalid values are added to `errors`."""
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
        errors += [
            FieldError(name, "attached_unagreed")
            for name, value in (("link", link), ("resume", file))
            if value is not None
        ]
    return NewAttachment(link, file) if link or file else None
