"""Shapes of JSON objects: which fields, held against which rules, and what binds them together."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.block_kit.rules import Check, Rule, fault, one_of

Fields = Mapping[str, Rule]


def shape(required: Fields, optional: Fields, *checks: Check) -> Rule:
    """An object of exactly these fields. `checks` run when every field alone is right.

    A null is a value like any other, as for Slack: leave an optional field out instead.
    """
    known = {**required, **optional}

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", pointer)
            return
        faults = [*_keys(value, required, known, pointer), *_values(value, known, pointer)]
        yield from faults or _bound(value, checks, pointer)

    return check


def kind(name: str, required: Fields, optional: Fields, *checks: Check) -> Rule:
    """A `shape` that also bears its name in `type`."""
    return shape({"type": one_of(name), **required}, optional, *checks)


def kinds(rules: Fields) -> Rule:
    """An object whose `type` names the rule that it is held against."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", pointer)
        elif "type" not in value:
            yield fault("missing required field: type", pointer)
        elif not isinstance(value["type"], str):
            yield fault("must provide a string", f"{pointer}/type")
        elif value["type"] not in rules:
            yield fault(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            yield from rules[value["type"]](value, pointer)

    return check


def at_least_one(*names: str, at: str = "") -> Check:
    """One of these fields, or several of them. `at` is where under the object Slack points."""
    listed = " or ".join(f"`{name}`" for name in names)

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield fault(f"must define either {listed}", pointer + at)

    return check


def not_both(one: str, other: str) -> Check:
    """At most one of the two fields."""

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if one in value and other in value:
            yield fault(f"cannot define both `{one}` and `{other}`", pointer)

    return check


def exactly_one(one: str, other: str) -> Check:
    """One of the two fields, and not both."""
    checks = (at_least_one(one, other), not_both(one, other))

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        yield from _bound(value, checks, pointer)

    return check


def ordered(lower: str, upper: str) -> Check:
    """Numbers, or numbers written as strings, of which the first is not above the second."""

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if lower in value and upper in value and float(value[lower]) > float(value[upper]):
            yield fault(f"`{lower}` must not be greater than `{upper}`", f"{pointer}/{lower}")

    return check


def only_while(field: str, other: str, *, is_set: bool) -> Check:
    """`field` may be true only while `other` is (or, with `is_set` false, is not) true."""
    words = f"`{field}` needs `{other}` to be {str(is_set).lower()}"

    def check(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if value.get(field) is True and value.get(other, False) is not is_set:
            yield fault(words, f"{pointer}/{field}")

    return check


def _keys(value: Mapping[str, Any], required: Fields, known: Fields, at: str) -> Iterator[str]:
    for name in required:
        if name not in value:
            yield fault(f"missing required field: {name}", at)
    for name in value:
        if name not in known:
            yield fault(f"invalid additional property: {name}", at)


def _values(value: Mapping[str, Any], known: Fields, pointer: str) -> Iterator[str]:
    for name, rule in known.items():
        if name in value:
            yield from rule(value[name], f"{pointer}/{name}")


def _bound(value: Mapping[str, Any], checks: tuple[Check, ...], at: str) -> Iterator[str]:
    for check in checks:
        yield from check(value, at)
