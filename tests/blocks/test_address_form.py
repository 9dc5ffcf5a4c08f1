"""The form for address and shipping method, as drawn and as read back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from blocks import ids
from blocks.address_fields import FIELD_IDS, MOST_OPTIONS, NONE_CHOSEN
from blocks.address_form import (
    address_form,
    field_errors,
    read_address_form,
    says_yes,
)
from blocks.address_state import METHOD, AddressForm
from blocks.parts import tame
from bot.orders.addresses.changes import warnings
from bot.orders.addresses.complaint import Complaint
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.formats import format_of
from bot.orders.addresses.pasting import proposed_address
from bot.orders.addresses.request import AddressRequest
from bot.orders.addresses.rules import address_complaints
from bot.orders.countries import NAMES
from bot.orders.dialect import Dialect
from bot.sandbox.block_kit import modal_faults
from bot.sandbox.slack.stamps import Stamps
from bot.sandbox.slack.views import View, Views, wire

NEW_YORK = AddressRequest(
    country="US",
    first_name="Jane",
    last_name="Doe",
    company_name="Acme Inc",
    address_line1="456 Park Ave",
    address_line2="Apt 4B",
    city="New York",
    post_code="10022",
    state="NY",
    email="jane@example.com",
    phone="+1 212 555 0100",
)
METHODS = (("normal", "Normal"), ("express", "Express"))
FORM = AddressForm(
    "1042", NEW_YORK, NEW_YORK, "normal", "normal", METHODS, key="k-1", locale="de-DE"
)
CONNECT = Dialect.CONNECT
Json = dict[str, Any]


class Screen:
    """A form on a person's screen, where Slack keeps what was typed by the ids of its blocks."""

    def __init__(self, form: AddressForm) -> None:
        self._views = Views(Stamps(lambda: 0.0, seed=1))
        self.view: View = self._views.open("U1", "T1", address_form(form))

    def draw(self, form: AddressForm) -> None:
        self._views.update(self.view, address_form(form), None)

    def type(self, action_id: str, text: str) -> None:
        """Types or picks: the options of a list are its own."""
        for block in self.view.blocks:
            element = block.get("element", {})
            if element.get("action_id") == action_id:
                self.view.type_in({block["block_id"]: {action_id: _state(element, text)}})
                return
        raise AssertionError(f"{action_id} is not drawn")

    @property
    def sent(self) -> Json:
        return wire(self.view)


def _state(element: Mapping[str, Any], text: str) -> Json:
    match element["type"]:
        case "checkboxes":
            return {"selected_options": element["options"] if text else []}
        case "external_select":
            return {"selected_option": {"text": {}, "value": text}}
        case "static_select":
            chosen = [o for o in element["options"] if o["value"] == text]
            return {"selected_option": chosen[0]} if chosen else {}
        case _:
            return {"value": text}


def shown(view: Json) -> str:
    """Every text of a view."""
    return str(view)


def labels(view: Json) -> list[str]:
    return [b["label"]["text"] for b in view["blocks"] if b["type"] == "input"]


def test_an_untouched_form_asks_for_what_the_order_has():
    """Who opens the form and sends it changes nothing."""
    back = FORM.taking(read_address_form(Screen(FORM).sent))
    assert vars(back.request) == vars(NEW_YORK)
    assert back.method == "normal"
    assert back.differences == ()
    assert not back.is_method_changed
    assert read_address_form(Screen(FORM).sent).key == "k-1"


@pytest.mark.parametrize("country", sorted(NAMES))
def test_every_country_s_form_reads_what_was_typed(country: str):
    """Slack takes the drawing, and each of its fields comes back as it was typed."""
    form = replace(FORM, values=replace(NEW_YORK, country=country, state=""))
    screen = Screen(form)
    assert modal_faults(address_form(form)) == []
    wanted: dict[AddressField, str] = {}
    for field in form.layout.fields:
        if field.name not in {AddressField.COUNTRY, AddressField.IS_BUSINESS}:
            wanted[field.name] = field.choices[-1].code if field.choices else f"~{field.name}"
            screen.type(FIELD_IDS[field.name], wanted[field.name])
    typed = read_address_form(screen.sent)
    assert typed.texts == {**wanted, AddressField.COUNTRY: country}
    request = form.taking(typed).request
    assert {name: request.text(name) for name in wanted} == wanted
    assert labels(address_form(form))[1:-2] == [field.label for field in form.layout.fields]


@pytest.mark.parametrize("country", sorted(NAMES))
def test_every_country_s_form_can_be_filled_at_once(country: str):
    """With complaints, warnings, a comparison and something that no field was found for."""
    values = replace(NEW_YORK, country=country, federal_tax_id="1", is_business=True)
    form = replace(FORM, values=values, unplaced=("Door 3",), pasted="a\nb").judged(
        address_complaints(values, Dialect.V4), warnings(NEW_YORK, values), "{}"
    )
    assert modal_faults(address_form(form)) == []
    assert field_errors(Screen(form).sent, form.complaints).keys() <= {
        block["block_id"] for block in address_form(form)["blocks"] if block["type"] == "input"
    }


def test_the_country_is_looked_up_while_typing():
    """In the person's language; choosing one is told at once."""
    country = next(b for b in address_form(FORM)["blocks"] if b.get("dispatch_action"))
    assert country["element"] == {
        "action_id": ids.UPDATE_COUNTRY,
        "type": "external_select",
        "min_query_length": 1,
        "placeholder": {"type": "plain_text", "text": "Type a country", "emoji": False},
        "initial_option": {
            "text": {"type": "plain_text", "text": "Vereinigte Staaten (US)", "emoji": False},
            "value": "US",
        },
    }


def test_choosing_another_country_keeps_what_was_typed():
    """Fields that both have stay; one that the new country lacks is shown, kept and not sent."""
    screen = Screen(FORM)
    screen.type(ids.UPDATE_CITY, "Berlin")
    screen.type(ids.UPDATE_STATE, "CA")
    screen.type(ids.UPDATE_COUNTRY, "DE")
    german = FORM.taking(read_address_form(screen.sent))
    screen.draw(german)
    assert "State" not in labels(address_form(german))
    assert "the chosen country has no such field: State: CA" in shown(address_form(german))
    assert german.request.text(AddressField.STATE) == ""
    screen.type(ids.UPDATE_PHONE, "+49 30 12345678")
    screen.type(ids.UPDATE_COUNTRY, "US")
    back = german.taking(read_address_form(screen.sent))
    screen.draw(back)
    assert vars(back.taking(read_address_form(screen.sent)).request) == vars(
        replace(NEW_YORK, city="Berlin", state="CA", phone="+49 30 12345678")
    )


def _field(form: AddressForm, label: str) -> Json:
    blocks = address_form(form)["blocks"]
    return next(b for b in blocks if b.get("label", {}).get("text") == label)


@pytest.mark.parametrize(
    ("country", "label", "first", "last"),
    [
        ("US", "State", ("Alabama (AL)", "AL"), ("Wyoming (WY)", "WY")),
        ("BR", "State", ("–", "-"), ("Tocantins (TO)", "TO")),
        ("IE", "County", ("–", "-"), ("Co. Wicklow", "Co. Wicklow")),
    ],
)
def test_a_list_of_states_shows_name_and_code(
    country: str, label: str, first: tuple[str, str], last: tuple[str, str]
):
    """Where none is needed, none can be chosen."""
    form = replace(FORM, values=replace(NEW_YORK, country=country, state=""))
    options = [(o["text"]["text"], o["value"]) for o in _field(form, label)["element"]["options"]]
    assert (options[0], options[-1]) == (first, last)


@pytest.mark.parametrize(
    ("state", "kind"),
    [("x" * 75, "static_select"), ("x" * 76, "plain_text_input"), ("", "static_select")],
)
def test_what_is_no_option_is_drawn_as_text(state: str, kind: str):
    """A text that is too long for a list stands in a field, under an id of its own."""
    form = replace(FORM, values=replace(NEW_YORK, state=state))
    block = _field(form, "State")
    assert block["element"]["type"] == kind
    assert block["block_id"] == (
        "update.state:0:US" if kind == "static_select" else "update.state:0:"
    )
    assert form.taking(read_address_form(Screen(form).sent)).values.state == state


@pytest.mark.parametrize(("length", "is_chosen"), [(75, True), (76, False)])
def test_a_country_that_no_list_can_hold_is_not_chosen(length: int, is_chosen: bool):
    """Gelato may hold anything there, and the form opens all the same."""
    form = replace(FORM, values=replace(NEW_YORK, country="x" * length))
    assert ("initial_option" in _field(form, "Country")["element"]) is is_chosen
    assert modal_faults(address_form(form)) == []


def test_what_is_typed_while_a_redraw_is_on_its_way_stays():
    """The ids of the blocks stay the same, so Slack keeps the latest letters."""
    screen = Screen(FORM)
    screen.type(ids.UPDATE_COUNTRY, "DE")
    german = FORM.taking(read_address_form(screen.sent))
    screen.type(ids.UPDATE_FIRST_NAME, "Erika")
    screen.draw(german)
    assert german.taking(read_address_form(screen.sent)).values.first_name == "Erika"


def test_a_state_of_one_country_is_not_chosen_in_another():
    """Both have lists: the code is shown as it came, and another can be picked."""
    screen = Screen(FORM)
    screen.type(ids.UPDATE_COUNTRY, "BR")
    brazil = FORM.taking(read_address_form(screen.sent))
    screen.draw(brazil)
    assert brazil.taking(read_address_form(screen.sent)).values.state == "NY"
    screen.type(ids.UPDATE_STATE, "SP")
    assert brazil.taking(read_address_form(screen.sent)).values.state == "SP"
    screen.type(ids.UPDATE_STATE, "-")
    assert brazil.taking(read_address_form(screen.sent)).values.state == ""


@pytest.mark.parametrize(
    ("ticked", "before", "after"),
    [("", None, None), ("x", None, True), ("", True, False), ("", False, False)],
)
def test_a_company_is_ticked(ticked: str, before: bool | None, after: bool | None):
    """No tick where none was said before says nothing."""
    brazil = replace(NEW_YORK, country="BR", is_business=before)
    form = replace(FORM, before=brazil, values=brazil)
    screen = Screen(form)
    screen.type(ids.UPDATE_IS_BUSINESS, ticked)
    assert form.taking(read_address_form(screen.sent)).request.is_business is after


def test_what_an_order_holds_beyond_its_country_s_form_stays():
    """A state in Germany, and that the recipient is a company, are drawn because they are there."""
    german = replace(NEW_YORK, country="DE", state="Berlin", is_business=True)
    form = replace(FORM, before=german, values=german)
    back = form.taking(read_address_form(Screen(form).sent))
    assert vars(back.request) == vars(german)
    assert form.set_aside == ()


def test_a_company_stays_one_in_another_country():
    """That is about the recipient, and not about the country."""
    company = replace(NEW_YORK, is_business=True)
    form = replace(FORM, before=company, values=replace(company, country="DE"))
    assert form.request.is_business
    assert form.taking(read_address_form(Screen(form).sent)).request.is_business
    assert AddressField.STATE in form.set_aside


@pytest.mark.parametrize(
    ("city", "method", "sent"),
    [
        ("New York", "normal", {}),
        ("New York", "express", {"shipmentMethodUid": "express"}),
        ("Albany", "", {"shippingAddress": replace(NEW_YORK, city="Albany").body(CONNECT)}),
        (
            "Albany",
            "express",
            {
                "shipmentMethodUid": "express",
                "shippingAddress": replace(NEW_YORK, city="Albany").body(CONNECT),
            },
        ),
    ],
)
def test_only_what_differs_is_sent(city: str, method: str, sent: Json):
    """A changed method does not carry the whole address with it."""
    form = replace(FORM, values=replace(NEW_YORK, city=city), method=method)
    assert form.shipment.body(CONNECT) == sent


def test_a_pasted_block_fills_the_fields():
    """Street and town are replaced together; e-mail and phone stay where none is named."""
    screen = Screen(FORM)
    screen.type(
        ids.UPDATE_PASTED, "Ann Lee\n1 George St\nLevel 2\nDoor 3\nSydney NSW 2000\nAustralia"
    )
    screen.type(ids.UPDATE_EMAIL, "ann@example.com")
    typed = FORM.taking(read_address_form(screen.sent))
    proposed = typed.proposing(proposed_address(typed.pasted, "US"))
    screen.draw(proposed)
    back = proposed.taking(read_address_form(screen.sent))
    assert vars(back.request) == vars(
        AddressRequest(
            country="AU",
            first_name="Ann",
            last_name="Lee",
            address_line1="1 George St",
            address_line2="Level 2",
            city="Sydney",
            post_code="2000",
            state="NSW",
            email="ann@example.com",
            phone="+1 212 555 0100",
        )
    )
    assert back.pasted == typed.pasted
    assert "No field was found for: Door 3" in shown(address_form(proposed))
    assert modal_faults(address_form(proposed)) == []


def test_a_paste_of_a_phone_alone_changes_the_phone_alone():
    """What the text does not speak of stays as it is."""
    proposed = FORM.proposing(proposed_address("+49 30 12345678", "US"))
    assert vars(proposed.values) == vars(replace(NEW_YORK, phone="+49 30 12345678"))


def compared_in(view: Any) -> list[tuple[str, ...]]:
    """The rows that stand beside each other: label, before, after."""
    rows = [block for block in view["blocks"] if block.get("fields")]
    return [(b["text"]["text"], *(f["text"] for f in b["fields"])) for b in rows]


def test_warnings_ask_for_one_more_yes():
    """They stand on top, with both sides of each change, and the button says yes."""
    values = replace(NEW_YORK, address_line2="", city="Oslo")
    found = warnings(NEW_YORK, values)
    form = replace(FORM, values=values, method="express").judged((), found, "{}")
    view = address_form(form)
    assert view["submit"]["text"] == "Yes, change it"
    assert address_form(FORM)["submit"]["text"] == "Change it"
    assert compared_in(view) == [
        ("*Address line 2*", "now: Apt 4B", "after: –"),
        ("*City*", "now: New York", "after: Oslo"),
        ("*Shipping method*", "now: Normal", "after: Express"),
    ]
    assert "• Address line 2 was filled in and is empty now." in shown(view)
    assert form.has_said(found)
    assert not form.has_said([*found, Complaint("city", "Another.", is_warning=True)])
    assert not FORM.has_said(found)


def test_the_comparison_can_be_shown_without_warnings():
    """One more yes is asked for in any case: an address is replaced as a whole."""
    changed = replace(FORM, values=replace(NEW_YORK, city="Albany"))
    check = address_form(changed.judged((), (), "{}"))
    assert compared_in(check) == [("*City*", "now: New York", "after: Albany")]
    assert "Nothing is sent yet" in shown(check)
    assert [b for b in address_form(changed)["blocks"] if b.get("fields")] == []


@pytest.mark.parametrize(
    ("chosen", "other", "method", "is_changed"),
    [
        ("normal", "", "normal", False),
        ("express", "", "express", True),
        ("-", "", "", False),
        ("normal", "fed_ex_2_day", "fed_ex_2_day", True),
        ("-", " express , normal ", "express , normal", True),
        ("-", "normal,", "normal,", False),
    ],
)
def test_a_method_is_chosen_or_typed(chosen: str, other: str, method: str, is_changed: bool):
    """What is typed wins, and leaving it is no change."""
    screen = Screen(FORM)
    screen.type(ids.UPDATE_METHOD, chosen)
    screen.type(ids.UPDATE_OTHER_METHOD, other)
    back = FORM.taking(read_address_form(screen.sent))
    assert (back.method, back.is_method_changed) == (method, is_changed)
    screen.draw(back)
    assert read_address_form(screen.sent).method == method


@pytest.mark.parametrize(
    ("method_before", "methods", "texts"),
    [
        ("normal", METHODS, ["Leave it as it is", "Normal (now)", "Express"]),
        ("ups_ground", METHODS, ["Leave it as it is", "ups_ground (now)", "Normal", "Express"]),
        ("", METHODS, ["Leave it as it is", "Normal", "Express"]),
        ("", (), ["Leave it as it is"]),
        ("x" * 200, METHODS, ["Leave it as it is", "Normal", "Express"]),
        ("", (("a", ""),), ["Leave it as it is", "a"]),
    ],
)
def test_the_present_method_is_offered_first(
    method_before: str, methods: tuple[tuple[str, str], ...], texts: list[str]
):
    """Each once, and never a list without options."""
    form = replace(FORM, method_before=method_before, method=method_before, methods=methods)
    view = address_form(form)
    assert modal_faults(view) == []
    block = next(b for b in view["blocks"] if b.get("label", {}).get("text") == "Shipping method")
    assert [o["text"]["text"] for o in block["element"]["options"]] == texts
    assert read_address_form(Screen(form).sent).method == method_before


def test_a_long_list_of_methods_is_cut_to_what_slack_draws():
    """The rest can be typed."""
    form = replace(FORM, methods=tuple((f"m{n}", f"Method {n}") for n in range(300)), method="m299")
    view = address_form(form)
    assert modal_faults(view) == []
    block = next(b for b in view["blocks"] if b.get("label", {}).get("text") == "Shipping method")
    assert len(block["element"]["options"]) == MOST_OPTIONS
    assert read_address_form(Screen(form).sent).method == "m299"


def test_errors_go_to_the_blocks_of_their_fields():
    """What no field shows goes to the country, which every form has; warnings are no errors."""
    found = [
        Complaint("city", "No city."),
        Complaint("shipping_address.email", "No e-mail."),
        Complaint("state_tax_id", "No number."),
        Complaint(METHOD, "No method."),
        Complaint("phone", "Odd.", is_warning=True),
    ]
    assert field_errors(Screen(FORM).sent, found) == {
        "update.city:0:": "No city.",
        "update.email:0:": "No e-mail.",
        "update.country:0:": "No number.",
        "update.other_method:0": "No method.",
    }
    assert field_errors(Screen(FORM).sent, []) == {}


def test_complaints_stand_at_their_fields():
    """Below the field in small letters, each once; those about the whole stand on top."""
    both = (Complaint("city", "Odd city."), Complaint("", "Odd order."), Complaint(METHOD, "Odd."))
    blocks = address_form(FORM.judged(both, both[:1]))["blocks"]
    texts = [b["elements"][0]["text"] for b in blocks if b["type"] == "context"]
    assert texts == ["Odd city.", "Odd."]
    city = next(n for n, b in enumerate(blocks) if b.get("label", {}).get("text") == "City")
    assert blocks[city + 1]["elements"][0]["text"] == "Odd city."
    assert "Odd order." in shown({"blocks": [b for b in blocks if b["type"] == "section"]})


@pytest.mark.parametrize("view", [{}, {"state": {}}, {"state": {"values": {}}}])
def test_a_view_without_state_reads_as_nothing(view: Json):
    """And leaves the form as it was, but for what is always asked."""
    typed = read_address_form(view)
    assert (typed.texts, typed.is_business, typed.method, typed.pasted) == ({}, None, "", None)
    assert vars(FORM.taking(typed).values) == vars(NEW_YORK)


def test_a_state_can_be_kept_and_found_again():
    """Text out, the same state in."""
    form = replace(FORM, unplaced=("Door 3",), turn=2).judged(
        (Complaint("city", "Odd."),), (Complaint("", "All odd.", is_warning=True),)
    )
    assert AddressForm.read(form.written()) == form
    assert repr(form) == "AddressForm('1042')"


POISONS = (
    "<!channel>", "<@U012ANN>", "<https://evil.example.com|x>", "*b* _i_ `c`", ":fire:", "@here",
    "&lt;!channel&gt;", "\u202eright to left", "zero\u200bwidth", "line\nline", "\x00\x07",
    '"}],"type":"mrkdwn"', "x" * 3000, "é" * 151, "👨\u200d👩\u200d👧", "yes", "NY", " ", "-",
)  # fmt: skip
hostile = st.one_of(st.sampled_from(POISONS), st.text(max_size=20))
addresses = st.builds(
    AddressRequest,
    country=st.one_of(st.sampled_from(["US", "BR", "JP", "DE", "IT", "AE", ""]), hostile),
    is_business=st.sampled_from([None, True, False]),
    **{
        name.value: hostile
        for name in AddressField
        if name not in {AddressField.COUNTRY, AddressField.IS_BUSINESS}
    },
)
forms = st.builds(
    AddressForm,
    reference=hostile,
    before=addresses,
    values=addresses,
    method_before=hostile,
    method=hostile,
    methods=st.lists(st.tuples(hostile, hostile), max_size=4).map(tuple),
    pasted=hostile,
    unplaced=st.lists(hostile, max_size=3).map(tuple),
    turn=st.integers(0, 3),
)
PHASES = (Phase.explicit, Phase.generate)


def markups(drawn: Any) -> list[str]:
    """The texts in which Slack reads markup."""
    if isinstance(drawn, list):
        return [text for each in drawn for text in markups(each)]
    if not isinstance(drawn, dict):
        return []
    own = [drawn["text"]] if drawn.get("type") == "mrkdwn" else []
    return own + [text for each in drawn.values() for text in markups(each)]


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(forms)
def test_no_text_breaks_the_form_or_pings(form: AddressForm):
    """Whatever stands in an order or is typed, Slack draws it and reads nothing in it."""
    judged = form.judged(
        address_complaints(form.request, Dialect.V4), warnings(form.before, form.request), "{}"
    )
    view = address_form(judged)
    assert modal_faults(view) == []
    labels = {f"*{difference.label}*" for difference in judged.differences}
    assert set(markups(view)) <= labels | {"*Shipping method*"}


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(forms, st.sampled_from(["US", "BR", "JP", "DE", "ZQ"]))
def test_no_typed_text_is_lost_on_a_redraw(form: AddressForm, country: str):
    """Read, drawn for another country, read and drawn for the first: all is where it was."""
    screen = Screen(form)
    first = form.taking(read_address_form(screen.sent))
    moved = replace(first, values=replace(first.values, country=country))
    screen.type(ids.UPDATE_COUNTRY, country)
    screen.draw(moved)
    again = moved.taking(read_address_form(screen.sent))
    assert again.pasted == first.pasted == form.pasted
    for name in AddressField:
        if name not in {AddressField.COUNTRY, AddressField.IS_BUSINESS}:
            assert _same(again, first, name)
            assert _same(first, form, name)


def _same(now: AddressForm, then: AddressForm, name: AddressField) -> bool:
    """Whether both hold the same; a list puts the code of a state for its name."""
    text, before = now.values.text(name), then.values.text(name)
    homes = [format_of(form.layout.country) for form in (now, then)]
    codes = [state.code for home in homes if home and (state := home.state(before))]
    return text in {before, *codes} or (not text and before == NONE_CHOSEN)


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(forms)
def test_a_state_survives_being_kept(form: AddressForm):
    """Whatever stands in it."""
    assert AddressForm.read(form.written()) == form


def test_a_long_text_is_shown_shortened_and_kept_whole():
    """The comparison shortens; the field does not."""
    form = replace(FORM, values=replace(NEW_YORK, address_line1="x" * 3000)).judged(
        (), (Complaint("", "Look."),), "{}"
    )
    sides = [f["text"] for b in address_form(form)["blocks"] for f in b.get("fields", [])]
    assert sides[1] == f"after: {tame('x' * 3000, 300)}"
    assert form.taking(read_address_form(Screen(form).sent)).values.address_line1 == "x" * 3000


def test_a_yes_is_told_from_what_comes_before_it():
    """By the button that the form was sent with."""
    odd = replace(FORM, method="express").judged((), (), "{}")
    assert [says_yes(address_form(form)) for form in (FORM, odd)] == [False, True]
    assert not says_yes({})
