"""The message with the figures about referrals: two charts and a table.

Its notification text has the same numbers, for readers who can't see charts. If Slack refuses the
blocks, delivery sends that text alone. It is a message because Slack draws no charts in modals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.figures.periods import describe_step
from domain.figures.values import Figures, FiguresPage
from views.block_kit import Block, Message, context, section
from views.figures import tables, texts
from views.formatting import notification_text, shorten

GROUPS_MAX = 6  # the table has this many of the largest teams, and as many openings
_CELL_MAX = 60  # characters
_SMALL_PRINT = (
    "You asked for these figures. Groups of fewer than five referrals aren't shown on their own."
)


def figures_message(page: FiguresPage) -> Message:
    """Raises ValueError for a page with `OWN_REFERRALS` only, which has no figures to draw."""
    figures = page.shared
    if figures is None:
        raise ValueError("these figures have no charts")
    title = f"*{texts.SCOPES[page.scope]}, {texts.describe_period(page.period)}*"
    lines = [title, *texts.summary_lines(figures)]
    blocks = [section("\n".join(lines))]
    if figures.total.referrals:
        blocks += [_trend_chart(figures), _funnel_chart(figures), *_groups_table(figures)]
    text = [*lines, *texts.depth_lines(figures.by_depth), *texts.group_lines(figures.by_team)]
    return Message(notification_text("\n".join(text)), [*blocks, context(_SMALL_PRINT)])


def _trend_chart(figures: Figures) -> Block:
    labels = [point.label for point in figures.trend]
    series = {
        "Referrals": [point.referrals for point in figures.trend],
        "Hired": [point.hired for point in figures.trend],
    }
    step = describe_step(figures.period)
    title = f"Referrals by {step}, and how many were hired"
    return _chart("line", title, labels, series, y_label="Referrals")


def _funnel_chart(figures: Figures) -> Block:
    labels = ["Referred", *(words.capitalize() for words in texts.FUNNEL_WORDS.values())]
    numbers = [figures.total.referrals, *(figures.funnel[each] for each in texts.FUNNEL_WORDS)]
    return _chart("bar", "How far they came", labels, {"Referrals": numbers}, y_label="Referrals")


def _chart(
    kind: str,
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[int]],
    *,
    y_label: str,
) -> Block:
    """A chart. Each of the `series` has a name, and one value for each of the `labels`.

    https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
    """
    chart = {
        "type": kind,
        "series": [
            {
                "name": name,
                "data": [
                    {"label": label, "value": value}
                    for label, value in zip(labels, values, strict=True)
                ],
            }
            for name, values in series.items()
        ],
        "axis_config": {"categories": list(labels), "y_label": y_label},
    }
    return {"type": "data_visualization", "title": title, "chart": chart}


def _groups_table(figures: Figures) -> list[Block]:
    """The table, or nothing if every group is too small to be shown on its own.

    https://docs.slack.dev/reference/block-kit/blocks/data-table-block
    """
    heading, total, *groups = tables.group_rows(figures, GROUPS_MAX)
    if not groups:
        return []
    table = {
        "type": "data_table",
        "caption": "By depth, team and opening",
        "rows": [
            [_cell(value, is_number=False) for value in heading],
            *(
                [_cell(name, is_number=False), *(_cell(value, is_number=True) for value in numbers)]
                for name, *numbers in (total, *groups)
            ),
        ],
        "row_header_column_index": 0,
    }
    return [table]


def _cell(value: str | int, *, is_number: bool) -> Block:
    """A cell. It is a number where possible, because Slack aligns only numbers to the right."""
    digits = str(value).removesuffix("%")
    if is_number and digits.isdecimal():
        return {"type": "raw_number", "value": int(digits), "text": tables.cell_text(value)}
    value = str(value)
    return {"type": "raw_text", "text": shorten(value, _CELL_MAX) or "–"}
