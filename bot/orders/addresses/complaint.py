"""What is to be said about one field of a request, before anything is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Complaint:
    """One sentence for people about one field; an empty `field` means the whole.

    An error stops what is asked. A warning asks for one more yes: Gelato may take it.
    """

    field: str
    sentence: str
    is_warning: bool = False

    def under(self, place: str) -> "Complaint":
        """The same about a field that stands inside another: `shipping_address.city`."""
        return replace(self, field=f"{place}.{self.field}" if self.field else place)


def one_per_field(found: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """The first error of each field, or else its first warning, in the order of the fields."""
    kept: dict[str, Complaint] = {}
    for complaint in found:
        before = kept.setdefault(complaint.field, complaint)
        if before.is_warning and not complaint.is_warning:
            kept[complaint.field] = complaint
    return tuple(kept.values())
