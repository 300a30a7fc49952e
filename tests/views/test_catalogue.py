"""Every function in `views` that makes a payload has an entry in the catalogue."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import views
from tests.views.catalogue import CATALOGUE

# Parts of other payloads: the catalogue shows them inside those.
PARTS = {
    "asks.messages": {"ask_rows", "asks_section", "card_notes"},
    "attachment_fields": {"attachment_inputs"},
    "attachments": {"attachment_lines", "send_button"},
    "bonus": {"bonus_inputs", "offer_blocks", "rule_blocks"},
    "commitments": {"interview_kit_button"},
    "files": {"file_without_text"},
    "desk.buttons": {"about_menu", "card_buttons", "window_buttons"},
    "desk.card": {"question_blocks"},
    "desk.digest": {"digest_blocks"},
    "desk.evidence": {"evidence_in_full", "latest_notes"},
    "desk.listing": {"opening_and_team_options"},
    "desk.stage_correction": {"stage_correction_button"},
    "nudges.message": {"answer_menu"},
    "notice": {"draft_notice", "fit_acknowledgement"},
    "openings": {"opening_row"},
    "own_settings": {"time_zone_options"},
    "outbox": {"undelivered_section", "unreached_section"},
    "pauses": {"inactive_rows"},
    "refer": {
        *("opening_option", "opening_options", "general_option", "role_needs"),
        "refer_again_button",
    },
    "referrals": {"referral_rows", "follow_up_row"},
    "same_person": {"own_same_person_question", "same_person_question"},
}
# Modules that payloads are built with.
TOOLS = {
    *("block_kit", "button_values", "contact_fields", "endorsement_fields", "form_state"),
    *("formatting", "inputs", "labels", "mailto", "return_field"),
}


def test_every_message_and_view_is_in_the_catalogue() -> None:
    views_found = set()
    for found in pkgutil.walk_packages(views.__path__, "views."):
        module_name = found.name.removeprefix("views.")
        if module_name in TOOLS:
            continue
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            returns = str(function.__annotations__.get("return"))
            part = name in PARTS.get(module_name, set())
            if ours and not part and ("Block" in returns or "Message" in returns):
                views_found.add(f"{module_name}.{name}")
    assert views_found == {key.partition(" ")[0] for key in CATALOGUE}
