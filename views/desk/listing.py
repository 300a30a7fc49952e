"""The list of the desk: filters, a search, ten referrals with the advocates' words, and paging.

The private metadata of the modal has the filter and the place at which the page begins, so that a
click needs no stored state.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.desk import COUNT_MAX, DeskFilter, DeskPlace, DeskRow, DeskScope
from domain.desk_pages import DeskListPage
from domain.limits import DESK_SEARCH_MAX
from domain.openings import Opening
from domain.pages import Viewer
from domain.stages import Stage
from views import labels
from views.block_kit import (
    Block,
    actions,
    button,
    context,
    fit_options,
    modal,
    option,
    plain_text,
    section,
)
from views.button_values import parse_id
from views.desk.buttons import READ_IN_FULL
from views.form_state import State, enum_member
from views.formatting import absolute_day, escape, mention

# Action ids. They are in open windows and in App Home.
OPEN_DESK = "desk.open"  # value: an opening's id, or empty
SELECT_SCOPE = "desk.scope"
SELECT_STAGE = "desk.filter_stage"
SELECT_OPENING = "desk.filter_opening"  # the values of its options: "o:<opening>", "t:<team>"
SELECT_ADVOCATE = "desk.filter_advocate"
SEARCH = "desk.search"
CLEAR = "desk.clear"
NEXT_PAGE = "desk.next"  # value: the place at which the page begins
PREVIOUS_PAGE = "desk.previous"
DESK = "desk.list"  # callback id
FILTERS = (SELECT_SCOPE, SELECT_STAGE, SELECT_OPENING, SELECT_ADVOCATE, SEARCH)

_ANY_STAGE, _SILENT, _ENDED = "any", "silent", "ended"
_QUOTE_MAX = 220


@dataclass(frozen=True, slots=True)
class DeskView:
    """The content of a window of the desk: a list that begins at `start`, or one referral.

    `window` is Slack's external id of the modal. `has_list` is true when the referral was opened
    from the list, and its window has a button back to it.
    """

    window: str
    filter: DeskFilter = field(default_factory=DeskFilter)
    start: DeskPlace | None = None
    referral_id: int = 0
    has_list: bool = False


def desk_modal(page: DeskListPage, window: str) -> Block:
    """One page. Referrals without an answer come first, the longest waiting before others."""
    blocks = [*_filter_blocks(page), context(_summary(page))]
    blocks += [_referral_row(row, page) for row in page.rows]
    blocks += _paging_buttons(page)
    view = DeskView(window, page.filter, page.start)
    private = encode_view(view)
    shown = modal(DESK, "The desk", blocks, submit="Search", private=private)
    return {**shown, "external_id": window}


# The filters ----------------------------------------------------------------------------------


def _filter_blocks(page: DeskListPage) -> list[Block]:
    """The block ids contain a hash of the filter, as Slack keeps the values of unchanged ids."""
    chosen = page.filter
    encoded_filter = encode_view(DeskView(window="", filter=chosen))
    filter_hash = hashlib.sha256(encoded_filter.encode()).hexdigest()[:8]
    selects = [_scope_select(chosen), _stage_select(chosen), _opening_select(page)]
    advocate: Block = {
        "type": "users_select",
        "action_id": SELECT_ADVOCATE,
        "placeholder": plain_text("Any advocate", 150),
    }
    if chosen.advocate:
        advocate["initial_user"] = chosen.advocate
    search: Block = {
        "type": "plain_text_input",
        "action_id": SEARCH,
        "max_length": DESK_SEARCH_MAX,
        "placeholder": plain_text("A candidate, an advocate or a ref; then Enter", 150),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if chosen.words:
        search["initial_value"] = chosen.words
    blocks: list[Block] = [
        {**actions(*selects, advocate), "block_id": f"filters.{filter_hash}"},
        {
            "type": "input",
            "block_id": f"search.{filter_hash}",
            "label": plain_text("Search", 100),
            "element": search,
            "optional": True,
            "dispatch_action": True,
        },
    ]
    if page.problem:
        blocks.append(section(page.problem))
    return blocks


def _select(action_id: str, options: list[Block], initial: str) -> Block:
    element: Block = {"type": "static_select", "action_id": action_id, "options": options}
    element["initial_option"] = next(each for each in options if each["value"] == initial)
    return element


def _scope_select(chosen: DeskFilter) -> Block:
    options = [
        option(DeskScope.MINE.value, "With me"),
        option(DeskScope.ALL.value, "With anyone"),
    ]
    return _select(SELECT_SCOPE, options, chosen.scope.value)


def _stage_select(chosen: DeskFilter) -> Block:
    any_stage = "Any stage" if chosen.words else "Any open stage"
    options = [option(_ANY_STAGE, any_stage), option(_SILENT, "No answer in time")]
    options += [option(stage.value, labels.STAGE[stage]) for stage in Stage]
    options.append(option(_ENDED, "Ended"))
    initial = chosen.stage.value if chosen.stage else _ANY_STAGE
    if chosen.silent or chosen.ended:
        initial = _SILENT if chosen.silent else _ENDED
    return _select(SELECT_STAGE, options, initial)


def _opening_select(page: DeskListPage) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": SELECT_OPENING,
        "min_query_length": 0,
        "placeholder": plain_text("Any opening or team", 150),
    }
    if page.filter.team:
        element["initial_option"] = _team_option(page.filter.team)
    elif page.opening is not None:
        element["initial_option"] = _opening_option(page.opening)
    return element


def _opening_option(opening: Opening) -> Block:
    return option(f"o:{opening.id}", f"{opening.ref} {opening.title}")


def _team_option(team: str) -> Block:
    return option(f"t:{team}", f"Team: {team}")


def opening_and_team_options(teams: Sequence[str], openings: Sequence[Opening]) -> list[Block]:
    """The options while someone types: teams come first."""
    return fit_options([*map(_team_option, teams), *map(_opening_option, openings)])


def _summary(page: DeskListPage) -> str:
    count, chosen = page.count, page.filter
    if count == 0:
        if chosen.is_narrowed and not chosen.finds_ended:
            return (
                "Nobody matches that. Clear the filters, or choose “Ended” above for those who "
                "have an outcome."
            )
        if chosen.is_narrowed:
            return "Nobody matches that. Clear the filters, or choose different ones above."
        if chosen.scope is DeskScope.MINE:
            return "Nothing is waiting for you. “With anyone” shows what's waiting for others."
        return "No referral is open at the moment."
    number = "More than a hundred" if count >= COUNT_MAX else str(count)
    noun = "referral" if count == 1 else "referrals"
    if chosen.stage is not None:
        return f"{number} {noun}: {labels.STAGE[chosen.stage].lower()}."
    if chosen.ended:
        return f"{number} {noun} with an outcome, the newest on top."
    if chosen.words:
        return f"{number} {noun}. Open ones come first, then those with an outcome."
    return f"{number} {noun}. Those without an answer come first, the longest waiting on top."


# The rows -------------------------------------------------------------------------------------


def _referral_row(row: DeskRow, page: DeskListPage) -> Block:
    spoken = f"Open {row.referral.candidate.name}, {row.referral.opening_ref or 'no role yet'}"
    accessory = button("Open", READ_IN_FULL, str(row.referral.id), spoken=spoken)
    return section("\n".join(referral_lines(row, page.viewer)), accessory=accessory)


def referral_lines(row: DeskRow, viewer: Viewer) -> list[str]:
    """The candidate and the role, the state, and the beginning of the deepest endorsement."""
    referral = row.referral
    name, role = labels.candidate_name(referral), labels.role_name(referral, with_title=True)
    lines = [f"*{name}* for {role}", _state_line(row, viewer)]
    if row.endorsement is not None:
        words = row.endorsement.evidence.saw or row.endorsement.evidence.why
        if words:
            lines.append(f"“{escape(words, _QUOTE_MAX)}”")
    return lines


def _state_line(row: DeskRow, viewer: Viewer) -> str:
    referral = row.referral
    stage = labels.stage_since(referral.stage, absolute_day(referral.stage_at, viewer))
    parts = [f"{stage}, *no answer in time*" if row.is_late else stage]
    if row.works_here:
        parts.append("works here")
    parts.append(_advocate_words(row))
    if referral.owner != viewer.user_id:
        parts.append(f"{mention(referral.owner)} has it")
    return " · ".join(parts)


def _advocate_words(row: DeskRow) -> str:
    """Who stands behind the candidate and how far: the deepest voice, and who was the first."""
    first, shown = row.referral.advocate, row.endorsement
    deepest = shown.advocate if shown is not None else first
    words = mention(deepest)
    if shown is not None:
        words += f": {labels.standing(shown.evidence.conviction, row.depth)}"
    if row.voices > 1:
        words += f", {row.voices} voices"
    if deepest != first:
        words += f" ({mention(first)} was first)"
    return words


def _paging_buttons(page: DeskListPage) -> list[Block]:
    buttons = []
    if page.previous_start is not None:
        place = _encode_place(page.previous_start)
        buttons.append(button("Previous ten", PREVIOUS_PAGE, place))
    if page.next_start is not None:
        buttons.append(button("Next ten", NEXT_PAGE, _encode_place(page.next_start)))
    if page.filter.is_narrowed:
        buttons.append(button("Clear the filters", CLEAR))
    return [actions(*buttons)] if buttons else []


# Values and private metadata ------------------------------------------------------------------


def _encode_place(place: DeskPlace) -> str:
    return f"{place.order}.{place.referral_id}"


def parse_place(text: str) -> DeskPlace | None:
    """Read the place of a page. None, for the first page, if the text is not a place."""
    order, _, referral_id = text.partition(".")
    place = DeskPlace(parse_id(order), parse_id(referral_id))
    return place if place.referral_id else None


def encode_view(view: DeskView) -> str:
    """The private metadata of the window."""
    chosen = view.filter
    values = {
        "scope": chosen.scope.value,
        "stage": chosen.stage.value if chosen.stage else "",
        "silent": "yes" if chosen.silent else "",
        "ended": "yes" if chosen.ended else "",
        "opening": str(chosen.opening_id or ""),
        "team": chosen.team,
        "advocate": chosen.advocate or "",
        "words": chosen.words,
        "start": _encode_place(view.start) if view.start else "",
        "referral": str(view.referral_id or ""),
        "list": "yes" if view.has_list else "",
        "window": view.window,
    }
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)


def parse_desk(private_metadata: str) -> DeskView:
    """Read the private metadata of a window of the desk. Unreadable values count as not chosen.

    `window` is empty for the private metadata of any other modal.
    """
    try:
        stored = json.loads(private_metadata or "{}")
    except ValueError:
        stored = {}
    values = {
        name: value
        for name, value in (stored.items() if isinstance(stored, dict) else ())
        if isinstance(value, str)
    }
    opening_id = parse_id(values.get("opening", ""))
    chosen = DeskFilter(
        scope=enum_member(DeskScope, values.get("scope")) or DeskScope.MINE,
        stage=enum_member(Stage, values.get("stage")),
        silent=bool(values.get("silent")),
        ended=bool(values.get("ended")),
        opening_id=opening_id or None,
        team=values.get("team", ""),
        advocate=values.get("advocate") or None,
        words=values.get("words", ""),
    )
    return DeskView(
        window=values.get("window", ""),
        filter=chosen,
        start=parse_place(values.get("start", "")),
        referral_id=parse_id(values.get("referral", "")),
        has_list=bool(values.get("list")),
    )


def parse_filter(before: DeskFilter, state: State) -> DeskFilter:
    """The filter after a choice. `words` is what was typed, and is not checked yet."""
    elements = {
        action_id: element
        for block in state.values()
        if isinstance(block, Mapping)
        for action_id, element in block.items()
        if isinstance(element, Mapping)
    }
    scope = enum_member(DeskScope, _option_value(elements, SELECT_SCOPE)) or before.scope
    stage = _option_value(elements, SELECT_STAGE)
    chosen = replace(before, scope=scope)
    if stage is not None:
        chosen = replace(
            chosen,
            stage=enum_member(Stage, stage),
            silent=stage == _SILENT,
            ended=stage == _ENDED,
        )
    opening = _option_value(elements, SELECT_OPENING)
    if opening is not None:
        kind, _, name = opening.partition(":")
        opening_id = parse_id(name) if kind == "o" else 0
        team = name if kind == "t" else ""
        chosen = replace(chosen, opening_id=opening_id or None, team=team)
    if SELECT_ADVOCATE in elements:
        user = elements[SELECT_ADVOCATE].get("selected_user")
        chosen = replace(chosen, advocate=user if isinstance(user, str) and user else None)
    if SEARCH in elements:
        typed = elements[SEARCH].get("value")
        chosen = replace(chosen, words=typed if isinstance(typed, str) else "")
    return chosen


def _option_value(elements: Mapping[str, Mapping[str, Any]], action_id: str) -> str | None:
    selected = elements.get(action_id, {}).get("selected_option")
    value = selected.get("value") if isinstance(selected, Mapping) else None
    return value if isinstance(value, str) else None
