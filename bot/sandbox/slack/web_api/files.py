"""The upload of a file in three steps: ask for an address, send, share."""

from typing import Any
from urllib.parse import quote

from bot.sandbox.slack.people import BOT_USER
from bot.sandbox.slack.refusal import Refusal, invalid_arguments, missing
from bot.sandbox.slack.web_api.arguments import Args, need
from bot.sandbox.slack.web_api.places import open_to_post
from bot.sandbox.slack.world import World

Json = dict[str, Any]
LARGEST = 5_000_000
KEPT = 20


def upload_url(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/files.getUploadURLExternal."""
    name, length = need(args, "filename"), need(args, "length")
    if not length.isdigit() or not 0 < int(length) <= LARGEST:
        raise invalid_arguments("[ERROR] invalid length")
    file_id, secret = world.stamps.id("F"), world.stamps.token()
    world.files[file_id] = {"name": name, "size": int(length), "secret": secret, "content": None}
    while len(world.files) > KEPT:
        world.files.pop(next(iter(world.files)))
    return {"upload_url": f"{world.base_url}/upload/{file_id}/{secret}", "file_id": file_id}


def take(world: World, file_id: str, secret: str, content: bytes) -> None:
    """Keeps what was sent to an upload address. Raises Refusal `file_not_found` or `bad_length`."""
    found = world.files.get(file_id)
    if found is None or found["secret"] != secret:
        raise Refusal("file_not_found", status=404)
    if len(content) != found["size"]:
        raise Refusal("bad_length", status=400)
    found["content"] = content


def complete(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/files.completeUploadExternal."""
    if not isinstance(args.get("files"), list) or not args["files"]:
        raise missing("files")
    files = [_described(world, each) for each in args["files"]]
    if args.get("channel_id"):
        channel = open_to_post(world, {"channel": args["channel_id"]})
        comment = args.get("initial_comment") or ""
        thread = args.get("thread_ts")
        world.bot_posts(channel, comment, files=files, thread_ts=thread)
    return {"files": files}


def _described(world: World, given: Any) -> Json:
    file_id = given.get("id") if isinstance(given, dict) else None
    found = world.files.get(str(file_id))
    if found is None or found["content"] is None:
        raise Refusal("file_not_found")
    title = given.get("title") or found["name"]
    link = f"{world.base_url}/files/{file_id}/{quote(found['name'], safe='')}"
    return {
        "id": file_id,
        "name": found["name"],
        "title": title,
        "size": found["size"],
        "user": BOT_USER,
        "url_private": link,
        "url_private_download": link,
        "permalink": link,
    }
