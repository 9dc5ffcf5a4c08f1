"""The shape of the whole: floors, closed sets, and the sentence on every test."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blocks import ids
from bot.orders.commands import COMMAND_WORDS
from bot.orders.dialect import Dialect
from bot.sandbox.gelato import StandInGelato
from handlers.gallery import gallery
from handlers.slack.listeners import CLICKS, OPTIONS, SHORTCUTS, SUBMISSIONS, WORDS

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LONGEST_MODULE = 300

COMMANDS_OF_INTERFACE = {
    "get", "search", "cancel", "update", "submit", "reship", "watch", "unwatch", "history",
    "stuck", "shipped", "digest", "check", "audit", "roles", "rehearse", "pause", "resume", "help",
}  # fmt: skip


def _modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def _objects(drawn: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(drawn, Mapping):
        yield drawn
    inside = drawn.values() if isinstance(drawn, Mapping) else drawn
    if isinstance(inside, list | tuple) or isinstance(drawn, Mapping):
        for part in inside:
            yield from _objects(part)


def test_every_button_and_form_has_a_listener():
    """Whatever blocks can draw, handlers can hear; and nothing is listened for in vain."""
    assert set(CLICKS) == ids.CLICKS
    assert set(SUBMISSIONS) == ids.SUBMISSIONS
    assert set(OPTIONS) == ids.OPTIONS
    assert set(SHORTCUTS) == ids.SHORTCUTS


def test_every_command_that_is_built_is_heard():
    """A word that help shows as built does something, and no other word does."""
    built = {word for word, entry in COMMAND_WORDS.items() if entry.built}
    assert set(WORDS) == built - {"get", "search", "help"}


def test_every_id_that_is_drawn_is_known():
    """No drawing carries an id of its own making, and every id is drawn somewhere."""
    items = gallery(StandInGelato(orders=100).orders, Dialect.CONNECT, NOW)
    drawn = {
        each[name]
        for each in _objects(items)
        for name in ("action_id", "callback_id")
        if isinstance(each.get(name), str)
    }
    fields = {
        value
        for name, value in vars(ids).items()
        if name.startswith(("LOOK_UP_", "SEARCH_", "DIGEST_"))
    }
    assert drawn >= ids.CLICKS | ids.SUBMISSIONS
    assert drawn <= ids.CLICKS | ids.SUBMISSIONS | fields


def test_the_commands_are_those_that_were_promised():
    """What people may type is what interface.md names, built or not."""
    assert set(COMMAND_WORDS) == COMMANDS_OF_INTERFACE


def test_each_command_is_shown_as_it_is_typed():
    """The usage of a command begins with the command."""
    for word, entry in COMMAND_WORDS.items():
        shown = f"/order {'1042' if word == 'get' else word}"
        assert entry.usage.startswith(shown)


def test_the_floors_hold():
    """Imports go downwards only, the sandbox is an island, drawings touch no wire."""
    program = (
        "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    done = subprocess.run(  # noqa: S603  # the linter of this very environment
        [sys.executable, "-c", program, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", _modules("tests"), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_test_says_what_it_promises(path: Path):
    """Each test opens with the sentence of the promise that it keeps."""
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize(
    "path", _modules("bot", "blocks", "handlers"), ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_module_is_short_and_says_what_it_is_for(path: Path):
    """A module opens with one sentence and can be read in one sitting."""
    text = path.read_text()
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring
    assert text.count("\n") <= LONGEST_MODULE
