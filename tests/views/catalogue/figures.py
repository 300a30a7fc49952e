"""The entries of the catalogue for figures."""

from __future__ import annotations

from typing import Final

from domain.exports.rows import Export
from domain.files import NotSentReason
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples.figures import (
    ALL_FIGURES,
    MANY_FIGURES,
    NO_FIGURES,
    OWN_FIGURES,
    file_not_sent,
    shared_file,
)
from views import files
from views.figures import charts, modal

FIGURES: Final[dict[str, MakePayload]] = {
    "figures.modal.figures_modal": lambda _: modal.figures_modal(ALL_FIGURES),
    "figures.modal.figures_modal between two days": lambda _: modal.figures_modal(
        ALL_FIGURES, asks_days=True
    ),
    "figures.modal.figures_modal on its way": lambda _: modal.figures_modal(
        ALL_FIGURES, note=modal.CHARTS_ON_THEIR_WAY
    ),
    "figures.modal.figures_modal of an advocate": lambda _: modal.figures_modal(OWN_FIGURES),
    "figures.charts.figures_message": lambda _: charts.figures_message(ALL_FIGURES),
    "figures.charts.figures_message nobody": lambda _: charts.figures_message(NO_FIGURES),
    "figures.charts.figures_message many": lambda _: charts.figures_message(MANY_FIGURES),
    "figures.modal.figures_modal file on its way": lambda _: modal.figures_modal(
        ALL_FIGURES, note=modal.file_on_its_way(Export.FIGURES, ALL_FIGURES.period)
    ),
    **for_each(
        "files.shared_message",
        Export,
        lambda _, export: files.shared_message(shared_file(export)),
    ),
    **for_each(
        "files.not_sent_message",
        NotSentReason,
        lambda _, why: files.not_sent_message(file_not_sent(why)),
    ),
    "figures.modal.figures_modal nobody": lambda _: modal.figures_modal(NO_FIGURES),
}
