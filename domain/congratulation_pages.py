"""The value that views render about a congratulation."""

from __future__ import annotations

from dataclasses import dataclass

from domain.congratulations import Congratulation
from domain.pages import Viewer


@dataclass(frozen=True, slots=True)
class CongratulationPage:
    """A congratulation, and the title of the role; empty if there is no opening."""

    viewer: Viewer
    congratulation: Congratulation
    role: str
