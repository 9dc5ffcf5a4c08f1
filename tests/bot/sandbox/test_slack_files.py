"""Uploads in three steps, and the link on the page."""

import aiohttp
import pytest

from bot.sandbox.slack.channels import RANDOM, SUPPORT
from bot.sandbox.slack.people import ANN


async def test_a_file_appears_with_its_link(slack, slack_client, slack_page):
    """Slack's own client uploads; the channel shows the name, and the link downloads it."""
    await slack_client.files_upload_v2(
        channel=SUPPORT, filename="orders.csv", content="id\n1042\n", initial_comment="Here"
    )
    (message,) = (await slack_page.world(ANN))["channels"][0]["messages"]
    (file,) = message["files"]
    assert file["name"] == "orders.csv"
    assert message["text"] == f"Here\n<{file['url']}|orders.csv>"
    async with slack_page.http.get(file["url"]) as answer:
        assert await answer.read() == b"id\n1042\n"
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"


@pytest.mark.parametrize(
    ("length", "error"),
    [("5000000", None), ("5000001", "invalid_arguments"), ("0", "invalid_arguments")],
)
async def test_a_file_has_a_size(slack_client, slack_refused, length, error):
    """Empty and very large files are refused."""
    args = {"filename": "a.csv", "length": length}
    call = slack_client.api_call("files.getUploadURLExternal", params=args)
    assert ((await slack_refused(call))["error"] if error else (await call).get("error")) == error


async def test_an_upload_must_be_as_long_as_announced(slack_client, slack_refused, slack_page):
    """Other bytes than announced are refused, and the file cannot be shared."""
    args = {"filename": "a.csv", "length": "3"}
    made = await slack_client.api_call("files.getUploadURLExternal", params=args)
    async with slack_page.http.post(made["upload_url"], data=b"four") as answer:
        assert answer.status == 400
    files = [{"id": made["file_id"]}]
    call = slack_client.files_completeUploadExternal(files=files, channel_id=SUPPORT)
    assert (await slack_refused(call))["error"] == "file_not_found"
    async with slack_page.http.post(made["upload_url"], data=b"3 b") as answer:
        assert answer.status == 200
    assert (await slack_client.files_completeUploadExternal(files=files))["ok"]


async def test_a_form_upload_works_too(slack_client, slack_page):
    """The bytes may come as a multipart form."""
    args = {"filename": "a.csv", "length": "3"}
    made = await slack_client.api_call("files.getUploadURLExternal", params=args)
    form = aiohttp.FormData()
    form.add_field("file", b"abc", filename="a.csv")
    async with slack_page.http.post(made["upload_url"], data=form) as answer:
        assert answer.status == 200


async def test_a_file_is_shared_only_where_the_bot_is(slack_client, slack_refused, slack_page):
    """Sharing follows the rules of posting; a guessed address takes nothing."""
    args = {"filename": "a.csv", "length": "3"}
    made = await slack_client.api_call("files.getUploadURLExternal", params=args)
    await slack_page.http.post(made["upload_url"], data=b"abc")
    files = [{"id": made["file_id"]}]
    call = slack_client.files_completeUploadExternal(files=files, channel_id=RANDOM)
    assert (await slack_refused(call))["error"] == "not_in_channel"
    guessed = made["upload_url"].rsplit("/", 1)[0] + "/guess"
    async with slack_page.http.post(guessed, data=b"abc") as answer:
        assert answer.status == 404
