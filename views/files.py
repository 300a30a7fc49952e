"""The messages about files: the text beside a file, or why a file did not come."""

from __future__ import annotations

from domain.files import (
    AnyFile,
    CopyContent,
    CopyPage,
    ExportContent,
    ExportFilePage,
    FileNotSentPage,
    NotSentReason,
)
from views.block_kit import Message, actions, button, section
from views.figures.modal import SHOW_FIGURES
from views.figures.texts import describe_export
from views.formatting import error_code, mention, notification_text, on_day


def file_without_text(file: AnyFile) -> Message:
    """The upload or the deletion of a file: steps that no reader sees."""
    return Message("", file=file)


def shared_message(page: ExportFilePage | CopyPage) -> Message:
    """A file with the text that Slack shows beside it. Slack allows no buttons there."""
    if isinstance(page, CopyPage):
        return Message(f"The résumé that {mention(page.advocate)} attached.", file=page.uploaded)
    content = page.content
    deletion = f"I'll delete it {on_day(page.deletes_at, page.viewer)}"
    if content.has_candidates:
        deletion += ", or as soon as someone in it is erased"
    what = describe_export(content.export, content.period)
    text = (
        f"Here's the file you asked for, with {what}. {deletion}. If you save a copy, delete it "
        "when you're done with it."
    )
    return Message(text, file=page.uploaded)


def not_sent_message(page: FileNotSentPage) -> Message:
    if isinstance(page.content, CopyContent):
        text = (
            f"I couldn't send you the résumé you asked for{error_code(page.slack_error)}. "
            "Ask whoever attached it to send it to you, and whoever runs me to look into it."
        )
        return Message(notification_text(text), [section(text)])
    text = _explain_missing_export(page.content, page)
    retry_button = button("Figures", SHOW_FIGURES)
    return Message(notification_text(text), [section(text), actions(retry_button)])


def _explain_missing_export(content: ExportContent, page: FileNotSentPage) -> str:
    what = f"the file with {describe_export(content.export, content.period)}"
    command = f"`vouch export {content.export.value}`"
    if page.reason is NotSentReason.ERASED:
        return (
            f"I haven't sent you {what}: someone in it was erased while it was on its way. Ask for "
            "it again, and you'll get it without them."
        )
    if page.reason is NotSentReason.SCOPE:
        return (
            f"I can't send you {what}, because I'm not allowed to send files in this workspace. An "
            "admin can add the scope `files:write` to the app in Slack and install it again. Until "
            f"then, whoever runs me can write the same file with {command}."
        )
    return (
        f"Slack didn't take {what}{error_code(page.slack_error)}. Ask for it again. "
        f"If that fails too, whoever runs me can write the same file with {command}."
    )
