"""The attachments of a message: the older form, of which `blocks` is the part still in use.

https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
"""

from collections.abc import Iterator

from bot.sandbox.block_kit.rules import Rule, array, fault

_KNOWN = frozenset(
    {
        "actions",
        "attachment_type",
        "author_icon",
        "author_link",
        "author_name",
        "author_subname",
        "blocks",
        "callback_id",
        "color",
        "fallback",
        "fields",
        "footer",
        "footer_icon",
        "id",
        "image_url",
        "mrkdwn_in",
        "pretext",
        "text",
        "thumb_url",
        "title",
        "title_link",
        "ts",
        "unfurl_links",
    }
)


def attachments(blocks: Rule) -> Rule:
    """Up to 100 attachments, whose `blocks` are held against the rule given."""

    def one(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", pointer)
            return
        if not value.keys() <= _KNOWN:
            yield fault("invalid_keys", pointer)
        if "blocks" in value:
            yield from blocks(value["blocks"], f"{pointer}/blocks")

    return array(one, 0, 100)
