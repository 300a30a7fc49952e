"""Two companies: `acme`, and `globex`, whose rows `acme` must never read or change."""

from __future__ import annotations

import pytest

from storage.engine import Database
from tests.cast import OTHER_TEAM_ID, TEAM_ID
from tests.storage.rows import Company, create_company


@pytest.fixture
def acme(database: Database) -> Company:
    return create_company(database, TEAM_ID)


@pytest.fixture
def globex(database: Database, acme: Company) -> Company:
    """Another workspace with people of the same user ids. It is created after `acme`."""
    assert acme.ws
    return create_company(database, OTHER_TEAM_ID)
