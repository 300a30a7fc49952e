"""Examples for the page's mrkdwn parser: a text of Slack's, and the outline of the parsed tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from sandbox.server import Sandbox
from tests.browser.conftest import MANIFEST
from tests.browser.page_company import COMPANY

OUTLINE = """async ([text, verbatim]) => {
  const { parse } = await import("/static/mrkdwn.js");
  const show = (node) => {
    const inner = node.children ? node.children.map(show).join("") : "";
    if (node.kind === "text") return node.text;
    if (node.kind === "br") return "|";
    const name = node.id || node.url || node.name || node.text || node.unix || "";
    const label = node.label ? `=${node.label}` : "";
    return `{${node.kind}:${name}${label}${inner}}`;
  };
  return parse(text, { verbatim }).map(show).join("");
}"""

CASES = [
    ("*bold* _it_ ~gone~", "{bold:bold} {italic:it} {strike:gone}"),
    ("*bold _both_*", "{bold:bold {italic:both}}"),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("* not bold * and **", "* not bold * and **"),
    ("*open\nclose*", "*open|close*"),
    ("`a *b* &lt;c&gt;`", "{code:a *b* <c>}"),
    ("```x\n*y*```", "{pre:x\n*y*}"),
    ("an ``` alone", "an ``` alone"),
    ("&lt;@U1&gt; &amp;amp;", "<@U1> &amp;"),
    ("<@U1> <#C1|general>", "{user:U1} {channel:C1=general}"),
    ("<!here> <!subteam^S1|@cooks>", "{broadcast:here} {group:S1=@cooks}"),
    ("<!date^1767600000^{date}|then>", "{date:1767600000}"),
    ("<https://a.test|see *this*>", "{link:https://a.test=see *this*}"),
    ("<javascript:alert(1)|x>", "<javascript:alert(1)|x>"),
    ("<mailto:a@b.test|a@b.test>", "{link:mailto:a@b.test=a@b.test}"),
    ("see https://a.test/x?y=1&amp;z=2.", "see {link:https://a.test/x?y=1&z=2}."),
    ("&gt; quoted\nnot", "{quote:quoted}not"),
    ("> one\n> two", "{quote:one|two}"),
    (":tada: 10:30:45", "{emoji:tada} 10{emoji:30}45"),
    ("@channel now", "{broadcast:channel} now"),
    ("me@here.test", "me@here.test"),
]


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Iterator[Page]:
    with Sandbox(MANIFEST, COMPANY) as sandbox:
        page = chromium.new_page()
        page.goto(f"{sandbox.url}/static/index.html")
        yield page
        page.close()


@pytest.fixture
def outline(blank: Page) -> Callable[[str, bool], str]:
    def run(text: str, verbatim: bool = False) -> str:
        found: str = blank.evaluate(OUTLINE, [text, verbatim])
        return found

    return run


@pytest.mark.parametrize(("text", "tree"), CASES)
def test_parses_as_slack_does(outline: Callable[..., str], text: str, tree: str) -> None:
    assert outline(text) == tree


def test_verbatim_makes_nothing_of_bare_words(outline: Callable[..., str]) -> None:
    text = "@channel #general https://a.test *bold*"
    assert outline(text, True) == "@channel #general https://a.test {bold:bold}"
