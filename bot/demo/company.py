"""Difference & Co., the company that the sandbox opens with."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

RECRUITER_GROUP = "recruiters"
COMPANY: dict[str, Any] = yaml.safe_load(
    files(__package__).joinpath("company.yml").read_text(encoding="utf-8")
)
