"""What Slack's payloads say is read once, and as the person meant it."""

from typing import Any

import pytest

from handlers.slack.asks import read_click, read_command, read_mention, read_submission

Json = dict[str, Any]


def _event(**fields: Any) -> Json:
    """Ann mentions the bot in a channel."""
    said = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": "1042"}
    return {"event": said | fields, "team_id": "T1"}


def _direct(**fields: Any) -> Json:
    """Ann writes to the bot alone."""
    return _event(type="message", channel_type="im", channel="D1", **fields)


@pytest.mark.parametrize("said", [_event, _direct], ids=["mention", "direct message"])
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1042", "1042"),
        ("<@U0BOT> 1042", "1042"),
        ("<@U0BOT|orderdesk> 1042", "1042"),
        ("1042<@W0BOT>1050", "1042 1050"),
        ("<http://ord7.io|ord7.io>", "ord7.io"),
        ("<tel:+4712|4712>", "4712"),
        ("<tel:+4712>", "tel:+4712"),
        ("<mailto:a@example.com|a@example.com>", "a@example.com"),
        ("<#C012|1042>", "#1042"),
        ("<https://x.example.com/1042>", "https://x.example.com/1042"),
        ("<#C012|1042> and <http://ord7.io|ord7.io>", "#1042 and ord7.io"),
        ("&lt;1042&gt; &amp; more", "&lt;1042&gt; &amp; more"),
        ("a < b > c", "a < b > c"),
        (None, ""),
    ],
    ids=str,
)
def test_links_are_the_words_they_were_typed_with(said: Any, text: str | None, meant: str):
    """Slack makes links of what looks like one; what was typed is asked for."""
    mention = read_mention(said(text=text))
    assert mention is not None
    assert mention.text.strip() == meant


@pytest.mark.parametrize(
    "fields",
    [{}, {"subtype": "file_share"}, {"subtype": "thread_broadcast"}],
    ids=["plain", "file_share", "thread_broadcast"],
)
@pytest.mark.parametrize("said", [_event, _direct], ids=["mention", "direct message"])
def test_what_a_person_says_is_heard(said: Any, fields: Json):
    """With a file, or sent to the channel from a thread, words are still said to the bot."""
    assert read_mention(said(**fields)) is not None


@pytest.mark.parametrize(
    "body",
    [
        _direct(subtype="message_changed"),
        _direct(subtype="message_deleted"),
        _direct(subtype="bot_message"),
        _direct(subtype="channel_join"),
        _event(subtype="channel_join"),
        _direct(bot_id="B1"),
        _event(bot_id="B1"),
        _direct(user=None),
        _event(type="message", channel_type="channel"),
        _event(type="reaction_added"),
    ],
    ids=[
        "changed",
        "deleted",
        "bot_message",
        "joined",
        "mention in a join",
        "bot in a direct message",
        "mention by a bot",
        "nobody",
        "channel talk",
        "reaction",
    ],
)
def test_what_nobody_says_to_the_bot_is_not_heard(body: Json):
    """Changes, joins, other bots and talk among people are no asks."""
    assert read_mention(body) is None


def _keys(body: Json) -> set[str]:
    mention = read_mention(body)
    assert mention is not None
    return set(mention.keys)


def test_events_without_an_id_are_told_apart_by_their_message():
    """Two messages are two asks, also where neither event has an id of its own."""
    first = _keys(_event(ts="1.1"))
    assert first
    assert first.isdisjoint(_keys(_event(ts="1.2")))
    assert first.isdisjoint(_keys(_event(channel="C2")))
    assert first == _keys(_event(ts="1.1"))


def test_one_message_in_two_events_is_one_ask():
    """A mention and the message that holds it come with ids of their own."""
    first = _keys(_event() | {"event_id": "Ev1"})
    again = _keys(_event() | {"event_id": "Ev2"})
    assert first & again
    assert {"event:Ev1"} == first - again


USER = {"id": "U1", "team_id": "T1", "username": "ann"}
VIEW = {"view": {"id": "V1", "callback_id": "x"}}
ACTIONS = {"actions": [{"action_id": "a", "value": "1042"}]}


def _click(**fields: Any) -> Any:
    return read_click({"user": USER, **ACTIONS, **fields})


@pytest.mark.parametrize(
    ("fields", "channel"),
    [
        ({"channel": {"id": "C1"}, "container": {"channel_id": "C2"}}, "C1"),
        ({"container": {"channel_id": "C2"}}, "C2"),
        ({"channel": None, "container": {"channel_id": "C2"}}, "C2"),
        (VIEW, ""),
    ],
    ids=["channel", "container alone", "channel null", "form"],
)
def test_a_click_happens_where_its_container_is(fields: Json, channel: str):
    """Some payloads name the channel in the container alone, and forms have none."""
    assert _click(**fields).by.channel == channel


ENTERPRISE = {"enterprise_id": "E1"}


@pytest.mark.parametrize(
    ("ask", "team"),
    [
        (read_command({"user_id": "U1", "team_id": "T1", **ENTERPRISE}), "T1"),
        (read_command({"user_id": "U1", "team_id": None, **ENTERPRISE}), "E1"),
        (read_command({"user_id": "U1"}), ""),
        (read_mention(_event() | ENTERPRISE), "T1"),
        (read_mention(_event(team="T2")), "T2"),
        (read_mention(_event() | ENTERPRISE | {"team_id": None}), "E1"),
        (_click(team={"id": "T2"}, enterprise={"id": "E1"}), "T2"),
        (_click(team=None, enterprise={"id": "E1"}), "E1"),
        (_click(team=None), "T1"),
        (read_submission({"user": USER, "team": None, "enterprise": {"id": "E1"}, **VIEW}), "E1"),
    ],
    ids=[
        "command",
        "command of an organisation",
        "command of nowhere",
        "mention",
        "mention by another workspace",
        "mention of an organisation",
        "click",
        "click of an organisation",
        "click with the person's team alone",
        "submission of an organisation",
    ],
)
def test_an_organisation_stands_for_its_workspaces(ask: Any, team: str):
    """An app that belongs to a whole organisation gets payloads without a workspace."""
    assert ask.by.team == team
