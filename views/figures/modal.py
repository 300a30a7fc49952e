"""The figures in a modal, with a period picker. Slack draws no charts there, so it is all words."""

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
_PERIODS = {
    PeriodChoice.MONTH: "The last 30 days",
    PeriodChoice.QUARTER: "The last 90 days",
    PeriodChoice.YEAR: "The last 12 months",
    PeriodChoice.OWN: "Between two days",
}


ON_THEIR_WAY = "They're on their way to your direct messages with me."
_EXPORTS = {
    Export.REFERRALS: "All referrals",
    Export.OPENINGS: "All openings",
    Export.BONUSES: "All bonuses",
    Export.FIGURES: "The figures of these days",
}


def figures_modal(page: FiguresPage, *, by_days: bool = False, note: str = "") -> Block:
    """`by_days` shows the fields for two days. `note` says what a click has just done."""
    blocks: list[Block] = [_period_picker(page, by_days=by_days)]
    if by_days:
        blocks += [
            date_input("from", "From", initial=page.period.first),
            date_input("until", "Until", initial=page.period.last),
        ]
    title = f"*{texts.SCOPES[page.scope]}, {texts.describe_period(page.period)}*"
    blocks.append(section(title))
    if page.shared is not None:
        blocks += _shared_blocks(page.shared)
        elements = []
        if page.shared.total.referrals:
            elements.append(button("Send me the charts", SEND_CHARTS, format_period(page.period)))
        if page.scope is FiguresScope.EVERYTHING:
            elements.append(_file_menu())
        blocks += [actions(*elements)] if elements else []
        blocks += [section(note)] if note else []
        blocks.append(divider())
    blocks.append(section("\n".join(texts.own_lines(page.own))))
    submit = "Show" if by_days else None
    return modal(FORM, "Figures", blocks, submit=submit, private=format_period(page.period))


def _period_picker(page: FiguresPage, *, by_days: bool) -> Block:
    options = [option(choice.value, label) for choice, label in _PERIODS.items()]
    chosen = PeriodChoice.OWN if by_days else _find_choice(page)
    picker: Block = {"type": "static_select", "action_id": SELECT_PERIOD, "options": options}
    picker["initial_option"] = options[list(_PERIODS).index(chosen)]
    return actions(picker)


def _find_choice(page: FiguresPage) -> PeriodChoice:
    for choice in (PeriodChoice.MONTH, PeriodChoice.QUARTER, PeriodChoice.YEAR):
        if recent_period(choice, page.today) == page.period:
            return choice
    return PeriodChoice.OWN


def _file_menu() -> Block:
    """Choosing an entry sends the file. A file of figures is about the period that is shown."""
    return {
        "type": "static_select",
        "action_id": SEND_FILE,
        "placeholder": plain_text("Send me a CSV file", OPTION_TEXT_MAX),
        "options": [option(export.value, label) for export, label in _EXPORTS.items()],
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
    """Names the file, so that a second choice is answered with other words than the first."""
    what = texts.describe_export(export, period)
    return f"The file with {what} is on its way to your direct messages with me."


def format_period(period: Period) -> str:
    return f"{period.first.isoformat()},{period.last.isoformat()}"


def parse_period(value: str) -> Period | None:
    """The period of a button; None for a value that no release has written."""
    first, _, last = value.partition(",")
    try:
        return Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None


def parse_export(value: str) -> Export:
    return enum_member(Export, value) or Export.FIGURES


def parse_choice(value: str) -> PeriodChoice:
    return enum_member(PeriodChoice, value) or PeriodChoice.QUARTER


def parse_days(state: State) -> tuple[date | None, date | None]:
    return selected_date(state, "from"), selected_date(state, "until")
