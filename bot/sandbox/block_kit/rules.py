"""Small rules that a JSON value is held against; each yields its faults in Slack's own words.

The words are those of slackhq/hack-json-schema, which is what Slack's server runs.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Any, TypeAlias

Rule: TypeAlias = Callable[[object, str], Iterator[str]]
"""A value and the JSON pointer where it stood; yields a fault for each thing wrong with it."""

Check: TypeAlias = Callable[[Mapping[str, Any], str], Iterator[str]]
"""A rule over an object whose fields, each alone, are already known to be right."""

NO_LIMIT = 1_000_000


def fault(words: str, pointer: str) -> str:
    """One entry of `response_metadata.messages`."""
    return f"[ERROR] {words} [json-pointer:{pointer}]"


def string(least: int = 0, most: int = NO_LIMIT) -> Rule:
    """A string of `least` to `most` characters, both included."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", pointer)
        elif len(value) > most:
            yield fault(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            yield fault(f"must be more than {least - 1} characters", pointer)

    return check


def written(pattern: str, words: str, most: int = NO_LIMIT) -> Rule:
    """A string that is `pattern` from end to end; `words` are the fault when it is not."""
    length = string(1, most)

    def check(value: object, pointer: str) -> Iterator[str]:
        yield from length(value, pointer)
        if isinstance(value, str) and value and not re.fullmatch(pattern, value, re.ASCII):
            yield fault(words, pointer)

    return check


def integer(low: int, high: int = NO_LIMIT) -> Rule:
    """A whole number from `low` to `high`, both included; true and 3.0 are none."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield fault("must provide an integer", pointer)
        elif value > high:
            yield fault(f"must be less than {high + 1}", pointer)
        elif value < low:
            yield fault(f"must be more than {low - 1}", pointer)

    return check


def anything(of: type | UnionType, words: str) -> Rule:
    """Any JSON value of that Python type; `words` are the fault. True is not taken for a number."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, of) or (isinstance(value, bool) and of is not bool):
            yield fault(words, pointer)

    return check


boolean = anything(bool, "must be a boolean")
number = anything(int | float, "must provide a number")
any_object = anything(dict, "must provide an object")


def one_of(*words: str) -> Rule:
    """One of a closed set of words."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", pointer)
        elif value not in words:
            yield fault("must be a valid enum value", pointer)

    return check


def array(of: Rule, least: int = 0, most: int = NO_LIMIT) -> Rule:
    """A list of `least` to `most` items, each held against `of`."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must provide an array", pointer)
            return
        if len(value) > most:
            yield fault(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            yield fault(f"must provide at least {least} items", pointer)
        for index, item in enumerate(value):
            yield from of(item, f"{pointer}/{index}")

    return check


def distinct(of: Rule) -> Rule:
    """A list of strings, held against `of`, that says nothing twice."""

    def check(value: object, pointer: str) -> Iterator[str]:
        faults = list(of(value, pointer))
        yield from faults
        if not faults and isinstance(value, list) and len(set(value)) < len(value):
            yield fault("Input contains duplicate items", pointer)

    return check


def or_null(of: Rule) -> Rule:
    """What `of` allows, or null."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if value is not None:
            yield from of(value, pointer)

    return check


def among_schemas(of: Rule) -> Rule:
    """The same faults as `of`, under the line that Slack adds where several schemas were tried."""

    def check(value: object, pointer: str) -> Iterator[str]:
        faults = list(of(value, pointer))
        if faults:
            yield fault("failed to match all allowed schemas", pointer)
        yield from faults

    return check
