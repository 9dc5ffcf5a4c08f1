"""Canceling an order, from the command or the card to what the person reads afterwards."""

from collections.abc import Callable
from typing import Any

from blocks import ids
from bot.sandbox.slack.people import ANN
from bot.sandbox.slack.views import View

House = Any
Read = Callable[[Any], str]


def chosen(view: View, reason: str = "CUSTOMER", note: str | None = None) -> dict[str, Any]:
    """What Slack sends of a form whose parts stay as they were ticked."""
    option = {"text": {"type": "plain_text", "text": "Customer asked for it"}, "value": reason}
    values: dict[str, Any] = {
        ids.CANCEL_REASON: {
            ids.CANCEL_REASON: {"type": "static_select", "selected_option": option}
        },
        ids.CANCEL_NOTE: {ids.CANCEL_NOTE: {"type": "plain_text_input", "value": note}},
    }
    for block in view.blocks:
        if block.get("block_id") == ids.CANCEL_PARTS:
            ticked = {"type": "checkboxes", "selected_options": block["element"]["options"]}
            values[ids.CANCEL_PARTS] = {ids.CANCEL_PARTS: ticked}
    return values


async def test_an_order_is_canceled(house: House, read: Read):
    """The form says what canceling means; afterwards the order is canceled, once, with two rows."""
    order = next(o for o in house.gelato.orders if o["fulfillmentStatus"] == "created")
    await house.say(f"/order cancel {order['orderReferenceId']}")
    form = house.view()
    print(read(form))
    await house.act("submit", view_id=form.id, values=chosen(form), **{"as": ANN})
    print(read(house.view()))
    print([(r["operation"], r["outcome"], r["detail"]) for r in house.rows()])
    assert house.gelato.effects == [("cancel", order["id"])]
