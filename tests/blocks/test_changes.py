"""What came of a change, as it is read: every outcome, for who asked and for who came second."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from blocks import ids
from blocks.changes import changed, summary_words, told_later
from bot.orders.change import Change, Kind, Outcome, Report, Stage
from bot.orders.person import Asker
from bot.sandbox.block_kit import message_faults

Make = Callable[..., Any]
AsText = Callable[[Any], list[str]]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY = Asker("U012ANN", "T1", "C1", "r-1")
OPEN = Change("c1", "form", Kind.CANCEL, "g-1", "1042", BY, NOON, NOON)
POISON = "<!channel> *b* <@U9> \u202e"
TITLES = {
    Outcome.DONE: "✅ Canceled",
    Outcome.ALREADY: "☑️ Canceled already",
    Outcome.REFUSED: "⛔ Not canceled",
    Outcome.NOT_DONE: "⚠️ Not canceled",
    Outcome.UNCONFIRMED: "❓ Not known to be canceled",
}
DONE = {
    Kind.CANCEL: "Canceled",
    Kind.UPDATE: "Changed",
    Kind.SUBMIT: "Sent",
    Kind.RELEASE: "Released",
    Kind.DELETE: "Deleted",
}


def ended(outcome: Outcome = Outcome.DONE, **fields: Any) -> Change:
    words = f"Words of {outcome.name}."
    kept = {"outcome": outcome, "words": words, "ended_at": NOON, **fields}
    return replace(OPEN, stage=Stage.ENDED, **kept)


@pytest.fixture
def lines(as_text: AsText) -> Callable[[Any], list[str]]:
    """What is read in rich text, with people by their id."""

    def read(message: Any) -> list[str]:
        blocks = [block for block in message.blocks if block["type"] == "rich_text"]
        parts = [part for block in blocks for part in block["elements"]]
        elements = [element for part in parts for element in part["elements"]]
        shown = (e.get("text") or f"@{e.get('user_id')}" for e in elements)
        return "".join(shown).split("\n")

    return read


def faults(message: Any) -> list[str]:
    return message_faults({"text": message.text, "blocks": list(message.blocks)})


@pytest.mark.parametrize("outcome", list(Outcome), ids=str)
def test_every_outcome_for_who_asked(reader: Make, lines: Make, outcome: Outcome):
    """What it is in a few words, and why in a sentence."""
    message = changed([Report(ended(outcome))], None, reader())
    assert lines(message) == [TITLES[outcome], f"Words of {outcome.name}."]
    assert message.text.startswith("Order 1042: ")
    assert faults(message) == []


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_every_kind_has_its_word(reader: Make, lines: Make, kind: Kind):
    """A kind of change is named by what was done, or was not."""
    change = replace(ended(), kind=kind)
    assert lines(changed([Report(change)], None, reader()))[0] == f"✅ {DONE[kind]}"
    refused = replace(change, outcome=Outcome.REFUSED)
    assert lines(changed([Report(refused)], None, reader()))[0] == f"⛔ Not {DONE[kind].lower()}"


def test_doubt_is_told_as_doubt(reader: Make, lines: Make):
    """What is not known yet says so, what follows, and not to ask again meanwhile."""
    title, words = lines(changed([Report(OPEN)], None, reader()))
    assert title == "⏳ Not known yet"
    assert "direct message" in words
    assert "do not ask for it again" in words


def test_who_did_it_before_is_named(reader: Make, lines: Make):
    """Somebody else did it through Orderdesk: that person is named."""
    drawn = lines(changed([Report(ended(Outcome.ALREADY, done_by="U012LEE"))], None, reader()))
    assert drawn[-1] == "@U012LEE did it."


@pytest.mark.parametrize(
    ("change", "is_by_reader", "words"),
    [
        (ended(), False, "@U012ANN asked for this a moment before you."),
        (ended(), True, "You had asked for this a moment before."),
        (ended(Outcome.ALREADY, done_by="U012LEE"), False, "@U012LEE did it."),
        (OPEN, False, "@U012ANN has asked to cancel this order, and Gelato has not confirmed"),
        (OPEN, True, "You have asked to cancel this order, and Gelato has not confirmed that yet."),
        (replace(OPEN, kind=Kind.UPDATE), True, "You have asked to change its shipment, and"),
    ],
    ids=["ended", "ended, one's own", "already", "open", "open, one's own", "an update"],
)
def test_who_came_second_hears_who_was_first(
    reader: Make, lines: Make, change: Change, is_by_reader: bool, words: str
):
    """The loser of a race reads the winner's result, and whose it is."""
    report = Report(change, is_own=False, is_by_reader=is_by_reader)
    assert lines(changed([report], None, reader()))[-1].startswith(words)


def test_several_parts_are_told_apart(reader: Make, lines: Make):
    """Each part has its line, with Gelato's id."""
    reports = [
        Report(replace(ended(outcome), order_id=f"g-{n}"))
        for n, outcome in enumerate([Outcome.DONE, Outcome.REFUSED])
    ]
    drawn = lines(changed(reports, None, reader()))
    assert drawn[0::2] == ["✅ Canceled · g-0", "⛔ Not canceled · g-1"]


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.CANCEL])
def test_what_another_change_kept_from_being_sent(reader: Make, lines: Make, kind: Kind):
    """The outcome of somebody else's other change is not told as one's own."""
    report = Report(replace(ended(), kind=kind), is_own=False, is_same=False)
    message = changed([report], None, reader())
    assert lines(message)[0] == "⚠️ What you asked for was not sent"
    assert "was changing this order at that moment" in lines(message)[1]
    assert message.text.endswith("What you asked for was not sent.")


def test_the_order_stands_below(family: Make, order: Make, reader: Make, as_text: AsText):
    """The outcome comes first, then the card of the order as it is now."""
    one = family(order(fulfillmentStatus="canceled"))
    drawn = as_text(changed([Report(ended())], one, reader()).blocks)
    assert drawn[0] == "✅ Canceled"
    assert "# Order 1042" in drawn


@pytest.mark.parametrize("count", [1, 10])
def test_an_outcome_always_fits(family: Make, order: Make, reader: Make, count: int):
    """However large the card, the outcome is shown, without it if need be."""
    items = [{"productName": "x" * 500, "quantity": 1} for _ in range(50)]
    parts = [order(id=f"g-{n}", items=items) for n in range(count)]
    reports = [Report(replace(ended(), words="w" * 900, order_id=each.id)) for each in parts]
    message = changed(reports, family(*parts), reader())
    assert message.fits
    assert faults(message) == []


@pytest.mark.parametrize("outcome", [None, *Outcome], ids=str)
def test_nothing_from_outside_is_markup(reader: Make, outcome: Outcome | None):
    """A reference, Gelato's words or an id can do nothing where they are shown."""
    known = ended(outcome) if outcome else OPEN
    change = replace(known, reference=POISON, words=POISON, order_id=POISON)
    for message in (changed([Report(change)] * 2, None, reader()), told_later(change)):
        assert faults(message) == []
        assert "<!channel>" not in message.text
        assert "<@U9>" not in message.text
        assert "\u202e" not in str(message.blocks)


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_a_direct_message_leads_to_the_order(kind: Kind):
    """It says which order, what came of it, and opens the card where there is one."""
    message = told_later(replace(ended(), kind=kind))
    buttons = [e for block in message.blocks for e in block.get("elements", ()) if "action_id" in e]
    has_card = kind not in {Kind.SUBMIT, Kind.DELETE}
    assert [(e["action_id"], e["value"]) for e in buttons] == [(ids.OPEN, "g-1")] * has_card
    assert faults(message) == []


def test_a_lead_reads_for_whom(lines: Make):
    """Who reads in place of somebody who left is not told that they asked."""
    message = told_later(ended(), "U012LEE")
    why = "@U012ANN asked for this in Orderdesk, and has left or is a guest now."
    assert lines(message)[-1].endswith(why)
    assert "You asked" not in str(message.blocks)
    assert "You asked" in str(told_later(ended(), "U012ANN").blocks)


def test_the_summary_is_a_sentence():
    """Notifications and screen readers hear the same."""
    assert summary_words(ended()) == "Order 1042: Canceled. Words of DONE."
    assert summary_words(OPEN) == "Order 1042: Not known yet."
