"""Whatever is sent to the check, it answers."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.block_kit import home_faults, message_faults, modal_faults

Json = Any
TITLE = {"type": "plain_text", "text": "Order"}

WORDS = st.sampled_from(
    [
        "type",
        "text",
        "blocks",
        "elements",
        "element",
        "accessory",
        "fields",
        "options",
        "option_groups",
        "initial_option",
        "rows",
        "child_blocks",
        "label",
        "title",
        "value",
        "block_id",
        "action_id",
        "section",
        "actions",
        "input",
        "rich_text",
        "table",
        "card",
        "plain_text",
        "mrkdwn",
        "button",
        "static_select",
        "modal",
        "home",
        "focus_on_load",
        "metadata",
        "attachments",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=25,
)


@settings(deadline=None)
@given(JSON, st.sampled_from(["modal", "home"]))
def test_no_json_at_all_makes_the_check_fail(value: Json, kind: str):
    """Whatever is sent, the answer is a list of faults and never an exception."""
    views = [value, {"type": kind, "title": TITLE, "blocks": value}]
    messages = [value, {"blocks": value}, {"blocks": [value]}, {"attachments": [value]}]
    answers = [faults(view) for view in views for faults in (modal_faults, home_faults)]
    answers += [message_faults(payload) for payload in messages]
    assert all(isinstance(said, str) for answer in answers for said in answer)


def test_json_nested_past_all_measure_is_only_refused():
    """Fifty thousand levels of nothing are refused at the first level."""
    nested: Json = []
    for _ in range(50_000):
        nested = [nested]
    assert message_faults({"blocks": [nested, {"type": "section", "text": nested}]}) != []
    assert modal_faults(nested) != []
