"""What is wrong with an address, by the vendor's table (S2), in sentences."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.sandbox.gelato.words import Dialect

LENGTHS: dict[str, int] = {
    "firstName": 25, "lastName": 25, "companyName": 60, "addressLine1": 35, "addressLine2": 35,
    "city": 30, "postCode": 15, "state": 35, "phone": 25,
}  # fmt: skip
REQUIRED = ("firstName", "lastName", "addressLine1", "city", "country", "email")
FIELDS: tuple[str, ...] = (
    "country", "firstName", "lastName", "companyName", "addressLine1", "addressLine2", "city",
    "postCode", "state", "email", "phone", "isBusiness", "federalTaxId", "stateTaxId",
    "registrationStateCode", "registrationState",
)  # fmt: skip
WITH_STATES = frozenset({"US", "CA", "AU"})
WITHOUT_POST_CODES = frozenset({"AE", "HK", "AO", "BS", "BZ", "FJ", "GH", "JM", "QA", "UG", "ZW"})
LOCAL_SCRIPT = frozenset({"CN", "JP", "KR", "RU"})
LATIN_ALLOWED = 10
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PHONE = re.compile(r"[0-9+() ./-]+")


def address_complaints(address: Any, where: str, dialect: Dialect) -> list[str]:
    """All that is wrong; empty when the server would take it. `where` is the field's name."""
    if not isinstance(address, dict):
        return [f"{where} is required."]
    texts = {k: v for k, v in address.items() if k in FIELDS and k != "isBusiness"}
    wrong = [name for name, value in texts.items() if not isinstance(value, str | None)]
    if wrong:
        return [f"{where}.{name} must be a string." for name in wrong]
    found = [
        *_missing(address),
        *too_long(address),
        *_malformed(address),
        *_local(address),
        *_brazilian(address, dialect),
    ]
    return [f"{where}.{complaint}" for complaint in found]


def _blank(address: Mapping[str, Any], name: str) -> bool:
    return not str(address.get(name) or "").strip()


def _missing(address: Mapping[str, Any]) -> Iterable[str]:
    needed = list(REQUIRED)
    if address.get("country") in WITH_STATES:
        needed.append("state")
    if address.get("country") not in WITHOUT_POST_CODES:
        needed.append("postCode")
    return [f"{name} is required." for name in needed if _blank(address, name)]


def too_long(address: Mapping[str, Any]) -> list[str]:
    """The fields over their length, counted in characters."""
    return [
        f"{name} must be at most {most} characters."
        for name, most in LENGTHS.items()
        if len(str(address.get(name) or "")) > most
    ]


def _malformed(address: Mapping[str, Any]) -> Iterable[str]:
    country = str(address.get("country") or "")
    if country and (not re.fullmatch("[A-Z]{2}", country) or country == "UK"):
        yield "country must be an ISO 3166-1 code of two capital letters."
    email = str(address.get("email") or "")
    if email.strip() and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        yield "email is not valid."
    phone = str(address.get("phone") or "")
    if phone and not _PHONE.fullmatch(phone):
        yield "phone is not valid."
    if not isinstance(address.get("isBusiness"), bool | None):
        yield "isBusiness must be a boolean."


def _local(address: Mapping[str, Any]) -> Iterable[str]:
    """China, Japan, South Korea and Russia want their own script."""
    if address.get("country") not in LOCAL_SCRIPT:
        return
    for name in ("addressLine1", "addressLine2"):
        if len(_LATIN.findall(str(address.get(name) or ""))) > LATIN_ALLOWED:
            yield f"{name} must be in local language."
    if _LATIN.search(str(address.get("city") or "")):
        yield "city must be in local language."


def _brazilian(address: Mapping[str, Any], dialect: Dialect) -> Iterable[str]:
    if address.get("country") != "BR":
        return []
    needed = ["federalTaxId"]
    if address.get("isBusiness"):
        registration = "registrationState" if dialect == "connect" else "registrationStateCode"
        needed += ["stateTaxId", registration]
    return [f"{name} is required in Brazil." for name in needed if _blank(address, name)]
