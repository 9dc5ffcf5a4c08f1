"""Changing the shipment, from the command or the card to what the person reads afterwards."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.slack.people import ANN
from bot.sandbox.slack.views import View

House = Any
Read = Callable[[Any], str]


def typed_into(view: View, **changed: str) -> dict[str, Any]:
    """What Slack sends of a form: what stands in it, with some of it typed anew."""
    values: dict[str, Any] = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        action = element["action_id"]
        state = {"type": element["type"]}
        if element["type"] == "plain_text_input":
            state["value"] = element.get("initial_value")
        else:
            state["selected_option"] = element.get("initial_option")
        name = action.removeprefix("update.")
        if name in changed:
            state["value"] = changed[name]
        values[block["block_id"]] = {action: state}
    return values


async def test_an_address_is_changed(house: House, read: Read):
    """The form shows the address; before it is sent it asks once more; then Gelato holds it."""
    order = next(
        o
        for o in house.gelato.orders
        if o["fulfillmentStatus"] == "created" and o["shippingAddress"]["country"] == "US"
    )
    await house.say(f"/order update {order['orderReferenceId']}")
    form = house.view()
    values = typed_into(form, address_line1="456 Park Ave", phone="+1 212 555 0100")
    await house.act("submit", view_id=form.id, values=values, **{"as": ANN})
    again = house.view()
    print(read(again))
    await house.act("submit", view_id=again.id, values=typed_into(again), **{"as": ANN})
    print(read(house.view()))
    print([(r["operation"], r["outcome"], r["detail"]) for r in house.rows()])
    assert house.gelato.effects == [("update", order["id"])]
    assert order["shippingAddress"]["addressLine1"] == "456 Park Ave"
