"""No typed text through the form's whole way breaks it, pings, or gets lost."""

import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from blocks import ids
from blocks.address_fields import FIELD_IDS
from blocks.address_form import address_form, read_address_form
from blocks.address_state import AddressForm
from bot.desk.records import Asker
from bot.orders.addresses.changes import warnings
from bot.orders.addresses.discretion import discreet
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.pasting import proposed_address
from bot.orders.addresses.request import AddressRequest
from bot.orders.dialect import Dialect
from bot.orders.updating import Shipping, UpdateWish
from bot.sandbox.block_kit import modal_faults
from bot.sandbox.slack.stamps import Stamps
from bot.sandbox.slack.views import Views, wire
from handlers.slack.asks import Submission
from handlers.slack.updating import submit_update

NEW_YORK = AddressRequest(
    country="US",
    first_name="Jane",
    last_name="Doe",
    address_line1="456 Park Ave",
    city="New York",
    post_code="10022",
    state="NY",
    email="jane@example.com",
)
FORM = AddressForm("1042", NEW_YORK, NEW_YORK, "normal", "normal", (("normal", "N"),), key="k")
TEXTS = {
    name: action
    for name, action in FIELD_IDS.items()
    if name not in {AddressField.COUNTRY, AddressField.STATE, AddressField.IS_BUSINESS}
}
PIECES = ["\ud800", "\udfff", "<!channel>", "*b*", "\x00", "\u202e", "\n", "é", "東京", "😀", " "]
hostile = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=30),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.just("x" * 3000),
).map(lambda text: json.loads(json.dumps(text)))
"""As JSON brings it: two halves of a character that meet are one."""
typings = st.dictionaries(st.sampled_from(sorted(TEXTS)), hostile, max_size=4)


def shown(
    form: AddressForm, typed: dict[AddressField, str], pasted: str | None = None
) -> dict[str, Any]:
    """The form as Slack sends it, with this typed into it."""
    view = Views(Stamps(lambda: 0.0, seed=1)).open("U1", "T1", address_form(form))
    texts = {TEXTS[name]: text for name, text in typed.items()}
    if pasted is not None:
        texts[ids.UPDATE_PASTED] = pasted
    for block in view.blocks:
        action = block.get("element", {}).get("action_id")
        if action in texts:
            view.type_in({block["block_id"]: {action: {"value": texts[action]}}})
    return wire(view)


def is_broken(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


@settings(max_examples=80, deadline=None)
@given(typings, st.sampled_from(["US", "BR", "DE", "JP"]))
def test_what_is_sent_can_be_sent(typed: dict[AddressField, str], country: str):
    """Errors stand at fields that are drawn; what has none is a body that any wire takes."""
    form = replace(FORM, values=replace(NEW_YORK, country=country))
    view = shown(form, typed)
    by = Asker("U1", "T1", "C1", "r-1")
    answer = submit_update(Submission(by=by, keys=(), callback_id=ids.UPDATE_FORM, view=view))
    state = form.taking(read_address_form(view))
    if (answer.payload or {})["response_action"] == "errors":
        errors = (answer.payload or {})["errors"]
        assert errors.keys() <= {block.get("block_id") for block in view["blocks"]}
        assert all(sentence and len(sentence) <= 2000 for sentence in errors.values())
        return
    assert not any(is_broken(state.request.text(name)) for name in AddressField)
    json.dumps(state.shipment.body(Dialect.CONNECT), ensure_ascii=False).encode()


@settings(max_examples=80, deadline=None)
@given(typings)
def test_half_a_character_is_said_at_its_field(typed: dict[AddressField, str]):
    """Whatever else is wrong with it."""
    view = shown(FORM, typed)
    drawn = {block.get("element", {}).get("action_id"): block for block in view["blocks"]}
    by = Asker("U1", "T1", "C1", "r-1")
    answer = submit_update(Submission(by=by, keys=(), callback_id=ids.UPDATE_FORM, view=view))
    errors = (answer.payload or {}).get("errors", {})
    for name, text in typed.items():
        if is_broken(text.strip()) and TEXTS[name] in drawn:
            assert "a character that is broken" in errors[drawn[TEXTS[name]]["block_id"]]


@settings(max_examples=60, deadline=None)
@given(typings, hostile)
def test_nothing_is_lost_between_the_drawings(typed: dict[AddressField, str], pasted: str):
    """Typed, judged, kept, drawn with its question, read: the same as it was."""
    first = FORM.taking(read_address_form(shown(FORM, typed, pasted)))
    wanted = json.dumps(first.shipment.body(Dialect.CONNECT), sort_keys=True)
    judged = first.judged((), warnings(first.before, first.request), wanted)
    kept = AddressForm.read(judged.written())
    assert kept == judged
    drawn = address_form(kept)
    assert modal_faults(drawn) == []
    formatted = [b["text"]["text"] for b in drawn["blocks"] if b.get("fields")]
    assert all(re.fullmatch(r"\*[\w\- ]+\*", label) for label in formatted)
    assert json.dumps(drawn).count('"mrkdwn"') == len(formatted)
    again = kept.taking(read_address_form(shown(kept, {})))
    assert (again.values, again.pasted) == (first.values, first.pasted)
    assert json.dumps(again.shipment.body(Dialect.CONNECT), sort_keys=True) == wanted


@settings(max_examples=60, deadline=None)
@given(hostile, st.sampled_from(["US", "BR", "JP", ""]))
def test_anything_can_be_taken_apart(pasted: str, country: str):
    """A pasted text of any kind becomes a form that Slack draws."""
    form = replace(FORM, pasted=pasted).proposing(proposed_address(pasted, country))
    assert modal_faults(address_form(form)) == []
    assert AddressForm.read(form.written()) == form


@settings(max_examples=60, deadline=None)
@given(typings, st.sampled_from(["Gelato refused: {}.", "{}", "No {} and {}"]))
def test_words_hold_nothing_that_was_typed(typed: dict[AddressField, str], sentence: str):
    """What a refusal quotes of a change is not kept, whatever characters it has."""
    asked = replace(NEW_YORK, **{str(name): text for name, text in typed.items()})
    wish = UpdateWish(Shipping(NEW_YORK, "", "created"), "", asked).written()
    for text in typed.values():
        bare = " ".join(text.split())
        if len(bare) > 12 and bare not in sentence:
            assert bare not in discreet(sentence.replace("{}", f" {bare} "), wish)
