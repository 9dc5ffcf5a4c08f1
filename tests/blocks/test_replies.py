"""Answers that are no order."""

from collections.abc import Callable
from typing import Any

import pytest

from blocks import ids
from blocks.message import Message
from blocks.replies import did_you_mean, help_page, not_built, problem, several, told
from bot.orders.commands import COMMAND_WORDS
from bot.sandbox.block_kit import message_faults

Text = Callable[[Any], list[str]]


def test_a_problem_without_a_code_is_one_sentence(as_text: Text):
    """Who made a typing error is not bothered with codes."""
    assert as_text(problem("Which order?").blocks) == ["⚠️ Which order?"]


def test_a_problem_with_a_code_names_it(as_text: Text):
    """The code that is in the log stands below the sentence."""
    lines = as_text(problem("It broke.", "3FA9C2").blocks)
    assert lines == ["⚠️ It broke.", "If it stays, give this code to whoever runs Orderdesk: 3FA9C2"]


def test_a_command_that_is_not_built_says_so():
    """A promised command answers politely."""
    assert told("/order stuck is not there yet. /order help shows what is.") == not_built("stuck")


@pytest.mark.parametrize(
    ("rest", "meant"), [("", "/order cancel"), ("1042", "/order cancel 1042")], ids=["bare", "rest"]
)
def test_a_typing_error_is_asked_back(as_text: Text, rest: str, meant: str):
    """The nearest command is named whole, and the way to an order of that name."""
    text = "\n".join(as_text(did_you_mean("cancle", "cancel", rest).blocks))
    assert f"“cancle”. Did you mean this? {meant}\n" in text
    assert text.endswith("/order get cancle")


def test_the_help_page_names_every_command(as_text: Text):
    """What is built is explained, what is not is named."""
    text = "\n".join(as_text(help_page().blocks))
    for word, entry in COMMAND_WORDS.items():
        assert (f"`{entry.usage}`  {entry.purpose}" if entry.built else word) in text


def test_the_help_page_opens_the_form():
    """Who does not know what to type can press a button."""
    buttons = [e for block in help_page().blocks for e in block.get("elements", ())]
    assert ids.OPEN_LOOK_UP in [element.get("action_id") for element in buttons]


@pytest.mark.parametrize("word", COMMAND_WORDS)
def test_each_command_has_its_own_help(as_text: Text, word: str):
    """Help on one word shows how it is typed, what it does, and whether it is there."""
    entry = COMMAND_WORDS[word]
    text = "\n".join(as_text(help_page(word).blocks))
    assert f"`{entry.usage}`  {entry.purpose}" in text
    assert ("_Not there yet._" in text) is not entry.built


def test_help_on_an_unknown_word_is_the_whole_page():
    """Nobody is left without help."""
    assert help_page("zzz") == help_page()


@pytest.mark.parametrize(
    "message",
    [help_page(), help_page("get"), not_built("stuck"), problem("x", "ABC")],
    ids=["help", "help on a word", "not built", "problem"],
)
def test_slack_takes_every_answer(message: Message):
    """Each of these is a message that Slack posts, with a text for notifications."""
    assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []
    assert message.text


def test_several_orders_stand_below_each_other(
    as_text: Text, order: Callable[..., Any], family: Callable[..., Any], reader: Callable[..., Any]
):
    """Each order is shown in brief with its own button, and what went wrong stands below."""
    found = [
        family(order(id=f"g-{n}", order_reference_id=n, fulfillment_status="shipped"))
        for n in ("1042", "1043")
    ]
    message = several(found, ["Gelato knows no order <1>."], reader())
    lines = as_text(message.blocks)
    assert lines[0] == "Order 1042"
    assert lines[1].startswith("🚚 Shipped")
    assert lines[2:5] == ["[Open the card]", "---", "Order 1043"]
    assert lines[-1] == "⚠️ Gelato knows no order <1>."
    values = [e["value"] for b in message.blocks if b["type"] == "actions" for e in b["elements"]]
    assert values == ["g-1042", "g-1043"]
    assert message.text.endswith("Gelato knows no order &lt;1&gt;.")
