"""How typed text becomes stored text, and how a request is signed."""

import re

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock, SignatureVerifier

from bot.sandbox.slack.acts.writing import rich_text, stored_text
from bot.sandbox.slack.manifest import DEFAULT
from bot.sandbox.slack.people import ANN
from bot.sandbox.slack.signing import signed_headers
from bot.sandbox.slack.world import World

WORLD = World(lambda: 1_795_262_400.0, 7, DEFAULT)
TOKENS = re.compile(r"<@[UW]\w+>|<#C\w+(\|[^<>]*)?>|&amp;|&lt;|&gt;")


@given(st.text(st.sampled_from("ab @#&<>|;1U\n"), max_size=40) | st.text(max_size=40))
def test_nothing_that_was_typed_becomes_markup(typed):
    """Whatever is typed, only mentions of known form keep their angle brackets."""
    left = TOKENS.sub("", stored_text(WORLD, typed))
    assert not set("<>&") & set(left)


@given(st.text(st.sampled_from("ab &<>;.\n"), max_size=40))
def test_the_rich_text_says_what_was_typed(typed):
    """The rich text beside a message holds the words as they were typed."""
    pieces = rich_text(WORLD, stored_text(WORLD, typed))[0]["elements"][0]["elements"]
    assert "".join(piece["text"] for piece in pieces) == typed


def test_mentions_are_found_by_name():
    """`@ann` and `#support` become ids; an address and an unknown name do not."""
    stored = stored_text(WORLD, "@Ann in #support, ann@example.com, @nobody #42")
    assert stored == f"<@{ANN}> in <#C012SUPPORT|support>, ann@example.com, @nobody #42"


def test_rich_text_names_channels_and_people():
    """Mentions are pieces of their own."""
    pieces = rich_text(WORLD, f"<@{ANN}> <#C012SUPPORT|support>")[0]["elements"][0]["elements"]
    assert [piece["type"] for piece in pieces] == ["user", "text", "channel"]


class Noon(Clock):
    def now(self):
        return 1_795_262_400.0


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_signature_holds_for_its_own_body_only(body, other):
    """Slack's own verifier takes what was signed and nothing else."""
    verifier = SignatureVerifier("key", clock=Noon())
    headers = signed_headers("key", body, Noon().now())
    assert verifier.is_valid_request(body, headers)
    assert verifier.is_valid_request(other, headers) is (other == body)
    assert not SignatureVerifier("other", clock=Noon()).is_valid_request(body, headers)
