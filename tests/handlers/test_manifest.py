"""The manifest, the listeners and the README tell the same story."""

import re
from pathlib import Path

import pytest
import yaml

from handlers.cli import main
from handlers.manifest import manifest, scopes
from handlers.slack.listeners import COMMANDS, EVENTS, NEWS, SHORTCUTS

README = (Path(__file__).parents[2] / "README.md").read_text()

EVENT_TYPE = {
    "app_mention": "app_mention",
    "message.im": "message",
    "user_change": "user_change",
}
"""The type that each subscribed event arrives with (docs.slack.dev/reference/events)."""


def test_every_command_has_a_listener():
    """What the manifest announces is answered, and nothing else is."""
    announced = {command["command"] for command in manifest()["features"]["slash_commands"]}
    assert announced == set(COMMANDS)


def test_every_event_has_a_listener():
    """The app is told of the events that somebody listens to, and of no others."""
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert {EVENT_TYPE[event] for event in subscribed} == {*EVENTS, *NEWS}


def test_every_shortcut_has_a_listener():
    """The shortcuts in Slack's menu are those that somebody listens to."""
    offered = {shortcut["callback_id"] for shortcut in manifest()["features"]["shortcuts"]}
    assert offered == set(SHORTCUTS)


def test_every_scope_has_its_reason():
    """The README's table gives a reason for each scope of the manifest, and for no other."""
    table = README.split("### What the app asks Slack for")[1].split("\n\n")[1]
    assert set(re.findall(r"^\| `([a-z_:]+)` \| \S", table, re.MULTILINE)) == scopes()


def test_socket_mode_needs_no_address():
    """Without an address the manifest is for Socket Mode and names none."""
    document = manifest()
    assert document["settings"]["socket_mode_enabled"] is True
    assert "slack/events" not in str(document)


def test_signed_http_names_the_address_everywhere():
    """With an address, commands, clicks and events all go to it, and Socket Mode is off."""
    document = manifest("https://desk.example.com/")
    address = "https://desk.example.com/slack/events"
    settings = document["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["interactivity"]["request_url"] == address
    assert settings["event_subscriptions"]["request_url"] == address
    assert [command["url"] for command in document["features"]["slash_commands"]] == [address]


@pytest.mark.parametrize(
    ("arguments", "document"),
    [
        (["manifest"], manifest()),
        (["manifest", "--socket"], manifest()),
        (["manifest", "--url", "https://desk.example.com"], manifest("https://desk.example.com")),
    ],
    ids=["as it comes", "socket", "url"],
)
def test_the_command_prints_yaml(arguments, document, capsys):
    """What is printed can be pasted: it reads back as the manifest."""
    assert main(arguments) == 0
    assert yaml.safe_load(capsys.readouterr().out) == document


def test_a_plain_http_address_is_refused(capsys):
    """Slack calls no http:// address, so none is put into a manifest."""
    with pytest.raises(SystemExit) as stopped:
        main(["manifest", "--url", "http://desk.example.com"])
    assert stopped.value.code == 2
    assert "https://" in capsys.readouterr().err
