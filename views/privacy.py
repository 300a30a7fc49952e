"""The answer to `/refer privacy`: what is held about the reader, and who erases it and how."""

from __future__ import annotations

from domain.privacy import HeldCounts, PrivacyPage
from views.block_kit import Message, actions, button, context, header, message, section
from views.formatting import join_with_and, mention
from views.own_settings import OPEN_SETTINGS

SHOW_PRIVACY = "privacy.show"  # a button of the help; no value


def privacy_message(page: PrivacyPage) -> Message:
    title = "What I hold about you"
    blocks = [
        header(title),
        section("\n".join(f"• {line}" for line in _held_lines(page))),
    ]
    if page.may_refer:
        blocks += [
            header("About the people you put forward"),
            section(_candidates_text(page)),
            actions(button("Settings", OPEN_SETTINGS)),
        ]
    return message(*blocks, context(_rest_text(page)), text=title)


def _held_lines(page: PrivacyPage) -> list[str]:
    counts = page.counts
    lines = ["Your profile as Slack has it: name, e-mail, time zone and status. Slack keeps it."]
    if page.has_own_settings:
        lines.append("Your own settings. You change them: `/refer settings`.")
    if counts.referrals:
        noun = _format_count(counts.referrals, "referral", "referrals")
        lines.append(f"{noun} with what you said. You erase that: `/refer mine`, “Take it back”.")
    if page.bench_people:
        people = _format_count(page.bench_people, "person", "people")
        lines.append(
            f"{people} on your bench, which nobody else can read. You erase them: `/refer bench`."
        )
    if page.has_draft:
        lines.append("A referral you typed and didn't send. I erase it after 30 days.")
    if counts.unsent_endorsements:
        noun = _format_count(counts.unsent_endorsements, "endorsement", "endorsements")
        lines.append(f"{noun} you typed and didn't send. I erase that after 30 days.")
    if counts.asks:
        asks = _format_count(counts.asks, "ask", "asks")
        lines.append(f"{asks} from you or to you. I erase the words 30 days after an ask ends.")
    if counts.referrals_of_them:
        noun = _format_count(counts.referrals_of_them, "referral", "referrals")
        verb = "puts" if counts.referrals_of_them == 1 else "put"
        lines.append(f"{noun} that {verb} you forward. A recruiter or an admin can erase that.")
    return [*lines, *_other_lines(counts)]


def _other_lines(counts: HeldCounts) -> list[str]:
    """The lines about rows that are erased with their candidate, and about rows that stay."""
    with_candidate = _join_counts(
        (counts.offers, "thing you offered to do", "things you offered to do"),
        (counts.questions, "question from you or to you", "questions from you or to you"),
        (counts.notes, "note of yours on the desk", "notes of yours on the desk"),
    )
    lasting = _join_counts(
        (counts.thanks, "thank-you from you or to you", "thank-yous from you or to you"),
        (counts.bonuses, "bonus you agreed to", "bonuses you agreed to"),
    )
    lines = []
    if with_candidate:
        lines.append(f"{with_candidate}. The words go when the candidate is erased.")
    if lasting:
        lines.append(f"{lasting}. These stay.")
    return [*lines, "Who did what and when, without the words. That stays."]


def _join_counts(*counted: tuple[int, str, str]) -> str:
    return join_with_and([_format_count(*each) for each in counted if each[0]])


def _format_count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _candidates_text(page: PrivacyPage) -> str:
    return (
        "I hold their name, their contact and what colleagues wrote. You see your own words; "
        "whoever answers the referral, recruiters, the hiring manager and admins see all of it. "
        "You erase it by taking it back, where nobody else vouches for them. Whoever answers, "
        "recruiters and admins erase it at any time: “Open” on the desk, “Erase them”. Without a "
        f"yes from the candidate, I erase it after {page.consent_days} days."
    )


def _rest_text(page: PrivacyPage) -> str:
    ask = f"{mention(page.ask)} can tell you more. " if page.ask else ""
    return f"{ask}What people wrote in Slack themselves stays with Slack."
