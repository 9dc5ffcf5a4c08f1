"""The buttons of a card: refresh and share."""

from collections.abc import Callable
from typing import Any

import pytest

from blocks import ids
from bot.sandbox.slack.channels import OLD_ORDERS, RANDOM, SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, LEE, TEAM

House = Any
Read = Callable[[Any], str]


@pytest.fixture
async def card(house: House) -> Any:
    """Ann's own card of 1042."""
    return await house.say("/order 1042")


@pytest.fixture
async def shared(house: House, card: Any) -> Any:
    """The card that Ann shared, as Lee sees it."""
    await house.press(card, ids.SHARE)
    return house.last(LEE)


async def test_refresh_replaces_the_asker_s_card(house: House, card: Any, read: Read):
    """A private card becomes the newest one in its place."""
    house.gelato.move("1042", "delivered")
    before = len(house.slack.seen(ANN, SUPPORT))
    await house.press(card, ids.REFRESH)
    assert "✅ Delivered" in read(house.last())
    assert "Maya R." in read(house.last())
    assert len(house.slack.seen(ANN, SUPPORT)) == before
    assert house.rows()[-1]["operation"] == "refresh"


async def test_share_posts_the_country_alone(house: House, shared: Any, read: Read):
    """Others see the order, and of the recipient nothing but the country."""
    assert not shared.ephemeral
    text = read(shared)
    assert "To: " in text
    assert "United States" in text
    assert "Shared by ann" in text
    for private in ("Maya", "Robinson", "Portland"):
        assert private not in str(shared.blocks) + shared.text
    assert [(row["operation"], row["outcome"]) for row in house.rows()][-1] == ("share", "done")


async def test_a_shared_card_is_refreshed_for_all(house: House, shared: Any, read: Read):
    """Whoever presses, the card stays in its place and as private as it was."""
    house.gelato.move("1042", "delivered")
    await house.press(shared, ids.REFRESH, LEE)
    (again,) = house.slack.seen(LEE, SUPPORT)
    assert "✅ Delivered" in read(again)
    assert "Refreshed by lee" in read(again)
    assert "Maya" not in str(again.blocks) + again.text
    assert "Share to channel" not in read(again)


async def test_sharing_where_the_bot_is_no_member_says_what_to_do(house: House, read: Read):
    """The person learns how to let the bot in; the row tells that nothing was shared."""
    card = await house.say("/order 1042", channel=RANDOM)
    await house.press(card, ids.SHARE)
    answer = house.last(channel=RANDOM)
    assert "/invite @Orderdesk" in read(answer)
    assert answer.visible_to == ANN
    assert house.slack.seen(LEE, RANDOM) == []
    assert house.rows()[-1]["outcome"] == "not_in_channel"


async def test_sharing_into_an_archived_channel_says_so(house: House, card: Any, read: Read):
    """A channel that was archived after the card came takes no more posts."""
    house.slack.channel(SUPPORT).archived = True
    await house.press(card, ids.SHARE)
    assert "archived" in read(house.last())
    assert house.rows()[-1]["outcome"] == "channel_closed"


async def test_a_line_cut_after_posting_is_not_posted_twice(house: House, card: Any, read: Read):
    """When nobody knows whether the card is there, the person is asked to look."""
    house.slack.world.faults.switch("cut", on=True)
    await house.press(card, ids.SHARE)
    assert len([m for m in house.slack.seen(LEE, SUPPORT) if m.user == BOT_USER]) == 1
    assert "Look there before sharing it again" in read(house.last())
    assert house.rows()[-1]["outcome"] == "post_uncertain"


async def test_slack_breaking_down_while_sharing_is_survived(
    house: House, card: Any, read: Read, caplog: pytest.LogCaptureFixture
):
    """Where Slack takes no answer at all, the log and the row tell of it; the next press works."""
    house.slack.world.faults.switch("http_500", on=True)
    await house.press(card, ids.SHARE)
    row = house.rows()[-1]
    assert row["outcome"] == "post_uncertain"
    assert f"request {row['request_id']} got no answer" in caplog.text
    assert house.slack.seen(LEE, SUPPORT) == []
    house.slack.world.faults.switch("http_500", on=False)
    await house.press(card, ids.SHARE)
    assert "Shared by ann" in read(house.last(LEE))


async def test_a_scope_that_is_missing_is_told(house: House, card: Any, read: Read):
    """A refusal of Slack's is named, with a code for whoever runs Orderdesk."""
    house.slack.world.faults.switch("missing_scope", on=True)
    await house.press(card, ids.SHARE)
    assert "missing_scope" in read(house.last())
    assert house.rows()[-1]["request_id"] in read(house.last())


def _click(action_id: str, value: str = "x", **more: Any) -> dict[str, Any]:
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    return {"type": "block_actions", "actions": [action], "channel": {"id": SUPPORT}} | more


async def test_a_button_of_an_older_version_is_answered(house: House, read: Read):
    """A card that outlived its program says what to type instead."""
    assert await house.interaction(**_click("order.cancel.v0")) == (200, "")
    assert "older version of Orderdesk" in read(house.last())


async def test_a_button_whose_order_is_gone_is_answered(house: House, read: Read):
    """A press on the card of an order that Gelato forgot is no silence."""
    await house.interaction(**_click(ids.REFRESH, "gone-1"))
    assert "Gelato knows no order gone-1." in read(house.last())
    assert house.rows()[-1]["outcome"] == "order_not_found"


async def test_a_button_that_opens_a_page_asks_nothing(house: House):
    """Slack tells of presses on links as well; they need no answer."""
    action = {"type": "button", "action_id": ids.REFRESH, "url": "https://a.example.com"}
    click = {"type": "block_actions", "actions": [action], "channel": {"id": SUPPORT}}
    assert await house.interaction(**click) == (200, "")
    assert house.rows() == []


async def test_a_command_that_is_not_ours_is_only_acknowledged(house: House):
    """Another command of the same app is not answered as if it were ours."""
    assert await house.command("1042", command="/other") == (200, "")
    assert house.rows() == []


async def test_an_archived_channel_takes_no_commands_of_ours(house: House, read: Read):
    """Where neither an ephemeral message nor an answer can go, it comes as a direct message."""
    await house.command("1042", channel_id=OLD_ORDERS, response_url="")
    assert "Order 1042" in read(house.last(channel=ANN))
    assert house.rows()[-1]["team"] == TEAM
