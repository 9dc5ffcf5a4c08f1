"""The bot's routes beside the Web API: response_url, uploads, downloads."""

import json
from typing import Any

from aiohttp import web

from bot.sandbox.slack import replies
from bot.sandbox.slack.ledger import FROM_BOT, Entry
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api import files
from bot.sandbox.slack.world import World


class BotRoutes:
    """Answers `/response/…`, `/upload/…` and `/files/…`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        """Where all this is found."""
        return [
            web.post("/response/{token}", self.respond),
            web.post("/upload/{file}/{secret}", self.upload),
            web.get("/files/{file}/{name}", self.download),
        ]

    async def respond(self, request: web.Request) -> web.Response:
        """`POST /response/{token}`: `ok`, or Slack's refusal with its status."""
        try:
            body = _body(await request.text())
            answering = self.world.response_urls.find(request.match_info["token"])
            replies.answer(self.world, answering, body)
        except Refusal as refusal:
            return self._refused(refusal)
        answering.uses += 1
        self.world.ledger.note(Entry(self.world.now, FROM_BOT, "response_url", 200, arguments=body))
        return web.Response(text="ok")

    async def upload(self, request: web.Request) -> web.Response:
        """`POST /upload/…`: the bytes of a file, raw or as a form's first file."""
        content = await _content(request)
        try:
            files.take(
                self.world, request.match_info["file"], request.match_info["secret"], content
            )
        except Refusal as refusal:
            return self._refused(refusal)
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        """`GET /files/…`: what was uploaded, always as a download."""
        found = self.world.files.get(request.match_info["file"])
        if found is None or found["content"] is None:
            raise web.HTTPNotFound
        return web.Response(
            body=found["content"],
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": "attachment",
            },
        )

    def _refused(self, refusal: Refusal) -> web.Response:
        status = refusal.status if refusal.status != 200 else 400
        detail = tuple(refusal.more.get("errors", ()))
        entry = Entry(self.world.now, FROM_BOT, "response_url", status, refusal.code, detail)
        self.world.ledger.note(entry)
        return web.json_response({"ok": False, "error": refusal.code}, status=status)


def _body(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise Refusal("invalid_payload") from error
    if not isinstance(body, dict):
        raise Refusal("invalid_payload")
    return body


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    found = next((f for f in form.values() if isinstance(f, web.FileField)), None)
    return found.file.read() if found else b""
