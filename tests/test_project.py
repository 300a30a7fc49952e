"""Checks the rules of the project: imports, code style, documents, lock files, the manifest."""

from __future__ import annotations

import ast
import graphlib
import math
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
LOCKS = ("requirements.lock", "requirements-run.lock")
CLOCKS = {"bot/clock.py", "sandbox/clock.py"}
TIME_WORDS = re.compile(r"\b(?:now|utcnow|today|sleep|time)\s*\(")  # Other files call no clock.


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def normalize(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def locked_versions(lock: str) -> dict[str, str]:
    """Each distribution and its version."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {normalize(name): version for name, version in pins}


# Floors


def test_imports_run_downwards_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(  # noqa: S603 - our own tool, from this environment
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_package_is_under_the_import_rules_and_the_type_checker() -> None:
    assert PROJECT["tool"]["importlinter"]["root_packages"] == PACKAGES
    assert set(PACKAGES) < set(PROJECT["tool"]["mypy"]["files"])
    assert all((ROOT / package / "__init__.py").is_file() for package in PACKAGES)


def test_at_most_one_module_of_the_bot_imports_the_sandbox() -> None:
    importers = [name_of(path) for path in sources("bot") if "sandbox" in imported(path)]
    assert len(importers) <= 1, importers


def imported(path: Path) -> set[str]:
    """The modules that a file imports, with their parents: `import a.b` gives a and a.b."""
    full: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            full.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            full.update(f"{node.module}.{alias.name}" for alias in node.names)
    parts = [name.split(".") for name in full]
    return {".".join(part[:length]) for part in parts for length in range(1, len(part) + 1)}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_has_an_import_cycle(package: str) -> None:
    """Imports inside functions and under TYPE_CHECKING count too."""
    modules = {module_name(path): path for path in sources(package)}
    graph = {name: imported_modules(name, path, modules) for name, path in modules.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def module_name(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported_modules(name: str, path: Path, modules: dict[str, Path]) -> set[str]:
    """The modules of the same package that a module names in its imports.

    `from a import b` names the module `a.b` where there is one, else the module `a`.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in modules else node.module)
    return (found & modules.keys()) - {name}


# Habits


@pytest.mark.parametrize("folder", [*PACKAGES, "tests", "benchmarks"])
def test_only_clocks_read_the_time_or_sleep(folder: str) -> None:
    offences = [
        f"{name_of(path)}:{node.lineno} {ast.unparse(node)}"
        for path in sources(folder)
        if name_of(path) not in CLOCKS and TIME_WORDS.search(path.read_text())
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and reads_time(ast.unparse(node.func))
    ]
    assert offences == []


def reads_time(function: str) -> bool:
    return bool(
        re.fullmatch(r"(?:.*\.)?(?:datetime|date)\.(?:now|utcnow|today)", function)
        or function in ("time.sleep", "time.time", "sleep")
    )


@pytest.mark.parametrize("function", ["datetime.now", "dt.datetime.utcnow", "time.sleep"])
def test_reading_the_time_is_recognised(function: str) -> None:
    assert reads_time(function)
    assert not reads_time("clock.now")
    assert not reads_time("time.monotonic")


def test_nothing_is_mocked() -> None:
    mocks = {"mock", "pytest_mock", "unittest.mock"}
    offences = [
        name_of(path)
        for path in sources(*PACKAGES, "tests")
        if "mock" in path.read_text() and imported(path) & mocks
    ]
    assert offences == []


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        name_of(path): lines
        for path in sources(*PACKAGES, "tests", "benchmarks")
        if path.parent.name != "versions"  # migrations are never edited
        and (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_most_functions_are_short() -> None:
    """95% of all functions have at most 28 lines, with their signature and docstring."""
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in sources(*PACKAGES)
        if path.parent.name != "versions"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    percentile = lengths[math.ceil(len(lengths) * 0.95) - 1]
    print(f"95% of {len(lengths)} functions: {percentile} lines")  # noqa: T201 - the figure is wanted
    assert percentile <= 28


def test_every_exception_has_a_standard_name() -> None:
    """No file turns off the rule that the names of exceptions end in "Error"."""
    rule = "N8" + "18"
    offences = [
        name_of(path)
        for path in [*sources(*PACKAGES, "tests", "benchmarks"), ROOT / "pyproject.toml"]
        if rule in path.read_text()
    ]
    assert offences == []


def test_nothing_cites_a_document_outside_the_repository() -> None:
    pattern = re.compile(r"\b(?:PRODUCT|SLACK|ARCHITECTURE)" + r"\.md\b")
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "Makefile"]
    offences = [
        name_of(path)
        for path in [*sources(*PACKAGES, "tests", "benchmarks"), *documents]
        if pattern.search(path.read_text())
    ]
    assert offences == []


def test_whatever_erases_messages_knows_every_kind() -> None:
    """A payload counts once its module is imported, and erasing imports `domain.messages` only."""
    code = (
        "from domain.messages import PAYLOADS; known = set(PAYLOADS); "
        "import delivery.message_kinds; assert known == set(PAYLOADS), set(PAYLOADS) - known"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)  # noqa: S603 - our own code


# Documents


DECISIONS = sorted(
    path for path in (ROOT / "docs/decisions").glob("*.md") if path.name != "README.md"
)


def status_of(page: Path) -> str:
    match = re.search(r"^\*\*Status:\*\* (.+)$", page.read_text(), re.MULTILINE)
    return match[1] if match else ""


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_the_common_format(page: Path) -> None:
    assert re.fullmatch(r"\d{3}-[a-z0-9-]+\.md", page.name)
    text = page.read_text()
    assert re.match(rf"# {page.name[:3]} \S", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert re.fullmatch(r"Accepted|Superseded by \[\d{3}\]\(\S+\.md\)", status_of(page))


def test_the_index_lists_every_decision_with_its_title_and_status() -> None:
    numbers = [page.name[:3] for page in DECISIONS]
    assert len(numbers) == len(set(numbers))
    rows = [
        f"| {page.name[:3]} | [{page.read_text().splitlines()[0][6:]}]({page.name}) "
        f"| {status_of(page)} |"
        for page in DECISIONS
    ]
    index = (ROOT / "docs/decisions/README.md").read_text()
    assert re.findall(r"^\| \d{3} .*$", index, re.MULTILINE) == rows


def test_links_between_documents_lead_to_a_file() -> None:
    broken = [
        f"{name_of(page)}: {target}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


# Lock files


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_path(lock: str) -> None:
    for line in (ROOT / lock).read_text().splitlines():
        assert re.fullmatch(
            r"[a-z0-9._-]+==[0-9][\w.!+]*( ; [\w .=!<>'\"()]+)? \\"
            r"|    --hash=sha256:[0-9a-f]{64}( \\)?",
            line,
        ), line


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_distribution_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    assert len(entries) == len(locked_versions(lock))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_contain_every_dependency() -> None:
    extras: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
    build: list[str] = PROJECT["dependency-groups"]["build"]
    run = [*PROJECT["project"]["dependencies"], *extras["postgres"], *build]
    everything = [*run, *extras["sandbox"], *extras["dev"]]
    for lock, requirements in zip(LOCKS, (everything, run), strict=True):
        names = {
            normalize(re.split(r"[\[<>=!~; ]", requirement)[0]) for requirement in requirements
        } - {"vouch-bot"}
        assert names - set(locked_versions(lock)) == set()


def test_both_locks_have_the_same_versions() -> None:
    tested = locked_versions("requirements.lock")
    assert {
        name: tested.get(name) for name in locked_versions("requirements-run.lock")
    } == locked_versions("requirements-run.lock")


# The app's manifest. The limits are from the JSON schema in slackapi/manifest-schema, July 2026.


def test_the_manifest_stays_within_slacks_limits() -> None:
    display, features = MANIFEST["display_information"], MANIFEST["features"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", display["background_color"])
    for shortcut in features["shortcuts"]:
        assert set(shortcut) == {"name", "type", "callback_id", "description"}
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert command["should_escape"] is True


def test_optional_scopes_are_among_the_requested_ones() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes) == {"bot", "bot_optional"}
    assert set(scopes["bot_optional"]) < set(scopes["bot"])
    assert len(scopes["bot"]) == len(set(scopes["bot"]))


def test_every_event_has_the_scope_that_it_needs() -> None:
    needed = {  # docs.slack.dev/reference/events
        "app_home_opened": None,
        "app_mention": "app_mentions:read",
        "app_uninstalled": None,
        "channel_archive": "channels:read",
        "channel_id_changed": "channels:read",
        "channel_deleted": "channels:read",
        "channel_unarchive": "channels:read",
        "group_archive": "groups:read",
        "group_deleted": "groups:read",
        "group_left": "groups:read",
        "group_unarchive": "groups:read",
        "message.im": "im:history",
        "subteam_members_changed": "usergroups:read",
        "team_join": "users:read",
        "tokens_revoked": None,
        "user_change": "users:read",
    }
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == set(needed)
    scopes = {needed[event] for event in events} - {None}
    assert scopes <= set(MANIFEST["oauth_config"]["scopes"]["bot"])


def test_the_app_uses_socket_mode_and_tokens_that_do_not_expire() -> None:
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["token_rotation_enabled"] is False
    assert MANIFEST["settings"]["org_deploy_enabled"] is False
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"] is True
    assert MANIFEST["features"]["app_home"]["messages_tab_enabled"] is True


# Commands


def test_make_help_lists_every_target() -> None:
    run = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    targets = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for target in " ".join(targets).split():
        assert f"make {target} " in run.stdout


def test_ci_runs_the_commands_of_the_readme() -> None:
    assert "make test" in (ROOT / "README.md").read_text()
    commands = re.findall(r"^make [^#\n]*", (ROOT / ".ci/run").read_text(), re.MULTILINE)
    assert commands == ["make check", "make test"]
