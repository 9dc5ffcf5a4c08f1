"""What is wrong with the products of a new order, by the vendors' tables (S1, S2)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from bot.orders.addresses.complaint import Complaint
from bot.orders.dialect import Dialect
from bot.orders.requests.items import FileRequest, ItemRequest, MetadataEntry

MOST_THREADS = 6
MOST_NOTES = 20
LONGEST_NOTE = 100
PRINT_AREAS = frozenset({
    "default", "front", "back", "neck-inner", "neck-outer", "sleeve-left", "sleeve-right",
    "inside", "chest-left-embroidery", "chest-center-embroidery", "chest-large-embroidery",
    "sleeve-left-embroidery", "sleeve-right-embroidery", "wrist-left-embroidery",
    "wrist-right-embroidery",
})  # fmt: skip
"""The table of S2; Gelato may know more."""
_COLOUR = re.compile("#?(?:[0-9a-fA-F]{3}){1,2}")


def items_complaints(items: Sequence[ItemRequest], dialect: Dialect) -> Iterator[Complaint]:
    """What is wrong with the lines of the order."""
    if not items:
        yield Complaint("items", "The order has no products. Please add at least one.")
    times = Counter(item.reference.strip() for item in items)
    for number, item in enumerate(items):
        found = [*_reference(item, times), *_item(item, dialect), *_files(item)]
        yield from (complaint.under(f"items[{number}]") for complaint in found)


def metadata_complaints(entries: Sequence[MetadataEntry]) -> Iterator[Complaint]:
    """What is wrong with the notes."""
    if len(entries) > MOST_NOTES:
        words = f"There are {len(entries)} notes, and Gelato takes {MOST_NOTES}. Take some out."
        yield Complaint("metadata", words)
    for number, entry in enumerate(entries):
        for side, text in (("key", entry.key), ("value", entry.value)):
            if not 1 <= len(text) <= LONGEST_NOTE:
                words = f"Each side of a note has 1 to {LONGEST_NOTE} characters. Please fit it."
                yield Complaint(f"metadata[{number}].{side}", words)


def _reference(item: ItemRequest, times: Counter[str]) -> Iterator[Complaint]:
    reference = item.reference.strip()
    if not reference:
        yield Complaint("reference", "This line has no number of its own. Please give it one.")
    elif times[reference] > 1:
        words = "Two lines have the same number. Please give each its own."
        yield Complaint("reference", words)


def _item(item: ItemRequest, dialect: Dialect) -> Iterator[Complaint]:
    yield from _product(item, dialect)
    if item.quantity < 1:
        yield Complaint("quantity", "How many? Type 1 or more.")
    if item.page_count is not None and item.page_count < 1:
        yield Complaint("page_count", "How many pages, covers included? Type 1 or more.")
    if item.retail_price_incl_vat is not None:
        yield from _retail_price(item, dialect)


def _product(item: ItemRequest, dialect: Dialect) -> Iterator[Complaint]:
    uid, name = item.product_uid.strip(), item.product_name.strip()
    if not uid and not name:
        yield Complaint("product_uid", "Which product? Please choose one.")
    elif uid and name:
        words = "Gelato's product is ordered; the customer product of this line is left out."
        yield Complaint("product_name", words, is_warning=True)
    elif name and dialect is Dialect.V4:
        words = "This account knows no customer products. Choose one of Gelato's by its uid."
        yield Complaint("product_uid", words)
    elif name and not item.product_variant:
        words = "Which variant? Name at least one choice, such as Size: A4."
        yield Complaint("product_variant", words)


def _retail_price(item: ItemRequest, dialect: Dialect) -> Iterator[Complaint]:
    if dialect is Dialect.V4:
        words = "Gelato takes no retail prices on this account; it is left out."
        yield Complaint("retail_price_incl_vat", words, is_warning=True)
    elif item.retail_price_incl_vat is not None and item.retail_price_incl_vat < 0:
        yield Complaint("retail_price_incl_vat", "A price cannot be below zero.")


def _files(item: ItemRequest) -> Iterator[Complaint]:
    if not item.files:
        words = "There is no print file. Only products without print go without one."
        yield Complaint("files", words, is_warning=True)
    yield from files_complaints(item.files)


def files_complaints(files: Sequence[FileRequest]) -> Iterator[Complaint]:
    """What is wrong with print files."""
    for number, file in enumerate(files):
        found = [*_address(file), *_area(file), *_threads(file)]
        yield from (complaint.under(f"files[{number}]") for complaint in found)


def _address(file: FileRequest) -> Iterator[Complaint]:
    if not file.url and not file.id:
        yield Complaint("url", "Where is the print file? Give its web address.")
    elif file.url and not _is_web_address(file.url):
        words = "That is no web address. It begins with https:// and holds no spaces."
        yield Complaint("url", words)
    elif file.url and urlsplit(file.url).scheme == "http":
        words = "The file's address begins with http://; Gelato may want https://."
        yield Complaint("url", words, is_warning=True)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    has_gaps = any(character.isspace() for character in url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not has_gaps


def _area(file: FileRequest) -> Iterator[Complaint]:
    if file.thread_colors and not file.type:
        yield Complaint("type", "Where does the embroidery go? Please choose the place.")
    elif file.type and file.type not in PRINT_AREAS:
        words = "Orderdesk does not know that print area. Please check it."
        yield Complaint("type", words, is_warning=True)


def _threads(file: FileRequest) -> Iterator[Complaint]:
    if len(file.thread_colors) > MOST_THREADS:
        words = f"Embroidery has at most {MOST_THREADS} colours. Please take some out."
        yield Complaint("thread_colors", words)
    elif not all(_COLOUR.fullmatch(colour) for colour in file.thread_colors):
        words = "A thread colour looks like #ff0000. Please check them."
        yield Complaint("thread_colors", words, is_warning=True)
