"""A person cancels orders in the sandbox, in a real browser."""

import shutil
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from bot.sandbox.slack.people import ANN, IDA, LEE
from handlers.sandbox import Sandbox

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed on this machine"),
]

Visit = Callable[[str], Awaitable[Page]]


async def _type(page: Page, text: str) -> None:
    await page.locator("#composer").press_sequentially(text)
    await page.keyboard.press("Enter")


def _orders(sandbox: Sandbox, status: str) -> list[dict[str, Any]]:
    """Orders of one part in this status."""
    family = sandbox.gelato.book.family
    fits = (o for o in sandbox.gelato.orders if o["fulfillmentStatus"] == status)
    return [o for o in fits if len(family(o["orderReferenceId"])) == 1]


async def _form(page: Page) -> Locator:
    """The cancel form, once it is there."""
    dialog = page.get_by_role("dialog").last
    await expect(dialog).to_contain_text("What this means")
    return dialog


async def _send(page: Page, dialog: Locator, reason: str, button: str) -> None:
    await dialog.get_by_label("Why?").click()
    await page.get_by_role("option", name=reason).click()
    await dialog.get_by_role("button", name=button).click()


async def test_a_card_leads_to_a_cancel_and_tells_of_it(sandbox: Sandbox, visit: Visit):
    """Lee cancels from a card that all see: reads the outcome, and Ann sees who changed it."""
    order = _orders(sandbox, "created")[0]
    ann, lee = await visit(ANN), await visit(LEE)
    await _type(ann, f"/order {order['orderReferenceId']}")
    own = ann.locator(".message", has=ann.get_by_role("button", name="Share to channel")).last
    await own.get_by_role("button", name="Share to channel").click()
    shared = lee.locator(".message").last
    await expect(shared).to_contain_text("Shared by ann")
    await shared.get_by_role("button", name="Cancel…").click()
    dialog = await _form(lee)
    await expect(dialog).to_contain_text("until it is shipped")
    await _send(lee, dialog, "Test order", "Cancel the order")
    await expect(dialog).to_contain_text("✅ Canceled")
    await expect(dialog).to_contain_text("Gelato shows it as canceled.")
    behind = ann.locator(".message").last
    await expect(behind).to_contain_text("Canceled by lee")
    await expect(behind).to_contain_text("Canceled")
    await expect(behind).not_to_contain_text(order["shippingAddress"]["city"])
    assert sandbox.gelato.effects == [("cancel", order["id"])]


async def test_a_typed_cancel_asks_for_a_reason(sandbox: Sandbox, visit: Visit):
    """Ann types the command; “another reason” needs words, which are asked for at their field."""
    order = _orders(sandbox, "created")[0]
    page = await visit(ANN)
    await _type(page, f"/order cancel {order['orderReferenceId']}")
    dialog = await _form(page)
    await _send(page, dialog, "Another reason", "Cancel the order")
    await expect(dialog).to_contain_text("Say in a few words why")
    await dialog.get_by_label("In your own words").fill("The shop has closed")
    await dialog.get_by_role("button", name="Cancel the order").click()
    await expect(dialog).to_contain_text("✅ Canceled")
    assert sandbox.gelato.effects == [("cancel", order["id"])]


async def test_some_parts_of_a_family(sandbox: Sandbox, visit: Visit):
    """Of three parts one is too late and one is unticked: the third one is canceled, alone."""
    made, late = _orders(sandbox, "created")[:2], _orders(sandbox, "shipped")[:1]
    for each in (*made, *late):
        each["orderReferenceId"] = "FAM-1"
    page = await visit(ANN)
    await _type(page, "/order cancel FAM-1")
    dialog = await _form(page)
    await expect(dialog).to_contain_text("split into 3 parts")
    await expect(dialog).to_contain_text("Part 3 of 3: It is shipped.")
    ticks = dialog.get_by_role("checkbox")
    await expect(ticks).to_have_count(2)
    kept = await ticks.first.get_attribute("value")
    for each in await ticks.all():
        await each.uncheck()
    await _send(page, dialog, "Test order", "Cancel these parts")
    assert sandbox.gelato.effects == []
    await ticks.last.check()
    await dialog.get_by_role("button", name="Cancel these parts").click()
    await expect(dialog).to_contain_text("✅ Canceled")
    (other,) = {order["id"] for order in made} - {kept}
    assert sandbox.gelato.effects == [("cancel", other)]


async def test_a_viewer_reads_what_is_missing(sandbox: Sandbox, visit: Visit):
    """Ida, who has no role, reads which one is needed."""
    order = _orders(sandbox, "created")[0]
    page = await visit(IDA)
    await _type(page, f"/order cancel {order['orderReferenceId']}")
    dialog = page.get_by_role("dialog").last
    await expect(dialog).to_contain_text("You need the role “agent”")
    assert sandbox.gelato.effects == []
