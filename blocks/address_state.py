"""What an address form holds between two drawings: what was there, what is typed, what is odd."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.orders.addresses.changes import Difference, compared
from bot.orders.addresses.complaint import Complaint
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.layout import AddressLayout, address_layout
from bot.orders.addresses.pasting import Proposal
from bot.orders.addresses.request import AddressRequest
from bot.orders.requests.orders import ShipmentRequest, methods_written

_PLACE = (
    AddressField.ADDRESS_LINE1,
    AddressField.ADDRESS_LINE2,
    AddressField.CITY,
    AddressField.POST_CODE,
    AddressField.STATE,
)
_WHO = (AddressField.FIRST_NAME, AddressField.LAST_NAME, AddressField.COMPANY_NAME)
METHOD = "shipment_method_uid"
"""The field of complaints about the shipping method."""


@dataclass(frozen=True, repr=False)
class Typed:
    """What stood in the fields that were drawn. Personal data."""

    key: str
    """What the form was drawn with, to find its state again."""
    texts: Mapping[AddressField, str]
    is_business: bool | None
    """None: the form does not ask."""
    method: str
    pasted: str | None
    """None: the form does not ask."""
    own_method: str = ""
    """The method that was written, and not chosen from the list."""


@dataclass(frozen=True, repr=False)
class AddressForm:
    """The whole state of the form. Personal data: its `repr` shows the order alone."""

    reference: str
    """The order's, as people know it."""
    before: AddressRequest
    values: AddressRequest
    """What is typed, fields that the country lacks included."""
    method_before: str = ""
    method: str = ""
    methods: tuple[tuple[str, str], ...] = ()
    """What is offered: uid and name."""
    complaints: tuple[Complaint, ...] = ()
    """Drawn at their fields; those about the whole stand on top."""
    warnings: tuple[Complaint, ...] = ()
    """What asked for one more yes when the form was last drawn."""
    asked: str = ""
    """What would be sent when the comparison was last shown, as text: one more yes is for that."""
    pasted: str = ""
    unplaced: tuple[str, ...] = ()
    """What no field was found for when the pasted text was taken apart."""
    turn: int = 0
    """Rises when Orderdesk puts other values into the fields: Slack keeps what was typed while
    the ids of the blocks stay the same."""
    key: str = ""
    locale: str = ""
    """The person's, such as `de-DE`."""

    def __repr__(self) -> str:
        return f"AddressForm({self.reference!r})"

    @property
    def layout(self) -> AddressLayout:
        """The form of the country, with what the order's own address holds beyond it.

        In another country only one such thing counts: that the recipient is a company.
        """
        country = self.values.text(AddressField.COUNTRY)
        is_moved = country != self.before.text(AddressField.COUNTRY)
        kept = (AddressField.IS_BUSINESS,) if is_moved else AddressField
        return address_layout(country, [field for field in kept if self.before.text(field)])

    @property
    def request(self) -> AddressRequest:
        """What would be sent: what the country has no field for stays out."""
        return _without(self.values, self.set_aside)

    @property
    def set_aside(self) -> tuple[AddressField, ...]:
        """The fields that hold something and have no place in the form of this country."""
        names = self.layout.names
        return tuple(f for f in AddressField if self.values.text(f) and f not in names)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What would change in the address."""
        return compared(self.before, self.request)

    @property
    def is_method_changed(self) -> bool:
        """Whether another shipping method is asked for; an empty field leaves it as it is."""
        wanted = methods_written(self.method)
        return bool(wanted) and wanted != methods_written(self.method_before)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.differences) or self.is_method_changed

    @property
    def shipment(self) -> ShipmentRequest:
        """The change as it would be sent: the address where it differs, the method likewise."""
        return ShipmentRequest(
            self.method if self.is_method_changed else "",
            self.request if self.differences else None,
        )

    def taking(self, typed: Typed) -> "AddressForm":
        """The state with what was typed; fields that were not drawn keep what they held."""
        values: dict[str, Any] = {field.value: text for field, text in typed.texts.items()}
        if typed.is_business is not None:
            was_said = self.before.is_business is not None
            values["is_business"] = typed.is_business or (False if was_said else None)
        return replace(
            self,
            values=replace(self.values, **values),
            method=typed.method,
            pasted=self.pasted if typed.pasted is None else typed.pasted,
        )

    def typed_onto(self, here: AddressRequest) -> AddressRequest:
        """What was changed in the form, on an address that may have moved meanwhile."""
        changed: dict[str, Any] = {
            field.value: getattr(self.values, field)
            for field in AddressField
            if self.values.text(field) != self.before.text(field)
        }
        return replace(here, **changed)

    def proposing(self, proposal: Proposal) -> "AddressForm":
        """The state with a proposal in its fields.

        A street goes with its town and a name with its company: what stood there before is
        replaced as a whole. E-mail and phone stay where the text names none.
        """
        given = proposal.address
        emptied = [
            field
            for group in (_PLACE, _WHO)
            for field in group
            if any(given.text(other) for other in group)
        ]
        found = {field.value: getattr(given, field) for field in AddressField if given.text(field)}
        values = replace(_without(self.values, emptied), **found)
        return replace(
            self, values=values, unplaced=proposal.unplaced, turn=self.turn + 1, warnings=()
        )

    def judged(
        self,
        complaints: Sequence[Complaint],
        warnings: Sequence[Complaint] = (),
        asked: str = "",
    ) -> "AddressForm":
        """The state with what is to be said about it, and what one more yes would be for."""
        return replace(self, complaints=tuple(complaints), warnings=tuple(warnings), asked=asked)

    def has_said(self, warnings: Sequence[Complaint]) -> bool:
        """Whether the person saw all of these already, and sent the form again: that is the yes."""
        return set(warnings) <= set(self.warnings)

    def written(self) -> str:
        """The state as text, for where forms are kept."""
        return json.dumps({f.name: _plain(getattr(self, f.name)) for f in fields(self)})

    @classmethod
    def read(cls, text: str) -> "AddressForm":
        """The state that `written` wrote."""
        held = json.loads(text)
        for name in ("before", "values"):
            held[name] = AddressRequest(**held[name])
        for name in ("complaints", "warnings"):
            held[name] = tuple(Complaint(**each) for each in held[name])
        held["methods"] = tuple((uid, words) for uid, words in held["methods"])
        held["unplaced"] = tuple(held["unplaced"])
        return cls(**held)


def _without(address: AddressRequest, names: Sequence[AddressField]) -> AddressRequest:
    empty: dict[str, Any] = {
        name.value: None if name is AddressField.IS_BUSINESS else "" for name in names
    }
    return replace(address, **empty)


def _plain(value: Any) -> Any:
    if isinstance(value, AddressRequest | Complaint):
        return vars(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
