"""The candidate's consent: a note that asks for it, and the news that data is erased.

`views.nudges.consent` asks the advocate whether the candidate agreed. `views.declined` follows if
the candidate did not.
"""

from __future__ import annotations

from domain.endorsements import Relationship
from domain.graphemes import truncate
from domain.introduction import first_name, format_name
from domain.pages import AdvocatePage, ConsentNotePage, ErasedPage, Viewer
from domain.referrals import Candidate
from domain.stages import Reason
from views import labels
from views.block_kit import Block, Message, actions, button, context, message, modal, section
from views.formatting import escape, join_with_and, on_day
from views.inputs import text_input
from views.mailto import mailto_link
from views.refer import REFER

OPEN_NOTE = "consent.note"  # a button of the acknowledgement; its value is the referral's id
# The private metadata is a `views.nudges.values.FollowUpValue`.
NOTE_FORM = "consent.note_form"

_SHARED_HISTORY: dict[Relationship, str] = {
    Relationship.WORKED_TOGETHER: "I've thought of you since we worked together.",
    Relationship.MANAGED: "I've thought of you since you were on my team.",
    Relationship.MANAGED_BY: "I've thought of you since I was on your team.",
    Relationship.STUDIED: "I've thought of you since we studied together.",
    Relationship.COMMUNITY: "From what I've seen of you, you came to mind right away.",
    Relationship.FRIEND_OR_FAMILY: "I know you well, and you came to mind right away.",
    Relationship.OTHER: "From what I've seen of you, you came to mind right away.",
    Relationship.KNOW_OF: "We've hardly met, but what I know of your work made me think of you.",
}


def asked_sentence(candidate: Candidate, viewer: Viewer) -> str:
    """Tells an advocate when the candidate was last asked, or is empty.

    It does not show which other colleague asked.
    """
    if candidate.asked_at is None or not candidate.awaits_agreement:
        return ""
    who = "You" if candidate.asked_by == viewer.user_id else "A colleague"
    return f"{who} asked them {on_day(candidate.asked_at, viewer)}; no answer yet."


def erasure_sentence(page: AdvocatePage) -> str:
    """When a candidate who doesn't agree is erased; empty while that day isn't set."""
    deadline = page.referral.candidate.decide_by
    if deadline is None:
        return ""
    return f"Without a yes, I'll erase everything about them {on_day(deadline, page.viewer)}."


def note_form(page: ConsentNotePage) -> Block:
    """A note to the candidate, which the advocate can change, copy, or open as an e-mail."""
    text, name = draft_note(page), escape(page.candidate_name, 200)
    blocks = [
        section(
            f"Two sentences to *{name}* are enough. Copy them into whatever you two use, "
            "and make them sound like you."
        ),
        text_input("note", "The note", initial=text, multiline=True, optional=True),
    ]
    if page.email:
        subject = "A role that made me think of you"
        mail_link = mailto_link("Open it as a mail", to=page.email, subject=subject, body=text)
        blocks.append(section(mail_link or "It's too long for a mail link, so copy the text."))
    privacy_note = "I don't keep any of this. "
    if page.agree_by is not None:
        erasure_day = on_day(page.agree_by, page.viewer)
        privacy_note += f"Without a yes, I'll erase everything about them {erasure_day}."
    else:
        privacy_note += "Tell me what they say, and I'll take it from there."
    blocks.append(context(privacy_note))
    return modal(
        NOTE_FORM,
        "Ask for their yes",
        blocks,
        submit="I asked them",
        close="Close",
        private=page.button_value,
    )


def draft_note(page: ConsentNotePage) -> str:
    """Plain text in the advocate's name. It is short, so that the candidate answers."""
    titles = [truncate(title, 80) for title in page.titles]
    purpose = "There may soon be a role here that suits you."
    if titles:
        colleagues = "a new colleague" if len(titles) == 1 else "new colleagues"
        if len(titles) > 1:  # a title may have a comma in it
            titles = [f"“{title}”" for title in titles]
        purpose = f"We're looking for {colleagues}: {join_with_and(titles)}."
    paragraphs = (
        f"Hi {first_name(page.candidate_name)},",
        f"{purpose} {_SHARED_HISTORY[page.relationship]} I'd like to put you forward. Is "
        "that all right with you?",
        "A no is fine too, and then nothing about you stays here.",
        truncate(format_name(page.sender_name), 60),
    )
    return "\n\n".join(paragraphs)


def erased_message(page: ErasedPage) -> Message:
    """Tells an advocate why the candidate's data is erased. The name is erased, too."""
    roles = join_with_and([labels.role_name(referral) for referral in page.referrals])
    submitted_on = on_day(page.referrals[0].created_at, page.viewer)
    # A referral that had ended before keeps the reason of its end.
    was_open = any(each.reason is page.reason for each in page.referrals)
    withdrawn = "withdrawn the referral and " if was_open else ""
    if page.reason is Reason.OTHER:
        text = (
            f"I've erased what I held about the person you put forward {submitted_on} for {roles}. "
            "Someone who answers for the role asked me to. It's withdrawn where it was still open."
        )
    elif page.reason is Reason.TAKEN_BACK:
        text = (
            f"You've taken back the person you put forward {submitted_on} for {roles}. "
            "I've erased what I held about them."
        )
    elif page.reported_by_viewer:
        text = (
            "Thank you for asking, and for telling me. They said no, so I've "
            f"{f'withdrawn the referral for {roles}, and ' if was_open else ''}erased what I held "
            "about them. They'll remember that you asked."
        )
    elif page.reason is Reason.NOT_AGREED:
        text = (
            f"The person you put forward {submitted_on} for {roles} said no. I've {withdrawn}"
            "erased what I held about them. Thank you for speaking up for them."
        )
    else:  # AGREEMENT_UNKNOWN: nobody reported an answer in time.
        text = (
            f"The person you put forward {submitted_on} for {roles} hasn't agreed in time, so "
            f"I've {withdrawn}erased what I held about them. If they agree later, you can put "
            "them forward again in thirty seconds."
        )
    blocks = [section(text)]
    if page.reason is Reason.AGREEMENT_UNKNOWN:
        blocks.append(actions(button("Refer someone", REFER)))
    blocks.append(context("A candidate's data travels only with their agreement."))
    return message(*blocks, text=text)


def erased_placeholder(page: ErasedPage) -> Message:
    """Replaces a posted message about an erased candidate.

    It gives no reason. Advocates get that in `erased_message`, and the owner in `erased_card`.
    """
    role = labels.role_name(page.referrals[0], with_title=True)
    text = f"This was about someone who was put forward for {role}. I've erased it."
    return message(section(text), text=text)


def erased_card(page: ErasedPage) -> Message:
    """Replaces the owner's card of an erased candidate, and gives the reason."""
    role = labels.role_name(page.referrals[0], with_title=True)
    causes = {
        Reason.NOT_AGREED: "They said no, so it's withdrawn",
        Reason.TAKEN_BACK: "The advocate took it back",
        Reason.AGREEMENT_UNKNOWN: (
            "Nobody could tell me in time that they agreed, so it's withdrawn"
        ),
    }
    if page.reason in causes:
        erasure = f"{causes[page.reason]}, and what I held about them is erased."
    else:
        erasure = "What I held about them is erased."
    text = f"Someone was put forward here for {role}. {erasure}"
    return message(section(text), text=text)


def anonymous_placeholder() -> Message:
    """Replaces a posted message whose words are erased, if its reader may see no other version."""
    text = "I've erased what this message said about someone."
    return message(section(text), text=text)
