"""No text that a person types keeps the bot busy for long, however long the text is.

An expression whose time grows with the square of the text takes a minute for 100,000 characters,
one whose time grows with its length a few milliseconds.
"""

from __future__ import annotations

import subprocess
import sys

from domain import log_privacy
from tests.security.regular_expressions import LENGTH, ROOT, find_expressions


def test_every_regular_expression_gets_through_100_000_characters() -> None:
    tried = subprocess.run(
        [sys.executable, "-m", "tests.security.regular_expressions"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    places = tried.stdout.splitlines()
    assert places[-1:] == ["done"], f"too slow, or failed: {places[-1:]} {tried.stderr}"
    assert len(places) - 1 == len(find_expressions()) > 40


def test_a_long_text_in_the_log_is_cut_and_leaves_no_address_at_the_cut() -> None:
    half = log_privacy.TEXT_MAX // 2
    for shift in range(-25, 25):
        text = "." * (half + shift) + " grace@example.org " + "a" * LENGTH
        kept = log_privacy.clean_text(text)
        assert "grace@" not in kept
        assert len(kept) < log_privacy.TEXT_MAX + 100


def test_a_token_at_a_cut_is_masked_whole() -> None:
    half = log_privacy.TEXT_MAX // 2
    secret = "1234567890ABCDEF"
    token = f"xoxb-{secret}"
    for shift in range(len(token) + 1):
        before, after = "." * (half - shift), "." * (half - len(token) + shift)
        at_both_cuts = f"{before} {token} {'.' * half} {token} {after}"
        kept = log_privacy.clean_text(at_both_cuts)
        assert "ABCD" not in kept
        assert "1234" not in kept
