"""Takes the pictures of docs/tour.md about figures, in both themes, and clicks the charts away.

The company has 2,000 referrals of a year, so that the charts have something to show.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from storage import workspaces
from storage.large_company import CompanySize, add_large_company
from tests.browser.page_actions import (
    open_channel,
    send_message,
    wait_for_dialog,
    wait_for_message,
)
from tests.browser.test_tour import DrawPicture, OpenMessages, close_dialog
from tests.browser.test_tour import draw_picture as draw_picture
from tests.browser.test_tour import open_messages_of as open_messages_of
from tests.office import Office

pytestmark = pytest.mark.usefixtures("draw_picture", "open_messages_of")
SIZE = CompanySize(people=300, openings=40, referrals=2_000, open_referrals=500)
CAST = SimpleNamespace(
    recruiters=["U0LINUS"], managers=["U0MARGARET", "U0SOFIA"], advocates=["U0ADA", "U0BOB"]
)


def test_figures_and_their_charts(
    office: Office, open_messages_of: OpenMessages, draw_picture: DrawPicture
) -> None:
    database = office.vouch.database
    with database.write() as transaction:
        (workspace,) = workspaces.list_all(transaction)
        add_large_company(transaction, workspace.id, CAST, office.now(), SIZE)
    linus = open_messages_of("linus")
    open_channel(linus, "general")
    send_message(linus, "#general", "/refer stats")
    figures = wait_for_dialog(linus, "Figures")
    draw_picture(figures, "figures")
    figures.get_by_role("button", name="Send me the charts").click()
    expect(figures.get_by_text("on their way")).to_be_visible()
    close_dialog(linus)
    linus.set_viewport_size({"width": 1100, "height": 1900})
    open_channel(linus, "Vouch")
    charts = wait_for_message(office, linus, "All referrals,")
    expect(charts.locator("figure.chart")).to_have_count(2)
    expect(charts.get_by_role("columnheader", name="Interviewed")).to_be_visible()
    draw_picture(charts, "charts")
