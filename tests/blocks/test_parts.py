"""The parts that everything is drawn from."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from blocks import parts

LONG = "x" * 600


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Maya", "Maya", id="as it is"),
        pytest.param("  two \t words ", "two words", id="spaces"),
        pytest.param("first\nsecond\r\nthird", "first second third", id="line breaks"),
        pytest.param("a\u2028b\u2029c", "a b c", id="separators of lines and paragraphs"),
        pytest.param("\u202eevil\u202c \u2066x\u2069", "evil x", id="reordering"),
        pytest.param("in\u200bvisible\ufeff", "invisible", id="zero width"),
        pytest.param("bell\x07 nul\x00", "bell nul", id="control characters"),
        pytest.param("half \ud800 pair", "half pair", id="lone surrogate"),
        pytest.param("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", id="joined emoji"),
        pytest.param("क्\u200cष", "क्\u200cष", id="script that needs a joiner"),
        pytest.param("", "", id="empty"),
    ],
)
def test_tame_leaves_one_line_that_steers_nothing(text: str, shown: str):
    """Whatever a shop or customer typed is one line that neither hides nor reorders anything."""
    assert parts.tame(text) == shown


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        pytest.param(10, "x" * 10, id="at the limit"),
        pytest.param(11, "x" * 9 + "…", id="one above"),
        pytest.param(500, "x" * 9 + "…", id="far above"),
    ],
)
def test_tame_cuts_with_an_ellipsis(length: int, shown: str):
    """A long text is cut at its limit, and says so."""
    assert parts.tame("x" * length, 10) == shown


def test_tame_reads_no_more_than_it_may_show():
    """A text of any length costs no more than the line that comes of it."""
    assert parts.tame("\u200b" * 80 + "late", 10) == ""
    assert parts.tame("\u200b" * 70 + "soon", 10) == "soon"


def test_tame_leaves_no_space_before_the_ellipsis():
    """A text that is cut between words reads as cut behind the word."""
    assert parts.tame("one two three", 5) == "one…"


@pytest.mark.parametrize(
    ("url", "good"),
    [
        pytest.param("https://track.example.com/1", True, id="https"),
        pytest.param("http://track.example.com", True, id="http"),
        pytest.param("HTTPS://track.example.com", True, id="capital letters"),
        pytest.param("ftp://track.example.com", False, id="another scheme"),
        pytest.param("javascript:alert(1)", False, id="script"),
        pytest.param("slack://user?team=T1&id=U1", False, id="opens an app"),
        pytest.param("track.example.com", False, id="no scheme"),
        pytest.param("https://", False, id="no host"),
        pytest.param("https:///path", False, id="path without host"),
        pytest.param("https://[::1", False, id="half an address"),
        pytest.param("https://a.example.com/x y", False, id="space"),
        pytest.param("https://a.example.com/\n", False, id="line break"),
        pytest.param("https://a.example.com/\u202e", False, id="reordering"),
        pytest.param("https://a.example.com/".ljust(500, "x"), True, id="at the limit"),
        pytest.param("https://a.example.com/".ljust(501, "x"), False, id="one above"),
        pytest.param("", False, id="empty"),
    ],
)
def test_a_link_leads_to_a_web_address_or_is_none(url: str, good: bool):
    """A browser is sent to whole http(s) addresses alone; all else is shown as text."""
    assert parts.is_web_address(url) is good
    kind = parts.link(url, "ZX1")["type"]
    assert kind == ("link" if good else "text")


OSLO = timezone(timedelta(hours=1))


def test_a_moment_is_one_instant_in_everybodys_zone():
    """Slack gets the seconds since 1970, and UTC in words for who cannot see it otherwise."""
    at = datetime(2026, 11, 21, 0, 30, tzinfo=OSLO)
    drawn = parts.moment(at)
    assert drawn["timestamp"] == int(datetime(2026, 11, 20, 23, 30, tzinfo=UTC).timestamp())
    assert drawn["fallback"] == "20 November 2026, 23:30 UTC"
    assert drawn["type"] == "date"
    token = f"<!date^{drawn['timestamp']}^{drawn['format']}|{drawn['fallback']}>"
    assert parts.moment_token(at) == token


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("<!channel>", "&lt;!channel&gt;", id="ping"),
        pytest.param("Q&A", "Q&amp;A", id="ampersand"),
        pytest.param("&lt;", "&amp;lt;", id="entity"),
        pytest.param("a\nb", "a b", id="tamed, too"),
    ],
)
def test_escaped_text_is_shown_as_it_was_written(text: str, safe: str):
    """The three characters that Slack reads in a message's text are entities afterwards."""
    assert parts.escaped(text) == safe


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n"])
def test_an_empty_text_object_has_a_dash(text: str):
    """Slack refuses empty texts, so that nothing becomes a dash."""
    assert parts.plain(text) == {"type": "plain_text", "text": "–", "emoji": False}
    assert parts.foreign(text)["text"] == "–"
    assert parts.link("https://a.example.com", text)["text"] == "–"
    assert parts.picture("https://a.example.com", text)["alt_text"] == "–"
    assert parts.section_lines([text])["text"]["text"] == "–"


@pytest.mark.parametrize(
    ("drawn", "length"),
    [
        pytest.param(parts.header(LONG)["text"]["text"], 150, id="header"),
        pytest.param(parts.button(LONG, "a", "v")["text"]["text"], 75, id="button"),
        pytest.param(parts.button("b", "a", "v" * 2001)["value"], 2000, id="value"),
        pytest.param(parts.section(LONG * 6)["text"]["text"], 3000, id="section"),
        pytest.param(parts.section_lines([LONG] * 40)["text"]["text"], 3000, id="lines"),
        pytest.param(parts.foreign(LONG)["text"], 200, id="foreign"),
        pytest.param(parts.link("https://a.example.com", LONG)["text"], 200, id="link"),
        pytest.param(parts.picture("https://a.example.com", LONG)["alt_text"], 200, id="alt"),
    ],
)
def test_each_part_keeps_to_its_limit(drawn: str, length: int):
    """No text is longer than Slack, or a reader, takes."""
    assert len(drawn) == length


def test_lines_of_a_section_stay_lines():
    """A line break inside one line does not make two of it."""
    block = parts.section_lines(["• one\n• forged", "• two"])
    assert block["text"]["text"] == "• one • forged\n• two"


def test_rich_lines_have_breaks_between_them_alone():
    """A line ends where the next begins, and the last one ends the block."""
    block = parts.rich([parts.ours("a")], [parts.ours("b"), parts.ours("c")])
    texts = [element["text"] for element in block["elements"][0]["elements"]]
    assert texts == ["a", "\n", "b", "c"]
