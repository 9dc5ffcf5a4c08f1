"""States and postal codes: whether they are written as their country writes them."""

from collections.abc import Iterator

from bot.orders.addresses.complaint import Complaint
from bot.orders.addresses.fields import STATE_REQUIRED, AddressField
from bot.orders.addresses.formats import CODE, STATE, Format, codes_begin, format_of
from bot.orders.addresses.labels import label_of
from bot.orders.addresses.layout import is_code_required
from bot.orders.addresses.request import AddressRequest

_USUAL = "addresses of this country usually have it."


def place_complaints(address: AddressRequest) -> Iterator[Complaint]:
    """Warnings: Gelato publishes neither patterns nor its list of states."""
    home = format_of(address.country)
    if home is None:
        return
    yield from _state(address, home)
    yield from _code(address, home)


def _state(address: AddressRequest, home: Format) -> Iterator[Complaint]:
    text = address.text(AddressField.STATE)
    label = label_of(AddressField.STATE, home.country)
    if not text:
        if STATE in home.required and home.country not in STATE_REQUIRED:
            yield _warning(AddressField.STATE, f"{label} is empty; {_USUAL}")
        return
    state = home.state(text)
    if state is None and home.states:
        yield _warning(AddressField.STATE, f"{label} is not in the country's list.")
    elif state and home.country in STATE_REQUIRED and state.code != text:
        yield _warning(AddressField.STATE, f"Gelato wants the code here. Write {state.code}.")


def _code(address: AddressRequest, home: Format) -> Iterator[Complaint]:
    text = address.text(AddressField.POST_CODE)
    label = label_of(AddressField.POST_CODE, home.country)
    if not text:
        if home.has(CODE) and not is_code_required(home.country):
            words = f"{label} is empty. Fill it in if the address has one."
            yield _warning(AddressField.POST_CODE, words)
    elif not home.is_code(text):
        words = f"{label} does not look right for this country."
        example = f" One looks like {home.code_example}." if home.code_example else ""
        yield _warning(AddressField.POST_CODE, words + example)
    elif not _fits_state(text, address.text(AddressField.STATE), home):
        state = home.state(address.text(AddressField.STATE))
        name = state.name if state else ""
        words = f"{label} does not belong to {name}. Please check both."
        yield _warning(AddressField.POST_CODE, words)


def _fits_state(code: str, state: str, home: Format) -> bool:
    begins = codes_begin(home.country, state)
    return begins is None or bool(begins.match(home.bare_code(code)))


def _warning(field: AddressField, words: str) -> Complaint:
    return Complaint(field, words, is_warning=True)
