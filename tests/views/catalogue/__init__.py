"""Every message and view that can be sent, by name, made from a `Sample`.

A name is that of the function in `views`, followed after a space by the state that is shown. A new
view needs one entry here and one golden file: `test_catalogue.py` finds a view without an entry,
and `pytest tests/views --update-golden` writes the file.
"""

from __future__ import annotations

from typing import Final

from tests.views.catalogue.asks import ASKS
from tests.views.catalogue.attachments import ATTACHMENTS
from tests.views.catalogue.bench import BENCH
from tests.views.catalogue.bonus import BONUS
from tests.views.catalogue.commitments import COMMITMENTS
from tests.views.catalogue.congratulations import CONGRATULATIONS
from tests.views.catalogue.consent import CONSENT
from tests.views.catalogue.departures import DEPARTURES
from tests.views.catalogue.desk import DESK
from tests.views.catalogue.desk_windows import DESK_WINDOWS
from tests.views.catalogue.endings import ENDINGS
from tests.views.catalogue.figures import FIGURES
from tests.views.catalogue.home import HOME
from tests.views.catalogue.nudges import NUDGES
from tests.views.catalogue.openings import OPENINGS
from tests.views.catalogue.own_settings import OWN_SETTINGS
from tests.views.catalogue.payloads import MakePayload, to_slack_payload
from tests.views.catalogue.privacy import PRIVACY
from tests.views.catalogue.referrals import REFERRALS
from tests.views.catalogue.replies import REPLIES
from tests.views.catalogue.roles import ROLES
from tests.views.catalogue.search import SEARCH
from tests.views.catalogue.thanks import THANKS

CATALOGUE: Final[dict[str, MakePayload]] = {
    **ASKS,
    **ATTACHMENTS,
    **BENCH,
    **BONUS,
    **COMMITMENTS,
    **CONGRATULATIONS,
    **CONSENT,
    **DEPARTURES,
    **DESK,
    **DESK_WINDOWS,
    **ENDINGS,
    **FIGURES,
    **HOME,
    **NUDGES,
    **OPENINGS,
    **OWN_SETTINGS,
    **PRIVACY,
    **REFERRALS,
    **REPLIES,
    **ROLES,
    **SEARCH,
    **THANKS,
}

__all__ = ["CATALOGUE", "to_slack_payload"]
