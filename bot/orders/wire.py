"""Reads Gelato's JSON leniently: what cannot be read is left out, what is unknown is kept."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from bot.orders.errors import AnswerNotUnderstood

T = TypeVar("T")

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Slack draws no earlier dates, and later ones overflow in some zone."""
LARGEST_SUM = Decimal("1e15")
MOST_REPAIRS = 20
"""Rounds: what was cut out may have hidden faults below it."""
MOST_FAULTS = 200
"""At once; an answer with more is not worth the time, which everybody would wait."""


def _aware(moment: datetime) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not EARLIEST <= aware <= LATEST:
        raise ValueError("not a moment in the life of an order")
    return aware


def _believable(amount: Decimal) -> Decimal:
    if abs(amount) > LARGEST_SUM:
        raise ValueError("not an amount of money")
    return amount


def _none_is_empty(value: object) -> object:
    return () if value is None else value


def _none_is_blank(value: object) -> object:
    return "" if value is None else value


Moment = Annotated[datetime, AfterValidator(_aware)]
"""A time that knows its zone; one without is taken as UTC (gelato-api-facts 9)."""

Money = Annotated[Decimal, AfterValidator(_believable)]
"""A string in search rows, a number in receipts (gelato-api-facts 9)."""

Text = Annotated[str, BeforeValidator(_none_is_blank)]
"""Words, where null means the same as none."""

Many = Annotated[tuple[T, ...], BeforeValidator(_none_is_empty)]
"""A list, where null means the same as empty."""


class Wire(BaseModel):
    """One object of Gelato's. Unknown fields survive; its `repr` shows no personal data."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        extra="allow",
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,
    )

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        return [("id", getattr(self, "id", None))]

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The object in a JSON body; a field that cannot be read counts as missing.

        Raises AnswerNotUnderstood when there is no such object in it.
        """
        try:
            return cls.model_validate_json(body)
        except ValidationError:
            return cls._repaired(body)

    @classmethod
    def _repaired(cls, body: bytes) -> Self:
        try:
            document = _whole_characters(body)
        except (ValueError, RecursionError):
            raise AnswerNotUnderstood from None
        for _ in range(MOST_REPAIRS):
            try:
                return cls.model_validate(document)
            except ValidationError as error:
                if error.error_count() > MOST_FAULTS:
                    break
                if not _cut_out(document, [fault["loc"] for fault in error.errors()]):
                    break
        raise AnswerNotUnderstood from None


def _whole_characters(body: bytes) -> Any:
    """The JSON in a body, where half a character (a name cut inside an emoji) becomes a sign."""
    document = json.loads(body.decode(json.detect_encoding(body), "replace"))
    return json.loads(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"))


def _cut_out(document: object, places: Sequence[tuple[int | str, ...]]) -> bool:
    """Removes what stands at these places, last first, so that list indexes stay true."""
    last_first = sorted(set(places), key=_in_document_order, reverse=True)
    return sum(_cut_one(document, place) for place in last_first) > 0


def _in_document_order(place: tuple[int | str, ...]) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in place]


def _cut_one(document: object, place: tuple[int | str, ...]) -> bool:
    """Removes the deepest thing on this path that is there: what lacks a part is at fault."""
    parent: Any = None
    here: Any = document
    last: int | str | None = None
    for step in place:
        if not _holds(here, step):
            break
        parent, here, last = here, here[step], step
    if parent is None:
        return False
    del parent[last]
    return True


def _holds(container: object, step: int | str) -> bool:
    if isinstance(container, dict):
        return step in container
    return isinstance(container, list) and isinstance(step, int) and step < len(container)
