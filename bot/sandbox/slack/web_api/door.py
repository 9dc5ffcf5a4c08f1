"""The door of the Web API: checks the token and the scope, calls the method, words the answer."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.slack.ledger import FROM_BOT, Entry
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.socket_mode import Sockets
from bot.sandbox.slack.web_api import app
from bot.sandbox.slack.web_api.arguments import arguments
from bot.sandbox.slack.web_api.methods import METHODS, Method
from bot.sandbox.slack.web_api.pace import Pace, too_many
from bot.sandbox.slack.web_api.places import addressed, grant
from bot.sandbox.slack.world import World

Json = dict[str, Any]


@dataclass(frozen=True)
class Tokens:
    """The two tokens of the app."""

    bot: str
    app: str


class Door:
    """Answers `/api/{method}`."""

    def __init__(self, world: World, sockets: Sockets, tokens: Tokens, pace: Pace) -> None:
        self.world = world
        self._sockets = sockets
        self._tokens = tokens
        self.pace = pace

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call, noted in the ledger."""
        name = request.match_info["method"]
        args: Json = {}
        try:
            args.update(await arguments(request))
            token = _token(request, args)
            body = {"ok": True, **self._run(name, token, args)}
        except Refusal as refusal:
            detail = refusal.more.get("response_metadata", {}).get("messages", [])
            self._note(name, refusal.status, refusal.code, detail=tuple(detail), arguments=args)
            headers = self._headers(refusal)
            return web.json_response(refusal.answer(), status=refusal.status, headers=headers)
        self._note(name, 200, arguments=args)
        return web.json_response(body, headers=self._headers())

    def _run(self, name: str, token: str | None, args: Json) -> Json:
        if name == "api.test":
            return app.api_test(self.world, args)
        if name == "apps.connections.open":
            return self._connection(token)
        method = METHODS.get(name)
        if method is None:
            raise Refusal("unknown_method", {"req_method": name})
        self._admit(token)
        self._check_scope(method)
        if name == "chat.postMessage":
            self._check_pace(args)
        return method.run(self.world, args)

    def _admit(self, token: str | None) -> None:
        if not token:
            raise Refusal("not_authed")
        if token == self._tokens.app:
            raise Refusal("not_allowed_token_type")
        if token != self._tokens.bot:
            raise Refusal("invalid_auth")
        if "revoked" in self.world.faults:
            raise Refusal("token_revoked")
        if "rate_limit" in self.world.faults:
            raise too_many(1)

    def _check_scope(self, method: Method) -> None:
        if method.scope:
            grant(self.world, method.scope)
        if method.writes and "missing_scope" in self.world.faults:
            provided = ",".join(s for s in self.world.scopes if s != method.scope)
            raise Refusal("missing_scope", {"needed": method.scope, "provided": provided})

    def _check_pace(self, args: Json) -> None:
        channel = addressed(self.world, str(args.get("channel")))
        if channel:
            self.pace.spend(channel.id, self.world.now)

    def _connection(self, token: str | None) -> Json:
        if not token:
            raise Refusal("not_authed")
        if token == self._tokens.bot:
            raise Refusal("not_allowed_token_type")
        if token != self._tokens.app:
            raise Refusal("invalid_auth")
        base = self.world.base_url.replace("http", "ws", 1)
        return {"url": f"{base}/socket/{self._sockets.ticket()}"}

    def _headers(self, refusal: Refusal | None = None) -> dict[str, str]:
        headers = {"X-OAuth-Scopes": ",".join(self.world.scopes)}
        if refusal and "retry_after" in refusal.more:
            headers["Retry-After"] = str(refusal.more.pop("retry_after"))
        return headers

    def _note(self, name: str, status: int, error: str | None = None, **more: Any) -> None:
        self.world.ledger.note(Entry(self.world.now, FROM_BOT, name, status, error, **more))


def _token(request: web.Request, args: Json) -> str | None:
    """The token, taken out of the arguments so that it is kept nowhere."""
    given = args.pop("token", None)
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or given
