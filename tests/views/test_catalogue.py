"""No view is forgotten: every function in `views` that makes a payload stands in the catalogue."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import views
from tests.views.catalogue import CATALOGUE

# Parts of other payloads, which show them in the catalogue.
PARTS = {
    "asks.messages": {"rows", "section", "on_card"},
    "commitments": {"kit_button"},
    "evidence": {"lately"},
    "home": set[str](),
    "nudges": {"menu"},
    "openings": {"row"},
    "outbox": {"section"},
    "refer": {
        "opening_option",
        "opening_choices",
        "general_option",
    },  # options: tested on their own
    "referrals": {"row", "due_row"},
}
TOOLS = {"kit", "text", "words"}  # what payloads are made with


def test_every_message_and_view_is_in_the_catalogue() -> None:
    made = set()
    for found in pkgutil.walk_packages(views.__path__, "views."):
        room = found.name.removeprefix("views.")
        if room in TOOLS:
            continue
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            returns = str(function.__annotations__.get("return"))
            part = name in PARTS.get(room, set())
            if ours and not part and ("Block" in returns or "Message" in returns):
                made.add(f"{room}.{name}")
    assert made == {key.partition(" ")[0] for key in CATALOGUE}
