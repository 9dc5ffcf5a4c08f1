"""What a person types after `/order`, and what it means."""

import unicodedata
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.commands import COMMAND_WORDS
from bot.orders.errors import NotAsked
from bot.orders.phrases import (
    LONGEST_REFERENCE,
    MOST_REFERENCES,
    DidYouMean,
    Do,
    Find,
    Help,
    LookUp,
    NotBuilt,
    OpenLookUpForm,
    Wish,
    mentioned_reference,
    references,
    understood,
)

BUILT = {
    "cancel", "digest", "get", "help", "history", "pause", "resume", "roles", "search", "shipped",
    "stuck", "unwatch", "update", "watch",
}  # fmt: skip


def look(*found: str) -> LookUp:
    return LookUp(found)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        pytest.param("", OpenLookUpForm(), id="nothing"),
        pytest.param(" \t\n\u00a0", OpenLookUpForm(), id="only-spaces"),
        pytest.param('""', OpenLookUpForm(), id="empty-quotes"),
        pytest.param("help", Help(), id="help"),
        pytest.param("HELP Search", Help("search"), id="help-on-a-word-in-any-case"),
        pytest.param("1042", look("1042"), id="a-number"),
        pytest.param("  1042  ", look("1042"), id="spaces-round-it"),
        pytest.param("get 1042", look("1042"), id="get"),
        pytest.param("GeT 1042", look("1042"), id="get-in-any-case"),
        pytest.param("1 2 3 4 5", look("1", "2", "3", "4", "5"), id="five"),
        pytest.param("get 1 2 3 4 5", look("1", "2", "3", "4", "5"), id="get-five"),
        pytest.param("1 1 2 2 3 4 5", look("1", "2", "3", "4", "5"), id="repeats-count-once"),
        pytest.param("#1042", look("#1042"), id="hash"),
        pytest.param("REF/7", look("REF/7"), id="slash"),
        pytest.param("注文-2041", look("注文-2041"), id="unicode"),
        pytest.param("get SPRING", look("SPRING"), id="get-forces-a-word"),
        pytest.param("get search", look("search"), id="get-forces-even-a-command"),
        pytest.param("search", Find(""), id="search-alone"),
        pytest.param('Search name:"Ann  Lee" x', Find('name:"Ann  Lee" x'), id="search-as-typed"),
        pytest.param("get cancle", look("cancle"), id="get-forces-a-near-command"),
        pytest.param("ABCDEFGHI", look("ABCDEFGHI"), id="a-word-alone-is-a-reference"),
        pytest.param('"Order 7"', look("Order 7"), id="straight-quotes"),
        pytest.param("“Order 7”", look("Order 7"), id="curled-quotes"),
        pytest.param("„Order 7“", look("Order 7"), id="low-quotes"),
        pytest.param("«Order 7»", look("Order 7"), id="angled-quotes"),
        pytest.param("\u20181042\u2019", look("1042"), id="curled-single-quotes"),
        pytest.param('get "A 1" "B 2"', look("A 1", "B 2"), id="two-quoted"),
        pytest.param('1042"', look("1042"), id="a-quote-never-closed"),
        pytest.param("D'ARC7 5'7", look("D'ARC7", "5'7"), id="an-apostrophe-is-no-quote"),
        pytest.param("get D'ARC 5'", look("D'ARC", "5'"), id="get-keeps-apostrophes"),
        pytest.param("get back\\slash7", look("back\\slash7"), id="a-backslash-stays"),
        pytest.param("Q&amp;A?x=1", look("Q&A?x=1"), id="ampersand"),
        pytest.param("A&lt;7&gt;B", look("A<7>B"), id="angle-brackets"),
        pytest.param("&amp;lt;7", look("&lt;7"), id="an-entity-is-read-once"),
        pytest.param("1042,", look("1042"), id="a-comma-behind"),
        pytest.param("1042, 1043; 1044", look("1042", "1043", "1044"), id="commas-between"),
        pytest.param("1042,1043", look("1042", "1043"), id="commas-without-spaces"),
        pytest.param("get 1042,1043", look("1042", "1043"), id="get-with-commas-without-spaces"),
        pytest.param("get RED,7", look("RED,7"), id="a-comma-inside-one"),
        pytest.param("get 1042, 1043;", look("1042", "1043"), id="get-with-commas"),
        pytest.param("get A.7. (B)", look("A.7.", "(B)"), id="get-keeps-other-signs"),
        pytest.param("(1042)", look("1042"), id="brackets-round-it"),
        pytest.param("???", look("???"), id="only-signs"),
        pytest.param("Where is 1042?", look("1042"), id="a-sentence-with-one-number"),
        pytest.param("is *#1042* there…", look("#1042"), id="a-sentence-with-a-bold-number"),
        pytest.param("my 2 mugs from #1042 please", look("#1042"), id="a-marked-number-wins"),
        pytest.param("where are 1042 and 1043", None, id="a-sentence-with-two-numbers"),
        pytest.param("are #1042 or #1043 there", None, id="a-sentence-with-two-marked"),
        pytest.param("where my order thing", None, id="a-sentence-without-a-number"),
        pytest.param("get", None, id="get-nothing"),
        pytest.param("get , ;", None, id="get-only-commas"),
        pytest.param("1 2 3 4 5 6", None, id="six"),
        pytest.param("get 1 2 3 4 5 6", None, id="get-six"),
        pytest.param(" ".join(map(str, range(1, 51))), None, id="fifty"),
        pytest.param("x" * 5_000, None, id="five-thousand-characters"),
        pytest.param("get 10\x0042", None, id="a-control-character"),
        pytest.param("get 10\x7f42", None, id="delete"),
        pytest.param('"10\n42"', None, id="a-line-break-in-quotes"),
        pytest.param("get 1\ud8002", None, id="half-a-character"),
        pytest.param("7" * LONGEST_REFERENCE, look("7" * LONGEST_REFERENCE), id="longest"),
        pytest.param("7" * (LONGEST_REFERENCE + 1), None, id="longer-than-any"),
    ],
)
def test_what_is_typed_means_one_thing(typed: str, wish: Wish | None):
    """Every way of typing means one wish, or is asked back about (None here)."""
    if wish is None:
        with pytest.raises(NotAsked) as refused:
            understood(typed)
        assert str(refused.value).endswith(".")
    else:
        assert understood(typed) == wish


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        pytest.param("serach status:shipped", DidYouMean("serach", "search", "status:shipped"),
                     id="two-edits"),
        pytest.param("Shiped", DidYouMean("Shiped", "shipped", ""), id="one-edit-in-any-case"),
        pytest.param("cancle 1042", DidYouMean("cancle", "cancel", "1042"), id="letters-swapped"),
        pytest.param("seearchy 7", DidYouMean("seearchy", "search", "7"), id="two-letters-more"),
        pytest.param("serch7", look("serch7"), id="a-digit-makes-it-a-reference"),
        pytest.param("seeearchy", look("seeearchy"), id="three-edits-are-a-reference"),
    ],
)  # fmt: skip
def test_a_near_command_is_asked_back(typed: str, wish: Wish):
    """Within two edits of a command and without a digit, a first word asks back (interface.md)."""
    assert understood(typed) == wish


@pytest.mark.parametrize(
    "word",
    [
        "submit", "reship", "check", "audit", "rehearse",
    ],
)  # fmt: skip
def test_a_command_that_is_not_built_says_so(word: str):
    """Every promised word that no issue has built is known as such, in any case, with any rest."""
    assert understood(f"{word.upper()} 1042 x") == NotBuilt(word)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("what is stuck in Germany?", Do("stuck", "in Germany")),
        ("What\u2019s stuck", Do("stuck", "")),
        ("which orders are stuck DE", Do("stuck", "DE")),
        ("is anything stuck?", Do("stuck", "")),
        ("what was shipped since yesterday?", Do("shipped", "since yesterday")),
        ("What shipped today", Do("shipped", "today")),
        ("what is 1042", look("1042")),
        ("why is 1042 stuck", look("1042")),
    ],
)
def test_a_plain_sentence_asks_for_a_list(said: str, wish: Wish):
    """What is stuck, or was shipped, with the rest as filters; other sentences name an order."""
    assert understood(said) == wish


def test_the_table_of_words_is_that_of_the_interface():
    """Only what is built is called built."""
    assert {word for word, command in COMMAND_WORDS.items() if command.built} == BUILT
    assert all(command.usage.startswith("/order") for command in COMMAND_WORDS.values())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("get", "Which order?"),
        ("1 2 3 4 5 6", "That is 6 orders"),
        ("are 1042 or 1043 there", "more than one number"),
        ("where my order thing", "no order number"),
        ("7" * 129, "at most 128 characters"),
        ("7" * 4_001, "too long"),
        ("get 1\x002", "characters that no order number has"),
    ],
)
def test_a_refusal_says_what_is_wrong(typed: str, sentence: str):
    """Whoever is not understood learns why."""
    with pytest.raises(NotAsked, match=sentence):
        understood(typed)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("1042", ("1042",)),
        ("help", ("help",)),
        ("1042, 1043\n#1044;", ("1042", "1043", "#1044")),
        ("SPRING “SALE 2”", ("SPRING", "SALE 2")),
    ],
)
def test_a_field_holds_references_and_nothing_else(field: str, found: tuple[str, ...]):
    """In a form there are no commands: each word is a reference."""
    assert references(field) == found


@pytest.mark.parametrize("field", ["", "  ", "1 2 3 4 5 6", "x" * 129])
def test_a_field_is_held_to_the_same_bounds(field: str):
    """One to five references of believable length, in a form too."""
    with pytest.raises(NotAsked):
        references(field)


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("1042", "1042"),
        ("where is #1042? It is 3 days late", "#1042"),
        ("please cancel 1042.", "1042"),
        ("1042 or 1043?", ""),
        ("1042 1043", ""),
        ("thanks", ""),
        ("no number at all", ""),
        ("", ""),
        ("1" * 129, ""),
    ],
)
def test_a_message_may_hold_one_reference(said: str, reference: str):
    """Words that were said to somebody else hold exactly one, or none that is certain."""
    assert mentioned_reference(said) == reference


def check(found: tuple[str, ...]) -> None:
    assert 1 <= len(found) == len(set(found)) <= MOST_REFERENCES
    for reference in found:
        assert 0 < len(reference) <= LONGEST_REFERENCE
        assert not {unicodedata.category(character) for character in reference} & {"Cc", "Cs"}


pieces = st.sampled_from(
    [*COMMAND_WORDS, *"\"'“”#<>&;,\\ \n\x00\u202e", "&lt;", "1042", "get ", "serch", "\ud800"]
)
texts = st.one_of(st.text(st.characters()), st.lists(st.one_of(pieces, st.text())).map("".join))


@settings(max_examples=400, deadline=None)
@given(texts)
def test_any_text_is_a_wish_or_not_asked(typed: str):
    """Nothing that a person can type breaks the reader, and no reference comes out wild."""
    for read in (understood, lambda text: LookUp(references(text))):
        try:
            wish = read(typed)
        except NotAsked:
            continue
        assert isinstance(wish, get_args(Wish))
        if isinstance(wish, LookUp):
            check(wish.references)
    check((mentioned_reference(typed) or "1042",))
