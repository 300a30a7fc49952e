"""The modal with the figures of a period that the person picks.

Slack draws no charts in a modal, so the figures are lines of text.
"""

from __future__ import annotations

from datetime import date

from domain.exports.rows import Export
from domain.figures.periods import Period, PeriodChoice, recent_period
from domain.figures.values import Figures, FiguresPage, FiguresScope
from views.block_kit import (
    OPTION_TEXT_MAX,
    Block,
    actions,
    button,
    context,
    divider,
    modal,
    option,
    plain_text,
    section,
)
from views.figures import texts
from views.form_state import State, enum_member, selected_date
from views.inputs import date_input

SHOW_FIGURES = "figures.show"
SELECT_PERIOD = "figures.period"
SEND_CHARTS = "figures.send"
SEND_FILE = "figures.file"
FORM = "figures.form"
_PERIOD_LABELS = {
    PeriodChoice.MONTH: "The last 30 days",
    PeriodChoice.QUARTER: "The last 90 days",
    PeriodChoice.YEAR: "The last 12 months",
    PeriodChoice.OWN: "Between two days",
}

CHARTS_ON_THEIR_WAY = "They're on their way to your direct messages with me."
_EXPORT_LABELS = {
    Export.REFERRALS: "All referrals",
    Export.OPENINGS: "All openings",
    Export.BONUSES: "All bonuses",
    Export.FIGURES: "The figures of these days",
}


def figures_modal(page: FiguresPage, *, asks_days: bool = False, note: str = "") -> Block:
    """`asks_days` adds two fields for the first and the last day of the period.

    `note` says what a click has just done, or is empty. `page.shared` is None for people who may
    see only figures about themselves.
    """
    blocks: list[Block] = [_period_picker(page, asks_days=asks_days)]
    if asks_days:
        blocks += [
            date_input("from", "From", initial=page.period.first),
            date_input("until", "Until", initial=page.period.last),
        ]
    title = f"*{texts.SCOPES[page.scope]}, {texts.describe_period(page.period)}*"
    blocks.append(section(title))
    if page.shared is not None:
        blocks += _shared_blocks(page.shared)
        sending: list[Block] = []
        if page.shared.total.referrals:
            sending.append(button("Send me the charts", SEND_CHARTS, format_period(page.period)))
        if page.scope is FiguresScope.EVERYTHING:
            sending.append(_file_menu())
        if sending:
            blocks.append(actions(*sending))
        if note:
            blocks.append(section(note))
        blocks.append(divider())
    blocks.append(section("\n".join(texts.own_lines(page.own))))
    submit = "Show" if asks_days else None
    return modal(FORM, "Figures", blocks, submit=submit, private=format_period(page.period))


def _period_picker(page: FiguresPage, *, asks_days: bool) -> Block:
    options = [option(choice.value, label) for choice, label in _PERIOD_LABELS.items()]
    chosen = PeriodChoice.OWN if asks_days else _find_choice(page)
    picker: Block = {"type": "static_select", "action_id": SELECT_PERIOD, "options": options}
    picker["initial_option"] = options[list(_PERIOD_LABELS).index(chosen)]
    return actions(picker)


def _find_choice(page: FiguresPage) -> PeriodChoice:
    """The picker's entry for the period that the page shows."""
    for choice in (PeriodChoice.MONTH, PeriodChoice.QUARTER, PeriodChoice.YEAR):
        if recent_period(choice, page.today) == page.period:
            return choice
    return PeriodChoice.OWN


def _file_menu() -> Block:
    """Choosing an entry sends that file at once. Only the file of figures depends on the period."""
    return {
        "type": "static_select",
        "action_id": SEND_FILE,
        "placeholder": plain_text("Send me a CSV file", OPTION_TEXT_MAX),
        "options": [option(export.value, label) for export, label in _EXPORT_LABELS.items()],
    }


def _shared_blocks(figures: Figures) -> list[Block]:
    blocks = [section("\n".join(texts.summary_lines(figures)))]
    if not figures.total.referrals:
        return blocks
    for title, lines in (
        ("By depth", texts.depth_lines(figures.by_depth)),
        ("By team", texts.group_lines(figures.by_team)),
        ("By opening", texts.group_lines(figures.by_opening)),
    ):
        if lines:
            blocks.append(section("\n".join([f"*{title}*", *lines])))
    blocks.append(context("Groups of fewer than five referrals aren't shown on their own."))
    return blocks


def file_on_its_way(export: Export, period: Period) -> str:
    """The note after choosing a file. It names the file, so the next choice changes it."""
    what = texts.describe_export(export, period)
    return f"The file with {what} is on its way to your direct messages with me."


def format_period(period: Period) -> str:
    """The value of a button, such as "2026-03-01,2026-03-31". `parse_period` reads it."""
    return f"{period.first.isoformat()},{period.last.isoformat()}"


def parse_period(value: str) -> Period | None:
    """The period in the value of a button; None if there is none."""
    first, _, last = value.partition(",")
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None


def parse_export(value: str) -> Export:
    """The chosen file. An unknown value stands for the figures."""
    return enum_member(Export, value) or Export.FIGURES


def parse_choice(value: str) -> PeriodChoice:
    """The chosen period, or that in which the modal opens for a value that is unknown."""
    return enum_member(PeriodChoice, value) or PeriodChoice.QUARTER


def parse_days(state: State) -> tuple[date | None, date | None]:
    """The first and the last day that the person entered; None for an empty field."""
    return selected_date(state, "from"), selected_date(state, "until")
