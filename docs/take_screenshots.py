"""Takes the README's pictures again: runs the sandbox and photographs its page."""

import asyncio
import shutil
from pathlib import Path

from playwright.async_api import Page, async_playwright

from handlers.sandbox import Sandbox, running

DOCS = Path(__file__).parent
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-quic"]


async def main() -> None:
    """Needs chromium, as the browser tests do."""
    async with running(ticking=True) as sandbox, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = await browser.new_page(viewport={"width": 1100, "height": 760})
        await page.goto(f"{sandbox.page}/?as=U012ANN&channel=C012SUPPORT&theme=light")
        await card(page)
        await search(page)
        await cancel(page)
        await update(page, sandbox)
        lead = await browser.new_page(viewport={"width": 1100, "height": 1180})
        await lead.goto(f"{sandbox.page}/?as=U012LEE&channel=C012SUPPORT&theme=light")
        await digest(lead)
        await browser.close()


async def card(page: Page) -> None:
    """The card of order 1042."""
    await page.fill("#composer", "/order 1042")
    await page.press("#composer", "Enter")
    await page.get_by_text("Order 1042", exact=True).wait_for()
    await page.get_by_role("button", name="Share to channel").wait_for()
    await page.screenshot(path=DOCS / "card.png")


async def search(page: Page) -> None:
    """One page of a search."""
    await page.fill("#composer", "/order search status:shipped,in_transit since:60d")
    await page.press("#composer", "Enter")
    await page.get_by_role("button", name="As CSV").wait_for()
    await page.screenshot(path=DOCS / "search.png")


async def cancel(page: Page) -> None:
    """What canceling means, before it is done."""
    await page.fill("#composer", "/order cancel 1170")
    await page.press("#composer", "Enter")
    await page.get_by_text("What this means").wait_for()
    await page.evaluate("document.activeElement.blur()")
    await page.screenshot(path=DOCS / "cancel.png")
    await page.get_by_role("dialog").get_by_role("button", name="Keep it").click()


async def update(page: Page, sandbox: Sandbox) -> None:
    """An address on its way to another country, and the question about it."""
    order = next(
        order
        for order in sandbox.gelato.orders
        if order["fulfillmentStatus"] == "created" and order["shippingAddress"]["country"] == "US"
    )
    await page.fill("#composer", f"/order update {order['orderReferenceId']}")
    await page.press("#composer", "Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Paste a whole address").fill(
        "Jane Doe\n123 Queen St W\nToronto ON M5V 2T6\nCanada"
    )
    await dialog.get_by_role("button", name="Put it into the fields").click()
    await dialog.get_by_text("Province", exact=True).wait_for()
    await dialog.get_by_role("button", name="Change it").click()
    await dialog.get_by_text("Nothing is sent yet").wait_for()
    await page.screenshot(path=DOCS / "update.png")


async def digest(page: Page) -> None:
    """What is stuck, told to a channel: a digest that a lead set up and sent now."""
    await page.fill("#composer", "/order digest")
    await page.press("#composer", "Enter")
    await page.get_by_role("button", name="Add a digest…").click()
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    await page.fill("#composer", "/order digest")
    await page.press("#composer", "Enter")
    await page.get_by_role("button", name="Send now").last.click()
    await page.get_by_text("The digest was posted.").wait_for()
    await page.get_by_text("more stuck orders").scroll_into_view_if_needed()
    await page.screenshot(path=DOCS / "digest.png")


if __name__ == "__main__":
    asyncio.run(main())
