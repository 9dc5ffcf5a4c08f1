"""The rich text block: sections, lists, quotes and preformatted text, and what stands in them.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from bot.sandbox.block_kit.rules import array, boolean, integer, one_of, string, written
from bot.sandbox.block_kit.shapes import Fields, kind, kinds, shape
from bot.sandbox.block_kit.text import ANY_ADDRESS, IDENTIFIER

_flags: Fields = dict.fromkeys(("bold", "italic", "strike", "underline", "code"), boolean)
_mention_flags: Fields = {
    **_flags,
    "highlight": boolean,
    "client_highlight": boolean,
    "unlink": boolean,
}
_STYLED: Fields = {"style": shape({}, _flags)}
_MENTION: Fields = {"style": shape({}, _mention_flags)}
_BORDER: Fields = {"border": integer(0, 1)}

_TEXT: Fields = {"text": kind("text", {"text": string(1)}, _STYLED)}
_LINK: Fields = {
    "link": kind("link", {"url": ANY_ADDRESS}, {**_STYLED, "text": string(1), "unsafe": boolean})
}

INLINE: Fields = {
    **_TEXT,
    **_LINK,
    "user": kind("user", {"user_id": string(1)}, _MENTION),
    "usergroup": kind("usergroup", {"usergroup_id": string(1)}, _MENTION),
    "team": kind("team", {"team_id": string(1)}, _MENTION),
    "channel": kind("channel", {"channel_id": string(1)}, _MENTION),
    "broadcast": kind("broadcast", {"range": one_of("here", "channel", "everyone")}, _STYLED),
    "emoji": kind(
        "emoji",
        {"name": string(1)},
        {**_STYLED, "unicode": string(), "skin_tone": integer(1, 6)},
    ),
    "color": kind(
        "color", {"value": written(r"#[0-9a-fA-F]{6}", "must be a colour such as #F4A21B")}, _STYLED
    ),
    "date": kind(
        "date",
        {"timestamp": integer(0, 10**11), "format": string(1)},
        {**_STYLED, "url": ANY_ADDRESS, "fallback": string()},
    ),
}

_line = {"elements": array(kinds(INLINE))}
_SECTION = kind("rich_text_section", _line, {})

RICH_TEXT = kind(
    "rich_text",
    {
        "elements": array(
            kinds(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_quote": kind("rich_text_quote", _line, _BORDER),
                    "rich_text_preformatted": kind(
                        "rich_text_preformatted",
                        {"elements": array(kinds({**_TEXT, **_LINK}))},
                        {**_BORDER, "language": string()},
                    ),
                    "rich_text_list": kind(
                        "rich_text_list",
                        {
                            "style": one_of("bullet", "ordered"),
                            "elements": array(kinds({"rich_text_section": _SECTION}), 1),
                        },
                        {**_BORDER, "indent": integer(0, 8), "offset": integer(0)},
                    ),
                }
            )
        )
    },
    {"block_id": IDENTIFIER},
)
